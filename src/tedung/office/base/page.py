"""What every page shows besides its own: where one is, who one is, what one may open."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from tedung.office.access.actor import current
from tedung.office.access.roles import ROLES
from tedung.office.base import clock
from tedung.office.base.navigation import OWN, Entry, entries


def context(request: HttpRequest) -> dict[str, Any]:
    """Return the frame of a page: the day, the actor, the navigation."""
    actor = current()
    first = entries(actor)
    named = {entry.url for entry in first}
    own = [entry for entry in entries(actor, OWN) if entry.url not in named]
    return {
        "today": clock.today(),
        "actor": actor,
        "actor_roles": [ROLES[role].name for role in sorted(actor.roles)],
        "navigation": list(_links(first, request.path)),
        "own_pages": list(_links(own, request.path)),
    }


def _links(among: list[Entry], path: str) -> Iterator[dict[str, Any]]:
    for entry in among:
        try:
            address = reverse(entry.url)
        except NoReverseMatch:  # a part that is not there yet
            continue
        is_here = path == address or (address != "/" and path.startswith(address))
        yield {"address": address, "label": entry.label, "is_here": is_here}
