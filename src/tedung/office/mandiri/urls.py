"""The addresses of those who pay themselves."""

from django.urls import path

from tedung.office.mandiri import pages, pages_collector, pages_roster, pages_steps

urlpatterns = [
    path("", pages.listing, name="mandiri"),
    path("baru/<slug:public_id>/", pages.register, name="mandiri_register"),
    path("wadah/<int:key>/tagihan/", pages_collector.dues, name="mandiri_dues"),
    path("wadah/<int:key>/tagihan/unduh/", pages_collector.dues_file, name="mandiri_dues_file"),
    path("daftar/<int:key>/", pages_roster.roster, name="mandiri_roster"),
    path("<int:key>/", pages.detail, name="mandiri_detail"),
    path("<int:key>/ubah/", pages_steps.declare, name="mandiri_declare"),
    path("<int:key>/berhenti/", pages_steps.stop, name="mandiri_stop"),
    path("<int:key>/bayar/", pages_steps.pay, name="mandiri_pay"),
    path("<int:key>/ingatkan/", pages_steps.agree, name="mandiri_agree"),
    path("<int:key>/ingatkan/berhenti/", pages_steps.withdraw, name="mandiri_withdraw"),
    path("bayar/<int:key>/jelaskan/", pages_steps.explain, name="mandiri_explain"),
    path("bayar/<int:key>/batalkan/", pages_steps.cancel, name="mandiri_cancel"),
]
