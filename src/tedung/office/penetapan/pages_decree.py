"""Pages of a decree: its rows, its annex, each step, its amendments."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.penetapan import clause, decrees, issuing, mending, printing, queries
from tedung.office.penetapan.forms import Amend, Leave, Note, NoteOfCity, Replace, SignedScan, TakeOff
from tedung.office.penetapan.models import Cover, Decree, Row
from tedung.office.penetapan.showing import shown


@page("penetapan.view")
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show a decree, or the part of one in force that names people whom the actor sees."""
    decree = queries.decree_to_read(key)
    if decree is None:
        raise Http404
    return shown(request, decree)


def _decree(key: int) -> Decree:
    rows = Decree.objects.select_related("unit", "amends", "selection", "document", "signed", "job")
    found: Decree = get_object_or_404(rows, pk=key)
    return found


@page("penetapan.print", methods=("POST",))
def annex(request: HttpRequest, key: int) -> HttpResponse:
    """Have the annex written."""
    printing.ask_for_annex(_decree(key))
    return redirect("decree", key)


@page("penetapan.prepare", methods=("POST",))
def submit(request: HttpRequest, key: int) -> HttpResponse:
    """Hand a draft to the legal bureau."""
    decrees.submit(_decree(key))
    messages.success(request, _("Konsep diajukan kepada bagian hukum."))
    return redirect("decree", key)


@page("penetapan.prepare", methods=("POST",))
def cancel(request: HttpRequest, key: int) -> HttpResponse:
    """Give a draft up."""
    mending.cancel(_decree(key), request.POST.get("alasan", "")[:1_000])
    messages.success(request, _("Konsep dibatalkan."))
    return redirect("decree", key)


@page("penetapan.prepare", methods=("GET", "POST"))
def take_off(request: HttpRequest, key: int, row: int) -> HttpResponse:
    """Take a row off a draft."""
    return taking_off(request, _decree(key), row, mending.take_off)


def taking_off(
    request: HttpRequest, decree: Decree, key: int, act: Callable[[Decree, Row, str], None]
) -> HttpResponse:
    """Ask why a row is taken off a draft, and have it done."""
    row = get_object_or_404(Row.objects, pk=key, decree=decree)
    form = TakeOff(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act(decree, row, form.cleaned_data["reason"])
        messages.success(request, _("Baris nomor %(n)s dihapus dari konsep ini.") % {"n": row.ordinal})
        return redirect("decree", decree.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "decree": decree, "row": row}
    return render(request, "penetapan/take_off.html", context, status=status)


@page("penetapan.issue", methods=("POST",))
def give_back(request: HttpRequest, key: int) -> HttpResponse:
    """Give a draft back."""
    decrees.give_back(_decree(key), request.POST.get("alasan", "")[:1_000])
    messages.success(request, _("Konsep dikembalikan."))
    return redirect("decree", key)


@page("penetapan.issue", methods=("POST",))
def note(request: HttpRequest, key: int) -> HttpResponse:
    """Write down how a decree was signed; the next page asks once more before it is in force."""
    decree = _decree(key)
    form = NoteOfCity(request.POST, request.FILES)
    if not form.is_valid():
        return shown(request, decree, 422, note=form, form=form)
    given = form.cleaned_data
    told = (decree, given["number"], given["day"], given["signatory"], given["signed"])
    try:
        issuing.note(*told, why_unsigned=given["why_unsigned"])
    except Refusal as refusal:
        return found_wanting(request, decree, form, refusal)
    return redirect("decree_issue", key)


def found_wanting(request: HttpRequest, decree: Decree, form: Note, refusal: Refusal) -> HttpResponse:
    """Show a note again with why it does not do, so that nothing typed is lost; else refuse the step."""
    if refusal.code not in issuing.OF_WHAT_IS_TYPED:
        raise refusal
    form.add_error("signed" if refusal.code == "unsigned" else refusal.code, refusal.sentence)
    return shown(request, decree, 422, note=form, form=form)


@page("penetapan.issue", methods=("GET", "POST"))
def issue(request: HttpRequest, key: int) -> HttpResponse:
    """Show what is about to be in force; put it in force where that is said."""
    decree = _decree(key)
    if request.method == "POST":
        issuing.ask_to_issue(decree)
        return redirect("decree", key)
    return confirmation(request, decree)


def confirmation(request: HttpRequest, decree: Decree) -> HttpResponse:
    """Name what a decree does, for whoever puts it in force."""
    if not decree.is_noted:
        raise Refusal(_("Catat dulu nomor, tanggal dan penanda tangannya di halaman keputusan."), "not_noted")
    context = {
        "decree": decree,
        "name": printing.name_of(decree),
        "entering": decree.rows.filter(act=Row.Act.MASUK).count(),
        "leaving": decree.rows.filter(act=Row.Act.KELUAR).count(),
        "is_city": decree.kind == Decree.Kind.SK,
    }
    return render(request, "penetapan/issue.html", context)


@page("penetapan.issue", methods=("POST",))
def add_scan(request: HttpRequest, key: int) -> HttpResponse:
    """Keep the signed scan that was said to follow."""
    decree = _decree(key)
    form = SignedScan(request.POST, request.FILES)
    if not form.is_valid():
        return shown(request, decree, 422, scan=form, form=form)
    issuing.add_scan(decree, form.cleaned_data["signed"])
    messages.success(request, _("Pindaian tersimpan bersama keputusannya."))
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
    return leaving(request, form, decree, found)


def leaving(request: HttpRequest, form: Leave, decree: Decree, cover: Cover) -> HttpResponse:
    """Ask why a person leaves."""
    context = {"form": form, "decree": decree, "cover": cover}
    status = 422 if request.method == "POST" else 200
    return render(request, "penetapan/leave.html", context, status=status)


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
        told = _(
            "Cadangan teratas masuk sebagai nomor %(ordinal)s. Lampiran penggantinya ada di halaman ini."
        )
        messages.success(request, told % {"ordinal": row.ordinal})
        return redirect("decree", key)
    context = {"form": form, "decree": decree, "cover": found}
    status = 422 if request.method == "POST" else 200
    return render(request, "penetapan/replace.html", context, status=status)
