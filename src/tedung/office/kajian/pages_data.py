"""Pages of sources: look at the registry, hand a table in, invent a population."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.kajian import forms, queries, sources
from tedung.office.kajian.naming import certainties, lang, missing

SEED = 2026


@page("kajian.view")
def listing(request: HttpRequest) -> HttpResponse:
    """Show the sources in scope, and the three ways to make one."""
    return _shown(request)


def _shown(request: HttpRequest, status: int = 200, **given: object) -> HttpResponse:
    day = {"day": clock.today()}
    words = certainties()
    rows = [
        {
            "source": source,
            "margins": [
                (words.get(code, code), count) for code, count in source.summary.get("margins", {}).items()
            ],
            "missing": missing(source.summary.get("missing", [])),
            "assumptions": [one[lang()] for one in source.summary.get("assumptions", [])],
        }
        for source in queries.sources()[: queries.PAGE]
    ]
    context = {
        "rows": rows,
        "may_prepare": current().may("kajian.prepare"),
        "look": forms.Look(initial=day, auto_id="lihat_%s"),
        "invent": forms.Invent(initial={**day, "seed": SEED}, auto_id="rekaan_%s"),
        "upload": forms.Upload(initial=day, auto_id="unggah_%s"),
        **given,
    }
    return render(request, "kajian/data.html", context, status=status)


@page("kajian.prepare", methods=("POST",))
def look(request: HttpRequest) -> HttpResponse:
    """Ask for the registry's people."""
    form = forms.Look(request.POST, auto_id="lihat_%s")
    if not form.is_valid():
        return _shown(request, 422, look=form, form=form)
    return _asked(request, sources.take_registry(settings.HOME_REGION, form.cleaned_data["day"]))


@page("kajian.prepare", methods=("POST",))
def invent(request: HttpRequest) -> HttpResponse:
    """Ask for an invented population."""
    form = forms.Invent(request.POST, auto_id="rekaan_%s")
    if not form.is_valid():
        return _shown(request, 422, invent=form, form=form)
    given = form.cleaned_data
    return _asked(request, sources.invent(given["region"], given["day"], given["seed"]))


@page("kajian.prepare", methods=("POST",))
def upload(request: HttpRequest) -> HttpResponse:
    """Take a table of people in."""
    form = forms.Upload(request.POST, request.FILES, auto_id="unggah_%s")
    if form.is_valid():
        given = form.cleaned_data
        try:
            return _asked(
                request, sources.take_table(settings.HOME_REGION, given["day"], given["name"], given["table"])
            )
        except Refusal as fault:
            form.add_error("table", fault.sentence)
    return _shown(request, 422, upload=form, form=form)


def _asked(request: HttpRequest, source: object) -> HttpResponse:
    messages.info(
        request, _("“%(name)s” sedang disiapkan. Muat ulang halaman ini sebentar lagi.") % {"name": source}
    )
    return redirect("kajian_data")
