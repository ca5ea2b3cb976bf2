"""How often an address may ask for what needs no sign-in; counted for the whole office, forgotten soon."""

import hmac

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from tedung.office.base import clock


def is_within(request: HttpRequest, what: str, most: int, seconds: int) -> bool:
    """Count one more request of this address and say whether it is within `most` in `seconds`."""
    span = int(clock.instant().timestamp()) // seconds  # of the computer: a demo's day stands still
    key = f"limit:{what}:{span}:{_mark(address(request))}"
    if cache.add(key, 1, seconds):
        return True
    try:
        return bool(cache.incr(key) <= most)
    except ValueError:  # its time ended in between
        return True


def address(request: HttpRequest) -> str:
    """Return where a request comes from, as the last server of ours that it passed saw it."""
    passed = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    trusted = int(getattr(settings, "PROXIES", 0))
    if trusted and len(passed) >= trusted and passed[-trusted]:
        return str(passed[-trusted])
    return str(request.META.get("REMOTE_ADDR", ""))


def _mark(given: str) -> str:
    """Return a mark of an address: the cache holds no list of who looked."""
    return hmac.digest(settings.SECRET_KEY.encode(), given.encode(), "sha256")[:16].hex()
