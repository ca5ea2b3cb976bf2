"""The address of what waits."""

from django.urls import path

from tedung.office.tasks import pages

urlpatterns = [path("", pages.listing, name="tasks")]
