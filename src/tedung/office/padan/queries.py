"""What the registry last said of a person, and whether that lets them into a decree."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from tedung.office.base import clock
from tedung.office.padan.models import Check, Request, Result, Waiver
from tedung.office.people.models import Person
from tedung.office.people.queries import roots
from tedung.office.reference.queries import setting
from tedung.office.usulan.models import Line, Usulan
from tedung.office.usulan.queries import GOOD

SLICE = 10_000
COUNTED = 1_000


@dataclass(frozen=True)
class Standing:
    """What is known: the last result and its day, or an officer's reason."""

    result: str = ""
    on: date | None = None
    request_id: int | None = None
    waived_by: str = ""

    def may_be_waived(self, day: date) -> bool:
        """Say whether an officer's reason of `day` counts: none older than the answer or over a death."""
        return self.result != Result.MENINGGAL and (self.on is None or day >= self.on)

    def admits(self, day: date, valid_days: int) -> bool:
        """Say whether the person may enter a decree on `day`."""
        if self.waived_by:
            return True
        return (
            self.result == Result.PADAN
            and self.on is not None
            and day - self.on <= timedelta(days=valid_days)
        )


def standings(persons: Collection[int], day: date) -> dict[int, Standing]:
    """Return what is known of each of the persons on a day, asked with the number that each has now."""
    found: dict[int, Standing] = {}
    zone = clock.zone(settings.HOME_REGION)
    for some in slices(persons):
        checks = Check.objects.filter(person__in=some, answered_on__lte=day).exclude(result="")
        asked = checks.filter(Q(nik_index="") | Q(nik_index=F("person__nik_index")))
        for person, result, on, request in asked.order_by("answered_on", "pk").values_list(
            "person_id", "result", "answered_on", "request_id"
        ):
            found[person] = Standing(result, on, request)
        waivers = Waiver.objects.filter(person__in=some, until__gte=day).order_by("pk")
        for person, by, at in waivers.values_list("person_id", "by", "at"):
            told = found.get(person, Standing())
            if told.may_be_waived(at.astimezone(zone).date()):
                found[person] = Standing(told.result, told.on, told.request_id, by)
    return found


def admitted(persons: Collection[int], day: date) -> set[int]:
    """Return the persons who may enter a decree on a day: the living who are padan or waived."""
    return matched(persons, day) & living(persons)


def living(persons: Collection[int]) -> set[int]:
    """Return those of the persons who are not known to be dead, nor merged into another."""
    return {
        person
        for some in slices(persons)
        for person in Person.everything.filter(pk__in=some, died_on=None, merged_into=None).values_list(
            "pk", flat=True
        )
    }


def matched(persons: Collection[int], day: date) -> set[int]:
    """Return the persons who are padan on a day, or go on by an officer's reason."""
    days = int(setting("padan.valid_days", day))
    return {person for person, told in standings(persons, day).items() if told.admits(day, days)}


def slices(persons: Collection[int]) -> Iterator[list[int]]:
    """Yield keys in their order, as many at a time as a database takes."""
    ordered = sorted(persons)
    for start in range(0, len(ordered), SLICE):
        yield ordered[start : start + SLICE]


def to_ask(day: date) -> set[int]:
    """Return the persons of accepted or checked proposals of this or the next year who are not admitted."""
    return _unasked(_proposed(day).values_list("person_id", flat=True), day)


def _unasked(persons: Iterable[int], day: date) -> set[int]:
    """Return who is to be asked for the persons of lines: an alias by the number of its root."""
    found = living(set(roots(set(persons)).values()))
    return found - matched(found, day) - waiting(found)


def _proposed(day: date) -> QuerySet[Any, Any]:
    usulans = Usulan.everything.filter(year__gte=day.year, state__in=["dikirim", "diperiksa", "diterima"])
    keys = list(usulans.values_list("pk", flat=True))
    return Line.everything.filter(usulan__in=keys, is_current=True, outcome__in=GOOD, person__isnull=False)


@dataclass(frozen=True)
class Some:
    """A count for a page: how many there are, at least; all of them where no more were left to look at."""

    least: int
    is_all: bool


def some_to_ask(day: date) -> Some:
    """Count who is to be asked among the newest lines of the proposals; a page counts no farther."""
    persons = list(_proposed(day).order_by("-pk").values_list("person_id", flat=True)[: COUNTED + 1])
    return Some(len(_unasked(persons[:COUNTED], day)), len(persons) <= COUNTED)


def waiting(persons: Collection[int]) -> set[int]:
    """Return who is on a file that has not been answered."""
    open_ones = Check.objects.filter(request__state__in=["dibuat", "dikirim"], result="")
    return {
        person
        for some in slices(persons)
        for person in open_ones.filter(person__in=some).values_list("person_id", flat=True)
    }


def counts(request: Request) -> list[tuple[str, str, int]]:
    """Return (code, name, lines) of every result of a file, and of the lines without an answer."""
    found = dict(request.checks.values_list("result").annotate(lines=Count("id")).order_by())
    told = [(code, str(name), found.get(code, 0)) for code, name in Result.choices]
    return [*told, ("", _("belum dijawab"), found.get("", 0))]
