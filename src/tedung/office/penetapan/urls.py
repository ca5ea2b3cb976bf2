"""The addresses of selections and decrees."""

from django.urls import path

from tedung.office.penetapan import pages, pages_decree

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
    path("<int:key>/kembalikan/", pages_decree.give_back, name="decree_give_back"),
    path("<int:key>/tetapkan/", pages_decree.issue, name="decree_issue"),
    path("<int:key>/ubah/", pages_decree.amend, name="decree_amend"),
    path("<int:key>/keluar/<int:cover>/", pages_decree.leave, name="decree_leave"),
    path("<int:key>/naik/", pages_decree.move_up, name="decree_move_up"),
]
