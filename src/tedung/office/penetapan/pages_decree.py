"""Pages of a decree: its rows, its annex, each step, its amendments."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.penetapan import clause, decrees, printing
from tedung.office.penetapan.forms import Amend, Issue, Leave, Replace
from tedung.office.penetapan.models import Cover, Decree
from tedung.office.penetapan.showing import shown


@page("penetapan.view")
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show a decree."""
    return shown(request, _decree(key))


def _decree(key: int) -> Decree:
    rows = Decree.objects.select_related("unit", "amends", "selection", "document", "signed")
    found: Decree = get_object_or_404(rows, pk=key)
    return found


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
