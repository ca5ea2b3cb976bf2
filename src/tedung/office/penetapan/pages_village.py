"""Pages of a village's decree: drafted from its proposal, handed over, confirmed by another."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.penetapan import village, village_amending
from tedung.office.penetapan.forms import Leave, Note, VillageAmend, VillageDraft
from tedung.office.penetapan.models import Cover, Decree
from tedung.office.penetapan.pages_decree import confirmation, found_wanting, leaving, taking_off
from tedung.office.penetapan.showing import shown
from tedung.office.usulan.models import Usulan


@page("penetapan.village_prepare", methods=("GET", "POST"))
def new(request: HttpRequest, key: int) -> HttpResponse:
    """Draft a village's decree over its proposal."""
    usulan = get_object_or_404(Usulan.objects.select_related("unit"), pk=key)
    initial = {
        "about": usulan.title,
        "since": clock.today().replace(year=usulan.year, month=1, day=1),
        "until": clock.today().replace(year=usulan.year, month=12, day=31),
    }
    form = VillageDraft(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        drafted = village.draft(usulan, **form.cleaned_data)
        _tell_who_stays_out(request, drafted)
        return redirect("decree", drafted.decree.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "penetapan/village.html", {"form": form, "usulan": usulan}, status=status)


@page("penetapan.village_prepare", methods=("POST",))
def submit(request: HttpRequest, key: int) -> HttpResponse:
    """Hand a draft to whoever confirms it."""
    village.submit(_decree(key))
    messages.success(request, _("Konsep diajukan. Petugas lain di desa mengesahkannya."))
    return redirect("decree", key)


@page("penetapan.village_prepare", methods=("POST",))
def cancel(request: HttpRequest, key: int) -> HttpResponse:
    """Give a draft up."""
    village.cancel(_decree(key), request.POST.get("alasan", "")[:1_000])
    messages.success(request, _("Konsep dibatalkan."))
    return redirect("decree", key)


@page("penetapan.village_prepare", methods=("GET", "POST"))
def take_off(request: HttpRequest, key: int, row: int) -> HttpResponse:
    """Take a row off a draft."""
    return taking_off(request, _decree(key), row, village.take_off)


@page("penetapan.village_prepare", methods=("POST",))
def annex(request: HttpRequest, key: int) -> HttpResponse:
    """Have the annex written."""
    village.ask_for_annex(_decree(key))
    return redirect("decree", key)


@page("penetapan.village_confirm", methods=("POST",))
def note(request: HttpRequest, key: int) -> HttpResponse:
    """Write down how a decree was signed by the village's head."""
    decree = _decree(key)
    form = Note(request.POST, request.FILES)
    if not form.is_valid():
        return shown(request, decree, 422, note=form, form=form)
    given = form.cleaned_data
    try:
        village.note(decree, given["number"], given["day"], given["signatory"], given["signed"])
    except Refusal as refusal:
        return found_wanting(request, decree, form, refusal)
    return redirect("village_decree_confirm", key)


@page("penetapan.village_confirm", methods=("GET", "POST"))
def confirm(request: HttpRequest, key: int) -> HttpResponse:
    """Show what is about to be in force; put it in force where that is said."""
    decree = _decree(key)
    if request.method == "POST":
        village.ask_to_confirm(decree)
        return redirect("decree", key)
    return confirmation(request, decree)


@page("penetapan.village_prepare", methods=("POST",))
def amend(request: HttpRequest, key: int) -> HttpResponse:
    """Begin an amendment of the village's decree."""
    decree = _decree(key)
    form = VillageAmend(request.POST)
    if not form.is_valid():
        return shown(request, decree, 422, amend=form, form=form)
    return redirect("decree", village_amending.amend(decree, **form.cleaned_data).pk)


@page("penetapan.village_prepare", methods=("GET", "POST"))
def leave(request: HttpRequest, key: int, cover: int) -> HttpResponse:
    """Let a person leave by an amendment of the village."""
    decree = _decree(key)
    found = get_object_or_404(Cover.objects.select_related("person", "row"), pk=cover)
    form = Leave(request.POST or None)
    if request.method == "POST" and form.is_valid():
        village_amending.take_out(decree, found, form.cleaned_data["reason"])
        return redirect("decree", key)
    return leaving(request, form, decree, found)


@page("penetapan.village_prepare", methods=("POST",))
def bring_in(request: HttpRequest, key: int) -> HttpResponse:
    """Let those of the village's proposal enter who are not on the decree."""
    decree = _decree(key)
    usulan = village_amending.proposal_of(decree)
    if usulan is None:
        raise Refusal(_("Desa ini belum mempunyai usulan untuk tahun keputusan ini."))
    drafted = village_amending.bring_in(decree, usulan)
    messages.success(request, _("%(people)s orang masuk dari usulan.") % {"people": drafted.people})
    _tell_who_stays_out(request, drafted)
    return redirect("decree", key)


def _tell_who_stays_out(request: HttpRequest, drafted: village.Drafted) -> None:
    for sentence, people in drafted.left_out:
        told = _("%(people)s orang tidak dimasukkan: %(sentence)s")
        messages.warning(request, told % {"people": people, "sentence": sentence})


def _decree(key: int) -> Decree:
    rows = Decree.objects.select_related("unit", "amends", "selection", "document", "signed", "job")
    found: Decree = get_object_or_404(rows, pk=key)
    return found
