"""Who leaves and when: death, moving away, stopping to pay, the age limit; month by month.

Expected values, person by person: *staying* is the probability of being covered still,
in millionths, so that money is multiplied by whole numbers and rounded once a line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tedung.dates import Month
from tedung.law import law_on
from tedung.study.people import Flags, Whole, ages, texts
from tedung.study.rates import Mortality, Real, a_month, rates

MILLION = 1_000_000
EXITS = ("death", "move", "lapse", "age")


@dataclass(frozen=True)
class Chances:
    """The rates of one projection, as they stand in one end of their ranges."""

    mortality: Mortality
    multiple: Decimal
    move: Decimal
    lapse: Decimal
    leave_at: int | None
    """The age at which the programme lets go; None where a member may go on paying."""

    @classmethod
    def at(cls, end: str, table: Mortality, leave_at: int | None) -> "Chances":
        """Return the rates of `rates.toml` at their low, central or high end."""
        found = rates()
        multiple, move, lapse = (found[name].at(end) for name in ("mortality", "move", "lapse"))
        return cls(table, multiple, move, lapse, leave_at)


def leaving_age(month: Month) -> int:
    """Return the age at which a city's programme lets go: the law's limit of enrolment (coverage.toml).

    That nobody is kept beyond the age at which nobody enrols is an assumption of the study.
    """
    return int(law_on(month.first_day)["coverage.age_limit"])


@dataclass(frozen=True)
class Step:
    """One month: (n,) millionths who are covered, and people lost at its beginning, by reason."""

    month: Month
    staying: Whole
    lost: dict[str, float]
    dying: Real
    """(n,) the probability of dying within the month while covered."""


def steps(people: pa.Table, months: Sequence[Month], chances: Chances) -> Iterator[Step]:
    """Yield every month of a programme that all *people* begin in the first of *months*.

    Whoever dies, moves or stops in a month is paid for in that month and gone in the
    next; whoever reaches the age limit in a month is gone from that month on.
    """
    sex = np.array(texts(people, "sex"), dtype=str)
    pays_alone = np.array([payer in {"", "self"} for payer in texts(people, "payer")], dtype=bool)
    alive = np.ones(people.num_rows)
    lost = dict.fromkeys(EXITS, 0.0)
    for month in months:
        age = ages(people, month.first_day)
        past = _past(ages(people, month.last_day), chances.leave_at)
        lost["age"] = float(alive[past].sum())
        alive = np.where(past, 0.0, alive)
        dying = chances.mortality.monthly(age, sex, float(chances.multiple))
        yield Step(month, _millionths(alive), dict(lost), alive * dying)
        alive, lost = _after(alive, dying, pays_alone, chances)


def _past(age: Whole, limit: int | None) -> Flags:
    return np.zeros(len(age), dtype=bool) if limit is None else age >= limit


def _after(
    alive: Real, dying: Real, pays_alone: Flags, chances: Chances
) -> tuple[npt.NDArray[np.float64], dict[str, float]]:
    """Return who is left for the next month, and how many people went, by reason."""
    moving = float(a_month(float(chances.move)))
    stopping = np.where(pays_alone, float(a_month(float(chances.lapse))), 0.0)
    living = alive * (1 - dying)
    staying = living * (1 - moving)
    left = staying * (1 - stopping)
    went = {
        "death": float((alive - living).sum()),
        "move": float((living - staying).sum()),
        "lapse": float((staying - left).sum()),
        "age": 0.0,
    }
    return left, went


def _millionths(alive: Real) -> Whole:
    return np.rint(alive * MILLION).astype(np.int64)


def expected(amount: Whole, staying: Whole) -> int:
    """Return the expected rupiah of (n,) amounts, rounded half up once.

    amount below 10**9 and some million people keep the sum within int64.
    """
    return (2 * int((amount * staying).sum()) + MILLION) // (2 * MILLION)
