"""The addresses of the ledger."""

from django.urls import path

from tedung.office.buku import pages

urlpatterns = [
    path("", pages.balance, name="buku"),
    path("jurnal/", pages.journal, name="buku_journal"),
    path("ekspor/", pages.export, name="buku_export"),
    path("akun/<slug:code>/", pages.account, name="buku_account"),
]
