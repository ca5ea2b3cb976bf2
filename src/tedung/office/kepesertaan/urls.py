"""Kepesertaan bulan ini."""

from django.urls import path

from tedung.office.kepesertaan import pages

urlpatterns = [
    path("", pages.month, name="kepesertaan"),
    path("hitung/", pages.again, name="kepesertaan_again"),
    path("<int:key>/<slug:month>/<slug:what>/", pages.people, name="kepesertaan_people"),
]
