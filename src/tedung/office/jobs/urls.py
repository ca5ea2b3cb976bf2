"""The addresses of jobs."""

from django.urls import path

from tedung.office.jobs import pages

urlpatterns = [
    path("", pages.listing, name="jobs"),
    path("<int:key>/", pages.detail, name="job"),
    path("<int:key>/lagi/", pages.again, name="job_again"),
]
