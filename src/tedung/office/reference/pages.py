"""Pages of the office's own settings: what holds today, what is planned, and how it was before."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.base.paging import key as key_of
from tedung.office.base.refusals import Refusal
from tedung.office.home.programme import PREFIX
from tedung.office.reference import queries, services
from tedung.office.reference.forms import NumberingForm, ValueForm
from tedung.office.reference.keys import KEYS
from tedung.office.reference.models import Setting

MOST = 50
PAGES = {services.NUMBERING: "numbering", services.SIZES: "sizes"}
"""Settings that have a page of their own."""


@page("settings.view")
def overview(request: HttpRequest) -> HttpResponse:
    """Show each setting as it holds today, and what else an office sets for itself."""
    context = {"rows": queries.values_today(), "may_change": current().may("settings.change")}
    return render(request, "reference/overview.html", context)


@page("settings.view")
def value(request: HttpRequest, key: str) -> HttpResponse:
    """Show a setting: the value today, those before, those planned."""
    return _value(request, key, ValueForm(initial={"value": queries.setting(_known(key))}))


@page("settings.change", methods=("POST",))
def value_set(request: HttpRequest, key: str) -> HttpResponse:
    """Let a setting hold another value from a day on."""
    form = ValueForm(request.POST)
    given = _given(form)
    if given and _done(form, lambda: services.set_value(_known(key), given["value"], *_when(given))):
        messages.success(request, _("Nilai baru disimpan."))
        return redirect("setting", key)
    return _value(request, _known(key), form, status=422)


def _value(request: HttpRequest, key: str, form: ValueForm, status: int = 200) -> HttpResponse:
    context = {
        "key": key,
        "about": KEYS[key],
        "now": queries.setting(key),
        "rows": queries.history(key)[:MOST],
        "today": clock.today(),
        "form": form,
        "may_change": current().may("settings.change"),
    }
    return render(request, "reference/value.html", context, status=status)


@page("settings.change", methods=("POST",))
def value_withdraw(request: HttpRequest, row: int) -> HttpResponse:
    """Take back a value that has not held yet."""
    found = get_object_or_404(Setting.objects, pk=row)
    services.withdraw(found)
    messages.success(request, _("Nilai itu ditarik dan tidak akan berlaku."))
    if found.key.startswith(PREFIX):
        return redirect("calendar")
    if found.key in PAGES:
        return redirect(PAGES[found.key])
    return redirect("setting", found.key)


@page("settings.view")
def numbering(request: HttpRequest) -> HttpResponse:
    """Show how letters are numbered, by organisation."""
    unit = key_of(request.GET.get("unit", ""))
    known = {"unit": str(unit) if unit else "", "form": queries.numbering_of(unit)}
    return _numbering(request, NumberingForm(initial=known))


@page("settings.change", methods=("POST",))
def numbering_set(request: HttpRequest) -> HttpResponse:
    """Let letters be numbered in another form from a day on."""
    form = NumberingForm(request.POST)
    given = _given(form)
    if given:
        unit = form.units.get(given["unit"])
        if _done(form, lambda: services.set_numbering(unit, given["form"], *_when(given))):
            messages.success(request, _("Bentuk nomor baru disimpan."))
            return redirect("numbering")
    return _numbering(request, form, status=422)


def _numbering(request: HttpRequest, form: NumberingForm, status: int = 200) -> HttpResponse:
    context = {
        "rows": queries.numbering_forms(),
        "history": queries.history(services.NUMBERING)[:MOST],
        "today": clock.today(),
        "form": form,
        "may_change": current().may("settings.change"),
    }
    return render(request, "reference/numbering.html", context, status=status)


def _known(key: str) -> str:
    if key not in KEYS:
        raise Http404
    return key


def _given(form: Any) -> dict[str, Any]:
    """Return what a form holds, nothing where it is not well filled in."""
    return dict(form.cleaned_data) if form.is_valid() else {}


def _when(given: dict[str, Any]) -> tuple[Any, str]:
    return given["since"], given["reason"]


def _done(form: Any, act: Any) -> bool:
    """Do what was asked; say in the form why it is refused."""
    try:
        act()
    except Refusal as refused:
        form.add_error(None, refused.sentence)
        return False
    return True
