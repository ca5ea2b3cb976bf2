"""The changes of a month."""

from django.urls import path

from tedung.office.mutasi import pages

urlpatterns = [
    path("", pages.listing, name="mutasi"),
    path("baru/", pages.begin, name="mutasi_begin"),
    path("<int:key>/", pages.detail, name="mutasi_detail"),
    path("keluar/<int:key>/", pages.begin_exit, name="mutasi_exit_begin"),
    path("<int:key>/cari/", pages.look, name="mutasi_look"),
    path("<int:key>/ajukan/", pages.submit, name="mutasi_submit"),
    path("<int:key>/batal/", pages.cancel, name="mutasi_cancel"),
    path("<int:key>/setujui/", pages.approve, name="mutasi_approve"),
    path("<int:key>/kembalikan/", pages.give_back, name="mutasi_give_back"),
    path("<int:key>/surat/", pages.write_letters, name="mutasi_letters"),
    path("<int:key>/keluar/<slug:public_id>/", pages.exit_of, name="mutasi_exit"),
    path("perubahan/<int:key>/", pages.leave, name="mutasi_leave"),
]
