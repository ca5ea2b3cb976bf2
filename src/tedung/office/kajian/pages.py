"""Pages of scenarios: the list, the form, the result, the workbook, two to four side by side."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.documents.kinds import MEDIA_TYPES
from tedung.office.documents.pages import as_file
from tedung.office.home.queries import SMALL
from tedung.office.jobs.models import Job
from tedung.office.kajian import comparing, forms, naming, queries, services, showing, summary, versions
from tedung.office.kajian.models import Result, Scenario, ScenarioState
from tedung.office.kajian.picture import map_of
from tedung.office.kajian.sections import sections
from tedung.office.kajian.workbook import workbook

DIGITS = 18
LEAST, MOST = 2, 4


@page("kajian.view")
def listing(request: HttpRequest) -> HttpResponse:
    """Show the scenarios in scope, the newest first, 50 a page."""
    before = request.GET.get("sebelum", "")
    rows, following = queries.listed(int(before) if before.isdecimal() and len(before) <= DIGITS else None)
    facts = queries.facts_of(rows)
    context = {
        "rows": [(row, facts.get(row.pk)) for row in rows],
        "next": following,
        "may_prepare": current().may("kajian.prepare"),
        "may_compare": len(facts) >= LEAST,
        "has_source": queries.ready().exists(),
        "hides": showing.hides_small(),
    }
    return render(request, "kajian/listing.html", context)


@page("kajian.prepare", methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Make a scenario."""
    return _form(request, None)


@page("kajian.prepare", methods=("GET", "POST"))
def change(request: HttpRequest, key: int) -> HttpResponse:
    """Change the choices of a scenario."""
    scenario = get_object_or_404(Scenario.objects.select_related("source"), pk=key)
    if scenario.state == ScenarioState.DIBAGIKAN:
        messages.error(
            request, _("Kajian ini sudah dibagikan dan tidak berubah lagi. Salin dulu, lalu ubah salinannya.")
        )
        return redirect("kajian_detail", key)
    return _form(request, scenario)


def _form(request: HttpRequest, scenario: Scenario | None) -> HttpResponse:
    region = scenario.region if scenario else settings.HOME_REGION
    data, kinds = request.POST or None, {"kinds": forms.floor_kinds(region)}
    form = forms.Choose(data, region=region, initial=forms.begun(scenario))
    floors = forms.Floors(data, prefix="batas", initial=forms.floors_begun(scenario), form_kwargs=kinds)
    if request.method == "POST" and form.is_valid() and floors.is_valid():
        return redirect("kajian_detail", _saved(scenario, form, floors).pk)
    context = {
        "form": form,
        "floors": floors,
        "scenario": scenario,
        "has_source": queries.ready().exists(),
        "parted": _parted(form),
    }
    return render(request, "kajian/form.html", context, status=422 if request.method == "POST" else 200)


def _parted(form: forms.Choose) -> dict[str, list[Any]]:
    """Return the fields by the part of the form in which they stand."""
    return {
        "first": [form[name] for name in ("name", "source", "note")],
        "money": [
            form[name]
            for name in (
                "programmes",
                "first_month",
                "months",
                "payer",
                "sumber_dana",
                "budget",
                "lowest_bracket",
            )
        ],
        "more": [form[name] for name in ("replaced_after", "seed", "sensitivity")],
    }


def _saved(scenario: Scenario | None, form: forms.Choose, floors: Any) -> Scenario:
    given = form.cleaned_data
    asked = [one for one in (row.asked() for row in floors) if one]
    chosen = {**form.chosen(), "floors": asked}
    if scenario is None:
        made: Scenario = services.prepare(given["source"], given["name"], chosen, given["note"])
        scenario = made
    else:
        services.alter(scenario, given["source"], given["name"], chosen, given["note"])
    services.ask(scenario)
    return scenario


@page("kajian.view")
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show a scenario: its choices, how far it is, what came of it."""
    scenario = get_object_or_404(Scenario.objects.select_related("source"), pk=key)
    result = scenario.result
    actor = current()
    context = {
        **result_context(scenario, result),
        "job": Job.objects.filter(pk=scenario.job_id).first() if scenario.job_id else None,
        "reforms": scenario.reforms.order_by("-pk")[: queries.PAGE],
        "may_prepare": actor.may("kajian.prepare"),
        "may_share": actor.may("kajian.share"),
        "is_shared": scenario.state == ScenarioState.DIBAGIKAN,
    }
    return render(request, "kajian/detail.html", context)


def result_context(scenario: Scenario, result: Result | None) -> dict[str, Any]:
    """Return what a page of a result shows."""
    shown: dict[str, Any] = {
        "scenario": scenario,
        "result": result,
        "chosen": summary.chosen_said(scenario, result),
    }
    if result is None:
        return shown
    return shown | {
        "asked": summary.asked_said(scenario, result),
        "figures": summary.figures(result),
        "papers": list(result.papers.order_by("form")),
        "facts": result.facts,
        "sections": [*sections(result), *versions.sections(result)],
        "picture": map_of(result, scenario.region),
        "steps": summary.steps_of(result),
        "unsaid": showing.told(result.facts["states"]["unsaid"]),
        "unaged": showing.told(result.facts["unaged"]),
        "missing": naming.missing(result.facts["missing"]),
        "hides": showing.hides_small(),
        "small": SMALL,
    }


@page("kajian.prepare", methods=("POST",))
def compute(request: HttpRequest, key: int) -> HttpResponse:
    """Ask for a scenario to be computed."""
    job = services.ask(get_object_or_404(Scenario.objects, pk=key))
    messages.info(request, _("Kajian sedang dihitung. Halaman ini memperbarui diri setelah selesai."))
    return redirect("kajian_detail", job.arguments["scenario_id"])


@page("kajian.prepare", methods=("POST",))
def copy(request: HttpRequest, key: int) -> HttpResponse:
    """Copy a scenario, to change one of its choices."""
    made = services.copy(get_object_or_404(Scenario.objects.select_related("source"), pk=key))
    messages.success(request, _("Salinan dibuat. Ubah pilihannya, lalu hitung."))
    return redirect("kajian_change", made.pk)


@page("kajian.view")
def tables(request: HttpRequest, key: int) -> HttpResponse:
    """Hand out every table of a result as a workbook."""
    scenario = get_object_or_404(Scenario.objects.select_related("source"), pk=key)
    result = scenario.result
    if result is None:
        raise Http404
    return as_file(workbook(scenario, result), f"kajian-{scenario.pk}.xlsx", MEDIA_TYPES["xlsx"])


@page("kajian.view")
def compare(request: HttpRequest) -> HttpResponse:
    """Show two to four scenarios side by side."""
    given = request.GET.getlist("kajian")
    if any(not one.isdecimal() or len(one) > DIGITS for one in given):
        raise BadRequest
    asked = list(dict.fromkeys(int(one) for one in given))
    rows = list(Scenario.objects.select_related("source").filter(pk__in=asked, result_pk__isnull=False))
    if not LEAST <= len(rows) <= MOST or len(rows) != len(asked):
        messages.error(request, _("Pilih dua sampai empat kajian yang sudah dihitung, lalu bandingkan."))
        return redirect("kajian")
    ordered = sorted(rows, key=lambda row: asked.index(row.pk))
    return render(request, "kajian/compare.html", comparing.side_by_side(ordered))
