"""From a member's wages to the pension of the first year, with what nobody has announced yet.

PP 45/2015 Pasal 17-18, 29.  A ceiling or bound that neither law nor facts hold is not
applied, and named; an inflation that neither holds leaves the answer open.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tedung.dates import Month, add_years
from tedung.law.arrays import share
from tedung.law.draft import Draft
from tedung.law.facts import FactsError
from tedung.law.jp_age import first_of_next_month
from tedung.law.jp_facts import Member
from tedung.law.jp_formula import bounded, formula, increased, indices
from tedung.law.lines import add_line
from tedung.law.series import value_of_year, value_on
from tedung.texts import text

MOST_PENSION = 10**12
FORMULA = "PP 45/2015 Pasal 17 ayat (2)-(3)"
CEILING = "PP 45/2015 Pasal 29 ayat (2)-(3)"
BOUNDS = "PP 45/2015 Pasal 18"
INFLATION = "PP 45/2015 Pasal 17 ayat (3), (5)"
FIGURE = ("jp-months-of-a-year", "jp-average-over-months", "jp-own-year-inflation", "jp-bounds-of-survivors")
"""Conventions that decide how much a pension is; others only whether there is one, or its later years."""


def counted(draft: Draft, member: Member) -> list[tuple[Month, int]]:
    """Return each month paid with its wage up to the ceiling of the month.  Pasal 29."""
    found, unknown = [], set()
    for month, upah in member.months_paid():
        ceiling = ceiling_of(month, member.ceilings)
        if ceiling is None:
            unknown.add(month.year)
        found.append((month, upah if ceiling is None else min(upah, ceiling)))
    if unknown:
        draft.gap("jp.gap_ceiling", decides=False)
        draft.note("jp.ceilings_known", None, CEILING, years=", ".join(map(str, sorted(unknown))))
    if any(part < whole for (_, part), (_, whole) in zip(found, member.months_paid(), strict=True)):
        draft.convention("jp-months-of-a-year")
    return found


def ceiling_of(month: Month, given: Mapping[int, int]) -> int | None:
    """Return the ceiling of *month*: of the law, else of the March before it in the facts."""
    announced: int | None = value_on("jp.upah_ceiling", month.first_day)
    return given.get(month.year - (month.number < 3)) if announced is None else announced


def bounds_of(day: date, given: Mapping[int, tuple[int, int]]) -> tuple[int, int] | None:
    """Return the least and the greatest pension of *day*: of the law, else of its year in the facts."""
    least, most = value_on("jp.benefit_least", day), value_on("jp.benefit_most", day)
    return given.get(day.year) if least is None else (least, most)


def inflation_of(years: Sequence[int], member: Member) -> dict[int, Decimal | None]:
    """Return the inflation of each of *years*: of the facts, else of the law; None: unknown."""
    return {
        year: member.inflation[year] if year in member.inflation else value_of_year("macro.inflation", year)
        for year in years
    }


def first_year(draft: Draft, member: Member, credited: int) -> Fraction | None:
    """Return the monthly pension by the formula, not rounded, before its bounds; None where it is open.

    credited: the contribution months that the law counts.
    """
    draft.need("jp.wages_known", member.upah_by_year is not None, FORMULA)
    if member.upah_by_year is None:
        return None
    months = counted(draft, member)
    retirement = member.law_day.year
    since = min((month.year for month, _ in months), default=retirement)
    inflation = inflation_of(range(since, retirement), member)
    unknown = [str(year) for year, rate in inflation.items() if rate is None]
    if unknown:
        draft.gap("jp.gap_inflation")
        draft.note("jp.inflation_known", None, INFLATION, years=", ".join(unknown))
        return None
    draft.convention("jp-average-over-months")
    draft.convention("jp-own-year-inflation")
    known = {year: rate for year, rate in inflation.items() if rate is not None}
    return _by_formula(draft, months, known, retirement, credited)


def _by_formula(
    draft: Draft,
    months: Sequence[tuple[Month, int]],
    inflation: Mapping[int, Decimal],
    retirement: int,
    credited: int,
) -> Fraction:
    factors = indices([month.year for month, _ in months], retirement, inflation)
    amount = formula([upah for _, upah in months], factors, credited, draft.law)
    if rounded(amount) > MOST_PENSION:
        raise FactsError([text("jp.fault_too_large")])
    return amount


def rounded(amount: Fraction) -> int:
    """Return whole rupiah, half up (docs/conventions.md, rounding)."""
    return int(share(1, amount))


def within_bounds(draft: Draft, member: Member, exactly: Fraction) -> int:
    """Return whole rupiah within the year's bounds, where the law or the facts hold them.  Pasal 18."""
    amount = rounded(exactly)
    found = bounds_of(member.law_day, member.bounds)
    if found is None:
        draft.gap("jp.gap_bounds", decides=False)
        draft.note("jp.bounds_known", None, BOUNDS, year=member.law_day.year)
        return amount
    return int(bounded(amount, *found))


def pension_line(draft: Draft, member: Member, code: str, amount: int, article: str, **inputs: Any) -> None:
    """Add the pension a month in its first year, its bounds, its first day and its later years."""
    found = bounds_of(member.law_day, member.bounds)
    names = ["jp.accrual_rate"]
    if found is not None and amount in found and draft.law.knows("jp.benefit_least"):
        names += ["jp.benefit_least", "jp.benefit_most"]
    starts_on = first_of_next_month(member.law_day)
    add_line(
        draft,
        draft.law,
        code,
        amount,
        names=names,
        article=article,
        certainty="derived",
        leans_on=[one for one in FIGURE if one in draft.conventions],
        least=found and found[0],
        most=found and found[1],
        starts_on=str(starts_on),
        later_years=_later_years(draft, member, amount, starts_on) or None,
        **inputs,
    )


def _later_years(draft: Draft, member: Member, amount: int, starts_on: date) -> dict[str, int]:
    """Return the pension from each anniversary up to the day asked, as far as inflation is known."""
    found: dict[str, int] = {}
    for years in range(1, member.on.year - starts_on.year + 1):
        day = add_years(starts_on, years)
        rate = inflation_of([day.year - 1], member)[day.year - 1]
        if day > member.on or rate is None:
            break
        amount = int(increased(amount, rate))
        limits = bounds_of(day, member.bounds)
        amount = int(bounded(amount, *limits)) if limits else amount
        found[str(day)] = amount
        draft.convention("jp-increase-on-anniversary")
    return found
