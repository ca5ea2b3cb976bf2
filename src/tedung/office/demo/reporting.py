"""The demo's reports: the mayor's page of the month, and the audit file of the SP2D that was paid."""

from datetime import date

from tedung.dates import Month
from tedung.office.base import clock
from tedung.office.demo.acting import as_user
from tedung.office.iuran.models import PAID, Rincian
from tedung.office.laporan import services
from tedung.office.laporan.models import Kind


def report(today: date) -> None:
    """Make both, each by the one who asks for it."""
    month = Month.of(today)
    with clock.at(today):
        with as_user("kepala"):
            services.finish(services.ask(Kind.WALI_KOTA, first=month, last=month))
        bill = Rincian.everything.filter(state__in=PAID).order_by("pk").first()
        if bill is None:
            return
        first, last = Month.parse(bill.first_month), Month.parse(bill.last_month)
        with as_user("inspektorat"):
            services.finish(services.ask(Kind.PEMERIKSAAN, first=first, last=last, bill=bill))
