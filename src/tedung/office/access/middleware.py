"""Who acts in a request: set before the page, forgotten after it.

An answer that is sent piece by piece is made after that, as nobody: no page of ours does so.
"""

import secrets
from collections.abc import Callable

from allauth.account.signals import password_changed
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tedung.office.access.actor import NOBODY, acting, actor_for
from tedung.office.access.models import User
from tedung.office.access.roles import ROLES
from tedung.office.base import clock

OPEN_BEFORE = ("/masuk/", "/keluar/", "/akun/", "/static/", "/i18n/")


class ActorMiddleware:
    """Let the signed-in user act, once password and second factor are what the office asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the actor."""
        user = request.user
        key = request.audit_key = secrets.token_hex(8)  # type: ignore[attr-defined]  # the log tells it
        actor = actor_for(user, clock.today(), key) if user.is_authenticated else NOBODY
        with acting(actor):
            before = self._asked_first(request, actor.roles)
            return HttpResponseRedirect(reverse(before)) if before else self.get_response(request)

    @staticmethod
    def _asked_first(request: HttpRequest, roles: frozenset[str]) -> str:
        """Return the page that comes before any other: a password of one's own, a second factor."""
        user = request.user
        if not user.is_authenticated or request.path.startswith(OPEN_BEFORE):
            return ""
        if user.password_is_given:
            return "account_change_password"
        if not settings.TOTP_REQUIRED or not any(ROLES[role].is_staff for role in roles):
            return ""
        from allauth.mfa.utils import is_mfa_enabled

        return "" if is_mfa_enabled(user) else "mfa_activate_totp"


@receiver(password_changed, dispatch_uid="tedung.password")
def _is_own(user: User, **_: object) -> None:
    """Ask no more for a password of one's own."""
    user.password_is_given = False
    user.save(update_fields=["password_is_given"])
