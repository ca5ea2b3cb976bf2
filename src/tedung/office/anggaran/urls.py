"""The addresses of the budget."""

from django.urls import path

from tedung.office.anggaran import pages

urlpatterns = [
    path("", pages.listing, name="anggaran"),
    path("baru/", pages.new, name="pos_new"),
    path("<int:key>/", pages.detail, name="pos"),
    path("<int:key>/ubah/", pages.change, name="pos_change"),
    path("<int:key>/kas/", pages.cash, name="pos_cash"),
]
