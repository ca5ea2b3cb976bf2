"""What the page of a bill shows: its way, the one next step, its sums, reasons and papers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.audit.steps import taken
from tedung.office.base import clock
from tedung.office.base.paging import PAGE
from tedung.office.iuran import differences, queries
from tedung.office.iuran.forms import Answer, ChoosePos, Code, Confirmed, Paper, Proof, Reason
from tedung.office.iuran.models import OPEN, PAID, Rincian, State
from tedung.office.iuran.reasons import sentence

NAMED = 10
SEEN = 20
"""Rests that stand on the page."""


def shown(request: HttpRequest, rincian: Rincian, status: int = 200, **filled: Any) -> HttpResponse:
    """Show a bill; filled: the form of the next step that was found wanting."""
    context = {
        "rincian": rincian,
        "stepper": stepper(rincian),
        "next": queries.what_next(rincian),
        "months": queries.months(rincian),
        "reasons": queries.reasons(rincian),
        "cancelled": queries.cancelled(rincian),
        **_difference(rincian),
        "answered": rincian.differences.exclude(answer="").order_by("-pk")[:SEEN],
        "rests": queries.rests(rincian)[:SEEN],
        "is_late": _is_late(rincian),
        "is_expired": _is_expired(rincian),
        "steps": list(taken(rincian)[:PAGE]),
        **_forms(rincian),
        **_may(rincian, differences.open_difference(rincian) is not None),
        **filled,
    }
    return render(request, "iuran/detail.html", context, status=status)


def stepper(rincian: Rincian) -> list[dict[str, Any]]:
    """Return the way of a bill: each step with its paper, and whether it is done, now or to come."""
    papers = {
        State.KODE: (rincian.code_number, rincian.code_valid_until),
        State.SPP: (rincian.spp_number, rincian.spp_day),
        State.SPM: (rincian.spm_number, rincian.spm_day),
        State.SP2D: (rincian.sp2d_number, rincian.sp2d_day),
        State.BUKTI: ("", rincian.paid_on),
        State.DIKONFIRMASI: ("", rincian.confirmed_on),
    }
    order = list(queries.OF_MEMBERS if rincian.payer == "self" else queries.STEPPER)
    at = order.index(State(rincian.state)) if rincian.state in order else -1
    way = []
    for place, state in enumerate(order):
        number, day = papers.get(state, ("", None)) if place <= at else ("", None)
        stand = (
            "done" if place < at or rincian.state == State.DIKONFIRMASI else "now" if place == at else "ahead"
        )
        said = {"done": _("sudah"), "now": _("sekarang"), "ahead": _("nanti")}[stand]
        way.append({"label": state.label, "stand": stand, "said": said, "number": number, "day": day})
    return way


def _difference(rincian: Rincian) -> dict[str, Any]:
    """Return the difference that waits, what it may be made of, and the first lines of that by name."""
    found = differences.open_difference(rincian)
    if found is None:
        return {}
    explained = differences.explain(rincian, found.amount)
    lines = explained.lines[:NAMED]
    named = [(line, sentence(line.why_not) if line.why_not else "") for line in lines]
    exact = [sentence(why) for why in explained.exact]
    return {"difference": found, "explained": explained, "named": named, "exact": exact}


def _forms(rincian: Rincian) -> dict[str, Any]:
    today = clock.today(rincian.region)
    code = {"first": rincian.first_month, "last": rincian.last_month, "amount": rincian.code_amount or None}
    return {
        "choose_pos": ChoosePos(rincian, initial={"pos": rincian.pos}),
        "code": Code(initial=code),
        "paper": Paper(initial={"day": today}),
        "proof": Proof(initial={"day": today}),
        "confirmed": Confirmed(initial={"day": today}),
        "answer": Answer(),
        "cancel": Reason(),
    }


def _may(rincian: Rincian, is_open: bool) -> dict[str, bool]:
    """Say what the actor may do with a bill as it stands."""
    actor, state = current(), rincian.state
    prepares, pays = actor.may("iuran.prepare"), actor.may("iuran.pay")
    is_other = actor.user_id != rincian.prepared_by
    is_third = is_other and actor.user_id != rincian.paid_by
    expired = _is_expired(rincian)
    goes_on = not is_open and not expired
    codes = actor.may("iuran.code")
    return {
        "may_send": prepares and state == State.RINCIAN,
        "may_choose_pos": prepares and state == State.RINCIAN and rincian.payer != "self",
        "may_print": prepares and state not in {State.MENGHITUNG, State.DIBATALKAN},
        "may_code": codes and state == State.DIKIRIM,
        "may_recode": codes and state in {State.KODE, State.SPP, State.SPM},
        "may_answer": prepares and is_open,
        "may_spp": prepares and state == State.KODE and goes_on and rincian.payer != "self",
        "may_collect": actor.may("mandiri.pay")
        and is_other
        and state == State.KODE
        and goes_on
        and rincian.payer == "self",
        "may_spm": pays and is_other and state == State.SPP and goes_on,
        "may_sp2d": pays and is_other and state == State.SPM and goes_on,
        "may_prove": pays and is_other and state == State.SP2D,
        "may_confirm": actor.may("iuran.confirm") and is_third and state == State.BUKTI,
        "may_unpay": actor.may("iuran.unpay") and actor.user_id != rincian.paid_by and state in PAID,
        "may_cancel": prepares and state not in {*PAID, State.DIBATALKAN},
        "may_take_off": prepares and state in {*OPEN, State.KODE},
        "may_refund": pays and state in PAID,
        "may_audit": actor.may("laporan.sp2d") and state in PAID,
        "is_own": pays and not is_other and state in {State.SPP, State.SPM, State.SP2D},
    }


def _is_late(rincian: Rincian) -> bool:
    is_open = rincian.state not in {*PAID, State.DIBATALKAN}
    return is_open and rincian.due_day is not None and rincian.due_day < clock.today(rincian.region)


def _is_expired(rincian: Rincian) -> bool:
    day = rincian.code_valid_until
    is_coded = rincian.state in {State.KODE, State.SPP, State.SPM}
    return is_coded and day is not None and day < clock.today(rincian.region)
