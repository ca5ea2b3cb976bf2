"""Pages of selections: plan one, compute it, announce its order, draft the decree."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.money import thousands
from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.base.paging import PAGE, asked, cut
from tedung.office.base.refusals import Refusal
from tedung.office.organisations.models import Organisation
from tedung.office.penetapan import decrees, queries, reasons, selecting
from tedung.office.penetapan.forms import Clear, Draft, Plan
from tedung.office.penetapan.models import Candidate, Decree, Selection, SelectionState
from tedung.study.score import weights


@page("penetapan.view")
def listing(request: HttpRequest) -> HttpResponse:
    """Show the selections in scope, and the decrees that the actor may read."""
    selections = list(Selection.objects.order_by("-pk")[:PAGE])
    context = {
        "selections": selections,
        "sees_selections": bool(selections) or Selection.scope.rows(current()) is None,
        "decrees": queries.decrees(PAGE),
        "may_prepare": current().may("penetapan.prepare"),
    }
    return render(request, "penetapan/listing.html", context)


@page("penetapan.prepare", methods=("GET", "POST"))
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a selection; the form begins like the last one, a year later."""
    form = Plan(request.POST or None, initial=_as_last_year())
    if request.method == "POST" and form.is_valid():
        made = selecting.plan(settings.HOME_REGION, **form.cleaned_data)
        return redirect("selection", made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "penetapan/plan.html", {"form": form}, status=status)


def _as_last_year() -> dict[str, Any]:
    year = clock.today().year + 1
    last = Selection.objects.filter(state=SelectionState.DIUMUMKAN).order_by("-pk").first()
    begun: dict[str, Any] = {"year": year, "first_month": f"{year}-01", "months": 12}
    name = _("Seleksi penerima bantuan iuran %(year)s") % {"year": year}
    if last is None:
        return begun | {"name": name}
    budget, old = thousands(last.budget, "id"), str(last.year)
    same = {"budget": budget, "payer": last.payer, "sumber_dana": last.sumber_dana}
    return (
        begun | same | {"name": last.name.replace(old, str(year)), "seed": last.seed.replace(old, str(year))}
    )


@page("penetapan.view")
def selection(request: HttpRequest, key: int) -> HttpResponse:
    """Show a selection: its counts, its order, its reasons."""
    row = _selection(key)
    status = request.GET.get("keadaan", "chosen")
    found = Candidate.objects.filter(selection=row, status=status).select_related("person")
    order = ("pk",) if status == "stopped" else ("rank",)
    if after := asked(request, "sesudah"):
        found = found.filter(**{f"{order[0]}__gt": after})
    rows, last = cut(found.order_by(*order))
    actor = current()
    asks = status == "stopped" and row.state != SelectionState.DIUMUMKAN and actor.may("penetapan.clear")
    context = {
        "selection": row,
        "term": selecting.asked(row),
        "rests": row.job is None or row.job.has_ended,
        "criteria": weights(),
        "counts": [
            (code, name, row.result.get("counts", {}).get(code, 0)) for code, name in Candidate.Status.choices
        ],
        "rows": rows,
        "status": status,
        "part": dict(Candidate.Status.choices).get(status, ""),
        "groups": queries.group_names(),
        "next": last and (last.pk if status == "stopped" else last.rank),
        "may_prepare": actor.may("penetapan.prepare"),
        "answerable": set(selecting.waiting(row, rows)) if asks and rows else set(),
        "form": Draft(initial=_like_the_last(row)),
        "decrees": Decree.objects.filter(selection=row, amends=None).order_by("-pk")[:PAGE],
    }
    return render(request, "penetapan/selection.html", context)


def _selection(key: int) -> Selection:
    found: Selection = get_object_or_404(Selection.objects.select_related("job"), pk=key)
    return found


def _like_the_last(row: Selection) -> dict[str, str]:
    """Return in whose name and about what the last decree was, told for the year of a selection."""
    last = queries.last_issued()
    if last is None:
        told = _("Penerima bantuan iuran jaminan sosial ketenagakerjaan tahun %(year)s")
        return {"about": told % {"year": row.year}}
    return {"unit": last.unit_code, "about": last.about.replace(str(last.since.year), str(row.year))}


@page("penetapan.prepare", methods=("POST",))
def compute(request: HttpRequest, key: int) -> HttpResponse:
    """Have a selection computed."""
    selecting.ask_to_compute(_selection(key))
    return redirect("selection", key)


@page("penetapan.prepare", methods=("GET", "POST"))
def announce(request: HttpRequest, key: int) -> HttpResponse:
    """Let the order of the reserve stand, after whoever announces has seen what is still open."""
    row = _selection(key)
    if request.method == "POST":
        selecting.announce(row)
        messages.success(request, _("Urutan cadangan diumumkan dan tidak berubah lagi."))
        return redirect("selection", key)
    if row.state != SelectionState.DIHITUNG or not row.result.get("counts"):
        raise Refusal(_("Yang diumumkan hanya seleksi yang sudah dihitung dan belum diumumkan."))
    told = row.result.get("questions", {})
    context = {
        "selection": row,
        "counts": row.result["counts"],
        "waiting": told.get("", 0),
        "questions": [(reasons.question(code), people) for code, people in told.items() if code],
    }
    return render(request, "penetapan/announce.html", context)


@page("penetapan.prepare", methods=("POST",))
def draft(request: HttpRequest, key: int) -> HttpResponse:
    """Have a decree over the chosen written."""
    row = _selection(key)
    form = Draft(request.POST)
    if not form.is_valid():
        messages.error(request, _("Isi atas nama siapa dan tentang apa keputusan ini."))
        return redirect("selection", key)
    unit = Organisation.objects.get(code=form.cleaned_data["unit"])
    decrees.ask_to_draft(row, unit, form.cleaned_data["about"])
    return redirect("selection", key)


@page("penetapan.clear", methods=("GET", "POST"))
def clear(request: HttpRequest, key: int) -> HttpResponse:
    """Answer the open questions about a candidate whom nothing else keeps out."""
    row = get_object_or_404(Candidate.objects.select_related("selection", "person"), pk=key)
    questions = selecting.open_questions(row)
    form = Clear(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not questions:
            raise Refusal(
                _("Tidak ada pertanyaan tentang orang ini yang dapat dijawab petugas."), "nothing_open"
            )
        for one in questions:
            selecting.clear(
                row.person, row.group_code, one.code, row.selection.year, form.cleaned_data["reason"]
            )
        messages.success(request, _("Jawaban dicatat. Hitung ulang seleksinya."))
        return redirect("selection", row.selection_id)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "row": row, "questions": questions}
    return render(request, "penetapan/clear.html", context, status=status)
