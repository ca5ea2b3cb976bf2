"""What of allauth is open: signing in and out, one's own password, the second factor.

An office has no open door: no sign-up, no addresses of mail, no password sent by mail; a password that
is lost is given anew by an administrator.
"""

from typing import Never

from django.http import Http404, HttpRequest
from django.urls import include, path, re_path

CLOSED = (
    r"^signup/$",
    r"^email/$",
    r"^confirm-email/",
    r"^login/code/",
    r"^password/set/$",
    r"^password/reset/",
)


def closed(_request: HttpRequest) -> Never:
    """Answer as if there were nothing."""
    raise Http404


urlpatterns = [
    *(re_path(address, closed, name="closed") for address in CLOSED),
    path("", include("allauth.urls")),
]
