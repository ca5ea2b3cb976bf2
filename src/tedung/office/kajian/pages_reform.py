"""The page of a try at another law: values chosen from a list, or a file of an expert's."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.dates import Month
from tedung.law import Law, law_on
from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.base.refusals import Refusal
from tedung.office.kajian import forms, reform_form, reforms
from tedung.office.kajian.models import Scenario

ASKED = "upload"
"""What the button of the expert's form sends."""


@page("kajian.view", methods=("GET", "POST"))
def reform(request: HttpRequest, key: int) -> HttpResponse:
    """Show what changes of the law would do to the same people; take another."""
    scenario = get_object_or_404(Scenario.objects.select_related("source"), pk=key)
    is_post = request.method == "POST"
    is_upload = is_post and ("reform" in request.FILES or ASKED in request.POST)
    form = forms.Try(request.POST or None, request.FILES or None) if is_upload else forms.Try()
    first = reforms.first_month(scenario)
    typed = request.POST if is_post and not is_upload else None
    chosen = reform_form.Chosen(typed, initial={"month": first, "length": 12})
    law = law_on(_month(chosen, first).first_day)
    changes = reform_form.Changes(typed, prefix="ganti", form_kwargs={"values": reform_form.changeable(law)})
    if is_post and _is_asked(request, scenario, Typed(form if is_upload else None, chosen, changes, law)):
        return redirect("kajian_reform", key)
    context = {
        "scenario": scenario,
        "upload": form,
        "form": form if is_upload else chosen,
        "chosen": chosen,
        "changes": changes,
        "may_prepare": current().may("kajian.prepare"),
        **reforms.shown(scenario),
    }
    return render(request, "kajian/reform.html", context, status=422 if is_post else 200)


def _month(chosen: reform_form.Chosen, first: Month) -> Month:
    """Return the month whose law is changed; the scenario's first where none can be read."""
    if not chosen.is_bound:
        return first
    chosen.is_valid()
    month: Month = chosen.cleaned_data.get("month", first)
    return month


class Typed(NamedTuple):
    """What was handed in: a file, or a name with its changes under the law of a month."""

    upload: Any
    chosen: Any
    changes: Any
    law: Law


def _is_asked(request: HttpRequest, scenario: Scenario, typed: Typed) -> bool:
    """Ask for a reform that is told whole; what it lacks stands at its field."""
    if typed.upload is not None:
        is_whole, target, field = typed.upload.is_valid(), typed.upload, "reform"
    else:
        is_whole, target, field = typed.chosen.is_valid() & typed.changes.is_valid(), typed.chosen, "name"
    if not is_whole:
        return False
    try:
        _ask(scenario, typed)
    except Refusal as fault:
        target.add_error(field, fault.sentence)
        return False
    messages.info(request, _("Perubahan sedang dihitung. Tabelnya muncul di halaman ini setelah selesai."))
    return True


def _ask(scenario: Scenario, typed: Typed) -> None:
    if typed.upload is not None:
        reforms.ask(scenario, typed.upload.cleaned_data["reform"])
        return
    given = typed.chosen.cleaned_data
    picked = [one.chosen for one in typed.changes if one.chosen]
    content = reform_form.as_toml(given["name"], picked, typed.law)
    reforms.ask(scenario, content, given["month"], given["length"])
