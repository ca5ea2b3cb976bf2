"""The first page."""

from django.urls import path

from tedung.office.home import pages

urlpatterns = [path("", pages.today, name="home")]
