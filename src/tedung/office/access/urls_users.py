"""The addresses of the users' pages."""

from django.urls import path

from tedung.office.access import pages_users

urlpatterns = [
    path("", pages_users.listing, name="users"),
    path("baru/", pages_users.new, name="user_new"),
    path("<int:key>/", pages_users.detail, name="user"),
    path("<int:key>/beri-hak/", pages_users.give, name="user_give"),
    path("<int:key>/kata-sandi/", pages_users.password, name="user_password"),
    path("<int:key>/faktor-kedua/", pages_users.factor, name="user_factor"),
    path("<int:key>/tutup/", pages_users.close, name="user_close"),
    path("<int:key>/buka/", pages_users.reopen, name="user_open"),
    path("hak/<int:key>/cabut/", pages_users.revoke, name="grant_revoke"),
]
