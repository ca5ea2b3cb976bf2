"""Payment of the old age savings (JHT): PP 46/2015 Pasal 22-31, PP 60/2015, Permenaker 4/2022.

Every reason has its condition, which changed through time: until 11 August 2015 whoever
stopped working waited for the age of 56; since then one month.  The tax is taken off.
"""

from collections.abc import Callable
from datetime import date

import numpy as np

from tedung.dates import add_months, add_years, age_on
from tedung.law import law_on
from tedung.law.answer import Answer
from tedung.law.arrays import share
from tedung.law.draft import Draft
from tedung.law.facts import Facts, FactsError
from tedung.law.heirs import ARTICLES, add_ahli_waris
from tedung.law.jht_facts import FIRST_DAY, PP_60_2015, Payout, read_payout
from tedung.law.jht_tax import is_lump_sum, later_tax, lump_sum_tax
from tedung.law.jht_yield import accrued
from tedung.law.lines import add_line
from tedung.texts import text

MOST_BALANCE = 10**15
"""No account comes near it, and no product of it overflows."""

PARTIAL = "PP 46/2015 Pasal 22 ayat (4)-(6)"
PAID = "PP 46/2015 Pasal 22 ayat (2)"
LEAVING = "PP 46/2015 Pasal 26 ayat (1) huruf d"
TAXED = "PP 68/2009 Pasal 2 ayat (2)"


def payout(facts: Facts, on: date) -> Answer:
    """Answer a claim for JHT (kind ``jht_payout``): the net sum paid on the day *on*.

    Entitlement follows the law of the event, of the day work ended where that is the
    reason, of the 56th birthday, else of the claim; waiting times and the tax follow *on*.
    """
    claim = read_payout(facts, on)
    draft = Draft(claim.law_day)
    if claim.law_day < FIRST_DAY:
        draft.gap("jht.gap_before_2015")
        return draft.answer()
    _conditions(draft, claim)
    if draft.law.entries.get("jht.two_accounts"):
        draft.gap("jht.gap_two_accounts", decides=False)
    gross = _gross(draft, claim)
    if gross is not None:
        _withhold(draft, claim, gross)
    if claim.reason == "death":
        _ahli_waris(draft, claim)
    return draft.answer()


def _conditions(draft: Draft, claim: Payout) -> None:
    draft.need("jht.reason_known", claim.reason is not None, _age_article(draft))
    if claim.reason is not None:
        RULES[claim.reason](draft, claim)


def _age_article(draft: Draft) -> str:
    return draft.law.cite("jht.pension_age").source


def _has_reached(draft: Draft, claim: Payout) -> bool | None:
    """Say whether the member has reached the pension age on the day asked; None: birth unknown."""
    if claim.birth_date is None:
        return None
    return bool(age_on(claim.birth_date, claim.on) >= draft.law["jht.pension_age"])


def _of_age(draft: Draft, claim: Payout) -> None:
    """PP 46/2015 Pasal 22 ayat (1); an agreed, lower age since Permenaker 4/2022."""
    reached = _has_reached(draft, claim)
    agreed = claim.agreed_age
    if reached is False and claim.birth_date and agreed and age_on(claim.birth_date, claim.on) >= agreed:
        if draft.law.knows("jht.agreed_age"):
            draft.require("jht.agreed_age_reached", True, draft.law.cite("jht.agreed_age").source, age=agreed)
        else:
            draft.gap("jht.gap_agreed_age")
        return
    draft.require("jht.age_reached", reached, _age_article(draft), age=draft.law["jht.pension_age"])


def _stopped(draft: Draft, claim: Payout) -> None:
    """Resigned or dismissed: at 56 until 11 August 2015, then after the waiting time."""
    reached = _has_reached(draft, claim)
    if not draft.law["jht.early_payment"]:
        _stopped_before_pp60(draft, claim, reached)
        return
    _wait(draft, claim, reached is True)


def _wait(draft: Draft, claim: Payout, is_of_age: bool = False) -> None:
    """Add the waiting time after work ended; whoever is of age waits for nothing."""
    months, article = draft.law["jht.wait_months"], draft.law.cite("jht.wait_months").source
    if claim.ended_on is None:
        draft.require("jht.waited_unknown", None, article, months=months)
        return
    due = add_months(claim.ended_on, months)
    draft.require("jht.waited", claim.on >= due or is_of_age, article, months=months, due=due)


def _is_wait_over(draft: Draft, claim: Payout) -> bool | None:
    """Say whether the waiting time is over on the day asked; None: the end of work is unknown."""
    if claim.ended_on is None:
        return None
    return claim.on >= add_months(claim.ended_on, draft.law["jht.wait_months"])


def _stopped_before_pp60(draft: Draft, claim: Payout, reached: bool | None) -> None:
    """Paid at 56 (PP 46/2015 Pasal 26 ayat (3)); whether PP 60/2015 pays them earlier was not read."""
    article, age = draft.law.cite("jht.early_payment").source, draft.law["jht.pension_age"]
    if reached is not True and law_on(claim.on)["jht.early_payment"]:
        draft.note("jht.only_at_pension_age", None, article, age=age)
        draft.gap("jht.gap_stopped_before_pp60")
    else:
        draft.require("jht.only_at_pension_age", reached, article, age=age)


def _contract_ended(draft: Draft, claim: Payout) -> None:
    _without_waiting(draft, claim, "jht.contract_end")


def _bpu_stopped(draft: Draft, claim: Payout) -> None:
    _without_waiting(draft, claim, "jht.bpu_stop")


def _without_waiting(draft: Draft, claim: Payout, name: str) -> None:
    """Paid at once since Permenaker 4/2022; whether after a month before it was not read.

    So it is undecided within that month alone; and the age of 56 always counted.
    """
    if _has_reached(draft, claim):
        draft.require("jht.age_reached", True, _age_article(draft), age=draft.law["jht.pension_age"])
    elif draft.law.knows(name):
        draft.require(f"{name}_known", claim.ended_on is not None or None, draft.law.cite(name).source)
    elif draft.law["jht.early_payment"] and _is_wait_over(draft, claim) is not False:
        _wait(draft, claim)
    else:
        draft.gap(f"jht.gap_{name.partition('.')[2]}")


def _leaves(draft: Draft, claim: Payout) -> None:
    """PP 46/2015 Pasal 26 ayat (1) huruf d; since PP 60/2015 by the Minister's rule."""
    by_minister = draft.law["jht.early_payment"]
    article = draft.law.cite("jht.early_payment").source if by_minister else LEAVING
    draft.require("jht.leaves_for_good", claim.leaves_for_good, article)


def _disabled(draft: Draft, claim: Payout) -> None:
    article = "PP 60/2015 Pasal 26 ayat (1), (3)" if draft.law.day >= PP_60_2015 else "PP 46/2015 Pasal 26"
    draft.require("jht.disability_determined", claim.doctor_determined, article)


def _died(draft: Draft, claim: Payout) -> None:
    draft.require("jht.ahli_waris_shown", claim.ahli_waris_shown, _ahli_waris_article(draft))


def _ahli_waris_article(draft: Draft) -> str:
    return ARTICLES["jht"] if draft.law.day >= PP_60_2015 else "PP 46/2015 Pasal 23"


def _ahli_waris(draft: Draft, claim: Payout) -> None:
    """Say who shares the net sum; nobody left of any rank: the probate office.  Pasal 23."""
    if claim.survivors is not None and not claim.survivors:
        draft.note("jht.no_ahli_waris", True, _ahli_waris_article(draft))
    else:
        add_ahli_waris(draft, claim.survivors, "jht")


def _partial(draft: Draft, claim: Payout) -> None:
    """Once, after ten years of membership.  PP 46/2015 Pasal 22 ayat (4)-(6)."""
    years = draft.law["jht.partial_years"]
    long_enough = None
    if claim.member_since is not None:
        long_enough = add_years(claim.member_since, years) <= claim.on
    draft.require("jht.partial_years_reached", long_enough, PARTIAL, years=years)
    never_before = None if claim.partial_before is None else not claim.partial_before
    if claim.earlier_payments and never_before:
        never_before = None  # paid before, while a member: it may well have been a part
    draft.require("jht.partial_once", never_before, PARTIAL)


RULES: dict[str, Callable[[Draft, Payout], None]] = {
    "age_56": _of_age,
    "resign": _stopped,
    "phk": _stopped,
    "pkwt_end": _contract_ended,
    "bpu_stop": _bpu_stopped,
    "leave_indonesia": _leaves,
    "total_disability": _disabled,
    "death": _died,
    "partial_10": _partial,
    "partial_30": _partial,
}


def _gross(draft: Draft, claim: Payout) -> int | None:
    """Add the lines of what is paid before tax; None where it is not known."""
    held = claim.balance
    draft.need("jht.balance_known", held is not None or claim.contributions is not None, PAID)
    first = len(draft.lines)
    if held is not None:
        add_line(draft, draft.law, "jht.line_balance", held, article=PAID, balance=held)
    elif claim.contributions is not None:
        held = accrued(draft, claim)
    if held is None:
        return None
    if held > MOST_BALANCE:
        raise FactsError([text("jht.fault_too_large")])
    if claim.reason not in {"partial_10", "partial_30"}:
        return held
    del draft.lines[first:]  # the balance stays; a share of it is paid
    name = f"jht.{claim.reason}"
    part = int(share(held, draft.law[name]))
    rate = draft.law[name]
    add_line(draft, draft.law, f"jht.line_{claim.reason}", part, names=[name], balance=held, rate=str(rate))
    return part


def _withhold(draft: Draft, claim: Payout, gross: int) -> None:
    """Take off the tax of the day of payment.  PP 68/2009 Pasal 2, 5, 6."""
    if claim.earlier_payments is None or (claim.partial_before and not claim.earlier_payments):
        draft.note("jht.earlier_known", None, TAXED)
    earlier = claim.earlier_payments or ()
    first_year = min((day.year for day, _ in earlier), default=claim.on.year)
    if is_lump_sum(claim.on.year, first_year, law_on(claim.on)):
        _final_tax(draft, claim, gross, sum(amount for _, amount in earlier))
    else:
        same_year = sum(amount for day, amount in earlier if day.year == claim.on.year)
        _later_tax(draft, claim, gross, same_year)


def _final_tax(draft: Draft, claim: Payout, gross: int, earlier: int) -> None:
    law = law_on(claim.on)
    tax = int(lump_sum_tax(np.array([gross]), np.array([earlier]), law)[0])
    names = ("tax.lump_sum_exempt", "tax.lump_sum_rate", "tax.lump_sum_years")
    exempt = law["tax.lump_sum_exempt"]
    add_line(draft, law, "jht.line_tax_final", -tax, names=names, gross=gross, earlier=earlier, exempt=exempt)


def _later_tax(draft: Draft, claim: Payout, gross: int, earlier: int) -> None:
    """Take off the progressive tax; without a word on the tax number, one is assumed and named."""
    law = law_on(claim.on)
    draft.note("jht.has_npwp", claim.npwp, law.cite("tax.without_npwp").source)
    has_npwp = np.array([claim.npwp is not False])
    tax = int(later_tax(np.array([gross]), np.array([earlier]), has_npwp, law)[0])
    names = ["tax.income_lowers", "tax.income_rates"] + ["tax.without_npwp"] * (not has_npwp[0])
    add_line(
        draft,
        law,
        "jht.line_tax_later",
        -tax,
        names=names,
        article="PP 68/2009 Pasal 6",
        leans_on=["jht-tax-after-two-years"],
        gross=gross,
        earlier_this_year=earlier,
        npwp=bool(has_npwp[0]),
    )
