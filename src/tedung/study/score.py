"""Scores of vulnerability that a person can read: whole points by criterion, and their reasons.

The points are a choice of the city (`score.toml`), not of any law.  A criterion whose
measure nobody knows gives no points and is named; `score_most` says what the score would
be had every unknown one given its most.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from tedung.errors import TedungError
from tedung.money import rupiah
from tedung.study.people import UNKNOWN, Flags, Whole, ages, as_table, encoded, ids, numbers
from tedung.texts import language, text

BELOW = -2


@dataclass(frozen=True)
class Criterion:
    """One criterion: from which value on, how many points."""

    name: str
    label_id: str
    label_en: str
    unit: str
    why: str
    bounds: tuple[int, ...]
    points: tuple[int, ...]

    @property
    def most(self) -> int:
        """The most points that it can give."""
        return max(self.points)

    @property
    def label(self) -> str:
        """Its name in the language of the command."""
        return self.label_id if language() == "id" else self.label_en


@dataclass(frozen=True)
class Scores:
    """Everybody's points: (n,) by criterion, `UNKNOWN` where its measure is not known."""

    ids: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    points: Mapping[str, Whole]
    bands: Mapping[str, Whole]
    """Which band of its criterion a person is in; `BELOW` the first, `UNKNOWN` where not known."""

    @property
    def score(self) -> Whole:
        """(n,) the sum of the points known."""
        return self._sum({name: np.maximum(given, 0) for name, given in self.points.items()})

    @property
    def score_most(self) -> Whole:
        """(n,) the sum had every unknown criterion given its most."""
        filled = {
            one.name: np.where(self.points[one.name] == UNKNOWN, one.most, self.points[one.name])
            for one in self.criteria
        }
        return self._sum(filled)

    def _sum(self, parts: Mapping[str, Whole]) -> Whole:
        total = np.zeros(len(self.ids), dtype=np.int64)
        for given in parts.values():
            total = total + given
        return total


def score(people: pa.Table, criteria: Sequence[Criterion], day: date) -> Scores:
    """Return the points of every person on *day*.

    people: a row a person, synthetic or from a roster; a column it lacks leaves the
    criteria that need it unknown.  Not decided: who may be covered at all.
    """
    points, bands = {}, {}
    for one in criteria:
        measured = MEASURES[one.name](people, day)
        places = np.searchsorted(np.asarray(one.bounds), measured, side="right") - 1
        known = measured != UNKNOWN
        within = np.where(places < 0, BELOW, places)
        bands[one.name] = np.where(known, within, UNKNOWN).astype(np.int64)
        given = np.where(places < 0, 0, np.asarray(one.points, dtype=np.int64)[np.maximum(places, 0)])
        points[one.name] = np.where(known, given, UNKNOWN).astype(np.int64)
    return Scores(tuple(ids(people)), tuple(criteria), points, bands)


def to_table(scores: Scores) -> pa.Table:
    """Return person_id, score, score_most, a column a criterion (null: not known) and reasons."""
    columns: dict[str, Any] = {
        "person_id": list(scores.ids),
        "score": scores.score,
        "score_most": scores.score_most,
    }
    table = as_table(columns)
    for one in scores.criteria:
        given = scores.points[one.name]
        table = table.append_column(f"points_{one.name}", pa.array(given, mask=given == UNKNOWN))
    return table.append_column("reasons", pa.array(reasons(scores)))


def reasons(scores: Scores) -> list[str]:
    """Return for each person where the points come from, in one sentence of parts."""
    parts = []
    for one in scores.criteria:
        said = [_band_said(one, place) for place in range(len(one.bounds))]
        first = _amount(one.bounds[0], one.unit)
        said.append(text("study.score_below", label=one.label, first=first))  # place -2, BELOW
        said.append(text("study.score_unknown", label=one.label))  # place -1, UNKNOWN
        parts.append([said[place] for place in scores.bands[one.name].tolist()])
    return ["; ".join(told) for told in zip(*parts, strict=True)]


def _band_said(one: Criterion, place: int) -> str:
    first = _amount(one.bounds[place], one.unit)
    points = one.points[place]
    if place + 1 == len(one.bounds):
        return text("study.score_from", label=one.label, first=first, points=points)
    last = _amount(one.bounds[place + 1] - 1, one.unit)
    if first == last:
        return text("study.score_is", label=one.label, value=first, points=points)
    return text("study.score_between", label=one.label, first=first, last=last, points=points)


def _amount(value: int, unit: str) -> str:
    return rupiah(value) if unit == "IDR" else str(value)


# Measures: each (n,) int64, UNKNOWN where the table does not say.


def _income(people: pa.Table, day: date) -> Whole:
    del day
    own, paid = numbers(people, "income"), numbers(people, "upah")
    return np.where(own == UNKNOWN, paid, own)


def _desil(people: pa.Table, day: date) -> Whole:
    del day
    return numbers(people, "desil")


def risk(people: pa.Table, day: date) -> Whole:
    """Return (n,) the class of JKK of each one's work, by `risk.toml` where no employer has one."""
    del day
    found = numbers(people, "risk_class")
    table = _risks()
    work = {**table["by_group"], **table["by_occupation"]}
    for column in ("occupation", "kelompok_sasaran"):
        found = np.where(found == UNKNOWN, _looked_up(people, column, work), found)
    return np.where(found == UNKNOWN, _looked_up(people, "sector", table["by_sector"]), found)


@cache
def _risks() -> Mapping[str, Mapping[str, int]]:
    return tomllib.loads((resources.files("tedung.study") / "risk.toml").read_text("utf-8"))


def _looked_up(people: pa.Table, column: str, classes: Mapping[str, int]) -> Whole:
    places, codes = encoded(people, column)
    of_code = np.array([_longest_prefix(code, classes) for code in codes] or [UNKNOWN], dtype=np.int64)
    return np.asarray(of_code[places])


def _longest_prefix(code: str, classes: Mapping[str, int]) -> int:
    if not code[:1].isdigit():
        return classes.get(code, UNKNOWN)
    lengths = range(len(code), 0, -1)
    return next((classes[code[:length]] for length in lengths if code[:length] in classes), UNKNOWN)


COUNTED = "_dependants"
"""A column of a block of people, whose households were looked at whole before."""


def dependants(people: pa.Table, day: date) -> Whole:
    """Return (n,) how many of the household do not work, for each who does, rounded down.

    Unknown without `household_id` or `is_working`, and in a household where nobody works.
    A table in which everybody works was filtered: it says nothing of who lives on it.
    """
    del day
    if COUNTED in people.column_names:
        return numbers(people, COUNTED)
    working = numbers(people, "is_working")
    if not (working == 0).any():
        return np.full(people.num_rows, UNKNOWN, dtype=np.int64)
    place, homes = encoded(people, "household_id")
    count = len(homes)
    members = np.bincount(place, minlength=count)
    at_work = np.bincount(place, weights=working == 1, minlength=count).astype(np.int64)
    unsaid = np.bincount(place, weights=working == UNKNOWN, minlength=count) > 0
    each = (members - at_work) // np.maximum(at_work, 1)
    is_known = ~unsaid & (at_work > 0) & np.array([home != "" for home in homes], dtype=bool)
    return np.where(is_known, each, UNKNOWN)[place].astype(np.int64)


MEASURES: Mapping[str, Callable[[pa.Table, date], Whole]] = {
    "income": _income,
    "risk": risk,
    "dependants": dependants,
    "age": ages,
    "desil": _desil,
}
"""What can be scored, by the name of its criterion."""


# Weights.


def weights(path: Path | None = None) -> tuple[Criterion, ...]:
    """Return the criteria of a weights file, ours unless told; `TedungError` names every fault at once."""
    source = path or Path(str(resources.files("tedung.study") / "score.toml"))
    try:
        tables = tomllib.loads(source.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise TedungError(text("study.weights_broken", file=source.name)) from fault
    faults = [fault for name, table in tables.items() for fault in _faults(name, table)]
    if faults or not tables:
        told = "\n".join(f"  - {fault}" for fault in faults)
        raise TedungError(text("study.weights_refused", file=source.name, faults=told))
    return tuple(_criterion(name, table) for name, table in tables.items())


def _faults(name: str, table: Any) -> list[str]:
    if name not in MEASURES:
        return [text("study.weights_measure", criterion=name, allowed=", ".join(MEASURES))]
    bands = table.get("bands") if isinstance(table, dict) else None
    if not isinstance(bands, list) or not bands or not all(isinstance(band, dict) for band in bands):
        return [text("study.weights_no_bands", criterion=name)]
    values = [band.get(key) for band in bands for key in ("from", "points")]
    if not all(type(value) is int and 0 <= value <= 1_000_000_000 for value in values):
        return [text("study.weights_whole", criterion=name)]
    if not all(one < other for one, other in pairwise(band["from"] for band in bands)):
        return [text("study.weights_order", criterion=name)]
    return [text("study.weights_points", criterion=name)] if max(values[1::2]) > MOST_POINTS else []


MOST_POINTS = 1_000
"""Of one criterion: a score stays a small number that people can add up."""


def _criterion(name: str, table: Mapping[str, Any]) -> Criterion:
    said = {key: str(table.get(key, "")) or name for key in ("label_id", "label_en")}
    rest = {key: str(table.get(key, "")) for key in ("unit", "why")}
    bounds = tuple(band["from"] for band in table["bands"])
    return Criterion(
        name, **said, **rest, bounds=bounds, points=tuple(band["points"] for band in table["bands"])
    )


# Sensitivity.


@dataclass(frozen=True)
class Shift:
    """What becomes of the chosen when one criterion counts more or less."""

    criterion: str
    percent: int
    chosen: int
    stays: int
    """How many of the chosen are chosen still."""


def scaled(scores: Scores, name: str, percent: int) -> Scores:
    """Return the scores with one criterion's points times *percent* / 100, rounded half up."""
    given = scores.points[name]
    moved = np.where(given == UNKNOWN, UNKNOWN, (given * percent + 50) // 100)
    criteria = tuple(
        replace(one, points=tuple((old * percent + 50) // 100 for old in one.points))
        if one.name == name
        else one
        for one in scores.criteria
    )
    return replace(scores, criteria=criteria, points={**scores.points, name: moved})


PERCENTS = (50, 150)


def sensitivity(
    scores: Scores,
    choose: Callable[[Whole], Flags],
    before: Flags | None = None,
    percents: Sequence[int] = PERCENTS,
) -> list[Shift]:
    """Return for each criterion, lowered and raised, how many of the chosen stay.

    choose: from (n,) scores to (n,) who is chosen, such as a selection under floors.
    before: who is chosen by the scores as they are, where that is known.
    """
    stand = choose(scores.score) if before is None else before
    shifts = []
    for one in scores.criteria:
        for percent in percents:
            after = choose(scaled(scores, one.name, percent).score)
            shifts.append(Shift(one.name, percent, int(after.sum()), int((stand & after).sum())))
    return shifts
