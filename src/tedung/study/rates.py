"""Rates of a projection with their ranges and sources, and deaths by age and sex.

Deaths: UN World Population Prospects 2024, Indonesia, whole population; a table of
insured lives may be handed in as a file ``sex,age,qx`` (docs/explanation/study.md).
"""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from tedung.errors import TedungError
from tedung.texts import language, text

Real = npt.NDArray[np.float64]
ENDS = ("low", "central", "high")
OLDEST = 110
SEX_NAMES = {"male": "L", "female": "P", "L": "L", "P": "P"}


class Rate(NamedTuple):
    """A rate with its range, and how it is known."""

    name: str
    label: str
    low: Decimal
    central: Decimal
    high: Decimal
    certainty: str
    source: str

    def at(self, end: str) -> Decimal:
        """Return one end of the range, or its middle."""
        return {"low": self.low, "central": self.central, "high": self.high}[end]


@cache
def rates() -> Mapping[str, Rate]:
    """Return the rates of `rates.toml` by name."""
    tables = tomllib.loads((resources.files("tedung.study") / "rates.toml").read_text("utf-8"))
    return {name: _rate(name, table) for name, table in tables.items()}


def _rate(name: str, table: Mapping[str, str]) -> Rate:
    low, central, high = (Decimal(table[end]) for end in ENDS)
    label = table[f"label_{language()}"]
    return Rate(name, label, low, central, high, table["certainty"], table["source"])


@dataclass(frozen=True)
class Mortality:
    """Yearly probabilities of death by age 0 to 110, and where they come from."""

    by_sex: Mapping[str, Real]
    source: str

    def monthly(self, ages: Any, sexes: Any, multiple: float = 1.0) -> Real:
        """Return (n,) the probability of dying within a month.

        ages: (n,) completed years, -1 unknown; sexes: (n,) ``L`` or ``P``, other unknown.
        The twelfth root is taken of surviving, not of dying.  An unknown sex gets the mean
        of both, an unknown age that of 45: a roster's people are mostly between 30 and 60.
        """
        age = np.clip(np.where(np.asarray(ages) < 0, AGE_ASSUMED, ages), 0, OLDEST)
        men, women = self.by_sex["L"][age], self.by_sex["P"][age]
        sex = np.asarray(sexes)
        yearly = np.where(sex == "L", men, np.where(sex == "P", women, (men + women) / 2))
        return np.asarray(a_month(yearly * multiple))


AGE_ASSUMED = 45


def a_month(yearly: Any) -> Any:
    """Return the monthly probability whose twelve months make the *yearly* one."""
    return 1 - (1 - np.minimum(yearly, 1.0)) ** (1 / 12)


def mortality(year: int, path: Path | None = None) -> Mortality:
    """Return deaths by age and sex for *year*, of a user's own table where *path* is given.

    The UN table goes from 2015 to 2030; the last period stands for what comes after.
    """
    if path is not None:
        return _own(path)
    rows = _life_table()
    periods = sorted({row["period"] for row in rows})
    period = max((one for one in periods if int(one[:4]) <= year), default=periods[0])
    chosen = [(row["sex"], int(row["age"]), float(row["qx"])) for row in rows if row["period"] == period]
    return Mortality(_arrays(chosen), f"UN WPP 2024, {period}")


@cache
def _life_table() -> tuple[dict[str, str], ...]:
    table = resources.files("tedung") / "data/mortality/id_life_table_un_wpp2024.csv"
    return tuple(csv.DictReader(table.read_text("utf-8").splitlines()))


def _own(path: Path) -> Mortality:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [_own_row(row) for row in csv.DictReader(file)]
    except (KeyError, TypeError, ValueError, InvalidOperation, UnicodeDecodeError, csv.Error) as fault:
        raise TedungError(text("study_budget.life_table", file=path.name)) from fault
    known = {(sex, age) for sex, age, _ in rows}
    if len(known) != len(rows) or not all((sex, age) in known for sex in "LP" for age in range(18, 65)):
        raise TedungError(text("study_budget.life_table", file=path.name))
    return Mortality(_arrays(rows), path.name)


def _own_row(row: Mapping[str, str]) -> tuple[str, int, float]:
    age, chance = int(row["age"]), float(Decimal(row["qx"]))
    if not (0 <= age <= 150 and 0 <= chance <= 1):
        raise ValueError
    return row["sex"].strip(), age, chance


def _arrays(rows: list[tuple[str, int, float]]) -> dict[str, Real]:
    """Return a table of each sex; an age it lacks has that of the nearest younger one."""
    tables = {}
    for sex in "LP":
        known = {age: chance for name, age, chance in rows if SEX_NAMES[name] == sex}
        first = min(known)
        chances = [known.get(first, 0.0)] * (OLDEST + 1)
        for age in range(OLDEST + 1):
            chances[age] = known.get(age, chances[age - 1] if age else known[first])
        tables[sex] = np.array(chances)
    return tables
