"""Pages of a comparison: begin it, answer its differences, write the minutes, agree."""

import json
import re
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.base.paging import asked, cut
from tedung.office.base.refusals import Refusal
from tedung.office.rekonsiliasi import queries, services
from tedung.office.rekonsiliasi.forms import Answer, Compare, Minutes
from tedung.office.rekonsiliasi.models import Difference, Kind, Reconciliation, State


@page("rekonsiliasi.view")
def listing(request: HttpRequest) -> HttpResponse:
    """Show the comparisons, the newest first."""
    found = Reconciliation.objects.select_related("wadah__organisation").order_by("-pk")
    if before := asked(request, "sebelum"):
        found = found.filter(pk__lt=before)
    rows, last = cut(found)
    context = {"rows": rows, "next": last and last.pk, "may_prepare": current().may("rekonsiliasi.prepare")}
    return render(request, "rekonsiliasi/listing.html", context)


@page("rekonsiliasi.prepare", methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Take the agency's list of a month and compare."""
    form = Compare(
        request.POST or None,
        request.FILES or None,
        initial={"month": f"{clock.today():%Y-%m}", "day": clock.today()},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        row = services.begin(given["wadah"], given["month"], given["file"], given["number"], given["day"])
        return redirect("reconciliation", row.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "rekonsiliasi/new.html", {"form": form}, status=status)


@page("rekonsiliasi.view")
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show a comparison: its counts, the differences, and the next step."""
    return _detail(request, _one(key), Answer(), Minutes())


def _one(key: int) -> Reconciliation:
    rows = Reconciliation.objects.select_related("wadah__organisation", "form", "letter", "document")
    row: Reconciliation = get_object_or_404(rows, pk=key)
    return row


def _detail(
    request: HttpRequest, row: Reconciliation, form: Answer, minutes: Minutes, status: int = 200
) -> HttpResponse:
    kind, field = request.GET.get("jenis", ""), request.GET.get("kolom", "")
    wanted = kind in Kind.values
    found = Difference.objects.filter(reconciliation=row).select_related("member__person").order_by("pk")
    found = found.filter(kind=kind, field=field) if wanted else found.filter(how="")
    if after := asked(request, "sesudah"):
        found = found.filter(pk__gt=after)
    rows, last = cut(found)
    groups = queries.groups(row)
    context = {
        "row": row,
        "groups": groups,
        "left": sum(one["people"] for one in groups if not one["how"]),
        "rows": [(one, _words(one.field, one.ours), _theirs(one)) for one in rows],
        "next": last and last.pk,
        "kind": kind if wanted else "",
        "field": field if wanted else "",
        "answer_form": form,
        "minutes": minutes,
        "form": form if form.is_bound else minutes,
        "may_prepare": current().may("rekonsiliasi.prepare") and row.state == State.DIBANDINGKAN,
        "may_agree": current().may("rekonsiliasi.agree") and row.state == State.BERITA_ACARA,
    }
    return render(request, "rekonsiliasi/detail.html", context, status=status)


def _theirs(one: Difference) -> dict[str, Any]:
    """Return what the agency's list says: of somebody in it alone all of it, else the words that differ."""
    if one.kind == Kind.ONLY_THERE:
        said: dict[str, Any] = json.loads(one.theirs or "{}")
        return {**said, "born": _words("birth_date", said.get("born", ""))}
    return {"said": _words(one.field, one.theirs)}


ISO = {"birth_date": (re.compile(r"\d{4}-\d\d-\d\d"), "j F Y"), "months": (re.compile(r"\d{4}-\d\d"), "F Y")}


def _words(field: str, said: str) -> str:
    """Write the days and months of a difference in words; what the agency wrote otherwise stays as it is."""
    if field not in ISO:
        return said
    shape, style = ISO[field]
    return shape.sub(lambda found: _day_in_words(found.group(), style), said)


def _day_in_words(found: str, style: str) -> str:
    try:
        return date_format(date.fromisoformat(f"{found}-01"[:10]), style)
    except ValueError:
        return found


@page("rekonsiliasi.prepare", methods=("POST",))
def answer(request: HttpRequest, key: int) -> HttpResponse:
    """Answer one difference."""
    one = get_object_or_404(Difference.objects, pk=key)
    row = _one(one.reconciliation_id)
    form = Answer(request.POST)
    if not form.is_valid():
        return _detail(request, row, form, Minutes(), 422)
    services.answer(one, form.cleaned_data["how"], form.cleaned_data["note"])
    messages.success(request, _("Dicatat. Alasannya tercantum di berita acara."))
    return redirect("reconciliation", row.pk)


@page("rekonsiliasi.prepare", methods=("POST",))
def answer_all(request: HttpRequest, key: int) -> HttpResponse:
    """Answer all differences of a kind alike."""
    row, form = _one(key), Answer(request.POST)
    if not form.is_valid():
        return _detail(request, row, form, Minutes(), 422)
    kind, field = request.POST.get("jenis", ""), request.POST.get("kolom", "")
    if kind not in Kind.values:
        raise Refusal(_("Pilih dulu jenis perbedaannya."), "kind")
    count = services.answer_all(row, kind, field, form.cleaned_data["how"], form.cleaned_data["note"])
    messages.success(request, _("%(n)s perbedaan dicatat dengan alasan yang sama.") % {"n": count})
    return redirect("reconciliation", row.pk)


@page("rekonsiliasi.prepare", methods=("POST",))
def minutes(request: HttpRequest, key: int) -> HttpResponse:
    """Draft the minutes."""
    row, form = _one(key), Minutes(request.POST)
    if not form.is_valid():
        return _detail(request, row, Answer(), form, 422)
    services.write_minutes(row, form.cleaned_data["office"])
    messages.success(
        request, _("Berita acara disiapkan. Terbitkan, tanda tangani berdua, lalu unggah pindaiannya.")
    )
    return redirect("reconciliation", key)


@page("rekonsiliasi.agree", methods=("POST",))
def agree(request: HttpRequest, key: int) -> HttpResponse:
    """Record that both have signed."""
    services.agree(_one(key))
    messages.success(request, _("Rekonsiliasi bulan ini disepakati."))
    return redirect("reconciliation", key)
