"""The addresses of the tokens of a user."""

from django.urls import path

from tedung.office.api import pages

urlpatterns = [
    path("<int:key>/token/", pages.tokens, name="user_tokens"),
    path("token/<int:key>/akhiri/", pages.end, name="token_end"),
]
