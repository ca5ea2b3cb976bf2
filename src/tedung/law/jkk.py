"""Jaminan Kecelakaan Kerja (JKK): death, total disability, and what every JKK claim must meet.

PP 44/2015 Pasal 25-33, 37-39, 43-52 as amended by PP 82/2019; Annex III.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from tedung.dates import add_years
from tedung.law import Law
from tedung.law.answer import Answer
from tedung.law.arrays import Rupiah, maximum, share
from tedung.law.claim import FIRST_DAY, Claim, Upah, benefit_upah, read_claim, read_upah
from tedung.law.draft import Draft
from tedung.law.expiry import require_in_time
from tedung.law.facts import Facts
from tedung.law.heirs import add_ahli_waris, read_survivors
from tedung.law.scholarship import claim_children, read_children


class DeathBenefit(NamedTuple):
    """What a death by work accident pays at once, the scholarship aside."""

    death: Rupiah
    periodic: Rupiah
    funeral: Rupiah


class DisabilityBenefit(NamedTuple):
    """What a total permanent disability pays at once, the scholarship aside."""

    disability: Rupiah
    periodic: Rupiah


def death_amounts(upah: Rupiah, law: Law) -> DeathBenefit:
    """Return the benefits of a death by work accident.  PP 44/2015 Pasal 25 ayat (2) huruf b, Annex III.

    upah: (n,) a month, the wage that counts.  Each part of the result is (n,).
    60 % of 80 months, at least JKM's death sum; who is entitled is decided elsewhere.
    """
    formula = share(upah * law["jkk.benefit_months"], law["jkk.death_share"])
    return DeathBenefit(
        death=maximum(formula, law["jkm.death_sum"]),
        periodic=upah * 0 + law["jkk.periodic"],
        funeral=upah * 0 + law["jkk.funeral"],
    )


def total_disability_amounts(upah: Rupiah, law: Law) -> DisabilityBenefit:
    """Return the benefits of total permanent disability.  PP 44/2015 Pasal 25 ayat (2) huruf b, Annex III.

    upah: (n,) a month, the wage that counts.  Each part of the result is (n,).
    70 % of 80 months and the periodic sum; care and incapacity pay are claimed apart.
    """
    return DisabilityBenefit(
        disability=share(upah * law["jkk.benefit_months"], law["jkk.total_disability_share"]),
        periodic=upah * 0 + law["jkk.periodic"],
    )


class Case(NamedTuple):
    """A JKK claim under way: its facts, the wage that counts, the answer being written."""

    claim: Claim
    upah: Upah
    draft: Draft

    def add(
        self,
        code: str,
        amount: Callable[[int], Rupiah],
        *names: str,
        leans_on: Iterable[str] = (),
        **inputs: object,
    ) -> None:
        """Add a line that grows with the wage, with the employer's part where too little was reported.

        *amount*: a function of the wage; *names*: the parameters behind it; *leans_on*: conventions
        behind it, beside those of the wage.
        """
        if self.upah.amount is None:
            return
        due = int(amount(self.upah.amount))
        told = {**self.upah.inputs, **inputs, "paid_by": paid_by(self.claim, self.draft.law)}
        if self.upah.reported is not None:
            told["by_employer"] = due - int(amount(self.upah.reported))
        leans_on = [*self.upah.conventions, *leans_on]
        self.draft.line(code, due, *names, *self.upah.names, leans_on=leans_on, **told)


def open_case(
    facts: Facts, on: date, *, needs_upah: bool = True, dies: bool = False, care: bool = False
) -> Case:
    """Read what all JKK kinds share and write their conditions.

    needs_upah: the amount grows with the wage; dies: the worker died, so nobody can
    state a recovery; care: part of what is asked is treatment, due whatever the arrears.
    """
    claim = read_claim(facts, on)
    draft = Draft(claim.law_day)
    upah = benefit_upah(claim, read_upah(facts, draft.law), draft.law)
    draft.need("jkk.event_known", claim.event_on is not None, "PP 44/2015 Pasal 26, Pasal 32 ayat (1)")
    case = Case(claim, upah, draft)
    if not _is_modelled(case):
        return case
    draft.note("jkk.segment_known", None if claim.segment is None else True, "PP 44/2015 Pasal 5")
    draft.require(
        "jkk.is_work_accident", claim.work_accident, "PP 44/2015 Pasal 1 angka 6, Pasal 25 ayat (1)"
    )
    if needs_upah:
        _require_upah(case)
    _require_membership(case)
    _require_employment(case)
    _require_arrears(case, dies=dies, care=care)
    require_in_time(draft, claim)
    return case


def is_computable(case: Case) -> bool:
    """Say whether the law of the event is known, so that amounts can be looked up."""
    return (
        case.claim.event_on is not None and case.claim.event_on >= FIRST_DAY and case.claim.segment != "pmi"
    )


def _is_modelled(case: Case) -> bool:
    if case.claim.event_on is not None and case.claim.event_on < FIRST_DAY:
        case.draft.gap("jkk.gap_before_2015")
    if case.claim.segment == "pmi":
        case.draft.gap("jkk.gap_migrant")
    return is_computable(case)


def _require_upah(case: Case) -> None:
    upah = case.upah
    code = "jkk.income_known" if case.claim.segment == "bpu" else "jkk.upah_known"
    case.draft.need(code, upah.amount is not None, upah.article)
    if upah.reported is not None:
        case.draft.note("jkk.upah_reported", met=False, article="PP 44/2015 Pasal 32 ayat (2)")


def _require_membership(case: Case) -> None:
    """A worker not yet enrolled: the employer owes the benefit; a `bpu` has none."""
    claim, draft = case.claim, case.draft
    is_member = claim.is_member_on_event
    if claim.segment == "bpu":
        draft.require("jkk.is_member", is_member, "PP 44/2015 Pasal 11 ayat (4)-(5)")
    else:
        draft.note("jkk.is_registered", is_member, "PP 44/2015 Pasal 27 ayat (1), Pasal 8 ayat (3)")


def _require_employment(case: Case) -> None:
    """After employment ended only a disease counts, within three years.  Pasal 48 ayat (1)-(2)."""
    claim, draft = case.claim, case.draft
    if claim.ended_on is None or claim.event_on is None or claim.ended_on >= claim.event_on:
        return
    years = draft.law["jkk.disease_years"]
    article = draft.law.cite("jkk.disease_years").source
    draft.require("jkk.is_disease", claim.occupational_disease, article)
    in_time = claim.event_on <= add_years(claim.ended_on, years)
    draft.require("jkk.disease_in_time", in_time, article, years=years, last=add_years(claim.ended_on, years))


def _require_arrears(case: Case, *, dies: bool, care: bool) -> None:
    claim, draft = case.claim, case.draft
    limit = draft.law["dues.arrears_months"]
    within = None if claim.arrears_months is None else claim.arrears_months <= limit
    if claim.segment == "bpu":
        draft.require("jkk.arrears_bpu", within, "PP 44/2015 Pasal 39 ayat (1)-(2)", limit=limit)
        if claim.arrears_months and within:
            _require_settled(case, dies=dies, care=care)
    elif claim.segment is None and within is False:
        draft.need("jkk.arrears_segment", known=False, article="PP 44/2015 Pasal 38, 39", limit=limit)
    else:
        draft.note("jkk.arrears_employer", within, "PP 44/2015 Pasal 38 ayat (1)-(3)", limit=limit)


def _require_settled(case: Case, *, dies: bool, care: bool) -> None:
    """Up to three months: treatment at once, money after recovery and the arrears.  Pasal 39 ayat (1).

    The arrears themselves say that they are not paid, until somebody says that they are.
    """
    claim, draft = case.claim, case.draft
    article = "PP 44/2015 Pasal 39 ayat (1)"
    tell = draft.note if care or dies else draft.require
    tell("jkk.arrears_paid", claim.arrears_paid is True, article, months=claim.arrears_months)
    if dies:
        draft.gap("jkk.gap_arrears_death")
    else:
        tell("jkk.recovered", claim.recovered, article)


def paid_by(claim: Claim, law: Law) -> str:
    """Return who pays first: the agency, or the employer who did not enrol or is too long in arrears."""
    if not claim.is_employed:
        return "bpjs"
    if claim.is_member_on_event is False:
        return "employer"
    return "employer" if (claim.arrears_months or 0) > law["dues.arrears_months"] else "bpjs"


def death(facts: Facts, on: date) -> Answer:
    """Answer a claim for death by work accident (kind ``jkk_death``)."""
    children = read_children(facts, on)
    survivors = read_survivors(facts)
    case = open_case(facts, on, dies=True)
    facts.finish()
    if not is_computable(case):
        return case.draft.answer()
    law = case.draft.law
    case.add(
        "jkk.line_death",
        lambda upah: death_amounts(upah, law).death,
        *_behind_death(case.upah.amount or 0, law),
        months=law["jkk.benefit_months"],
        share=str(law["jkk.death_share"]),
        floor=law["jkm.death_sum"],
    )
    add_fixed(case, "jkk.line_periodic", "jkk.periodic")
    add_fixed(case, "jkk.line_funeral", "jkk.funeral")
    claim_children(case.draft, case.claim, children)
    add_ahli_waris(case.draft, survivors, "jkk")
    return case.draft.answer()


def _behind_death(upah: int, law: Law) -> tuple[str, ...]:
    """Return the parameters behind a death sum: the floor is named where it binds."""
    formula = share(upah * law["jkk.benefit_months"], law["jkk.death_share"])
    binds = formula < law["jkm.death_sum"]
    return ("jkk.benefit_months", "jkk.death_share", *(("jkm.death_sum",) if binds else ()))


def total_disability(facts: Facts, on: date) -> Answer:
    """Answer a claim for total permanent disability, CTT (kind ``jkk_total_disability``)."""
    children = read_children(facts, on)
    case = open_case(facts, on)
    facts.finish()
    if not is_computable(case):
        return case.draft.answer()
    law = case.draft.law
    case.add(
        "jkk.line_total_disability",
        lambda upah: total_disability_amounts(upah, law).disability,
        "jkk.benefit_months",
        "jkk.total_disability_share",
        months=law["jkk.benefit_months"],
        share=str(law["jkk.total_disability_share"]),
    )
    add_fixed(case, "jkk.line_periodic", "jkk.periodic")
    claim_children(case.draft, case.claim, children)
    return case.draft.answer()


def add_fixed(case: Case, code: str, name: str) -> None:
    """Add a sum that is the same for every wage."""
    case.draft.line(code, case.draft.law[name], name, paid_by=paid_by(case.claim, case.draft.law))
