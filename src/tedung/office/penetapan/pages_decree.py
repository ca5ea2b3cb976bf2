"""Pages of a decree: its rows, its annex, each step, its amendments."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.audit.steps import taken
from tedung.office.base import clock
from tedung.office.penetapan import clause, decrees, printing
from tedung.office.penetapan.forms import Amend, Issue, Leave, Replace
from tedung.office.penetapan.models import Cover, Decree, DecreeState, Row
from tedung.office.penetapan.queries import group_names
from tedung.office.reference.queries import setting

PAGE = 50


@page("penetapan.view")
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show a decree."""
    return shown(request, _decree(key))


def _decree(key: int) -> Decree:
    rows = Decree.objects.select_related("unit", "amends", "selection", "document", "signed")
    found: Decree = get_object_or_404(rows, pk=key)
    return found


def shown(request: HttpRequest, decree: Decree, status: int = 200, **forms: Any) -> HttpResponse:
    """Show a decree with what the actor may do; forms: those that were filled and found wanting."""
    after = request.GET.get("sesudah", "")
    rows = Row.objects.filter(decree=decree).select_related("person", "replaces").order_by("ordinal")
    if after.isdecimal() and len(after) < PAGE:
        rows = rows.filter(ordinal__gt=int(after))
    listed = list(rows[: PAGE + 1])
    context = {
        "decree": decree,
        "name": printing.name_of(decree),
        "rows": listed[:PAGE],
        "groups": group_names(),
        "next": listed[PAGE - 1].ordinal if len(listed) > PAGE else None,
        "entering": Row.objects.filter(decree=decree, act=Row.Act.MASUK).count(),
        "leaving": Row.objects.filter(decree=decree, act=Row.Act.KELUAR).count(),
        "steps": taken(decree)[:PAGE],
        "amendments": Decree.objects.filter(amends=decree).order_by("sequence"),
        **_may(decree),
        "issue": Issue(initial={"day": clock.today(), "signatory": setting("decree.signatory")}),
        "amend": Amend(initial={"about": decree.about}),
        **_leaving(request, decree),
        **forms,
    }
    return render(request, "penetapan/decree.html", context, status=status)


def _may(decree: Decree) -> dict[str, bool]:
    """Say what the actor may do with a decree as it stands."""
    actor = current()
    is_city, is_draft = decree.kind == Decree.Kind.SK, decree.state == DecreeState.KONSEP
    is_root_issued = decree.state == DecreeState.DITETAPKAN and decree.amends_id is None
    waits = decree.state == DecreeState.DIAJUKAN
    prepares = actor.may("penetapan.prepare") and is_city
    is_other = actor.user_id != decree.prepared_by
    return {
        "is_city": is_city,
        "may_prepare": prepares,
        "may_fill": prepares and is_draft and decree.amends_id is not None,
        "may_quote": prepares and is_draft and decree.amends_id is None,
        "may_replace": actor.may("penetapan.clause") and is_root_issued and bool(decree.reserve_clause),
        "may_print": actor.may("penetapan.print"),
        "may_issue": actor.may("penetapan.issue") and is_city and waits,
        "may_village": actor.may("penetapan.village_prepare") and not is_city,
        "may_confirm": actor.may("penetapan.village_confirm") and not is_city and waits and is_other,
    }


def _leaving(request: HttpRequest, decree: Decree) -> dict[str, Any]:
    """Return who is covered by a decree that is changed: whoever may be taken out of it."""
    may = _may(decree)
    if not (may["may_fill"] or may["may_replace"]):
        return {}
    after = request.GET.get("ditanggung", "")
    covers = Cover.objects.filter(row__decree__in=decrees.family(decree), until__gte=decree.since)
    if after.isdecimal() and len(after) < PAGE:
        covers = covers.filter(pk__gt=int(after))
    listed = list(covers.select_related("person", "row").order_by("pk")[: PAGE + 1])
    return {"covers": listed[:PAGE], "next_cover": listed[PAGE - 1].pk if len(listed) > PAGE else None}


@page("penetapan.print", methods=("POST",))
def annex(request: HttpRequest, key: int) -> HttpResponse:
    """Write the annex."""
    printing.print_annex(_decree(key))
    return redirect("decree", key)


@page("penetapan.prepare", methods=("POST",))
def submit(request: HttpRequest, key: int) -> HttpResponse:
    """Hand a draft to the legal bureau."""
    decrees.submit(_decree(key))
    messages.success(request, _("Konsep diajukan kepada bagian hukum."))
    return redirect("decree", key)


@page("penetapan.issue", methods=("POST",))
def give_back(request: HttpRequest, key: int) -> HttpResponse:
    """Give a draft back."""
    decrees.give_back(_decree(key), request.POST.get("alasan", "")[:1_000])
    messages.success(request, _("Konsep dikembalikan."))
    return redirect("decree", key)


@page("penetapan.issue", methods=("POST",))
def issue(request: HttpRequest, key: int) -> HttpResponse:
    """Record a decree as signed."""
    decree = _decree(key)
    form = Issue(request.POST, request.FILES)
    if not form.is_valid():
        return shown(request, decree, 422, issue=form, form=form)
    given = form.cleaned_data
    people = decrees.issue(decree, given["number"], given["day"], given["signatory"], given["signed"])
    messages.success(
        request, _("Ditetapkan: %(people)s orang terlindungi menurut keputusan ini.") % {"people": people}
    )
    return redirect("decree", key)


@page("penetapan.prepare", methods=("POST",))
def amend(request: HttpRequest, key: int) -> HttpResponse:
    """Begin an amendment."""
    decree = _decree(key)
    form = Amend(request.POST)
    if not form.is_valid():
        return shown(request, decree, 422, amend=form, form=form)
    made = decrees.amend(decree, form.cleaned_data["about"], form.cleaned_data["since"])
    return redirect("decree", made.pk)


@page("penetapan.prepare", methods=("GET", "POST"))
def leave(request: HttpRequest, key: int, cover: int) -> HttpResponse:
    """Let a person leave by an amendment."""
    decree = _decree(key)
    found = get_object_or_404(Cover.objects.select_related("person", "row"), pk=cover)
    form = Leave(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decrees.take_out(decree, found, form.cleaned_data["reason"])
        return redirect("decree", key)
    status = 422 if request.method == "POST" else 200
    return render(
        request, "penetapan/leave.html", {"form": form, "decree": decree, "cover": found}, status=status
    )


@page("penetapan.prepare", methods=("POST",))
def move_up(request: HttpRequest, key: int) -> HttpResponse:
    """Let the first of the reserve in."""
    row = decrees.move_up(_decree(key))
    messages.success(
        request, _("Cadangan teratas masuk sebagai nomor %(ordinal)s.") % {"ordinal": row.ordinal}
    )
    return redirect("decree", key)


@page("penetapan.prepare", methods=("POST",))
def record_clause(request: HttpRequest, key: int) -> HttpResponse:
    """Quote the clause by which a reserve moves up."""
    clause.record_clause(_decree(key), request.POST.get("pasal", "")[:1_000])
    messages.success(request, _("Pasal dicatat di konsep keputusan ini."))
    return redirect("decree", key)


@page("penetapan.clause", methods=("GET", "POST"))
def replace_by_clause(request: HttpRequest, key: int, cover: int) -> HttpResponse:
    """Let a person leave and the first of the reserve enter, by the decree's own clause."""
    decree = _decree(key)
    found = get_object_or_404(Cover.objects.select_related("person", "row"), pk=cover)
    form = Replace(request.POST or None, initial={"since": clock.today()})
    if request.method == "POST" and form.is_valid():
        row = clause.replace(decree, found, form.cleaned_data["since"], form.cleaned_data["reason"])
        told = _("Cadangan teratas masuk sebagai nomor %(ordinal)s.")
        messages.success(request, told % {"ordinal": row.ordinal})
        return redirect("decree", key)
    context = {"form": form, "decree": decree, "cover": found}
    status = 422 if request.method == "POST" else 200
    return render(request, "penetapan/replace.html", context, status=status)
