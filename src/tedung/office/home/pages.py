"""Hari ini: what waits, the year, and who is protected."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tedung.money import thousands
from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.base.templatetags.tedung import _lang
from tedung.office.home import examining, maps, names, programme, queries, services
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


def _figures(day: Any) -> dict[str, Any]:
    rows, counting = queries.figures(), queries.counted()
    total = queries.Total.of(rows)
    hides = not current().may("people.view")
    shown: dict[str, Any] = {
        "counting": counting,
        "total": total,
        "new_year": queries.new_year(day),
        "hides": hides,
        "alarm": total.ending if not hides or total.ending >= queries.SMALL else 0,
    }
    if not total.people:
        return shown
    villages = queries.cells(rows, "village", names.villages(rows))
    groups = queries.groups()
    return shown | {
        "last_day": queries.new_year(day) - timedelta(days=1),
        "remedy": remedy(day),
        "villages": villages,
        "map": _map(villages),
        "tables": [
            (_("Menurut kelompok"), _("Kelompok"), queries.cells(groups, "group_code", names.groups())),
            (
                _("Menurut OPD pengampu"),
                _("OPD"),
                queries.by_office(groups, names.office_of(), names.offices()),
            ),
            (_("Menurut jenis kelamin"), _("Jenis kelamin"), queries.cells(rows, "sex", names.sexes())),
            (_("Menurut umur"), _("Umur"), queries.cells(rows, "band", names.bands())),
        ],
        "small": queries.SMALL,
    }


def _map(villages: list[queries.Cell]) -> dict[str, Any] | None:
    """Return the map, None where there are no shapes or only one village to show."""
    region = maps.ground(settings.HOME_REGION)
    if region is None or len(villages) < 2:  # a map of one village tells nothing
        return None
    shares = queries.shares(villages)
    ramp = maps.classes(shares)
    said = {
        cell.code: _("%(name)s: %(share)s%%, %(covered)s dari %(people)s orang")
        % {
            "name": cell.name,
            "share": cell.share,
            "covered": thousands(cell.covered, _lang()),
            "people": thousands(cell.people, _lang()),
        }
        for cell in villages
        if cell.share is not None and cell.covered is not None and cell.people is not None
    }
    return {"ground": region, "areas": maps.areas(region, shares, ramp, said), "ramp": ramp}


@page("audit.view")
def examination(request: HttpRequest) -> HttpResponse:
    """Show what an examination looks at first; names for whoever may see people."""
    context = {
        "looks": examining.looks(),
        "unsigned": examining.unsigned() if current().may("penetapan.view") else [],
        "waivers": examining.waivers(),
        "clearances": [(one, question(one.code)) for one in examining.clearances()],
        "groups": group_names(),
        "sees_people": current().may("people.view"),
    }
    return render(request, "home/examination.html", context)
