"""Make and end tokens."""

import hashlib
import secrets
from datetime import date

from django.utils.translation import gettext as _

from tedung.office.access.actor import Actor, Held, current
from tedung.office.access.change import change
from tedung.office.access.models import Grant
from tedung.office.api.models import Token
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal

PREFIX = "tdg_"
LONGEST_DAYS = 366


@change("users.change")
def make_token(grant: Grant, name: str, until: date) -> str:
    """Make a token for a grant and return it, once; it can only be made anew, never read again."""
    today = clock.today()
    if not 0 <= (until - today).days <= LONGEST_DAYS:
        raise Refusal(_("Token berlaku paling lama satu tahun sejak hari ini."))
    if not Grant.objects.in_force(today).filter(pk=grant.pk).exists():
        raise Refusal(_("Hak itu tidak berlaku hari ini. Pilih hak yang berlaku."), "grant")
    token = PREFIX + secrets.token_urlsafe(32)
    Token.objects.create(
        grant=grant,
        name=name,
        hash=hashed(token),
        made_at=clock.now(),
        made_by=current().user_id,
        until=until,
    )
    return token


@change("users.change")
def end_token(token: Token) -> None:
    """Let a token open nothing from now on."""
    if token.ended_at is not None:
        raise Refusal(_("Token ini sudah diakhiri."), "ended")
    token.ended_at = clock.now()
    token.save(update_fields=["ended_at"])


def hashed(token: str) -> str:
    """Return what is kept of a token; it has 256 random bits, so one round is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def actor_with(given: str) -> tuple[Token, Actor] | None:
    """Return the token and who acts by it: its grant alone, while grant, user and token hold."""
    today = clock.today()
    token = (
        Token.objects.select_related("grant", "grant__user")
        .filter(hash=hashed(given), ended_at=None, until__gte=today)
        .first()
    )
    if token is None or not token.grant.user.is_active:
        return None
    grant = token.grant
    if not Grant.objects.in_force(today).filter(pk=grant.pk).exists():
        return None
    held = (Held(grant.role, grant.scope_kind, grant.scope_code),)
    return token, Actor(grant.user_id, f"{grant.user.get_username()}:{token.name}", held)
