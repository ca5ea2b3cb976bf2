"""What is known of a comparison: what waits, and what was answered how often."""

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from tedung.office.base.templatetags.tedung import thousands
from tedung.office.rekonsiliasi.models import Difference, Field, How, Kind, Reconciliation, State

REASONS = 20
"""Reasons that the minutes print of one kind of difference and answer."""


def open_ones(row: Reconciliation) -> int:
    """Return how many differences nobody has answered."""
    return Difference.everything.filter(reconciliation=row, how="").count()


def groups(row: Reconciliation) -> list[dict[str, Any]]:
    """Return kind, field and answer of the differences, with how many there are of each."""
    found = Difference.everything.filter(reconciliation=row).values("kind", "field", "how")
    counted = found.annotate(people=Count("pk")).order_by("kind", "field", "how")
    return [
        {
            **one,
            "kind_name": Kind(one["kind"]).label,
            "field_name": Field(one["field"]).label,
            "how_name": How(one["how"]).label,
        }
        for one in counted
    ]


def told(row: Reconciliation) -> list[dict[str, Any]]:
    """Return the answers as the minutes print them: words and a count, no person; a row a reason."""
    found = Difference.everything.filter(reconciliation=row).values("kind", "field", "how", "note")
    counted = found.annotate(people=Count("pk")).order_by("kind", "field", "how", "-people", "note")
    rows: list[dict[str, Any]] = []
    for (kind, field, how), some in groupby(counted, key=itemgetter("kind", "field", "how")):
        what = str(Kind(kind).label) + (f": {Field(field).label}" if field else "")
        answer = {"what": what, "how": str(How(how).label)}
        rows += [{**answer, "reason": reason, "people": people} for reason, people in _reasons(list(some))]
    return rows


def _reasons(some: Sequence[Any]) -> list[tuple[str, int]]:
    """Return the reasons of an answer with how often each was given; of many the rarest together."""
    named = [(one["note"], one["people"]) for one in some[:REASONS]]
    others = some[REASONS:]
    if others:
        words = _("%(n)s alasan lain") % {"n": thousands(len(others))}
        named.append((words, sum(one["people"] for one in others)))
    return named


def of_month(wadah_id: int, month: str) -> Reconciliation | None:
    """Return the comparison that counts for a wadah and month."""
    rows = Reconciliation.objects.filter(wadah=wadah_id, month=month).exclude(state=State.DIGANTIKAN)
    return rows.first()
