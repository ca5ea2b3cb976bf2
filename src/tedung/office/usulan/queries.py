"""What pages and other parts read of proposals: counts that add up, lines to mend, what a version changed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from tedung.columns import OUTCOMES
from tedung.office.access.actor import seeing_everything
from tedung.office.people.models import Person
from tedung.office.people.queries import roots
from tedung.office.usulan.models import Berkas, Line, Usulan

GOOD = ("accepted", "accepted_with_warnings")
ROOT = Coalesce("person__merged_into", "person")
"""For whom a line stands: its person, or the one whose alias that person is."""
PAGE = 50
LISTED = 300


@dataclass(frozen=True)
class Counts:
    """The current lines of a proposal by outcome; `people` are whom the good lines stand for, once each."""

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
    if len(good) == len(GOOD):
        fewer, more = good.values()
        both = fewer.filter(Exists(more.filter(person=OuterRef("person"))))
        alone -= both.values("person").distinct().count()
    return alone - _twice(usulan)


def _twice(usulan: Usulan) -> int:
    """Count the persons of the good lines who are another of them under another key."""
    merged = Person.everything.filter(merged_into__isnull=False)  # few: looked up once, not by each line
    lines = Line.everything.filter(
        usulan=usulan, is_current=True, outcome__in=GOOD, person__in=merged.values("pk")
    )
    aliases = dict(lines.values_list("person", "person__merged_into").distinct())
    if not aliases:
        return 0
    there = Line.everything.filter(
        usulan=usulan, is_current=True, outcome__in=GOOD, person__in=set(aliases.values())
    )
    return len(aliases) + there.values("person").distinct().count() - len(set(aliases.values()))


def unread(usulan: Usulan) -> bool:
    """Say whether a file was tried or waits, and its lines were not taken over."""
    return Berkas.everything.filter(
        usulan=usulan, state__in=[Berkas.State.QUEUED, Berkas.State.TRIED, Berkas.State.CARRIED]
    ).exists()


def one_each(lines: Iterable[Line]) -> list[Line]:
    """Return one line a person and group, in their order; each stands for the root of its person.

    A line that names the root speaks before one that names an alias.  The lines are for reading: a
    verdict that is taken back gives each its own person again, so none of them is saved.
    """
    listed = list(lines)
    stand_for = roots({line.person_id for line in listed if line.person_id is not None})
    once: dict[tuple[int | None, str], Line] = {}
    for line in sorted(listed, key=lambda one: stand_for.get(one.person_id or 0) != one.person_id):
        once.setdefault((stand_for.get(line.person_id or 0), line.group_code), line)
    kept = {line.pk for line in once.values()}
    found = [line for line in listed if line.pk in kept]
    for line in found:
        line.person_id = stand_for.get(line.person_id or 0)
    return found


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
    for person, key in good.values_list(ROOT, "row_key"):
        found.setdefault(person, Counter())[key] += 1
    return found
