"""Hari ini: what waits, the year, and who is protected."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.home import examining, programme, queries, services
from tedung.office.home.cover import cover
from tedung.office.home.entries import entries
from tedung.office.home.remedy import remedy
from tedung.office.penetapan.queries import group_names
from tedung.office.penetapan.reasons import question
from tedung.office.tasks.queries import first_waiting, told, waiting

SHOWN = 5


@page("tasks.view")
def today(request: HttpRequest) -> HttpResponse:
    """Show what waits for the actor, and the figures that the actor may see."""
    day = clock.today()
    shown: dict[str, Any] = {"waiting": waiting().count(), "rows": told(first_waiting(most=SHOWN))}
    if current().may("home.view"):
        shown |= {"steps": programme.steps(day), "year": day.year}
    if current().may("figures.view"):
        is_old = services.keep_fresh()
        shown |= {**_figures(day), "is_old": is_old}
    shown["entries"] = entries(day)
    return render(request, "home/today.html", shown)


def _figures(day: date) -> dict[str, Any]:
    counting = queries.counted()
    total, tables = cover(counting)
    hides = not current().may("people.view")
    shown: dict[str, Any] = {
        "counting": counting,
        "total": total,
        "new_year": queries.new_year(day),
        "hides": hides,
        "alarm": total.ending if not hides or total.ending >= queries.SMALL else 0,
    }
    if total.people:
        last_day = queries.new_year(day) - timedelta(days=1)
        shown |= {"last_day": last_day, "remedy": remedy(day), "tables": tables, "small": queries.SMALL}
    return shown


@page("audit.view")
def examination(request: HttpRequest) -> HttpResponse:
    """Show what an examination looks at first; names for whoever may see people."""
    context = {
        "looks": examining.looks(),
        "fetches": examining.fetches(),
        "unsigned": examining.unsigned() if current().may("penetapan.view") else [],
        "waivers": examining.waivers(),
        "clearances": [(one, question(one.code)) for one in examining.clearances()],
        "groups": group_names(),
        "sees_people": current().may("people.view"),
    }
    return render(request, "home/examination.html", context)
