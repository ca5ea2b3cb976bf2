"""Regencies and provinces made whole, block by block: memory stays the same for a regency of six million."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from tedung.errors import TedungError
from tedung.population.census.ages import BANDS, band_counts, pyramid
from tedung.population.census.block import Part, Run, make
from tedung.population.census.draws import Ints, generator
from tedung.population.census.places import Regency, expand, regency, rurality, village_sizes
from tedung.population.census.table import table_of
from tedung.texts import text

DAY = date(2026, 12, 1)
"""The day on which everybody is as old as the ages of 2025 say."""
BLOCK = 1_000_000
"""Persons made at once."""


class Block(NamedTuple):
    """Some villages of one regency."""

    regency: Regency
    table: pa.Table


def synthesise_region(codes: Iterable[str] | str, seed: int, scale: float = 1.0, on: date = DAY) -> pa.Table:
    """Return the persons of regencies and provinces as one table of `population_schema()`.

    codes: `51` a province, `51.71` a regency.  scale: part of the persons, above 0 and at
    most 1; every count is scaled.  The same seed gives the same table, whatever else is
    asked beside it.  Whoever wants more than memory holds takes `blocks`.
    """
    return pa.concat_tables([block.table for block in blocks(codes, seed, scale, on)])


def blocks(codes: Iterable[str] | str, seed: int, scale: float = 1.0, on: date = DAY) -> Iterator[Block]:
    """Return one block of persons after another, by village; `TedungError` for what cannot be asked."""
    _check(seed, scale)
    meant = expand(codes)
    return (block for code in meant for block in _regency(regency(code), Run(seed, scale, on)))


def _check(seed: int, scale: float) -> None:
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise TedungError(text("population.bad_seed", given=seed))
    if isinstance(scale, bool) or not isinstance(scale, int | float) or not 0 < scale <= 1:
        raise TedungError(text("population.bad_scale", given=scale))


def _regency(place: Regency, run: Run) -> Iterator[Block]:
    """Yield a regency's blocks.  Villages and ages are both exact: ages are dealt like cards to villages."""
    persons = max(round((place.men + place.women) * run.scale), 1)
    men = round(place.men * run.scale)
    sizes = village_sizes(place, persons)
    cells = np.repeat(np.arange(2 * BANDS, dtype=np.int8), band_counts(pyramid(place), men, persons - men))
    cells = generator(run.seed, place.number).permutation(cells)
    rural = rurality(place, sizes)
    village = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
    for number, (first, last) in enumerate(_cuts(sizes)):
        share = (last - first) / persons
        part = Part(place, village[first:last], cells[first:last].astype(np.int64), rural, share)
        yield Block(place, table_of(place, make(part, run, generator(run.seed, place.number, number + 1))))


def _cuts(sizes: Ints) -> Iterator[tuple[int, int]]:
    """Yield where blocks begin and end: whole villages, BLOCK persons or fewer where a village has fewer."""
    ends = np.cumsum(sizes)
    first = 0
    while first < ends[-1]:
        fits = ends[(ends > first) & (ends <= first + BLOCK)]
        last = int(fits[-1]) if len(fits) else int(ends[ends > first][0])
        yield first, last
        first = last
