"""What the page of a decree shows: its rows, its steps, and what the actor may do with it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tedung.office.access.actor import current
from tedung.office.audit.steps import taken
from tedung.office.base import clock
from tedung.office.base.paging import PAGE, asked, cut
from tedung.office.penetapan import decrees, printing
from tedung.office.penetapan.forms import Amend, Issue
from tedung.office.penetapan.models import Cover, Decree, DecreeState, Row
from tedung.office.penetapan.queries import group_names
from tedung.office.reference.queries import setting


def shown(request: HttpRequest, decree: Decree, status: int = 200, **forms: Any) -> HttpResponse:
    """Show a decree with what the actor may do; forms: those that were filled and found wanting."""
    rows = Row.objects.filter(decree=decree).select_related("person", "replaces").order_by("ordinal")
    if after := asked(request, "sesudah"):
        rows = rows.filter(ordinal__gt=after)
    listed, last = cut(rows)
    context = {
        "decree": decree,
        "name": printing.name_of(decree),
        "rows": listed,
        "groups": group_names(),
        "next": last and last.ordinal,
        "entering": Row.objects.filter(decree=decree, act=Row.Act.MASUK).count(),
        "leaving": Row.objects.filter(decree=decree, act=Row.Act.KELUAR).count(),
        "steps": taken(decree)[:PAGE],
        "amendments": Decree.objects.filter(amends=decree).order_by("sequence"),
        **_may(decree),
        "issue": Issue(initial={"day": clock.today(), "signatory": setting("decree.signatory")}),
        "amend": Amend(initial={"about": decree.about}),
        **_leaving(request, decree),
        **forms,
    }
    return render(request, "penetapan/decree.html", context, status=status)


def _may(decree: Decree) -> dict[str, bool]:
    """Say what the actor may do with a decree as it stands."""
    actor = current()
    is_city, is_draft = decree.kind == Decree.Kind.SK, decree.state == DecreeState.KONSEP
    is_root_issued = decree.state == DecreeState.DITETAPKAN and decree.amends_id is None
    waits = decree.state == DecreeState.DIAJUKAN
    prepares = actor.may("penetapan.prepare") and is_city
    is_other = actor.user_id != decree.prepared_by
    return {
        "is_city": is_city,
        "may_prepare": prepares,
        "may_fill": prepares and is_draft and decree.amends_id is not None,
        "may_quote": prepares and is_draft and decree.amends_id is None,
        "may_replace": actor.may("penetapan.clause") and is_root_issued and bool(decree.reserve_clause),
        "may_print": actor.may("penetapan.print"),
        "may_issue": actor.may("penetapan.issue") and is_city and waits,
        "may_village": actor.may("penetapan.village_prepare") and not is_city,
        "may_confirm": actor.may("penetapan.village_confirm") and not is_city and waits and is_other,
    }


def _leaving(request: HttpRequest, decree: Decree) -> dict[str, Any]:
    """Return who is covered by a decree that is changed: whoever may be taken out of it."""
    may = _may(decree)
    if not (may["may_fill"] or may["may_replace"]):
        return {}
    covers = Cover.objects.filter(row__decree__in=decrees.family(decree), until__gte=decree.since)
    if after := asked(request, "ditanggung"):
        covers = covers.filter(pk__gt=after)
    listed, last = cut(covers.select_related("person", "row").order_by("pk"))
    return {"covers": listed, "next_cover": last and last.pk}
