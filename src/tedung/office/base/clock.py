"""The office's day.  Nobody else asks the computer what time it is.

The demo and the screenshots set the day; then `now` is noon of that day, so that what
is written carries it too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
WIT = {"81", "82", "91", "92", "93", "94", "95", "96"}
WITA = {"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"}

_set: ContextVar[date | None] = ContextVar("day", default=None)


def zone_name(region: str) -> str:
    """Return the name of the time zone of a region's code."""
    province = region[:2]
    return ZONES["WIT" if province in WIT else "WITA" if province in WITA else "WIB"]


def zone(region: str = "") -> ZoneInfo:
    """Return the time zone of a region's code; without one, the office's own."""
    return ZoneInfo(zone_name(region) if region else settings.TIME_ZONE)


def now() -> datetime:
    """Return this instant, or noon of the day that was set."""
    day = _set.get() or _day_of_the_demo()
    if day:
        return datetime.combine(day, time(12), zone())
    return timezone.now()


def instant() -> datetime:
    """Return this instant by the computer, also where the day was set: for leases and limits, no page."""
    return timezone.now()


def today(region: str = "") -> date:
    """Return the day it is in a region."""
    return now().astimezone(zone(region)).date()


@contextmanager
def at(day: date) -> Iterator[None]:
    """Let it be `day` for what is done inside."""
    token = _set.set(day)
    try:
        yield
    finally:
        _set.reset(token)


def _day_of_the_demo() -> date | None:
    given: date | None = getattr(settings, "DEMO_DAY", None)
    return given
