"""Pages of a village's decree: drafted from its proposal, handed over, confirmed by another."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.penetapan import village
from tedung.office.penetapan.forms import Issue, VillageDraft
from tedung.office.penetapan.models import Decree
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
        for sentence, people in drafted.left_out:
            told = _("%(people)s orang tidak dimasukkan: %(sentence)s")
            messages.warning(request, told % {"people": people, "sentence": sentence})
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


@page("penetapan.village_prepare", methods=("POST",))
def annex(request: HttpRequest, key: int) -> HttpResponse:
    """Write the annex."""
    village.print_annex(_decree(key))
    return redirect("decree", key)


@page("penetapan.village_confirm", methods=("POST",))
def confirm(request: HttpRequest, key: int) -> HttpResponse:
    """Record a decree as signed by the village's head."""
    decree = _decree(key)
    form = Issue(request.POST, request.FILES)
    if not form.is_valid():
        return shown(request, decree, 422, issue=form, form=form)
    given = form.cleaned_data
    people = village.confirm(decree, given["number"], given["day"], given["signatory"], given["signed"])
    messages.success(
        request, _("Disahkan: %(people)s orang terlindungi menurut keputusan ini.") % {"people": people}
    )
    return redirect("decree", key)


def _decree(key: int) -> Decree:
    rows = Decree.objects.select_related("unit", "amends", "selection", "document", "signed")
    found: Decree = get_object_or_404(rows, pk=key)
    return found
