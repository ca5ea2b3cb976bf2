"""The addresses of what happened."""

from django.urls import path

from tedung.office.kejadian import pages

urlpatterns = [
    path("", pages.listing, name="kejadian"),
    path("lapor/<slug:public_id>/", pages.report, name="kejadian_report"),
    path("<int:key>/", pages.detail, name="kejadian_detail"),
    path("<int:key>/pastikan/", pages.confirm, name="kejadian_confirm"),
    path("<int:key>/tidak-benar/", pages.deny, name="kejadian_deny"),
]
