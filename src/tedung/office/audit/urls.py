"""The addresses of the audit."""

from django.urls import path

from tedung.office.audit import pages

urlpatterns = [
    path("", pages.listing, name="audit"),
    path("unduh/", pages.export, name="audit_export"),
    path("nik/", pages.nik, name="audit_nik"),
    path("nik/unduh/", pages.export_nik, name="audit_nik_export"),
    path("tanpa-tindakan/", pages.outside, name="audit_outside"),
    path("<int:key>/", pages.detail, name="audit_change"),
    path("baris/<slug:table>/<int:row>/", pages.row, name="audit_row"),
]
