"""The addresses of the office's own settings."""

from django.urls import path

from tedung.office.reference import pages, pages_calendar, pages_formats, pages_groups, pages_sizes

urlpatterns = [
    path("", pages.overview, name="settings"),
    path("nilai/<str:key>/", pages.value, name="setting"),
    path("nilai/<str:key>/ubah/", pages.value_set, name="setting_set"),
    path("nilai-terencana/<int:row>/tarik/", pages.value_withdraw, name="setting_withdraw"),
    path("nomor-surat/", pages.numbering, name="numbering"),
    path("nomor-surat/ubah/", pages.numbering_set, name="numbering_set"),
    path("ukuran-berkas/", pages_sizes.overview, name="sizes"),
    path("ukuran-berkas/ubah/", pages_sizes.change, name="sizes_set"),
    path("kalender/", pages_calendar.overview, name="calendar"),
    path("kalender/ubah/", pages_calendar.change, name="calendar_set"),
    path("kelompok/", pages_groups.listing, name="groups"),
    path("kelompok/baru/", pages_groups.new, name="group_new"),
    path("kelompok/<int:key>/", pages_groups.detail, name="group"),
    path("kelompok/<int:key>/ubah/", pages_groups.change, name="group_change"),
    path("kelompok/<int:key>/syarat/", pages_groups.policy, name="group_policy"),
    path("syarat/<int:key>/tarik/", pages_groups.policy_withdraw, name="policy_withdraw"),
    path("format/", pages_formats.listing, name="formats"),
    path("format/<int:key>/", pages_formats.detail, name="format"),
    path("format/<int:key>/versi/", pages_formats.version, name="format_version"),
]
