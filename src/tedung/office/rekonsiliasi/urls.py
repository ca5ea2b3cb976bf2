"""Our list against the agency's."""

from django.urls import path

from tedung.office.rekonsiliasi import pages

urlpatterns = [
    path("", pages.listing, name="reconciliations"),
    path("baru/", pages.new, name="reconciliation_new"),
    path("<int:key>/", pages.detail, name="reconciliation"),
    path("<int:key>/semua/", pages.answer_all, name="reconciliation_answer_all"),
    path("<int:key>/berita-acara/", pages.minutes, name="reconciliation_minutes"),
    path("<int:key>/sepakat/", pages.agree, name="reconciliation_agree"),
    path("perbedaan/<int:key>/", pages.answer, name="difference_answer"),
]
