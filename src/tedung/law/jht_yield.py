"""What a member's contributions have become by the day of payment.  PP 46/2015 Pasal 22, 27."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

import numpy as np

from tedung.dates import Month
from tedung.law.draft import Draft
from tedung.law.facts import FactsError
from tedung.law.jht_balance import balance
from tedung.law.jht_facts import Payout
from tedung.law.lines import add_line
from tedung.law.series import value_of_year
from tedung.texts import text

PAID = "PP 46/2015 Pasal 22 ayat (2)"
YIELD = "PP 46/2015 Pasal 27"


def accrued(draft: Draft, claim: Payout) -> int | None:
    """Add the lines of contributions and yield and return their sum; None: a year's yield is unknown."""
    contributions = claim.contributions or ()
    paid = sum(amount for _, amount in contributions)
    months_paid = len({month for month, _ in contributions})
    add_line(draft, draft.law, "jht.line_contributions", paid, article=PAID, months=months_paid)
    if not contributions:
        return 0
    first = min(month.year for month, _ in contributions)
    complete = {year: _rate(claim, year) for year in range(first, claim.on.year)}
    unknown = [year for year, rate in complete.items() if rate is None]
    if unknown:
        draft.gap("jht.gap_yield")
        draft.note("jht.yields_known", None, YIELD, years=", ".join(map(str, unknown)))
        return None
    rates = [rate for rate in complete.values() if rate is not None]
    running, months = _running_year(draft, claim)
    held = _balance(contributions, first, [*rates, running], months)
    given = [f"{first + number} {rate}" for number, rate in enumerate(rates)]
    given += [f"{claim.on.year} {running}"] if _rate(claim, claim.on.year) is not None else []
    add_line(
        draft,
        draft.law,
        "jht.line_yield",
        held - paid,
        article=YIELD,
        leans_on=["jht-yield-by-month", "jht-running-year"],
        rates=", ".join(given),
        months_last_year=months,
    )
    return held


def _rate(claim: Payout, year: int) -> Decimal | None:
    """Return the yield of a year: from the facts, else from the law; None: unknown."""
    if year in claim.yields:
        return claim.yields[year]
    return cast("Decimal | None", value_of_year("jht.yield", year))


def _running_year(draft: Draft, claim: Payout) -> tuple[Decimal, int]:
    """Return the rate of the year of payment and its completed months; without a rate nothing is credited."""
    months = completed_months(claim.on)
    rate = _rate(claim, claim.on.year)
    if rate is not None:
        return rate, months
    if months:
        draft.gap("jht.gap_running_year", decides=False)
    return Decimal(0), months


def completed_months(on: date) -> int:
    """Return how many months of its year are over at the end of the day *on*."""
    return on.month if (on + timedelta(days=1)).month != on.month else on.month - 1


def _balance(
    contributions: Sequence[tuple[Month, int]], first: int, rates: Sequence[Decimal], months: int
) -> int:
    paid = np.zeros((1, 12 * len(rates)), dtype=object)
    for month, amount in contributions:
        paid[0, 12 * (month.year - first) + month.number - 1] += amount
    try:
        return int(balance(paid, rates, months)[0])
    except OverflowError:
        raise FactsError([text("jht.fault_too_large")]) from None
