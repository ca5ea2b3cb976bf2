"""What the rules say today, and what would go: a trial run that removes nothing."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from tedung.office.access.actor import seeing_everything
from tedung.office.base import clock
from tedung.office.reference.models import Setting
from tedung.office.retention.models import Removal
from tedung.office.retention.rules import RULES, Rule

MOST = 100_000
"""Rows up to which a trial run counts; beyond, there are more."""


class Standing(NamedTuple):
    """A rule as it stands: its period (0: undecided, nothing goes), its ground, what would go, what went."""

    kind: str
    rule: Rule
    days: int
    basis: str
    would_go: int
    last: Removal | None

    @property
    def key(self) -> str:
        """Return the setting that holds the period."""
        return f"retention.{self.kind}"

    @property
    def is_more(self) -> bool:
        """Say whether more would go than were counted."""
        return self.would_go > MOST


def period(kind: str) -> tuple[int, str]:
    """Return how many days rows of a kind stay, and on what ground; 0 while nobody has decided."""
    row = Setting.objects.filter(key=f"retention.{kind}", since__lte=clock.today()).order_by("-since").first()
    return (int(row.value), row.reason) if row else (0, "")


def bound(days: int) -> datetime:
    """Return the instant before which rows go."""
    return clock.now() - timedelta(days=days)


def standings() -> list[Standing]:
    """Return the rules as they stand today, with what would go by each."""
    return [_standing(kind, rule) for kind, rule in RULES.items()]


def _standing(kind: str, rule: Rule) -> Standing:
    days, basis = period(kind)
    last = Removal.objects.filter(kind=kind).order_by("-pk").first()
    return Standing(kind, rule, days, basis, _count(rule, days) if days else 0, last)


def _count(rule: Rule, days: int) -> int:
    with seeing_everything():  # a number, and of no one's rows
        return rule.older(bound(days)).order_by()[: MOST + 1].count()


def removals(most: int) -> list[tuple[Any, Removal]]:
    """Return the last removals with the names of their kinds."""
    found = Removal.objects.order_by("-pk")[:most]
    return [(RULES[row.kind].name if row.kind in RULES else row.kind, row) for row in found]
