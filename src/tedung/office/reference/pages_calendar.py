"""The days of the year's calendar, as the office sets them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.base.refusals import said_in
from tedung.office.home.programme import PREFIX, steps
from tedung.office.reference import queries, services
from tedung.office.reference.forms import CalendarForm

MOST = 50


@page("settings.view")
def overview(request: HttpRequest) -> HttpResponse:
    """Show the steps of this year with their days."""
    return _overview(request, CalendarForm())


@page("settings.change", methods=("POST",))
def change(request: HttpRequest) -> HttpResponse:
    """Let a step have other days from a day on."""
    form = CalendarForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        with said_in(form):
            services.set_calendar(given["code"], *form.days(), given["since"], given["reason"])
            messages.success(request, _("Hari baru disimpan."))
            return redirect("calendar")
    return _overview(request, form, status=422)


def _overview(request: HttpRequest, form: CalendarForm, status: int = 200) -> HttpResponse:
    context = {
        "rows": steps(clock.today()),
        "history": queries.histories(PREFIX)[:MOST],
        "today": clock.today(),
        "form": form,
        "may_change": current().may("settings.change"),
    }
    return render(request, "reference/calendar.html", context, status=status)
