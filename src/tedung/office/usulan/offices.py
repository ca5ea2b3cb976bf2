"""The paper by which a whole group holds its office, written beside each of its people."""

from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from tedung.office.access.actor import current, seeing_everything
from tedung.office.access.change import change
from tedung.office.base import clock
from tedung.office.base.bulk import copy_rows
from tedung.office.base.refusals import Refusal
from tedung.office.people.models import Evidence
from tedung.office.people.services import must_be_evidence
from tedung.office.reference.models import Group
from tedung.office.usulan.models import Line, State, Usulan
from tedung.office.usulan.queries import GOOD, ROOT

COLUMNS = ("person_id", "kind", "group_code", "held", "number", "day", "until", "user_id", "by", "at")


def groups(usulan: Usulan) -> list[tuple[str, str, int]]:
    """Return (code, name, people) of the groups of a proposal that are held by office."""
    names = dict(Group.objects.filter(is_office=True).order_by("name").values_list("code", "name"))
    lines = _lines(usulan).filter(group_code__in=names).values_list("group_code")
    with seeing_everything():
        people = dict(lines.annotate(people=Count(ROOT, distinct=True)).order_by())
    return [(code, name, people[code]) for code, name in names.items() if code in people]


def has_groups(usulan: Usulan) -> bool:
    """Say whether a group of a proposal is held by office."""
    codes = list(Group.objects.filter(is_office=True).values_list("code", flat=True))
    with seeing_everything():
        return bool(_lines(usulan).filter(group_code__in=codes).exists())


@change("people.evidence")
def record_office(
    usulan: Usulan, group_code: str, number: str, day: date, *, until: date | None = None, held: str = ""
) -> int:
    """Write the paper beside everybody of a group in a proposal; return of how many it is new."""
    if usulan.state == State.DITARIK:
        raise Refusal(_("Usulan ini sudah ditarik."))
    known = {code: name for code, name, _people in groups(usulan)}
    if group_code not in known:
        raise Refusal(_("Usulan ini tidak berisi kelompok itu."))
    number = number.strip()
    must_be_evidence(Evidence.Kind.JABATAN, number=number, day=day, group_code=group_code, until=until)
    persons = set(_lines(usulan).filter(group_code=group_code).values_list("person_id", flat=True))
    told = Evidence.objects.filter(
        kind=Evidence.Kind.JABATAN, group_code=group_code, number=number, day=day, person__in=persons
    )
    new = sorted(persons - set(told.values_list("person_id", flat=True)))
    who, at, held = current(), clock.now(), held.strip() or known[group_code]
    rows = (
        (
            person,
            Evidence.Kind.JABATAN.value,
            group_code,
            held,
            number,
            day,
            until,
            who.user_id,
            who.label,
            at,
        )
        for person in new
    )
    return copy_rows(Evidence._meta.db_table, COLUMNS, rows)


def _lines(usulan: Usulan) -> QuerySet[Any, Any]:
    return Line.everything.filter(
        usulan=usulan, is_current=True, outcome__in=GOOD, person__isnull=False
    ).order_by()
