"""Ask for a report: who may, of what, and whether it is made at once or by a job."""

from django.conf import settings
from django.utils.translation import gettext as _

from tedung.dates import Month
from tedung.law import law_version
from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.access.scope import require, require_within
from tedung.office.audit.steps import begun
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.iuran.models import Rincian
from tedung.office.jobs.services import enqueue
from tedung.office.laporan import making
from tedung.office.laporan.examination import bills_of
from tedung.office.laporan.kinds import CITY, NIK, REPORTS, SP2D
from tedung.office.laporan.models import Kind, Report, State
from tedung.office.wadah.models import Member

AT_ONCE = 1_000
"""People whom a report names while one waits; more are a job."""

COUNTED_AT_ONCE = 50_000
"""Members times months that are counted while one waits."""


@change("laporan.make")
def ask(
    kind: str,
    *,
    first: Month,
    last: Month,
    opd_code: str = "",
    bill: Rincian | None = None,
    has_nik: bool = False,
) -> Report:
    """Ask for a report; a large one waits for the worker, any other for `finish`."""
    about = REPORTS[kind]
    region = settings.HOME_REGION
    if about.permission == SP2D:
        region, opd_code = _of_sp2d(bill, has_nik)
    else:
        require_within(about.permission, region=region, opd=opd_code)
        if last > Month.of(clock.today()):
            raise Refusal(_("Bulan itu belum tiba. Pilih bulan ini atau yang sudah lewat."), "month")
    today = clock.today()
    report = Report.everything.create(
        kind=kind,
        first_month=str(first),
        last_month=str(last),
        region=region,
        opd_code=opd_code,
        rincian=bill,
        has_nik=has_nik,
        day=today,
        law_day=today,
        law_version=law_version(),
        prepared_by=current().user_id,
        by=current().label,
        made_at=clock.now(),
    )
    begun(report, State.MENUNGGU)
    if _is_large(report):
        report.job = enqueue("laporan.make", key=report.pk)
        report.save(update_fields=["job"])
    return report


def finish(report: Report) -> Report:
    """Make a report that was asked for, unless a job does."""
    if report.job_id is None and report.state == State.MENUNGGU:
        making.make(report.pk)
        report.refresh_from_db()
    return report


def _of_sp2d(bill: Rincian | None, has_nik: bool) -> tuple[str, str]:
    """Return the scope of an SP2D's file; every bill that it pays must be open to whoever asks."""
    if bill is None:
        raise Refusal(_("Pilih SP2D-nya."), "sp2d")
    bills = bills_of(bill)
    for one in bills:
        require(SP2D, one)
    if has_nik:
        require(NIK)
    same = {one.opd_code for one in bills}
    return (
        (bill.region, bill.opd_code)
        if len(bills) == 1
        else (settings.HOME_REGION, same.pop() if len(same) == 1 else "")
    )


def _is_large(report: Report) -> bool:
    if report.kind == Kind.PEMERIKSAAN and report.rincian:
        return sum(bill.people for bill in bills_of(report.rincian)) > AT_ONCE
    months = Month.parse(report.last_month) - Month.parse(report.first_month) + 1
    is_counted = REPORTS[report.kind].permission == CITY
    return is_counted and Member.everything.count() * months > COUNTED_AT_ONCE
