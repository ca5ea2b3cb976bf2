"""What other parts read of decrees: who is covered, by whom, until when."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from tedung.office.access.actor import current, seeing_everything
from tedung.office.access.scope import sight
from tedung.office.audit.steps import taken
from tedung.office.base.kept import kept
from tedung.office.penetapan.models import Cover, Decree, DecreeState, Row
from tedung.office.reference.models import Group


def group_names() -> dict[str, str]:
    """Return the names of the groups by code."""
    return dict(Group.objects.values_list("code", "name"))


def covered(day: date) -> QuerySet[Any, Any]:
    """Return the cover in force on a day, within the actor's scope."""
    return Cover.objects.filter(since__lte=day, until__gte=day)


def covered_people(day: date) -> int:
    """Count the persons covered on a day, once each, within the actor's scope."""
    return covered(day).values("person").distinct().count()


def ending_without_successor(last: date, first_after: date) -> int:
    """Count whose cover ends on a day and who have none on the day after (the 1 January alarm)."""
    after = Cover.objects.filter(since__lte=first_after, until__gte=first_after).values("person")
    return covered(last).exclude(person__in=after).values("person").distinct().count()


def covers_of(persons: Collection[int]) -> list[Cover]:
    """Return all covers of persons whom the actor sees, the latest first.

    Whoever may see a person is told whether they are protected, whichever decree says so: a "no" that only
    means "not in your scope" would be believed.  The decree itself opens to whom it is open.
    """
    with seeing_everything():
        covers = Cover.everything.filter(person__in=persons).select_related("row__decree__signed")
        return list(covers.order_by("-since", "-pk"))


def covers_on(persons: Collection[int], day: date) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each cover of persons on a day, with the number of its decree; its caller has asked the scope."""
    found = Cover.everything.filter(person__in=list(persons), since__lte=day, until__gte=day)
    named = ("payer", "programmes", "group_code", "since", "until", "row__decree__number")
    for key, *values in found.order_by("since", "pk").values_list("person", *named):
        told = dict(zip(named, values, strict=True))
        yield key, {**told, "decree": told.pop("row__decree__number")}


def of_person(person_id: int) -> list[Cover]:
    """Return all covers of one person, the latest first."""
    return covers_of([person_id])


def covered_until(persons: Collection[int], day: date) -> dict[int, date]:
    """Return until when each of the persons is covered, of those who are or will be from `day` on."""
    rows = Cover.everything.filter(person__in=persons, until__gte=day)
    found: dict[int, date] = {}
    for person, until in rows.values_list("person_id", "until"):
        found[person] = max(until, found.get(person, until))
    return found


def readable() -> Any:
    """Return the condition of the decrees that the actor may read, None for all.

    A decree of the city is in the city's scope; one in force is also read, for their own people alone, by
    whoever sees a row of it: a village asks whether its people are in.
    """
    scope = Decree.scope.rows(current())
    if scope is None:
        return None
    named = Exists(Row.objects.filter(decree=OuterRef("pk")))
    return scope | (Q(state=DecreeState.DITETAPKAN) & named)


def decrees(most: int) -> list[Decree]:
    """Return the decrees that the actor may read, the newest first."""
    with seeing_everything():
        rows = Decree.everything.select_related("unit", "amends")
        condition = readable()
        found = rows if condition is None else rows.filter(condition)
        return list(found.order_by("-pk")[:most])


def decree_to_read(key: int) -> Decree | None:
    """Return a decree that the actor may read, None where there is none such."""
    with seeing_everything():
        rows = Decree.everything.select_related("unit", "amends", "selection", "document", "signed", "job")
        condition = readable()
        return (rows if condition is None else rows.filter(condition)).filter(pk=key).first()


def openable(keys: Collection[int]) -> set[int]:
    """Return which of these decrees the actor may read, whole or in part."""
    with seeing_everything():
        rows, condition = Decree.everything.filter(pk__in=keys), readable()
        return set((rows if condition is None else rows.filter(condition)).values_list("pk", flat=True))


def is_in_scope(decree: Decree) -> bool:
    """Say whether the actor sees the whole of a decree, and not their own people alone."""
    return Decree.objects.filter(pk=decree.pk).exists()


class Acts(NamedTuple):
    """How many enter by a decree as it was signed, and how many leave."""

    entering: int
    leaving: int


def acts(decree: Decree) -> Acts:
    """Count the rows of a decree that the actor sees; the last row and step tell whether they changed."""
    last = Row.everything.filter(decree=decree).order_by("-ordinal").values_list("pk", flat=True).first()
    step = taken(decree).values_list("pk", flat=True).first()
    return kept(lambda: _acts(decree), "penetapan.acts", decree.pk, last, step, sight("penetapan.view"))


def _acts(decree: Decree) -> Acts:
    rows = Row.objects.filter(decree=decree, supplement=None).values_list("act")
    found = dict(rows.annotate(rows=Count("pk")).order_by())
    return Acts(found.get(Row.Act.MASUK, 0), found.get(Row.Act.KELUAR, 0))


def last_issued(unit_code: str = "", but: int = 0) -> Decree | None:
    """Return the last decree of the city in force, of one unit where one is given; a draft begins like it."""
    found = Decree.everything.filter(kind=Decree.Kind.SK, state=DecreeState.DITETAPKAN, amends=None)
    if unit_code:
        found = found.filter(unit_code=unit_code)
    return found.exclude(pk=but).order_by("-day", "-pk").first()
