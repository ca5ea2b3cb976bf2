"""Where each part's pages lie."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("masuk/", include("tedung.office.access.urls_sign_in")),
    path("akun/", include("allauth.urls")),
]
