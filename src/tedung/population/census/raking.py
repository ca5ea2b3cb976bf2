"""Raking (iterative proportional fitting): a table moved until all its margins are met.

The fitted table is the starting one times a factor for each margin's cell, and among all
tables with these margins the nearest to the starting one (Kullback-Leibler).  Where the
starting table has a zero it stays: what cannot be stays impossible.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from tedung.errors import TedungError
from tedung.population.census.draws import Floats
from tedung.texts import text


class Margin(NamedTuple):
    """What the table must sum to over all axes but these."""

    name: str
    axes: tuple[int, ...]
    target: Floats


class Raked(NamedTuple):
    """A table that meets its margins, how often it was moved, and the worst error left."""

    table: Floats
    rounds: int
    worst: float


def rake(start: Floats, margins: Sequence[Margin], *, tolerance: float = 1e-9, rounds: int = 2000) -> Raked:
    """Return *start* moved until every margin is met within *tolerance* of the whole.

    start: non-negative, any number of axes.  `TedungError` where the margins contradict
    each other: totals that differ, a target where nothing can be, no agreement in *rounds*.
    """
    check(start, margins)
    table = start.astype(np.float64)
    whole = float(margins[0].target.sum())
    for done in range(1, rounds + 1):
        for margin in margins:
            table *= _factor(table, margin)
        worst = max(_error(table, margin) for margin in margins) / whole
        if worst <= tolerance:
            return Raked(table, done, worst)
    raise TedungError(text("population.margins_disagree", worst=f"{worst:.2e}", rounds=rounds))


def check(start: Floats, margins: Sequence[Margin]) -> None:
    """Refuse what no table can meet, with the names of the margins at fault."""
    totals: Mapping[str, float] = {margin.name: float(margin.target.sum()) for margin in margins}
    first = margins[0].name
    for margin in margins:
        if not np.isfinite(margin.target).all() or (margin.target < 0).any() or totals[margin.name] <= 0:
            raise TedungError(text("population.margin_negative", margin=margin.name))
        if abs(totals[margin.name] - totals[first]) > 1e-6 * totals[first]:
            raise TedungError(
                text(
                    "population.margin_totals",
                    one=first,
                    other=margin.name,
                    first=f"{totals[first]:.6g}",
                    second=f"{totals[margin.name]:.6g}",
                )
            )
        if (margin.target[_sum(start, margin) <= 0] > 0).any():
            raise TedungError(text("population.margin_impossible", margin=margin.name))


def _sum(table: Floats, margin: Margin) -> Floats:
    away = tuple(axis for axis in range(table.ndim) if axis not in margin.axes)
    summed: Floats = table.sum(axis=away)
    return summed


def _factor(table: Floats, margin: Margin) -> Floats:
    """Return target over sum, shaped so that it multiplies the table; 1 where both are nothing."""
    found = _sum(table, margin)
    factor = np.divide(margin.target, found, out=np.zeros_like(found), where=found > 0)
    shape = [size if axis in margin.axes else 1 for axis, size in enumerate(table.shape)]
    return factor.reshape(shape)


def _error(table: Floats, margin: Margin) -> float:
    return float(np.abs(_sum(table, margin) - margin.target).max())
