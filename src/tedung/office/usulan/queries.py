"""What pages and other parts read of proposals: counts that add up, lines to mend, what a version changed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tedung.columns import OUTCOMES
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
    """Count the current lines of a proposal."""
    lines = Line.everything.filter(usulan=usulan, is_current=True)
    found = dict(lines.values_list("outcome").annotate(lines=Count("id")).order_by())
    people = lines.filter(outcome__in=GOOD, person__isnull=False).values("person").distinct().count()
    return Counts({outcome: found.get(outcome, 0) for outcome in OUTCOMES}, people)


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


@dataclass(frozen=True)
class Stage:
    """How far a person has come: a sentence, and whether it is done, waits or is stopped."""

    sentence: str
    mood: str


def with_stage(rows: Sequence[Line], day: date) -> list[tuple[Line, Stage]]:
    """Return each line with how far its person has come: proposed, padan, chosen, decreed."""
    from tedung.office.padan.queries import standings
    from tedung.office.penetapan.queries import covered_until

    persons = {row.person_id for row in rows if row.person_id is not None}
    told, covers = standings(persons, day), covered_until(persons, day)
    return [(row, _stage(told.get(row.person_id or 0), covers.get(row.person_id or 0))) for row in rows]


def _stage(padan: Any, until: date | None) -> Stage:
    if until is not None:
        return Stage(
            _("ditetapkan, dilindungi sampai %(day)s") % {"day": date_format(until, "j F Y")}, "done"
        )
    if padan is None or not (padan.result or padan.waived_by):
        return Stage(_("menunggu padan"), "waits")
    if padan.waived_by or padan.result == "padan":
        return Stage(_("padan, menunggu penetapan"), "waits")
    return Stage(_("tidak padan: %(result)s") % {"result": padan.result.replace("_", " ")}, "stopped")


def _people(berkas_id: int) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = {}
    good = Line.everything.filter(berkas_id=berkas_id, person__isnull=False, outcome__in=GOOD)
    for person, key in good.values_list("person_id", "row_key"):
        found.setdefault(person, Counter())[key] += 1
    return found
