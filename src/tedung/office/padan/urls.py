"""The addresses of the comparison with the registry."""

from django.urls import path

from tedung.office.padan import pages

urlpatterns = [
    path("bulanan/", pages.ask_month, name="padan_month"),
    path("", pages.listing, name="padan"),
    path("minta/", pages.ask, name="padan_ask"),
    path("<int:key>/", pages.detail, name="padan_detail"),
    path("<int:key>/kirim/", pages.sent, name="padan_sent"),
    path("<int:key>/jawaban/", pages.answer, name="padan_answer"),
    path("<int:key>/batal/", pages.cancel, name="padan_cancel"),
    path("alasan/<slug:public_id>/", pages.waive, name="padan_waive"),
]
