"""Where each part's pages lie."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from tedung.office.api.operations import api
from tedung.office.letters import checking

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tedung.office.home.urls")),
    path("masuk/", include("tedung.office.access.urls_sign_in")),
    path("akun/", include("tedung.office.access.urls_account")),
    path("pengguna/", include("tedung.office.access.urls_users")),
    path("pengguna/", include("tedung.office.api.urls_tokens")),
    path("bahasa/", set_language, name="set_language"),
    path("organisasi/", include("tedung.office.organisations.urls")),
    path("jejak/", include("tedung.office.audit.urls")),
    path("pengaturan/masa-simpan/", include("tedung.office.retention.urls")),
    path("pengaturan/", include("tedung.office.reference.urls")),
    path("usulan/", include("tedung.office.usulan.urls")),
    path("orang-yang-sama/", include("tedung.office.review.urls")),
    path("padan/", include("tedung.office.padan.urls")),
    path("penetapan/", include("tedung.office.penetapan.urls")),
    path("anggaran/", include("tedung.office.anggaran.urls")),
    path("iuran/", include("tedung.office.iuran.urls")),
    path("mandiri/", include("tedung.office.mandiri.urls")),
    path("buku/", include("tedung.office.buku.urls")),
    path("wadah/", include("tedung.office.wadah.urls")),
    path("kepesertaan/", include("tedung.office.kepesertaan.urls")),
    path("mutasi/", include("tedung.office.mutasi.urls")),
    path("rekonsiliasi/", include("tedung.office.rekonsiliasi.urls")),
    path("kejadian/", include("tedung.office.kejadian.urls")),
    path("laporan/", include("tedung.office.laporan.urls")),
    path("kajian/", include("tedung.office.kajian.urls")),
    path("orang/", include("tedung.office.people.urls")),
    path("tugas/", include("tedung.office.tasks.urls")),
    path("pekerjaan/", include("tedung.office.jobs.urls")),
    path("dokumen/", include("tedung.office.documents.urls")),
    path("surat/", include("tedung.office.letters.urls")),
    path("pesan/", include("tedung.office.outbox.urls")),
    path("sehat/", include("tedung.office.health.urls")),
    path("api/v1/", api.urls),
    path("cek/<slug:token>/", checking.check, name="letter_check"),
]
