"""The addresses of proposals."""

from django.urls import path

from tedung.office.usulan import pages, pages_carry, pages_check, pages_file

urlpatterns = [
    path("", pages.listing, name="usulan"),
    path("baru/", pages.new, name="usulan_new"),
    path("<int:key>/", pages.detail, name="usulan_detail"),
    path("<int:key>/unggah/", pages_file.upload, name="usulan_upload"),
    path("<int:key>/periksa/", pages_check.to_mend, name="usulan_check"),
    path("<int:key>/baris/", pages_check.lines, name="usulan_lines"),
    path("<int:key>/orang/", pages_check.people, name="usulan_people"),
    path("<int:key>/susulan/", pages.follow, name="usulan_follow"),
    path("<int:key>/jabatan/", pages.office, name="usulan_offices"),
    path("<int:key>/surat/<slug:kind>/", pages.paper, name="usulan_paper"),
    path("<int:key>/kirim/", pages.send, name="usulan_send"),
    path("<int:key>/tarik/", pages.withdraw, name="usulan_withdraw"),
    path("<int:key>/mulai-periksa/", pages.begin_check, name="usulan_begin_check"),
    path("<int:key>/kembalikan/", pages.give_back, name="usulan_give_back"),
    path("<int:key>/terima/", pages.accept, name="usulan_accept"),
    path("berkas/<int:key>/", pages_file.file, name="usulan_file"),
    path("berkas/<int:key>/kolom/", pages_file.columns, name="usulan_columns"),
    path("berkas/<int:key>/ambil/", pages_file.take, name="usulan_take"),
    path("berkas/<int:key>/ulangi/", pages_file.again, name="usulan_again"),
    path("berkas/<int:key>/keluarkan/", pages_file.discard, name="usulan_discard"),
    path("berkas/<int:key>/pakai-lagi/", pages_file.take_back, name="usulan_take_back"),
    path("berkas/<int:key>/perubahan/", pages_file.changes, name="usulan_changes"),
    path("<int:key>/lanjutkan/", pages_carry.carry, name="usulan_carry"),
    path("berkas/<int:key>/lanjutan/", pages_carry.carried, name="usulan_carried"),
    path("berkas/<int:key>/pastikan/", pages_carry.confirm, name="usulan_carried_confirm"),
    path("baris/<int:key>/keluar/", pages_carry.take_out, name="usulan_line_out"),
    path("baris/<int:key>/tetap/", pages_carry.keep, name="usulan_line_keep"),
    path("baris/<int:key>/", pages_check.line, name="usulan_line"),
]
