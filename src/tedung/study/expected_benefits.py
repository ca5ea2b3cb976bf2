"""What the covered may expect: deaths and work accidents with their ranges, and bands by simulation.

Amounts are those of `law/jkm.py` and `law/jkk.py` on the day of the month; how often they
are paid is a guess with a source (`rates.toml`).  *not modelled*: scholarships,
disability, incapacity pay beyond the mean cost of a case, and JHT, which is the worker's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tedung.dates import Month
from tedung.law import bpu, jkk, jkm, law_on
from tedung.study.cost import paid_by
from tedung.study.flows import Chances, leaving_age, steps
from tedung.study.people import UNKNOWN, Flags, Whole, ages, as_table, numbers, texts
from tedung.study.rates import ENDS, Mortality, a_month, rates

SHORT_MONTHS = 3
"""Months of a new membership in which a natural death gives the funeral grant alone
(90 days: `jkm.short_membership_days`, docs/conventions.md, short-membership)."""


class Risk(NamedTuple):
    """The rates of accidents at one end of their ranges."""

    accident_bpu: float
    accident_pu: float
    accident_death: float
    accident_cost: int

    @classmethod
    def at(cls, end: str) -> "Risk":
        """Return the rates of `rates.toml` at their low, central or high end."""
        found = rates()
        names = ("accident_bpu", "accident_pu", "accident_death")
        bpu_rate, pu_rate, death = (float(found[name].at(end)) for name in names)
        return cls(bpu_rate, pu_rate, death, int(found["accident_cost"].at(end)))


class Expected(NamedTuple):
    """What is expected over the months asked, at one end of the ranges."""

    end: str
    deaths: float
    accidents: float
    accident_deaths: float
    jkm: int
    jkk: int


@dataclass(frozen=True)
class Sums:
    """(n,) rupiah of one event of each person in one month."""

    natural: Whole
    at_work: Whole


def sums(people: pa.Table, month: Month, place: int, *, is_new: bool) -> Sums:
    """Return what a death pays: a natural one, and one by a work accident.

    place: of the month in the programme, from 0.  A non-wage worker's benefit is counted
    on the base of the income bracket (PP 44/2015 is silent: docs/conventions.md).
    """
    law = law_on(month.first_day)
    is_pu = np.array([segment == "pu" for segment in texts(people, "segment")], dtype=bool)
    base = np.asarray(bpu.income_base(np.maximum(numbers(people, "income"), 0), law), dtype=np.int64)
    upah = np.where(is_pu, np.maximum(numbers(people, "upah"), 0), base)
    short = np.full(people.num_rows, is_new and place < SHORT_MONTHS) & ~is_pu
    if law["jkm.short_membership_days"] == 0:
        short = np.zeros(people.num_rows, dtype=bool)
    natural: Any = sum(jkm.death_amounts(~short, short, law))
    at_work: Any = sum(jkk.death_amounts(upah, law))
    return Sums(np.asarray(natural, dtype=np.int64), np.asarray(at_work, dtype=np.int64))


def expect(
    people: pa.Table,
    months: Sequence[Month],
    table: Mortality,
    *,
    payer: str | None = None,
    is_new: bool = True,
) -> list[Expected]:
    """Return what *people*, covered from the first month on, may expect, at three ends of the ranges.

    payer: of everybody, where one pays for all: only who pays alone may stop.
    Deaths by work accident are among the deaths of the life table.
    """
    paid = paid_by(people, payer)
    return [_expected(paid, months, end, table, is_new=is_new) for end in ENDS]


def _expected(
    people: pa.Table, months: Sequence[Month], end: str, table: Mortality, *, is_new: bool
) -> Expected:
    risk = Risk.at(end)
    hurt = _hurt(people, risk)
    deaths = accidents = died_at_work = 0.0
    paid_jkm = paid_jkk = 0.0
    for place, step in enumerate(steps(people, months, Chances.at(end, table, leaving_age(months[0])))):
        due = sums(people, step.month, place, is_new=is_new)
        hurt_now = step.staying / 1_000_000 * hurt
        dead_at_work = np.minimum(hurt_now * risk.accident_death, step.dying)
        natural = step.dying - dead_at_work
        deaths, accidents = deaths + float(step.dying.sum()), accidents + float(hurt_now.sum())
        died_at_work += float(dead_at_work.sum())
        paid_jkm += float((natural * due.natural).sum())
        care = (hurt_now - dead_at_work) * risk.accident_cost
        paid_jkk += float((dead_at_work * due.at_work).sum() + care.sum())
    return Expected(
        end, round(deaths, 2), round(accidents, 2), round(died_at_work, 3), round(paid_jkm), round(paid_jkk)
    )


def _hurt(people: pa.Table, risk: Risk) -> npt.NDArray[np.float64]:
    """Return (n,) the probability of a work accident within a month."""
    is_pu = np.array([segment == "pu" for segment in texts(people, "segment")], dtype=bool)
    return np.where(is_pu, float(a_month(risk.accident_pu)), float(a_month(risk.accident_bpu)))


# Bands.


class Band(NamedTuple):
    """Of many runs: the middle one, and those that one run in twenty lies below or above."""

    what: str
    low: int
    middle: int
    high: int


@dataclass(frozen=True)
class Cells:
    """People alike in age, sex and amounts, counted: what one draws from."""

    count: Whole
    age: Whole
    sex: Any
    amount: Whole
    """(cells, months) rupiah of the contribution of one person."""

    natural: Whole
    at_work: Whole
    """(cells, months) rupiah of one death."""

    is_pu: Flags
    pays_alone: Flags
    leaves: Whole
    """The month in which the age limit is reached, by its place; the number of months where it is not."""


def bands(
    people: pa.Table,
    months: Sequence[Month],
    by_month: Sequence[Whole],
    table: Mortality,
    *,
    seed: int,
    runs: int = 200,
    payer: str | None = None,
    is_new: bool = True,
) -> list[Band]:
    """Return the bands of contributions, deaths, accidents and benefits, drawn *runs* times.

    by_month: (n,) rupiah of each month, as in `Costs.by_month`.  Each run draws its rates
    from triangles over their ranges, then people one by one; the same *seed*, the same bands.
    """
    cells = _cells(paid_by(people, payer), months, by_month, is_new=is_new)
    draw = np.random.Generator(np.random.PCG64(seed))
    found = np.array([_run(cells, table, draw) for _ in range(runs)], dtype=np.int64)
    names = ("contributions", "deaths", "accidents", "accident_deaths", "jkm", "jkk")
    ends = [np.quantile(found, share, axis=0, method="lower") for share in (0.05, 0.5, 0.95)]
    return [Band(name, *(int(end[at]) for end in ends)) for at, name in enumerate(names)]


def _cells(people: pa.Table, months: Sequence[Month], by_month: Sequence[Whole], *, is_new: bool) -> Cells:
    due = [sums(people, month, place, is_new=is_new) for place, month in enumerate(months)]
    sex = np.array([{"L": 0, "P": 1}.get(one, 2) for one in texts(people, "sex")], dtype=np.int64)
    is_pu = np.array([segment == "pu" for segment in texts(people, "segment")], dtype=np.int64)
    alone = np.array([payer in {"", "self"} for payer in texts(people, "payer")], dtype=np.int64)
    grid = [ages(people, months[0].first_day), sex, is_pu, alone, _leaves(people, months)]
    columns = [*grid, *by_month, *(one.natural for one in due), *(one.at_work for one in due)]
    keys, count = np.unique(np.column_stack(columns), axis=0, return_counts=True)
    amount, natural, at_work = np.split(keys[:, 5:], 3, axis=1)
    named = np.array(["L", "P", ""])[keys[:, 1]]
    flags = (keys[:, 2] == 1, keys[:, 3] == 1)
    return Cells(count, keys[:, 0], named, amount, natural, at_work, *flags, keys[:, 4])


def _leaves(people: pa.Table, months: Sequence[Month]) -> Whole:
    limit = leaving_age(months[0])
    place = np.full(people.num_rows, len(months), dtype=np.int64)
    for at in range(len(months) - 1, -1, -1):
        years = ages(people, months[at].last_day)
        place = np.where((years >= limit) & (years != UNKNOWN), at, place)
    return place


def _run(cells: Cells, table: Mortality, draw: np.random.Generator) -> tuple[int, ...]:
    """Return contributions, deaths, accidents, deaths among them, JKM and JKK of one run."""
    chance = {name: _triangle(name, draw) for name in rates() if name != "refused"}
    alive = cells.count.copy()
    hurt = a_month(np.where(cells.is_pu, chance["accident_pu"], chance["accident_bpu"]))
    stopping = np.where(cells.pays_alone, a_month(chance["lapse"]), 0.0)
    totals = np.zeros(6, dtype=np.int64)
    for month in range(cells.amount.shape[1]):
        alive = np.where(cells.leaves <= month, 0, alive)
        dying = table.monthly(cells.age + month // 12, cells.sex, chance["mortality"])
        deaths, accidents = draw.binomial(alive, dying), draw.binomial(alive, hurt)
        at_work = np.minimum(draw.binomial(accidents, chance["accident_death"]), deaths)
        paid_jkk = at_work * cells.at_work[:, month] + (accidents - at_work) * round(chance["accident_cost"])
        paid_jkm = (deaths - at_work) * cells.natural[:, month]
        parts = (alive * cells.amount[:, month], deaths, accidents, at_work, paid_jkm, paid_jkk)
        totals += np.array([int(part.sum()) for part in parts], dtype=np.int64)
        alive = alive - deaths
        alive = alive - draw.binomial(alive, a_month(chance["move"]))
        alive = alive - draw.binomial(alive, stopping)
    return tuple(int(total) for total in totals)


def _triangle(name: str, draw: np.random.Generator) -> float:
    rate = rates()[name]
    low, central, high = (float(rate.at(end)) for end in ENDS)
    return float(draw.triangular(low, central, high)) if low < high else central


def to_table(rows: Sequence[Expected] | Sequence[Band]) -> pa.Table:
    """Return the rows as a table."""
    names = rows[0]._fields
    return as_table({name: [getattr(row, name) for row in rows] for name in names})
