"""Who died, and whether cover held: decreed on that day and the month paid for, or paid by oneself.

What the agency paid to the families is not known here; what the law lets them expect is.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tedung.dates import Month
from tedung.office.base import clock
from tedung.office.iuran.models import PAID, Line
from tedung.office.iuran.reasons import OF_STATE, sentence
from tedung.office.kejadian.models import Kejadian, Kind, State
from tedung.office.kejadian.queries import unreported_deaths
from tedung.office.kejadian.rights import card
from tedung.office.mandiri.queries import covers_of
from tedung.office.penetapan.models import Cover
from tedung.office.people.models import Person
from tedung.office.wadah.models import Member
from tedung.office.wadah.queries import starting_on_payment

OURS = {
    "no_decree": "belum pernah ditetapkan dalam keputusan",
    "decree_later": "keputusannya mulai berlaku sesudah hari itu",
    "decree_ended": "keputusannya sudah berakhir",
    "no_wadah": "ditetapkan, tetapi belum masuk wadah",
    "no_bill": "iuran bulan itu belum dirinci",
    "not_paid": "iuran bulan itu sudah dirinci, belum dibayar",
}
"""Why no cover held, beside the reasons that the bills know."""


@dataclass(frozen=True)
class Death:
    """A death that was told: why no cover held (empty: it did), and what the law lets the family expect."""

    day: date
    why_not: str = ""
    expected: int | None = None  # None: a fact is still missing, or nothing is to be expected


@dataclass(frozen=True)
class Deaths:
    """The deaths of some months."""

    told: tuple[Death, ...]
    unreported: int  # known to the registry alone: nobody has told the day

    @property
    def covered(self) -> list[Death]:
        """Return those in whose month the cover held."""
        return [one for one in self.told if not one.why_not]

    @property
    def in_gap(self) -> list[Death]:
        """Return those in whose month it did not."""
        return [one for one in self.told if one.why_not]

    @property
    def expected(self) -> int:
        """Return what the law lets the families of the covered expect, of those whose facts suffice."""
        return sum(one.expected or 0 for one in self.covered)

    @property
    def open(self) -> int:
        """Return for how many covered deaths a fact is still missing."""
        return sum(one.expected is None for one in self.covered)

    def reasons(self) -> list[tuple[str, int]]:
        """Return why no cover held, with how many for each; the most first."""
        many = Counter(one.why_not for one in self.in_gap)
        return [
            (said(code), count) for code, count in sorted(many.items(), key=lambda one: (-one[1], one[0]))
        ]


def said(code: str) -> str:
    """Return a reason in words."""
    return OURS.get(code) or sentence(code)


def deaths(first: Month, last: Month) -> Deaths:
    """Return the deaths of these months that were told and not denied."""
    found = Kejadian.everything.filter(kind=Kind.MENINGGAL, day__range=(first.first_day, last.last_day))
    told = list(found.exclude(state=State.TIDAK_BENAR).select_related("person").order_by("day", "pk"))
    known = Known({one.person_id for one in told})
    return Deaths(tuple(_death(one, known) for one in told), unreported_deaths().count())


def _death(told: Kejadian, known: "Known") -> Death:
    why_not = known.why_not(told.person_id, told.day)
    if why_not:
        return Death(told.day, why_not)
    answer = card(told, clock.today())
    return Death(told.day, "", answer.total if answer.status == "payable" else None)


class Known:
    """What is known of some persons, those included who were found to be the same."""

    def __init__(self, persons: set[int]) -> None:
        self.same = _same(persons)
        ids = list(self.same)
        self.covers: dict[int, list[tuple[date, date]]] = {}
        for cover in Cover.everything.filter(person__in=ids).order_by("pk"):
            self.covers.setdefault(self.same[cover.person_id], []).append((cover.since, cover.until))
        self.alone: dict[int, list[tuple[date, date]]] = {}
        for paid in covers_of(ids):
            self.alone.setdefault(self.same[paid.person_id], []).append((paid.since, paid.until))
        self.members: dict[int, list[Member]] = {}
        for member in Member.everything.filter(person__in=ids).order_by("pk"):
            self.members.setdefault(self.same[member.person_id], []).append(member)
        self.lines: dict[tuple[int, str], list[Line]] = {}
        lines = Line.everything.filter(person__in=ids, is_cancelled=False).select_related("rincian")
        self.first_paid: dict[int, date] = {}  # by membership: the day of its first payment
        self._on_payment: dict[date, list[int]] = {}
        for line in lines.order_by("pk"):
            self.lines.setdefault((self.same[line.person_id], line.month), []).append(line)
            on = line.rincian.sp2d_day or line.rincian.paid_on
            if on is not None and _is_paid(line):
                self.first_paid[line.member_id] = min(on, self.first_paid.get(line.member_id, on))

    def why_not(self, person: int, day: date) -> str:
        """Return why no cover held on a day, nothing where it did."""
        who = self.same[person]
        if any(since <= day <= until for since, until in self.alone.get(who, [])):
            return ""
        return self._decree(who, day) or self._bill(who, day)

    def _decree(self, who: int, day: date) -> str:
        covers = self.covers.get(who, [])
        if any(since <= day <= until for since, until in covers):
            return ""
        if not covers:
            return "no_decree"
        return "decree_ended" if any(until < day for _since, until in covers) else "decree_later"

    def _bill(self, who: int, day: date) -> str:
        month = str(Month.of(day))
        lines = self.lines.get((who, month), [])
        if any(_is_paid(line) and self._has_begun(line, day) for line in lines):
            return ""
        if any(line.total for line in lines):
            return "not_paid"
        if lines:
            return lines[-1].why_not
        states = [one.state for one in self.members.get(who, []) if holds(one, month)]
        return OF_STATE.get(states[-1], "no_bill") if states else "no_wadah"

    def _has_begun(self, line: Line, day: date) -> bool:
        """Say whether protection has begun: of some agreements not before the day of the first payment."""
        begun = Month.of(day).first_day  # the agreement of a month, as for what is given back
        if begun not in self._on_payment:
            self._on_payment[begun] = starting_on_payment(begun)
        if line.rincian.wadah_id not in self._on_payment[begun]:
            return True
        first = self.first_paid.get(line.member_id)
        return first is not None and first <= day


def _is_paid(line: Line) -> bool:
    return bool(line.total) and line.rincian.state in PAID


def holds(member: Member, month: str) -> bool:
    """Say whether a month is one of a membership."""
    return member.since <= month and (not member.until or member.until >= month)


def _same(persons: set[int]) -> dict[int, int]:
    """Return of each person, and of everybody who is the same, whose id counts."""
    own = dict(Person.everything.filter(pk__in=persons).values_list("pk", "merged_into"))
    whole = {merged or pk for pk, merged in own.items()}
    rows = Person.everything.filter(Q(pk__in=whole) | Q(merged_into__in=whole))
    return {pk: merged or pk for pk, merged in rows.values_list("pk", "merged_into")}
