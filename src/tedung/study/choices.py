"""The choices of a budget side by side: how long, who pays, which programmes, and what stays unspent."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import pyarrow as pa

from tedung.dates import Month
from tedung.study.cost import costs
from tedung.study.people import as_table
from tedung.study.rates import ENDS, rates

BUNDLES = ("jkk+jkm", "jkk+jkm+jht")
COMPARED = ("apbd_kota", "apbd_prov", "apbdes", "donor", "self")
COUNTED_FROM = 6
"""Months from which the agency counts a worker of a government's programme in full, below it
pro rata: its handbook on enrolment (Perdir 22/PERDIR.02/072022), not a regulation."""


class Choice(NamedTuple):
    """One payer with one bundle of programmes over the months asked."""

    payer: str
    programmes: str
    people: int
    months: int
    amount: int
    relief: int
    """Rupiah that the reliefs of those months take off, against a payer without any."""


def compare(
    people: pa.Table,
    months: Sequence[Month],
    payers: Sequence[str] = COMPARED,
    bundles: Sequence[str] = BUNDLES,
) -> list[Choice]:
    """Return what each payer would pay for each bundle, by the law of each month.

    The relief of PP 50/2025 is seen in it: whoever is paid from APBN or APBD has none.
    """
    choices = []
    for bundle in bundles:
        full = costs(people, months, payer="apbd_kota", programmes=bundle)
        for payer in payers:
            found = full if payer == "apbd_kota" else costs(people, months, payer=payer, programmes=bundle)
            amount, whole = int(found.amount.sum()), int(full.amount.sum())
            covered = int((found.amount > 0).sum())
            choices.append(Choice(payer, bundle, covered, len(months), amount, whole - amount))
    return choices


class Length(NamedTuple):
    """A programme of some months: what it costs, and for how many workers the agency counts it."""

    months: int
    people: int
    amount: int
    person_months: int
    counted_by_agency: Decimal


def lengths(
    people: pa.Table, first: Month, payer: str, programmes: str = "jkk+jkm", asked: Sequence[int] = (6, 12)
) -> list[Length]:
    """Return programmes of different lengths from the same *first* month."""
    found = []
    for count in asked:
        months = list(first.until(first + (count - 1)))
        cost = costs(people, months, payer=payer, programmes=programmes)
        covered = int((cost.amount > 0).sum())
        counted = Decimal(covered * min(count, COUNTED_FROM)) / COUNTED_FROM
        person_months = sum(int((paid > 0).sum()) for paid in cost.by_month.values())
        amount = int(cost.amount.sum())
        found.append(Length(count, covered, amount, person_months, counted.quantize(Decimal("0.1"))))
    return found


class Unspent(NamedTuple):
    """Money that nobody is protected with, and what it would still have bought."""

    case: str
    spent: int
    left: int
    person_months: int
    """Months of protection for one worker, at the mean price of the plan."""

    people: int
    """Workers for the whole of the programme, at the same price."""


def unspent(
    budget: int, spent: int, *, planned: int, person_months: int, months: int, case: str = ""
) -> Unspent:
    """Return what is left of *budget* when *spent* is spent, and what it would have bought.

    planned, person_months: what the plan pays for how many months of protection; their
    quotient, rounded up to the rupiah, is the price.  Money not paid by the end of the
    year protects nobody; whether it may be carried over is not decided here.
    """
    left = budget - spent
    price = -(-planned // person_months) if person_months else 0
    bought = left // price if price and left > 0 else 0
    return Unspent(case, spent, left, bought, bought // months if months else 0)


def after_refusals(
    budget: int, expected: int, *, planned: int, person_months: int, months: int
) -> list[Unspent]:
    """Return what stays unspent when part of the list is refused and nobody takes the places.

    The shares refused are those of `rates.toml`: what befell other regions.
    """
    terms = {"planned": planned, "person_months": person_months, "months": months}
    found = [unspent(budget, expected, **terms, case="none_refused")]
    for end in ENDS:
        kept = 1 - rates()["refused"].at(end)
        numerator, denominator = kept.as_integer_ratio()
        spent = (2 * expected * numerator + denominator) // (2 * denominator)
        found.append(unspent(budget, spent, **terms, case=f"refused_{end}"))
    return found


def table(rows: Sequence[NamedTuple]) -> pa.Table:
    """Return named tuples as a table; decimals as text."""
    if not rows:
        return pa.table({})
    columns: dict[str, Any] = {}
    for name in rows[0]._fields:
        values = [getattr(row, name) for row in rows]
        columns[name] = [str(value) if isinstance(value, Decimal) else value for value in values]
    return as_table(columns)
