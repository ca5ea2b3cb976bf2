"""The addresses of messages."""

from django.urls import path

from tedung.office.outbox import pages

urlpatterns = [
    path("", pages.listing, name="outbox"),
    path("<int:key>/", pages.detail, name="message"),
    path("<int:key>/gagal/", pages.fail, name="message_fail"),
    *(
        path(f"<int:key>/{word}/", pages.act, {"word": word}, name=f"message_{word}")
        for word in ("terkirim", "tunggu", "batal")
    ),
]
