"""The lump sum of JP: contributions and their yield, where there is no pension.  PP 45/2015 Pasal 24.

Whoever reaches the pension age before 180 months is paid all of them.  So are, after
Permenaker 29/2015 Pasal 26, survivors whose fifteen years cannot be credited.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from tedung.dates import Month, add_years
from tedung.law.answer import Answer
from tedung.law.arrays import share
from tedung.law.draft import Draft
from tedung.law.facts import Facts, FactsError
from tedung.law.jp import begin, density, is_refused, require_age
from tedung.law.jp_amount import counted
from tedung.law.jp_facts import Member, read_member
from tedung.law.jp_people import check_remarried, read_survivors
from tedung.law.lines import add_line
from tedung.law.series import value_on
from tedung.law.weigh import growth, weigh
from tedung.texts import text

CAUSES = ("pension_age", "total_disability", "death")
LUMP_SUM = "PP 45/2015 Pasal 24 ayat (1)"
YIELD = "PP 45/2015 Pasal 24 ayat (3)"
SURVIVORS = "Permenaker 29/2015 Pasal 26 ayat (2)-(3); PP 45/2015 Pasal 20-23"


class Held(NamedTuple):
    """What the agency says it holds: all of it, or the yield alone, or the rates of years."""

    balance: int | None
    yield_amount: int | None
    yields: dict[int, Decimal]


def lump_sum(facts: Facts, on: date) -> Answer:
    """Answer a claim for the lump sum of JP (kind ``jp_lump_sum``).

    Without ``cause``, survivors claim for a death and a member for the pension age.
    The yield is monthly and not published in what we read: without ``balance``,
    ``yield_amount`` or ``yields`` in the facts the answer is open.
    """
    member = read_member(facts, on)
    survivors = read_survivors(facts, member)
    cause = facts.choice("cause", CAUSES) or ("death" if survivors else "pension_age")
    held = Held(
        facts.money("balance"),
        facts.money("yield_amount"),
        facts.rate_by_year("yields", low=-1, high=1) or {},
    )
    if cause == "death":
        check_remarried(facts, survivors or (), member)
    if held.balance is not None and held.yield_amount is not None:
        facts.fault("jp.fault_balance_twice")
    facts.finish()
    draft = begin(member)
    if not is_refused(draft):
        _conditions(draft, member, cause)
        _lines(draft, member, held)
    return draft.answer()


def _conditions(draft: Draft, member: Member, cause: str) -> None:
    """No pension is due: too few months at the pension age, or no years credited."""
    needed = draft.law["jp.months_needed"]
    short = None if member.upah_by_year is None else member.months < needed
    draft.require("jp.months_short", short, LUMP_SUM, months=member.months, needed=needed)
    if cause == "pension_age":
        require_age(draft, member)
        return
    draft.require("jp.not_credited", _not_credited(draft, member, cause), SURVIVORS)
    if cause == "total_disability":
        draft.gap("jp.gap_disability_lump_sum", decides=False)


def _not_credited(draft: Draft, member: Member, cause: str) -> bool | None:
    """Say whether the fifteen years cannot be credited; None: not known."""
    known = density(member)
    thin = None if known is None else known < Fraction(draft.law["jp.density"])
    young = None
    if member.registered_on is not None and cause == "death":
        young = add_years(member.registered_on, draft.law["jp.survivor_years"]) > member.law_day
    if thin or young:
        return True
    return None if thin is None or (young is None and cause == "death") else False


def _lines(draft: Draft, member: Member, held: Held) -> None:
    """Add the contributions and their yield.  Pasal 24 ayat (1), (3)."""
    draft.gap("jp.gap_lump_sum_tax", decides=False)
    if held.balance is not None:
        add_line(draft, draft.law, "jp.line_balance", held.balance, article=LUMP_SUM)
        return
    draft.need("jp.wages_known", member.upah_by_year is not None, LUMP_SUM)
    if member.upah_by_year is None:
        return
    paid = [(month, _contribution(month, upah)) for month, upah in counted(draft, member)]
    total = sum(amount for _, amount in paid)
    names = ("jp.rate_worker", "jp.rate_employer")
    by_month = ["jp-months-of-a-year"] * ("jp-months-of-a-year" in draft.conventions)
    add_line(
        draft, draft.law, "jp.line_contributions", total, names=names, leans_on=by_month, months=len(paid)
    )
    earned = held.yield_amount if held.yield_amount is not None else _earned(draft, member, held, paid)
    if earned is not None:
        by_rates = [*by_month, "jp-lump-sum-yield"] if held.yield_amount is None else []
        add_line(draft, draft.law, "jp.line_yield", earned, article=YIELD, leans_on=by_rates)


def _contribution(month: Month, upah: int) -> int:
    """Return the contribution of one month, both parts.  Pasal 28 ayat (3)."""
    rates = (value_on(name, month.first_day) for name in ("jp.rate_employer", "jp.rate_worker"))
    return sum(int(share(upah, rate)) for rate in rates)


def _earned(draft: Draft, member: Member, held: Held, paid: list[tuple[Month, int]]) -> int | None:
    """Return the yield by the yearly rates given, a twelfth a month; None where one is missing."""
    last = Month.of(member.law_day)
    first = min((month for month, _ in paid), default=last)
    needed = {month.year for month in (first + 1).until(last)}
    unknown = sorted(needed - set(held.yields))
    if unknown:
        draft.gap("jp.gap_yield")
        draft.note("jp.yields_known", None, YIELD, years=", ".join(map(str, unknown)))
        return None
    amounts = np.array([[amount for _, amount in paid]], dtype=object).reshape(1, len(paid))
    try:
        whole = int(weigh(amounts, _factors([month for month, _ in paid], last, held.yields))[0])
    except OverflowError:
        raise FactsError([text("jp.fault_too_large")]) from None
    return whole - sum(amount for _, amount in paid)


def _factors(months: list[Month], last: Month, yields: dict[int, Decimal]) -> list[Fraction]:
    """Return what one rupiah of each of *months* has become at the end of *last*."""
    if not months:
        return []
    ahead = {last: Fraction(1)}
    month = last
    while month > min(months):
        ahead[month + -1] = ahead[month] * growth([yields[month.year]], Fraction(1, 12))
        month += -1
    return [ahead[one] for one in months]
