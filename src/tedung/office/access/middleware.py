"""Who acts in a request: set before the page, forgotten after it."""

import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tedung.office.access.actor import NOBODY, acting, actor_of
from tedung.office.access.roles import ROLES
from tedung.office.base import clock

OPEN_TO_A_FIRST_FACTOR = ("/masuk/", "/keluar/", "/akun/", "/static/", "/i18n/")


class ActorMiddleware:
    """Let the signed-in user act; staff without a second factor are led to it where it is required."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the actor."""
        user = request.user
        key = secrets.token_hex(8)
        actor = actor_of(user.pk, clock.today(), key) if user.is_authenticated else NOBODY
        with acting(actor):
            if self._needs_second_factor(request, actor.roles):
                return HttpResponseRedirect(reverse("mfa_activate_totp"))
            return self.get_response(request)

    @staticmethod
    def _needs_second_factor(request: HttpRequest, roles: frozenset[str]) -> bool:
        if not settings.TOTP_REQUIRED or request.path.startswith(OPEN_TO_A_FIRST_FACTOR):
            return False
        if not any(ROLES[role].is_staff for role in roles):
            return False
        from allauth.mfa.utils import is_mfa_enabled

        return not is_mfa_enabled(request.user)
