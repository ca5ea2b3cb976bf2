"""The addresses of the reports."""

from django.urls import path

from tedung.office.laporan import pages

urlpatterns = [
    path("", pages.listing, name="reports"),
    path("buat/<slug:kind>/", pages.make, name="report_make"),
    path("<int:key>/", pages.detail, name="report"),
    path("<int:key>/<slug:form>/", pages.paper, name="report_paper"),
]
