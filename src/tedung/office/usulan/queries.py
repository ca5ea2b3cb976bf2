"""What pages and other parts read of proposals: counts that add up, lines to mend, what a version changed."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from tedung.columns import OUTCOMES
from tedung.office.access.actor import seeing_everything
from tedung.office.people.models import Person
from tedung.office.usulan.models import Berkas, Line, Usulan

GOOD = ("accepted", "accepted_with_warnings")
PAGE = 50
LISTED = 300


@dataclass(frozen=True)
class Counts:
    """The current lines of a proposal by outcome; `people` are those among the good lines, once each."""

    by_outcome: dict[str, int]
    people: int

    @property
    def lines(self) -> int:
        """Return how many lines there are."""
        return sum(self.by_outcome.values())

    @property
    def good(self) -> int:
        """Return how many lines may go on."""
        return sum(self.by_outcome[outcome] for outcome in GOOD)

    @property
    def to_mend(self) -> int:
        """Return how many lines wait for their clerk."""
        return self.by_outcome["needs_fix"]


def counts(usulan: Usulan) -> Counts:
    """Count the current lines of a proposal: whoever sees it sees all of them."""
    with seeing_everything():
        lines = Line.everything.filter(usulan=usulan, is_current=True)
        found = dict(lines.values_list("outcome").annotate(lines=Count("outcome")).order_by())
        people = _good_people(usulan, found)
    return Counts({outcome: found.get(outcome, 0) for outcome in OUTCOMES}, people)


def _good_people(usulan: Usulan, lines: dict[str, int]) -> int:
    """Count the persons of the good lines, once each: by outcome along an index, less who has both."""
    good = {
        outcome: Line.everything.filter(usulan=usulan, is_current=True, outcome=outcome, person__isnull=False)
        for outcome in sorted(GOOD, key=lambda outcome: lines.get(outcome, 0))
        if lines.get(outcome)
    }
    alone = sum(found.values("person").distinct().count() for found in good.values())
    if len(good) < len(GOOD):
        return alone
    fewer, more = good.values()
    both = fewer.filter(Exists(more.filter(person=OuterRef("person"))))
    return alone - both.values("person").distinct().count()


def unread(usulan: Usulan) -> bool:
    """Say whether a file was tried or waits, and its lines were not taken over."""
    return Berkas.everything.filter(
        usulan=usulan, state__in=[Berkas.State.QUEUED, Berkas.State.TRIED, Berkas.State.CARRIED]
    ).exists()


def lines(usulan: Usulan, outcomes: tuple[str, ...], after: int = 0) -> QuerySet[Any, Any]:
    """Return a page of current lines by outcome, in the order of the files, after a key."""
    found = Line.objects.filter(usulan=usulan, is_current=True, outcome__in=outcomes, pk__gt=after)
    return found.select_related("person").order_by("pk")[:PAGE]


@dataclass(frozen=True)
class Changed:
    """What a version changed beside the one before: the persons who joined, left, and whose line changed."""

    joined: list[int]
    left: list[int]
    changed: list[int]
    same: int


def changed(berkas: Berkas) -> Changed:
    """Compare a version with the one that it replaced, person by person."""
    now = _people(berkas.pk)
    before = _people(berkas.replaces_id) if berkas.replaces_id else {}
    both = now.keys() & before.keys()
    differ = sorted(person for person in both if now[person] != before[person])
    return Changed(
        sorted(now.keys() - before.keys()),
        sorted(before.keys() - now.keys()),
        differ,
        len(both) - len(differ),
    )


def named(found: Changed) -> dict[int, Person]:
    """Return the persons of a comparison who are in the actor's scope, by key."""
    keys = [*found.joined, *found.left, *found.changed]
    return {person.pk: person for person in Person.objects.filter(pk__in=keys[:LISTED])}


def _people(berkas_id: int) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = {}
    good = Line.everything.filter(berkas_id=berkas_id, person__isnull=False, outcome__in=GOOD)
    for person, key in good.values_list("person_id", "row_key"):
        found.setdefault(person, Counter())[key] += 1
    return found
