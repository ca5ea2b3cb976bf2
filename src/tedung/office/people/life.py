"""A person's page: who covers them and until when, what lists and decrees say, what happened.

Each section has its own scope: a person may be visible by one list and the others not.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tedung.office.access.actor import current
from tedung.office.base import clock
from tedung.office.people.models import Kinship, Person


@dataclass(frozen=True)
class Span:
    """A stretch of time: covered by a payer, or a hole; `until` is its last day."""

    since: date
    until: date
    cover: Any = None

    @property
    def is_gap(self) -> bool:
        """Say whether nobody covers it."""
        return self.cover is None


@dataclass
class Life:
    """What a page shows of a person."""

    today: date
    covers_today: list[Any] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    lines: list[Any] = field(default_factory=list)
    candidacies: list[Any] = field(default_factory=list)
    padan: Any = None
    events: list[Any] = field(default_factory=list)
    kin: list[Any] = field(default_factory=list)
    aliases: list[Person] = field(default_factory=list)

    @property
    def protected_until(self) -> date | None:
        """Return until when one is covered without a hole from today, None when not covered today."""
        until = None
        for span in self.spans:
            if not span.is_gap and span.since <= (until or self.today) and span.until >= self.today:
                until = max(span.until, until or span.until)
            elif until is not None and span.is_gap:
                break
        return until


SHOWN = 50


def life_of(person: Person) -> Life:
    """Gather what the actor may see of a person; a bounded number of queries, whatever there is."""
    from tedung.office.events.queries import of as events_of
    from tedung.office.events.queries import sentence
    from tedung.office.padan.queries import standings
    from tedung.office.penetapan.models import Candidate
    from tedung.office.penetapan.queries import of_person
    from tedung.office.usulan.models import Line

    today = clock.today()
    keys = [person.pk, *Person.everything.filter(merged_into=person).values_list("pk", flat=True)]
    life = Life(today)
    covers = [cover for key in keys for cover in of_person(key)]
    life.covers_today = [cover for cover in covers if cover.since <= today <= cover.until]
    life.spans = spans(covers)
    life.aliases = list(Person.everything.filter(merged_into=person).order_by("pk")[:SHOWN])
    lines = Line.objects.filter(person__in=keys).select_related("usulan", "berkas")
    life.lines = list(lines.order_by("-pk")[:SHOWN])
    if current().may("penetapan.view"):
        life.candidacies = list(
            Candidate.objects.filter(person__in=keys).select_related("selection").order_by("-pk")[:SHOWN]
        )
    life.padan = standings([person.pk], today).get(person.pk)
    life.events = [(event, sentence(event)) for event in events_of(person)[:SHOWN]]
    life.kin = list(Kinship.objects.filter(person=person).select_related("relative")[:SHOWN])
    return life


def spans(covers: list[Any]) -> list[Span]:
    """Return the stretches of cover by their beginning, the holes between them as spans of their own."""
    found: list[Span] = []
    end: date | None = None
    for cover in sorted(covers, key=lambda one: (one.since, one.until)):
        if cover.until < cover.since:
            continue
        if end is not None and cover.since > end + timedelta(days=1):
            found.append(Span(end + timedelta(days=1), cover.since - timedelta(days=1)))
        found.append(Span(cover.since, cover.until, cover))
        end = max(end or cover.until, cover.until)
    return found
