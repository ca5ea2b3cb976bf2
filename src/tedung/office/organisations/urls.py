"""The addresses of organisations."""

from django.urls import path

from tedung.office.organisations import pages, pages_bank

urlpatterns = [
    path("", pages.listing, name="organisations"),
    path("baru/", pages.new, name="organisation_new"),
    path("<int:key>/", pages.detail, name="organisation"),
    path("<int:key>/ubah/", pages.change, name="organisation_change"),
    path("<int:key>/tutup/", pages.close, name="organisation_close"),
    path("<int:key>/buka/", pages.reopen, name="organisation_open"),
    path("<int:key>/rekening/", pages_bank.propose, name="bank_propose"),
    path("rekening/<int:key>/", pages_bank.detail, name="bank_change"),
    path("rekening/<int:key>/setujui/", pages_bank.approve, name="bank_approve"),
    path("rekening/<int:key>/tolak/", pages_bank.refuse, name="bank_refuse"),
    path("rekening/<int:key>/tarik/", pages_bank.withdraw, name="bank_withdraw"),
]
