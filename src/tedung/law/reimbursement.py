"""Costs that JKK refunds up to a bound: transport by mode, and aids.

PP 44/2015 Pasal 25 ayat (2) huruf a angka 13 and huruf b angka 1, 6, 7; Annex III.
"""

from datetime import date
from typing import NamedTuple

from tedung.law import Law
from tedung.law.answer import Answer
from tedung.law.arrays import Rupiah, minimum, share
from tedung.law.claim import SEGMENTS
from tedung.law.facts import Facts
from tedung.law.jkk import Case, is_computable, open_case, paid_by
from tedung.law.pmi_benefit import migrant_aid
from tedung.law.scholarship import read_children

MODES = ("land", "sea", "air")
AIDS = ("dentures", "hearing_aid", "glasses")
TRANSPORT = "PP 44/2015 Pasal 25 ayat (2) huruf b angka 1, Lampiran III"
AID = "PP 44/2015 Pasal 25 ayat (2), Lampiran III"


class Transport(NamedTuple):
    """What is refunded of each mode."""

    land: Rupiah
    sea: Rupiah
    air: Rupiah


def transport_amounts(land: Rupiah, sea: Rupiah, air: Rupiah, law: Law) -> Transport:
    """Return the transport refunded: each mode used up to its own bound.  Annex III.

    land, sea, air: (n,) rupiah paid; 0 where the mode was not used.  Each part is (n,).
    """
    return Transport(
        *(
            _bounded(cost, f"jkk.transport_{mode}", law)
            for mode, cost in zip(MODES, (land, sea, air), strict=True)
        )
    )


def _bounded(cost: Rupiah, name: str, law: Law) -> Rupiah:
    return minimum(cost, law[name])


def transport(facts: Facts, on: date) -> Answer:
    """Answer a claim for transport (kind ``jkk_transport``)."""
    part = facts.part("costs")
    costs = {mode: part.money(mode) for mode in MODES} if part else {}
    case = _case(facts, on)
    if not is_computable(case):
        return case.draft.answer()
    used = {mode: cost for mode, cost in costs.items() if cost is not None}
    case.draft.need("jkk.costs_known", bool(used), TRANSPORT)
    for mode, cost in used.items():
        _add(case, f"jkk.line_transport_{mode}", f"jkk.transport_{mode}", cost)
    return case.draft.answer()


def aid(facts: Facts, on: date) -> Answer:
    """Answer a claim for aids and care at home (kind ``jkk_aid``)."""
    part = facts.part("items")
    keys = (*AIDS, "home_care", "prosthesis", "prosthesis_standard")
    items = {key: part.money(key) for key in keys} if part else {}
    abroad, rape = (part.money("medical_abroad"), part.flag("rape_proven")) if part else (None, None)
    home_care_months = facts.count("home_care_months")
    if facts.choice("segment", SEGMENTS) != "pmi" and (abroad is not None or rape is not None):
        facts.fault("jkk.fault_migrant_item", key=facts.name("items"))
    case = _case(facts, on, care=bool(items.get("home_care")))
    if case.claim.segment == "pmi":
        others = any(cost is not None for cost in items.values())
        return migrant_aid(case.claim, abroad, rape, others=others)
    if not is_computable(case):
        return case.draft.answer()
    asked = {key: cost for key, cost in items.items() if cost is not None and key != "prosthesis_standard"}
    case.draft.need("jkk.items_known", bool(asked), AID)
    granted = [_add_item(case, key, cost, items, home_care_months) for key, cost in asked.items()]
    if asked and not any(granted):
        case.draft.refuse()
    return case.draft.answer()


def _case(facts: Facts, on: date, *, care: bool = False) -> Case:
    case = open_case(facts, on, needs_upah=False, care=care)
    read_children(facts, on)  # a fact of every JKK kind; no scholarship comes with this one
    facts.finish()
    return case


def _add_item(
    case: Case, key: str, cost: int, items: dict[str, int | None], home_care_months: int | None
) -> bool:
    """Add one item; return False where the law of the event grants none, or not yet."""
    if key == "home_care":
        return _add_home_care(case, cost, home_care_months)
    if _waits(case, key):
        return False
    if key == "prosthesis":
        return _add_prosthesis(case, cost, items["prosthesis_standard"])
    return _exists(case, key) and _add(case, f"jkk.line_{key}", f"jkk.{key}", cost)


def _waits(case: Case, key: str) -> bool:
    """Say whether money has to wait for the arrears of a `bpu`, which treatment does not."""
    claim = case.claim
    in_arrears = claim.segment == "bpu" and bool(claim.arrears_months)
    waits = in_arrears and (claim.arrears_paid is not True or claim.recovered is False)
    if waits:
        case.draft.note(f"jkk.waits_{key}", met=False, article="PP 44/2015 Pasal 39 ayat (1)")
    return waits


def _exists(case: Case, key: str) -> bool:
    law = case.draft.law
    exists: bool = law[f"jkk.{key}"] > 0
    case.draft.note(f"jkk.exists_{key}", exists, law.cite(f"jkk.{key}").source)
    return exists


def _add(case: Case, code: str, name: str, cost: int) -> bool:
    law = case.draft.law
    amount = int(_bounded(cost, name, law))
    case.draft.line(code, amount, name, cost=cost, most=law[name], paid_by=paid_by(case.claim, law))
    return True


def _add_home_care(case: Case, cost: int, months: int | None) -> bool:
    """At most a year: what falls beyond it cannot be told from the sum, so the answer is open."""
    if not _exists(case, "home_care"):
        return False
    most = case.draft.law["jkk.home_care_months"]
    met = None if months is None else months <= most
    case.draft.note("jkk.home_care_time", met, case.draft.law.cite("jkk.home_care_months").source, most=most)
    if met is False:
        case.draft.gap("jkk.gap_home_care_beyond")
    return _add(case, "jkk.line_home_care", "jkk.home_care", cost)


def _add_prosthesis(case: Case, cost: int, standard: int | None) -> bool:
    """The price standard of the public hospital's rehabilitation centre and 40 % above it."""
    law, name = case.draft.law, "jkk.prosthesis_share"
    case.draft.need("jkk.prosthesis_standard_known", standard is not None, law.cite(name).source)
    if standard is not None:
        most = int(share(standard, law[name]))
        amount = min(cost, most)
        case.draft.line(
            "jkk.line_prosthesis",
            amount,
            name,
            cost=cost,
            standard=standard,
            most=most,
            paid_by=paid_by(case.claim, law),
        )
    return True
