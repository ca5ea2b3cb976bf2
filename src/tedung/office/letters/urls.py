"""The addresses of letters."""

from django.urls import path

from tedung.office.letters import pages

urlpatterns = [
    path("", pages.listing, name="letters"),
    path("<int:key>/", pages.detail, name="letter_detail"),
    path("<int:key>/konsep/", pages.preview, name="letter_preview"),
    path("<int:key>/terbit/", pages.issue, name="letter_issue"),
    path("<int:key>/tanda-tangan/", pages.sign, name="letter_sign"),
    path("<int:key>/ganti/", pages.replace, name="letter_replace"),
]
