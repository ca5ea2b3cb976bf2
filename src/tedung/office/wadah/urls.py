"""The addresses of wadah, their members and the files to the agency."""

from django.urls import path

from tedung.office.wadah import pages, pages_file, pages_format

urlpatterns = [
    path("", pages.listing, name="wadah"),
    path("baru/", pages.new, name="wadah_new"),
    path("<int:key>/", pages.detail, name="wadah_detail"),
    path("<int:key>/ubah/", pages.change, name="wadah_change"),
    path("<int:key>/pks/", pages.agree, name="wadah_agree"),
    path("<int:key>/berkas/", pages_file.prepare, name="wadah_prepare"),
    path("anggota/<int:key>/", pages.member, name="wadah_member"),
    path("anggota/<int:key>/terima/", pages.accept, name="wadah_accept"),
    path("anggota/<int:key>/tolak/", pages.reject, name="wadah_reject"),
    path("anggota/<int:key>/lagi/", pages.send_again, name="wadah_again"),
    path("anggota/<int:key>/keluar/", pages.leave, name="wadah_leave"),
    path("berkas/<int:key>/", pages_file.detail, name="wadah_file"),
    path("berkas/<int:key>/kirim/", pages_file.sent, name="wadah_sent"),
    path("berkas/<int:key>/jawaban/", pages_file.answer, name="wadah_answer"),
    path("berkas/<int:key>/batal/", pages_file.cancel, name="wadah_cancel"),
    path("format/", pages_format.formats, name="wadah_formats"),
    path("format/<int:key>/", pages_format.map_columns, name="wadah_format_map"),
]
