"""Make a report: read its figures, print it, keep its papers with the mark of what they say."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from tedung.dates import Month
from tedung.law import law_version
from tedung.office.access.actor import SYSTEM, acting, current
from tedung.office.access.change import change
from tedung.office.audit.steps import step
from tedung.office.base import clock
from tedung.office.base.bulk import copy_rows
from tedung.office.base.workbook import workbook
from tedung.office.documents.models import Document
from tedung.office.documents.services import store
from tedung.office.jobs.running import batch_of_job
from tedung.office.laporan import council, examination, figures, mayor, paritrana, quarter, realisation
from tedung.office.laporan.kinds import CITY, REPORTS
from tedung.office.laporan.made import Made
from tedung.office.laporan.models import STEPS, Kind, Report, State
from tedung.office.people.models import NikView
from tedung.office.reference.queries import setting
from tedung.print import compile_pdf

PAPERS = Path(__file__).parent / "papers"
MARK = 12
"""Signs of the mark that stand on paper."""

TOLD: dict[str, Callable[[Report], Made]] = {
    Kind.WALI_KOTA: mayor.told,
    Kind.DPRD: council.told,
    Kind.TRIWULAN: quarter.told,
    Kind.REALISASI: realisation.told,
    Kind.PEMERIKSAAN: examination.told,
    Kind.PARITRANA: paritrana.told,
}


def make(key: int) -> dict[str, Any]:
    """Do the work of a report that was asked for; one that is made is not made again."""
    report = Report.everything.select_related("rincian").get(pk=key)
    if report.state == State.MENUNGGU:
        with override("id"):  # what leaves the office is Indonesian, whatever its reader reads
            made, seen_at = _read(report)
            papers = _printed(report, made, seen_at)
            with batch_of_job():
                _keep(report, made, papers)
    return {"path": f"/laporan/{report.pk}/"}


def _read(report: Report) -> tuple[Made, Any]:
    """Return what a report says.  Who asked may see all that it is of, so its figures know no other scope."""
    with acting(SYSTEM):
        if REPORTS[report.kind].permission == CITY:
            first, last = Month.parse(report.first_month), Month.parse(report.last_month)
            figures.freshen(list(first.until(last)))
        report.as_of, report.day = clock.now(), clock.today(report.region)
        report.law_day, report.law_version = report.day, law_version()
        return TOLD[report.kind](report), report.as_of


def mark(told: dict[str, Any]) -> str:
    """Return the mark of some figures: equal figures, equal mark."""
    plain = json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()


def _printed(report: Report, made: Made, seen_at: Any) -> dict[str, bytes]:
    report.sha256 = mark(made.told)
    head = {
        "government": setting("office.government"),
        "office": setting("office.name"),
        "day": report.day,
        "hour": f"{seen_at.astimezone(clock.zone(report.region)):%H.%M}",
        "law_day": report.law_day,
        "law_version": report.law_version,
        "mark": report.sha256[:MARK],
    }
    told = {"title": made.title, "head": head, **made.told}
    papers = {"pdf": compile_pdf(PAPERS / f"{report.kind}.typ", told, report.day)}
    if made.sheets:
        papers["xlsx"] = workbook(made.sheets)
    return papers


@change("laporan.make")
def _keep(report: Report, made: Made, papers: dict[str, bytes]) -> None:
    """Keep the papers with their report, and log every full number that stands in them."""
    kept: dict[str, Any] = {form: _stored(report, made, form, content) for form, content in papers.items()}
    read_at = {name: getattr(report, name) for name in ("sha256", "as_of", "day", "law_day", "law_version")}
    step(report, State.SIAP, STEPS, "", **read_at, **kept)
    if report.has_nik:
        who, at = current(), clock.now()
        views = ((person, who.user_id, who.label, at, _("berkas pemeriksaan")) for person in made.persons)
        copy_rows(NikView._meta.db_table, ("person_id", "user_id", "by", "at", "reason"), views)


def _stored(report: Report, made: Made, form: str, content: bytes) -> Document:
    name = f"{made.title} {report.pk}.{form}".replace("/", "-")
    return store(content, "report", name=name, region=report.region, opd_code=report.opd_code)
