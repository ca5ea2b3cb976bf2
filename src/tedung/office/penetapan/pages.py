"""Pages of selections: plan one, compute it, announce its order, draft the decree."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.base.paging import PAGE, asked, cut
from tedung.office.organisations.models import Organisation
from tedung.office.penetapan import decrees, selecting
from tedung.office.penetapan.forms import Clear, Draft, Plan
from tedung.office.penetapan.models import Candidate, Decree, Selection
from tedung.office.penetapan.queries import group_names


@page("penetapan.view")
def listing(request: HttpRequest) -> HttpResponse:
    """Show the selections and the decrees in scope."""
    decreed = Decree.objects.select_related("unit", "amends").order_by("-pk")
    context = {
        "selections": Selection.objects.order_by("-pk")[:PAGE],
        "decrees": decreed[:PAGE],
        "may_prepare": current().may("penetapan.prepare"),
    }
    return render(request, "penetapan/listing.html", context)


@page("penetapan.prepare", methods=("GET", "POST"))
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a selection."""
    year = clock.today().year + 1
    form = Plan(request.POST or None, initial={"year": year, "first_month": f"{year}-01", "months": 12})
    if request.method == "POST" and form.is_valid():
        made = selecting.plan(settings.HOME_REGION, **form.cleaned_data)
        return redirect("selection", made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "penetapan/plan.html", {"form": form}, status=status)


@page("penetapan.view")
def selection(request: HttpRequest, key: int) -> HttpResponse:
    """Show a selection: its counts, its order, its reasons."""
    row = get_object_or_404(Selection.objects, pk=key)
    status = request.GET.get("keadaan", "chosen")
    found = Candidate.objects.filter(selection=row, status=status).select_related("person")
    order = ("pk",) if status == "stopped" else ("rank",)
    if after := asked(request, "sesudah"):
        found = found.filter(**{f"{order[0]}__gt": after})
    rows, last = cut(found.order_by(*order))
    actor = current()
    context = {
        "selection": row,
        "counts": [
            (code, name, row.result.get("counts", {}).get(code, 0)) for code, name in Candidate.Status.choices
        ],
        "rows": rows,
        "status": status,
        "groups": group_names(),
        "next": (last.pk if status == "stopped" else last.rank) if last else None,
        "may_prepare": actor.may("penetapan.prepare"),
        "may_clear": actor.may("penetapan.clear"),
        "form": Draft(initial={"about": row.name}),
        "decrees": Decree.objects.filter(selection=row, amends=None).order_by("-pk")[:PAGE],
    }
    return render(request, "penetapan/selection.html", context)


@page("penetapan.prepare", methods=("POST",))
def compute(request: HttpRequest, key: int) -> HttpResponse:
    """Compute a selection."""
    counts = selecting.compute(get_object_or_404(Selection.objects, pk=key))
    messages.success(
        request,
        _("%(chosen)s terpilih, %(reserve)s cadangan, %(stopped)s tidak dapat diusulkan.") % counts,
    )
    return redirect("selection", key)


@page("penetapan.prepare", methods=("POST",))
def announce(request: HttpRequest, key: int) -> HttpResponse:
    """Let the order of the reserve stand."""
    selecting.announce(get_object_or_404(Selection.objects, pk=key))
    messages.success(request, _("Urutan cadangan diumumkan dan tidak berubah lagi."))
    return redirect("selection", key)


@page("penetapan.prepare", methods=("POST",))
def draft(request: HttpRequest, key: int) -> HttpResponse:
    """Draft a decree over the chosen."""
    row = get_object_or_404(Selection.objects, pk=key)
    form = Draft(request.POST)
    if not form.is_valid():
        messages.error(request, _("Isi atas nama siapa dan tentang apa keputusan ini."))
        return redirect("selection", key)
    unit = Organisation.objects.get(code=form.cleaned_data["unit"])
    made = decrees.draft(row, unit, form.cleaned_data["about"])
    return redirect("decree", made.pk)


@page("penetapan.clear", methods=("GET", "POST"))
def clear(request: HttpRequest, key: int) -> HttpResponse:
    """Answer an open question about a candidate."""
    row = get_object_or_404(Candidate.objects.select_related("selection", "person"), pk=key)
    form = Clear(request.POST or None)
    if request.method == "POST" and form.is_valid():
        for code in selecting.open_questions(row):
            selecting.clear(row.person, row.group_code, code, row.selection.year, form.cleaned_data["reason"])
        messages.success(request, _("Jawaban dicatat. Hitung ulang seleksinya."))
        return redirect("selection", row.selection_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "penetapan/clear.html", {"form": form, "row": row}, status=status)
