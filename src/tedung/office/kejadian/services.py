"""Tell what happened, make sure of it, or say that it was not so.

A death stops the next month's contribution at once, before anybody made sure of it: money that goes
out for the dead does not come back.  A report that was not true gives the month back.
"""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.change import change, four_eyes
from tedung.office.access.scope import held_over, require
from tedung.office.audit.steps import begun, step, taken
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.events.services import record
from tedung.office.iuran.leaving import put_back, rests_of_a_death
from tedung.office.kejadian.models import STEPS, Kejadian, Kind, State
from tedung.office.kejadian.rights import report_due
from tedung.office.people.models import Person, Visibility
from tedung.office.tasks.services import close_tasks, open_task
from tedung.office.usulan.models import Line

ABOUT = "kejadian"
OLDEST_YEARS = 5
COLUMNS = {"region": "region", "opd": "opd_code", "organisation": "unit_code"}
"""Kind of a scope -> the column of a report that is compared with it."""


@change("kejadian.report")
def report(
    person: Person,
    kind: str,
    day: date,
    *,
    told_by: str = "",
    place: str = "",
    note: str = "",
    is_work_related: bool | None = None,
) -> Kejadian:
    """Keep a report; the clock of 2 x 24 hours starts with the day it happened."""
    require("people.view", person)
    _plausible(person, day)
    try:
        with transaction.atomic():
            told = Kejadian.everything.create(
                person=person,
                kind=kind,
                day=day,
                told_by=told_by,
                place=place,
                note=note,
                is_work_related=is_work_related,
                **_place(person),
                reported_by=current().user_id,
                by=current().label,
                at=clock.now(),
            )
    except IntegrityError as fault:
        raise Refusal(
            _("Kejadian ini sudah dilaporkan. Buka laporannya untuk menambah keterangan."), "twice"
        ) from fault
    begun(told, State.DILAPORKAN)
    record(person, f"kejadian.{kind}", day, told)
    if kind == Kind.MENINGGAL:
        Person.everything.filter(pk=person.pk).update(died_on=day)
    open_task(
        "kejadian.confirm",
        "verifikator",
        about=(ABOUT, told.pk),
        path=f"/kejadian/{told.pk}/",
        region=told.region,
        opd_code=told.opd_code,
        organisation_code=told.unit_code,
        due=report_due(day),
    )
    return told


def _place(person: Person) -> dict[str, str]:
    """Return whose report it is: of the line by which the reporter knows the person, else of the last line.

    Whoever sees the person by other means, as the village where they live, sees the report by these.
    """
    lines = person.lines(manager="everything").order_by("-pk")
    own = Line.scope.rows(current(), "kejadian.report")
    line = (lines.filter(own).first() if own is not None else None) or lines.first()
    place = {
        "region": line.region if line else person.village,
        "opd_code": line.opd_code if line else "",
        "unit_code": line.unit_code if line else "",
    }
    if own is None or (line and lines.filter(own, pk=line.pk).exists()):
        return place
    seen = Q(pk__in=[])
    for grant in current().scopes("kejadian.report"):
        seen |= Q(kind=grant.kind) & held_over("code", grant)
    found = Visibility.objects.filter(seen, person=person, kind__in=COLUMNS).order_by("pk")
    return place | {COLUMNS[one.kind]: one.code for one in found[:1]}


def _plausible(person: Person, day: date) -> None:
    today = clock.today()
    if day > today:
        raise Refusal(_("Tanggal kejadian belum tiba. Periksa tanggalnya."))
    if person.birth_date and day < person.birth_date:
        raise Refusal(_("Tanggal kejadian lebih awal dari tanggal lahir. Periksa orang dan tanggalnya."))
    if today.year - day.year > OLDEST_YEARS:
        raise Refusal(_("Kejadian lebih dari lima tahun lalu dicatat lewat administrator."))


@change("kejadian.confirm")
def confirm(told: Kejadian, reason: str = "") -> None:
    """Make sure of a report: somebody else has seen a paper or asked the family."""
    four_eyes(told.reported_by, _("Yang melaporkan tidak memastikan laporannya sendiri. Minta petugas lain."))
    step(told, State.DIPASTIKAN, STEPS, reason)
    close_tasks(ABOUT, told.pk)


@change("kejadian.confirm")
def deny(told: Kejadian, reason: str) -> None:
    """Say that it was not so: whoever was reported dead is alive, and is paid for again.

    Months set aside for the death are put back, also in the book; what the agency gave back or reckoned with
    another code meanwhile stays as it is.
    """
    if not reason.strip():
        raise Refusal(_("Tulis dari mana diketahui bahwa laporan ini tidak benar."))
    four_eyes(
        told.reported_by, _("Yang melaporkan tidak membatalkan laporannya sendiri. Minta petugas lain.")
    )
    four_eyes(_confirmed_by(told), _("Yang memastikan laporan ini tidak membatalkannya. Minta petugas lain."))
    step(told, State.TIDAK_BENAR, STEPS, reason)
    if told.kind == Kind.MENINGGAL:
        Person.everything.filter(pk=told.person_id).update(died_on=None)
        record(told.person, "kejadian.denied", clock.today(), told)
        put_back(rests_of_a_death(told.person), reason.strip())
    close_tasks(ABOUT, told.pk)


def _confirmed_by(told: Kejadian) -> int | None:
    """Return who made sure of a report; nobody yet: no user has the key 0."""
    key = taken(told).filter(after=State.DIPASTIKAN).values_list("user_id", flat=True).first()
    return 0 if key is None else key
