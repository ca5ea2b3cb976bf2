"""Whether the office works."""

from django.urls import path

from tedung.office.health import pages

urlpatterns = [
    path("", pages.alive, name="health"),
    path("rincian/", pages.detail, name="health_detail"),
    path("angka/", pages.numbers, name="health_numbers"),
]
