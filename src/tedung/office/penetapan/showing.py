"""What the page of a decree shows: its rows, its steps, and what the actor may do with it."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tedung.dates import Month
from tedung.office.access.actor import current
from tedung.office.audit.steps import taken
from tedung.office.base import clock
from tedung.office.base.paging import PAGE, asked, cut
from tedung.office.penetapan import decrees, printing, queries, village_amending
from tedung.office.penetapan.eyes import who_prepared
from tedung.office.penetapan.forms import Amend, Note, NoteOfCity, SignedScan, VillageAmend
from tedung.office.penetapan.models import Cover, Decree, DecreeState, Row, Supplement
from tedung.office.reference.queries import setting


def shown(request: HttpRequest, decree: Decree, status: int = 200, **forms: Any) -> HttpResponse:
    """Show a decree with what the actor may do; forms: those that were filled and found wanting."""
    rows = Row.objects.filter(decree=decree).select_related("person", "replaces").order_by("ordinal")
    if after := asked(request, "sesudah"):
        rows = rows.filter(ordinal__gt=after)
    elif sought := asked(request, "nomor"):
        rows = rows.filter(ordinal__gte=sought)
    listed, last = cut(rows)
    is_whole = queries.is_in_scope(decree)
    may = may_do(decree, is_whole=is_whole)
    context = {
        "decree": decree,
        "is_whole": is_whole,
        "name": printing.name_of(decree),
        "rows": listed,
        "groups": queries.group_names(),
        "next": last and last.ordinal,
        "is_long": last is not None or "sesudah" in request.GET or "nomor" in request.GET,
        **queries.acts(decree)._asdict(),
        "steps": taken(decree)[:PAGE] if is_whole else (),
        "amendments": Decree.objects.filter(amends=decree).order_by("sequence"),
        "supplements": Supplement.objects.filter(decree=decree)
        .select_related("document")
        .order_by("sequence"),
        **may,
        **_forms(decree, may),
        **_leaving(request, decree, may),
        **forms,
    }
    return render(request, "penetapan/decree.html", context, status=status)


def may_do(decree: Decree, *, is_whole: bool) -> dict[str, bool]:
    """Say what the actor may do with a decree as it stands; nothing with one that is only read."""
    actor = current()
    is_city, is_draft = decree.kind == Decree.Kind.SK, decree.state == DecreeState.KONSEP
    is_issued, is_root = decree.state == DecreeState.DITETAPKAN, decree.amends_id is None
    waits, rests = decree.state == DecreeState.DIAJUKAN, decree.job is None or decree.job.has_ended
    prepares = is_whole and actor.may("penetapan.prepare") and is_city
    villages = is_whole and actor.may("penetapan.village_prepare") and not is_city
    confirms = is_whole and actor.may("penetapan.village_confirm") and not is_city
    issues = is_whole and actor.may("penetapan.issue") and is_city
    return {
        "is_city": is_city,
        "may_prepare": prepares,
        "may_fill": (prepares or villages) and is_draft and not is_root,
        "may_take_off": (prepares or villages) and is_draft and rests,
        "may_cancel": prepares and is_draft and rests,
        "may_move_up": prepares and is_draft and not is_root,
        "may_bring_in": villages and is_draft and not is_root,
        "may_amend": (prepares or villages) and is_issued and is_root,
        "may_quote": prepares and is_draft and is_root,
        "may_replace": is_whole
        and actor.may("penetapan.clause")
        and is_issued
        and is_root
        and bool(decree.reserve_clause),
        "may_print": is_whole and actor.may("penetapan.print") and rests,
        "may_read_paper": villages or (is_whole and actor.may("penetapan.print")),
        "may_read_supplement": villages
        or (is_whole and (actor.may("penetapan.print") or actor.may("penetapan.clause"))),
        "may_issue": issues and waits and rests,
        "may_add_scan": issues and is_issued and decree.signed_id is None,
        "may_village": villages and rests,
        "may_confirm": confirms and waits and rests and actor.user_id not in who_prepared(decree),
    }


def _forms(decree: Decree, may: dict[str, bool]) -> dict[str, Any]:
    """Return the forms that the actor may fill, each begun with what is known already."""
    made: dict[str, Any] = {}
    if may["may_issue"]:
        made["note"] = NoteOfCity(initial=_noted(decree))
        made["last"] = queries.last_issued(decree.unit_code, decree.pk)
    if may["may_confirm"]:
        made["note"] = Note(initial=_noted(decree))
    if may["may_add_scan"]:
        made["scan"] = SignedScan()
    if may["may_amend"]:
        initial = {"about": decree.about, "since": next_month(decree)}
        made["amend"] = Amend(initial=initial) if may["is_city"] else VillageAmend(initial=initial)
    return made


def _noted(decree: Decree) -> dict[str, Any]:
    """Return what was noted, else the day and whoever signed the last one."""
    if decree.number:
        return {
            "number": decree.number,
            "day": decree.day,
            "signatory": decree.signatory,
            "why_unsigned": decree.unsigned_reason,
        }
    last = queries.last_issued(decree.unit_code, decree.pk) if decree.kind == Decree.Kind.SK else None
    own = setting("decree.signatory") if decree.kind == Decree.Kind.SK else decree.unit.head_title
    return {"day": clock.today(), "signatory": last.signatory if last else own}


def next_month(decree: Decree) -> date:
    """Return the first day of the next month, within the term of a decree: months are paid whole."""
    first = Month.of(clock.today(decree.region)).last_day + timedelta(days=1)
    return min(max(first, decree.since), decree.until)


def _leaving(request: HttpRequest, decree: Decree, may: dict[str, bool]) -> dict[str, Any]:
    """Return who is covered by a decree that is changed: whoever may be taken out of it."""
    if not (may["may_fill"] or may["may_replace"]):
        return {}
    covers = Cover.objects.filter(row__decree__in=decrees.family(decree), until__gte=decree.since)
    leaving = decree.rows.filter(act=Row.Act.KELUAR, replaces__isnull=False).values("replaces")
    covers = covers.exclude(row__in=leaving)  # another cover of who leaves one group stays
    if after := asked(request, "ditanggung"):
        covers = covers.filter(pk__gt=after)
    listed, last = cut(covers.select_related("person", "row").order_by("pk"))
    usulan = village_amending.proposal_of(decree) if may["may_bring_in"] else None
    return {"covers": listed, "next_cover": last and last.pk, "usulan": usulan}
