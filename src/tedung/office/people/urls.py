"""The addresses of persons."""

from django.urls import path

from tedung.office.people import pages

urlpatterns = [
    path("", pages.find, name="people"),
    path("<slug:public_id>/", pages.person, name="person"),
    path("<slug:public_id>/nik/", pages.nik, name="person_nik"),
]
