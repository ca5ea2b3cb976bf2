"""What an examination looks at first: who saw full numbers, who went on without padan, what was answered."""

from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from tedung.office.base.paging import PAGE
from tedung.office.documents.kinds import DOORS, KINDS
from tedung.office.documents.models import Fetch
from tedung.office.padan.models import Waiver
from tedung.office.penetapan.models import Clearance, Decree, DecreeState
from tedung.office.people.models import NikView

LOOKED_AT = 10_000
"""The last full numbers that are looked at: an annex shows thousands in one go, and is one line here."""


class Looked(NamedTuple):
    """Full numbers that one user saw in one go, and why."""

    at: datetime
    by: str
    reason: str
    people: int


def looks() -> list[Looked]:
    """Return the last times that full numbers were seen, the newest first."""
    rows = NikView.objects.order_by("-pk").values_list("at", "by", "reason")[:LOOKED_AT]
    return [Looked(*key, sum(1 for _row in same)) for key, same in groupby(rows)][:PAGE]


def fetches() -> list[tuple[Fetch, str]]:
    """Return the last times that a file of full numbers was fetched, each with the name of its kind."""
    found = Fetch.objects.filter(document__kind__in=DOORS).select_related("document").order_by("-pk")
    return [(one, str(KINDS[one.document.kind].name)) for one in found[:PAGE]]


def unsigned() -> list[Any]:
    """Return the decrees in force whose signed scan is not there."""
    found = Decree.objects.filter(state=DecreeState.DITETAPKAN, signed=None)
    return list(found.select_related("amends").order_by("-pk")[:PAGE])


def waivers() -> list[Any]:
    """Return the last reasons to go on without padan."""
    return list(Waiver.objects.select_related("person").order_by("-pk")[:PAGE])


def clearances() -> list[Any]:
    """Return the last questions of a selection that an officer answered."""
    return list(Clearance.objects.select_related("person").order_by("-pk")[:PAGE])
