"""A person's page: who covers them and until when, what lists and decrees say, what happened.

Each section has its own scope: a person may be visible by one list and the others not.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tedung.office.access.actor import current
from tedung.office.base import clock
from tedung.office.people.family import Kin, kin_of
from tedung.office.people.models import Evidence, FormerName, FormerNik, Person


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
    decrees: set[int] = field(default_factory=set)  # those that the actor may open
    spans: list[Span] = field(default_factory=list)
    lines: list[Any] = field(default_factory=list)
    memberships: list[Any] = field(default_factory=list)
    member_pages: set[int] = field(default_factory=set)  # those memberships that the actor may open
    candidacies: list[Any] = field(default_factory=list)
    clearances: list[Any] = field(default_factory=list)
    padan: Any = None
    padan_says: str = ""
    events: list[Any] = field(default_factory=list)
    kin: list[Kin] = field(default_factory=list)
    aliases: list[Person] = field(default_factory=list)
    former_names: list[Any] = field(default_factory=list)
    former_niks: list[Any] = field(default_factory=list)
    evidence: list[Any] = field(default_factory=list)
    papers: list[Any] = field(default_factory=list)
    letters: list[Any] = field(default_factory=list)
    rights: list[Any] = field(default_factory=list)
    groups: dict[str, str] = field(default_factory=dict)

    @property
    def protected_until(self) -> date | None:
        """Return until when one is covered without a hole from today, None when not covered today."""
        until = None
        for span in self.spans:
            if span.is_gap or span.until < self.today:
                continue
            first = self.today if until is None else until + timedelta(days=1)
            if span.since > first:
                break
            until = max(span.until, until or span.until)
        return until


SHOWN = 50


def life_of(person: Person) -> Life:
    """Gather what the actor may see of a person; a bounded number of queries, whatever there is."""
    from tedung.office.events.queries import of as events_of
    from tedung.office.events.queries import sentence
    from tedung.office.penetapan.queries import group_names

    life = Life(clock.today(), groups=group_names())
    life.aliases = list(Person.everything.filter(merged_into=person).order_by("pk")[:SHOWN])
    keys = [person.pk, *(alias.pk for alias in life.aliases)]
    _covers(life, person, keys)
    _lists(life, keys)
    _registry(life, person)
    life.events = [(event, sentence(event)) for event in events_of(person)[:SHOWN]]
    life.kin = kin_of(person)
    life.former_names = list(FormerName.objects.filter(person__in=keys).order_by("-pk")[:SHOWN])
    life.former_niks = list(FormerNik.objects.filter(person__in=keys).order_by("-pk")[:SHOWN])
    life.evidence = list(Evidence.objects.filter(person__in=keys).order_by("-day", "-pk")[:SHOWN])
    return life


def _covers(life: Life, person: Person, keys: list[int]) -> None:
    """Who covers and covered, what stands between, and what the family would get today."""
    from tedung.office.kejadian.rights import expected_today
    from tedung.office.mandiri.queries import covers_of as paid_by_oneself
    from tedung.office.penetapan.queries import covers_of, openable
    from tedung.office.wadah.models import Member
    from tedung.office.wadah.queries import memberships_of

    life.memberships = memberships_of(keys)[:SHOWN]
    if life.memberships:
        members = Member.objects.filter(pk__in=[one.pk for one in life.memberships])
        life.member_pages = set(members.values_list("pk", flat=True))
    decreed = covers_of(keys)[: SHOWN * 2]
    life.decrees = openable({cover.row.decree_id for cover in decreed})
    found: list[Any] = [*decreed, *paid_by_oneself(keys)[:SHOWN]]
    life.covers_today = [cover for cover in found if cover.since <= life.today <= cover.until]
    life.spans = spans(found, min(life.today, person.died_on or life.today))
    if life.covers_today and person.died_on is None:
        life.rights = expected_today(person, life.today)


def _lists(life: Life, keys: list[int]) -> None:
    """Every list that names the person, the papers that came with them, and each selection."""
    from tedung.office.documents.models import Document
    from tedung.office.letters.models import Letter
    from tedung.office.penetapan.models import Candidate, Clearance
    from tedung.office.usulan.models import Line

    actor = current()
    lines = Line.objects.filter(person__in=keys).select_related("usulan", "berkas")
    life.lines = list(lines.order_by("-pk")[:SHOWN])
    decrees = [span.cover.row.decree for span in life.spans if not span.is_gap and span.cover.row]
    documents = {decree.signed_id for decree in decrees if decree.signed_id}
    documents |= {line.berkas.document_id for line in life.lines}
    if actor.may("documents.view"):
        papers = Document.objects.filter(pk__in=documents).order_by("-pk")[:SHOWN]
        life.papers = [paper for paper in papers if paper.is_open]  # a list holds its people's numbers
    if actor.may("letters.view"):
        about = {line.usulan_id for line in life.lines}
        letters = Letter.objects.filter(about_kind="usulan", about_id__in=about).exclude(state="replaced")
        life.letters = list(letters.order_by("-pk")[:SHOWN])
    if actor.may("penetapan.view"):
        places = Candidate.objects.filter(person__in=keys).select_related("selection")
        life.candidacies = list(places.order_by("-pk")[:SHOWN])
        life.clearances = list(Clearance.objects.filter(person__in=keys).order_by("-pk")[:SHOWN])


def _registry(life: Life, person: Person) -> None:
    """What the registry last said, in words."""
    from tedung.office.padan.models import Result
    from tedung.office.padan.queries import standings

    life.padan = standings([person.pk], life.today).get(person.pk)
    if life.padan and life.padan.result:
        life.padan_says = str(Result(life.padan.result).label)


def spans(covers: list[Any], today: date) -> list[Span]:
    """Return the stretches of cover by their beginning, the holes between them as spans of their own.

    From the end of the last to `today`, or to the day on which one died, is a hole as well.
    """
    found: list[Span] = []
    end: date | None = None
    for cover in sorted(covers, key=lambda one: (one.since, one.until)):
        if cover.until < cover.since:
            continue
        if end is not None and cover.since > end + timedelta(days=1):
            found.append(Span(end + timedelta(days=1), cover.since - timedelta(days=1)))
        found.append(Span(cover.since, cover.until, cover))
        end = max(end or cover.until, cover.until)
    if end is not None and end < today:
        found.append(Span(end + timedelta(days=1), today))
    return found
