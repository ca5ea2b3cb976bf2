"""Lists by keyset: a page begins after the key where the one before ended, and is bounded."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

PAGE = 50
DIGITS = 18
"""Of a key: a number with more is none of ours, and may be more than a database holds."""


def key(given: str) -> int | None:
    """Return a key as it stands in an address, None for anything that is none."""
    return int(given) if given.isdecimal() and len(given) <= DIGITS else None


def asked(request: HttpRequest, name: str) -> int | None:
    """Return the key at which a page is asked to begin, None where it is the first."""
    return key(request.GET.get(name, ""))


def cut(found: QuerySet[Any, Any], most: int = PAGE) -> tuple[list[Any], Any]:
    """Return the rows of one page, and the last of them where more follow, else None."""
    rows = list(found[: most + 1])
    return rows[:most], rows[most - 1] if len(rows) > most else None
