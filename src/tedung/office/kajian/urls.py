"""The addresses of scenarios, their sources and their links."""

from django.urls import path

from tedung.office.kajian import pages, pages_data, pages_reform, pages_share

urlpatterns = [
    path("", pages.listing, name="kajian"),
    path("baru/", pages.new, name="kajian_new"),
    path("banding/", pages.compare, name="kajian_compare"),
    path("data/", pages_data.listing, name="kajian_data"),
    path("data/registri/", pages_data.look, name="kajian_look"),
    path("data/rekaan/", pages_data.invent, name="kajian_invent"),
    path("data/unggah/", pages_data.upload, name="kajian_upload"),
    path("dibagikan/", pages_share.shared, name="kajian_shared"),
    path("dibagikan/<slug:public_id>/", pages_share.shared_one, name="kajian_shared_one"),
    path("dibagikan/<slug:public_id>/tabel/", pages_share.shared_tables, name="kajian_shared_tables"),
    path(
        "dibagikan/<slug:public_id>/naskah/<slug:form>/", pages_share.shared_paper, name="kajian_shared_paper"
    ),
    path("<int:key>/", pages.detail, name="kajian_detail"),
    path("<int:key>/ubah/", pages.change, name="kajian_change"),
    path("<int:key>/hitung/", pages.compute, name="kajian_compute"),
    path("<int:key>/salin/", pages.copy, name="kajian_copy"),
    path("<int:key>/tabel/", pages.tables, name="kajian_tables"),
    path("<int:key>/bagikan/", pages_share.share, name="kajian_share"),
    path("<int:key>/bagikan/<int:link>/akhiri/", pages_share.end_share, name="kajian_end_share"),
    path("<int:key>/naskah/", pages_share.ask_paper, name="kajian_ask_paper"),
    path("<int:key>/naskah/<slug:form>/", pages_share.paper, name="kajian_paper"),
    path("<int:key>/perubahan/", pages_reform.reform, name="kajian_reform"),
]
