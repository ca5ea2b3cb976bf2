"""The first page, and what an examination looks at."""

from django.urls import path

from tedung.office.home import pages

urlpatterns = [
    path("", pages.today, name="home"),
    path("pemeriksaan/", pages.examination, name="examination"),
]
