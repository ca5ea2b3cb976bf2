"""The address of the rules of retention."""

from django.urls import path

from tedung.office.retention import pages

urlpatterns = [path("", pages.overview, name="retention")]
