"""Tell what happened, make sure of it, or say that it was not so.

A death stops the next month's contribution at once, before anybody made sure of it: money that goes
out for the dead does not come back.  A report that was not true gives the month back.
"""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.change import change, four_eyes
from tedung.office.access.scope import require
from tedung.office.audit.steps import begun, step
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.events.services import record
from tedung.office.kejadian.models import STEPS, Kejadian, Kind, State
from tedung.office.kejadian.rights import report_due
from tedung.office.people.models import Person
from tedung.office.tasks.services import close_tasks, open_task

ABOUT = "kejadian"
OLDEST_YEARS = 5


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
    line = person.lines(manager="everything").order_by("-pk").first()
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
                region=line.region if line else person.village,
                opd_code=line.opd_code if line else "",
                unit_code=line.unit_code if line else "",
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
    """Say that it was not so: whoever was reported dead is alive, and is paid for again."""
    if not reason.strip():
        raise Refusal(_("Tulis dari mana diketahui bahwa laporan ini tidak benar."))
    step(told, State.TIDAK_BENAR, STEPS, reason)
    if told.kind == Kind.MENINGGAL:
        Person.everything.filter(pk=told.person_id).update(died_on=None)
        record(told.person, "kejadian.denied", clock.today(), told)
    close_tasks(ABOUT, told.pk)
