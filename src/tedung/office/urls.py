"""Where each part's pages lie."""

from django.urls import URLPattern, URLResolver, include, path

from tedung.office.letters import checking

urlpatterns: list[URLPattern | URLResolver] = [
    path("masuk/", include("tedung.office.access.urls_sign_in")),
    path("akun/", include("allauth.urls")),
    path("tugas/", include("tedung.office.tasks.urls")),
    path("pekerjaan/", include("tedung.office.jobs.urls")),
    path("dokumen/", include("tedung.office.documents.urls")),
    path("surat/", include("tedung.office.letters.urls")),
    path("cek/<slug:token>/", checking.check, name="letter_check"),
]
