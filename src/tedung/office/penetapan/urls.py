"""The addresses of selections and decrees."""

from django.urls import path

from tedung.office.penetapan import pages, pages_decree, pages_village

urlpatterns = [
    path("", pages.listing, name="penetapan"),
    path("seleksi/baru/", pages.plan, name="selection_new"),
    path("seleksi/<int:key>/", pages.selection, name="selection"),
    path("seleksi/<int:key>/hitung/", pages.compute, name="selection_compute"),
    path("seleksi/<int:key>/umumkan/", pages.announce, name="selection_announce"),
    path("seleksi/<int:key>/keputusan/", pages.draft, name="decree_draft"),
    path("calon/<int:key>/jawab/", pages.clear, name="candidate_clear"),
    path("<int:key>/", pages_decree.detail, name="decree"),
    path("<int:key>/lampiran/", pages_decree.annex, name="decree_annex"),
    path("<int:key>/ajukan/", pages_decree.submit, name="decree_submit"),
    path("<int:key>/batalkan/", pages_decree.cancel, name="decree_cancel"),
    path("<int:key>/baris/<int:row>/keluarkan/", pages_decree.take_off, name="decree_row_out"),
    path("<int:key>/kembalikan/", pages_decree.give_back, name="decree_give_back"),
    path("<int:key>/catat/", pages_decree.note, name="decree_note"),
    path("<int:key>/pindaian/", pages_decree.add_scan, name="decree_scan"),
    path("<int:key>/tetapkan/", pages_decree.issue, name="decree_issue"),
    path("<int:key>/ubah/", pages_decree.amend, name="decree_amend"),
    path("<int:key>/keluar/<int:cover>/", pages_decree.leave, name="decree_leave"),
    path("<int:key>/pasal/", pages_decree.record_clause, name="decree_clause"),
    path("<int:key>/ganti/<int:cover>/", pages_decree.replace_by_clause, name="decree_clause_replace"),
    path("desa/<int:key>/", pages_village.new, name="village_decree_new"),
    path("<int:key>/desa/ajukan/", pages_village.submit, name="village_decree_submit"),
    path("<int:key>/desa/batalkan/", pages_village.cancel, name="village_decree_cancel"),
    path("<int:key>/desa/baris/<int:row>/keluarkan/", pages_village.take_off, name="village_decree_row_out"),
    path("<int:key>/desa/lampiran/", pages_village.annex, name="village_decree_annex"),
    path("<int:key>/desa/catat/", pages_village.note, name="village_decree_note"),
    path("<int:key>/desa/ubah/", pages_village.amend, name="village_decree_amend"),
    path("<int:key>/desa/keluar/<int:cover>/", pages_village.leave, name="village_decree_leave"),
    path("<int:key>/desa/masuk/", pages_village.bring_in, name="village_decree_bring_in"),
    path("<int:key>/desa/sahkan/", pages_village.confirm, name="village_decree_confirm"),
    path("<int:key>/naik/", pages_decree.move_up, name="decree_move_up"),
]
