"""Pages of the reports: what there is and for whom, one that was made, its papers."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.base.paging import asked, cut
from tedung.office.documents.pages import as_file
from tedung.office.documents.services import fetched
from tedung.office.laporan import services
from tedung.office.laporan.forms import form_of, paid_bills
from tedung.office.laporan.kinds import NIK, SP2D, open_to_actor
from tedung.office.laporan.models import Report
from tedung.office.organisations.models import Organisation

OFFERED = 30
"""SP2D that are offered while one types; any other may be typed."""


@page("laporan.view")
def listing(request: HttpRequest) -> HttpResponse:
    """Show the reports that one may make, and the last that were made."""
    return _listed(request)


def _listed(request: HttpRequest, wrong: str = "", form: Any = None) -> HttpResponse:
    kinds = open_to_actor()
    key = asked(request, "rincian")  # one comes from the page of a bill
    bill = paid_bills().filter(pk=key).first() if key else None
    found = _readable().select_related("rincian__wadah__organisation", "pdf", "xlsx", "job").order_by("-pk")
    if before := asked(request, "sebelum"):
        found = found.filter(pk__lt=before)
    rows, last = cut(found)
    offers = [about for about in kinds.values() if about.permission == SP2D]
    numbers = paid_bills().order_by("-sp2d_day", "-pk").values_list("sp2d_number", flat=True)
    context = {
        "kinds": [
            (
                kind,
                Report(kind=kind).get_kind_display(),
                about,
                form if kind == wrong else form_of(kind, bill=bill),
            )
            for kind, about in kinds.items()
        ],
        "rows": [(row, _of(row, _offices(rows))) for row in rows],
        "next": last and last.pk,
        "sp2d": list(dict.fromkeys(numbers[:OFFERED])) if offers else [],
        "may_make": current().may("laporan.make"),
        "form": form,
    }
    return render(request, "laporan/listing.html", context, status=422 if wrong else 200)


def _readable() -> Any:
    """Return the reports that the actor may read: each kind as far as the right to it reaches, no further.

    Of two roles the one may open every report of counts and the other the names of one office alone.
    """
    who, seen = current(), Q(pk__in=[])
    for kind, about in open_to_actor().items():
        seen |= Q(kind=kind) & (Report.scope.rows(who, about.permission) or Q())
    whole = Report.scope.rows(who, NIK)
    found = Report.objects.filter(seen)
    return found if whole is None else found.filter(Q(has_nik=False) | whole)


def _offices(rows: list[Report]) -> dict[str, str]:
    codes = {row.opd_code for row in rows if row.opd_code}
    return dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))


def _of(row: Report, offices: dict[str, str]) -> str:
    """Return what a report is of, besides its months."""
    if row.rincian:
        return row.rincian.sp2d_number
    return offices.get(row.opd_code, row.opd_code) or _("seluruh kota")


@page("laporan.make", methods=("POST",))
def make(request: HttpRequest, kind: str) -> HttpResponse:
    """Make a report, at once or by a job."""
    if kind not in open_to_actor():
        raise Http404
    form = form_of(kind, request.POST)
    if not form.is_valid():
        return _listed(request, kind, form)
    given = form.asked()
    report = services.ask(
        kind,
        first=given.first,
        last=given.last,
        opd_code=given.opd_code,
        bill=given.bill,
        has_nik=given.has_nik,
    )
    if services.finish(report).job_id:
        messages.success(
            request, _("Laporan ini besar, jadi dibuat di belakang. Anda boleh meninggalkan halaman ini.")
        )
    return redirect("report", report.pk)


@page("laporan.view")
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show a report: its papers, its day, its law and its mark."""
    row = get_object_or_404(
        _readable().select_related("rincian__wadah__organisation", "pdf", "xlsx", "job"), pk=key
    )
    return render(request, "laporan/detail.html", {"row": row, "of": _of(row, _offices([row]))})


@page("laporan.view")
def paper(request: HttpRequest, key: int, form: str) -> HttpResponse:
    """Hand a paper of a report out, and keep who fetched it."""
    row = get_object_or_404(_readable().select_related("pdf", "xlsx"), pk=key)
    document = {"pdf": row.pdf, "xlsx": row.xlsx}.get(form)
    if document is None:
        raise Http404
    return as_file(fetched(document), document.name, document.media_type)
