"""What every page shows besides its own: where one is, who one is, what one may open."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from tedung.office.access.actor import current
from tedung.office.access.roles import ROLES
from tedung.office.base import clock
from tedung.office.base.navigation import GROUPS, OWN, Entry, entries

ONE_ROW = 9
"""Links of the menu that stand side by side at 1280 px in either language."""


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
        "navigation": _together(_links(first, request.path)),
        "own_pages": list(_links(own, request.path)),
    }


def _links(among: list[Entry], path: str) -> Iterator[dict[str, Any]]:
    for entry in among:
        try:
            address = reverse(entry.url)
        except NoReverseMatch:  # a part that is not there yet
            continue
        is_here = path == address or (address != "/" and path.startswith(address))
        yield {"address": address, "label": entry.label, "is_here": is_here, "group": entry.group}


def _together(links: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return links; where they are too many for one row, those of a group stand under the group's word."""
    links = list(links)
    if len(links) <= ONE_ROW:
        return links
    found: list[dict[str, Any]] = []
    for group, some in groupby(links, key=itemgetter("group")):
        among = list(some)
        if not group or len(among) == 1:
            found += among
        else:
            is_here = any(link["is_here"] for link in among)
            found.append({"label": GROUPS[group], "links": among, "is_here": is_here})
    return found
