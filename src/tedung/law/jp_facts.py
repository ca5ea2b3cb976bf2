"""The facts of a claim for JP, read and held against each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from tedung.dates import Month
from tedung.law.facts import Facts
from tedung.law.series import value_of_year

FIRST_DAY = date(2015, 7, 1)
"""PP 45/2015 Pasal 38: there is no JP before it."""


class YearPaid(NamedTuple):
    """The months of one year that were paid at one monthly wage."""

    year: int
    upah: int
    months: int


@dataclass(frozen=True)
class Member:
    """What every claim for JP has in common, as far as anybody gave it; None is *not verified*.

    ceilings, bounds: for years that the law does not hold yet; inflation: shares by year,
    before those of the law; density: months paid of months due, where the agency says it.
    """

    on: date
    birth_date: date | None
    registered_on: date | None
    event_on: date | None
    upah_by_year: tuple[YearPaid, ...] | None
    inflation: Mapping[int, Decimal]
    ceilings: Mapping[int, int]
    bounds: Mapping[int, tuple[int, int]]
    density: Decimal | None
    registered: bool | None

    @property
    def law_day(self) -> date:
        """The day whose law decides: that of the event; the day asked where nobody gave it."""
        return self.event_on or self.on

    @property
    def months(self) -> int:
        """The contribution months (Masa Iur), PP 45/2015 Pasal 1 angka 12."""
        return sum(row.months for row in self.upah_by_year or ())

    def months_possible(self, year: int) -> list[Month]:
        """Return the months of *year* for which this member can have paid."""
        begun, ended = max(self.registered_on or FIRST_DAY, FIRST_DAY), self.law_day
        if not begun.year <= year <= ended.year:
            return []
        first = begun.month if year == begun.year else 1
        last = ended.month if year == ended.year else 12
        return [Month(year, number) for number in range(first, last + 1)]

    def months_paid(self) -> list[tuple[Month, int]]:
        """Return each month paid with its wage (docs/conventions.md, jp-months-of-a-year)."""
        found: list[tuple[Month, int]] = []
        for year, rows in groupby(
            sorted(self.upah_by_year or (), key=lambda row: row.year), lambda row: row.year
        ):
            upah = [row.upah for row in rows for _ in range(row.months)]
            months = self.months_possible(year)
            is_first = self.registered_on is not None and self.registered_on.year == year
            found += zip(months[-len(upah) :] if is_first and upah else months, upah, strict=False)
        return found


def read_member(facts: Facts, on: date) -> Member:
    """Read what all kinds share; what cannot be stays in *facts* as a fault."""
    member = Member(
        on=on,
        birth_date=facts.day("birth_date", latest=on),
        registered_on=facts.day("registered_on", latest=on),
        event_on=facts.day("event_date", latest=on),
        upah_by_year=_upah_by_year(facts),
        inflation=facts.rate_by_year("inflation", low=-1, high=1) or {},
        ceilings=facts.amount_by_year("ceilings") or {},
        bounds=facts.bounds_by_year("bounds") or {},
        density=facts.decimal("density", 0, 1),
        registered=facts.flag("registered"),
    )
    facts.in_order("birth_date", "registered_on", "event_date")
    _compare(facts, member)
    return member


def _upah_by_year(facts: Facts) -> tuple[YearPaid, ...] | None:
    parts = facts.parts("wages")
    if parts is None:
        return None
    found = []
    for part in parts:
        year, upah, months = part.count("year", most=2200), part.money("upah"), part.count("months", most=12)
        if not (part.has("year") and part.has("upah") and part.has("months")):
            facts.fault("jp.fault_half_year", key=part.name("year"))
        elif year is not None and upah is not None and months is not None:
            found.append(YearPaid(year, upah, months))
    return tuple(found)


def _compare(facts: Facts, member: Member) -> None:
    """Keep a fault for months that cannot have been paid, and for what the law contradicts."""
    for year in sorted({row.year for row in member.upah_by_year or ()}):
        paid = sum(row.months for row in member.upah_by_year or () if row.year == year)
        possible = len(member.months_possible(year))
        if paid > possible:
            facts.fault("jp.fault_months", year=year, months=paid, possible=possible)
    for year, ceiling in member.ceilings.items():
        if value_of_year("jp.upah_ceiling", year) not in {None, ceiling}:
            facts.fault("jp.fault_announced", key="ceilings", year=year)
    for year, bounds in member.bounds.items():
        announced = (value_of_year("jp.benefit_least", year), value_of_year("jp.benefit_most", year))
        if announced not in {(None, None), bounds}:
            facts.fault("jp.fault_announced", key="bounds", year=year)
