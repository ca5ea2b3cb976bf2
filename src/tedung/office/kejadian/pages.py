"""Pages of what happened: the list, a report about a person, its card of rights and papers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.audit.steps import taken
from tedung.office.base import clock
from tedung.office.base.refusals import said_in
from tedung.office.kejadian import queries, services
from tedung.office.kejadian.forms import Report, Verdict
from tedung.office.kejadian.models import Kejadian, State
from tedung.office.kejadian.rights import card
from tedung.office.people.models import Person

PAGE = 50


@page("kejadian.view")
def listing(request: HttpRequest) -> HttpResponse:
    """Show the reports, and the deaths that only the registry knows of."""
    state = request.GET.get("keadaan", "")
    context = {
        "rows": queries.reports(state)[:PAGE],
        "unreported": queries.unreported_deaths()[:PAGE],
        "state": state,
        "states": State.choices,
        "may_report": current().may("kejadian.report"),
    }
    return render(request, "kejadian/listing.html", context)


@page("kejadian.report", methods=("GET", "POST"))
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """Tell what happened to a person."""
    person = get_object_or_404(Person.objects, public_id=public_id)
    form = Report(request.POST or None, initial={"day": clock.today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with said_in(form):
            told = services.report(
                person,
                given["kind"],
                given["day"],
                told_by=given["told_by"],
                place=given["place"],
                note=given["note"],
                is_work_related=given["is_work_related"],
            )
            messages.success(request, _("Laporan terkirim. Petugas kota memastikannya."))
            return redirect("kejadian_detail", told.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "kejadian/report.html", {"form": form, "person": person}, status=status)


@page("kejadian.view")
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show a report with what the family may expect, must bring, and until when."""
    told = get_object_or_404(Kejadian.objects.select_related("person"), pk=key)
    context = {
        "told": told,
        "card": card(told, clock.today()),
        "steps": taken(told)[:PAGE],
        "may_confirm": current().may("kejadian.confirm"),
        "form": Verdict(),
    }
    return render(request, "kejadian/detail.html", context)


@page("kejadian.confirm", methods=("POST",))
def confirm(request: HttpRequest, key: int) -> HttpResponse:
    """Make sure of a report."""
    services.confirm(get_object_or_404(Kejadian.objects, pk=key), request.POST.get("reason", "")[:1_000])
    messages.success(request, _("Dipastikan. Iuran bulan berikutnya tidak dibayarkan lagi."))
    return redirect("kejadian_detail", key)


@page("kejadian.confirm", methods=("POST",))
def deny(request: HttpRequest, key: int) -> HttpResponse:
    """Say that it was not so."""
    services.deny(get_object_or_404(Kejadian.objects, pk=key), request.POST.get("reason", "")[:1_000])
    messages.success(request, _("Laporan dicatat tidak benar; orang ini ditanggung seperti semula."))
    return redirect("kejadian_detail", key)
