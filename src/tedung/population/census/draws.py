"""Shares made whole numbers, and numbers dealt out to persons, by seeded chance."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rng = np.random.Generator


def generator(seed: int, *place: int) -> Rng:
    """Return the chance of one place: the same whatever other places are made beside it."""
    return np.random.default_rng([seed, *place])


def largest_remainder(total: int, weights: Floats) -> Ints:
    """Return whole numbers that sum to *total*, as near to the weights as can be; ties to the first."""
    shares = weights / weights.sum() * total
    whole: Ints = np.floor(shares).astype(np.int64)
    order = np.argsort(whole - shares, kind="stable")
    whole[order[: total - int(whole.sum())]] += 1
    return whole


def share_rows(totals: Ints, shares: Floats, rng: Rng) -> Ints:
    """Return whole numbers, each row summing to its total, right on average.

    totals: (rows,); shares: (rows, columns), each row summing to one.  Systematic: a
    number is its share rounded down or up, by one throw a row.
    """
    ends = np.cumsum(shares * totals[:, None], axis=1)
    ends[:, -1] = totals
    throws = np.minimum(rng.random((len(totals), 1)), 1 - 1e-9)
    numbers: Ints = np.diff(np.floor(ends + throws), axis=1, prepend=0.0).astype(np.int64)
    return numbers


def deal(cells: NDArray[Any], shares: Floats, rng: Rng) -> Ints:
    """Return a category for every person, each cell's persons divided by the shares of its row.

    cells: (n,) the row of `shares` that a person belongs to.
    """
    numbers = share_rows(np.bincount(cells, minlength=len(shares)), shares, rng)
    return deal_numbers(cells, numbers, rng)


def deal_leaning(cells: NDArray[Any], shares: Floats, weights: Floats, rng: Rng) -> Flags:
    """Return who is chosen: in each cell its share, likelier where the weight is larger.

    shares: (cells,); weights: (n,) above zero.
    """
    numbers = share_rows(
        np.bincount(cells, minlength=len(shares)), np.stack([shares, 1 - shares], axis=1), rng
    )
    order = np.lexsort((rng.exponential(size=len(cells)) / weights, cells))
    chosen = np.zeros(len(cells), dtype=bool)
    chosen[order] = rank_within(cells[order]) < numbers[cells[order], 0]
    return chosen


def deal_numbers(cells: NDArray[Any], numbers: Ints, rng: Rng) -> Ints:
    """Return a category for every person, as often in each cell as `numbers` says.

    numbers: (rows, columns), each row summing to the persons of that cell.
    """
    order = by_chance_within(cells, rng)
    labels = np.tile(np.arange(numbers.shape[1]), len(numbers))
    dealt = np.empty(len(cells), dtype=np.int64)
    dealt[order] = np.repeat(labels, numbers.ravel())
    return dealt


def by_chance_within(cells: NDArray[Any], rng: Rng) -> Ints:
    """Return an order of the persons: by cell, and by chance within it."""
    mixed = rng.permutation(len(cells))
    return mixed[np.argsort(cells[mixed], kind="stable")]


def rank_within(groups: NDArray[Any]) -> Ints:
    """Return 0, 1, 2, … within each run of equal groups; groups come together."""
    if not len(groups):
        return np.zeros(0, dtype=np.int64)
    starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]])
    lengths = np.diff(np.r_[starts, len(groups)])
    return np.arange(len(groups)) - np.repeat(starts, lengths)


def choose(weights: Floats, count: int, rng: Rng) -> Ints:
    """Return *count* places chosen without putting back, likelier where the weight is larger.

    A weight of zero is never chosen; fewer than *count* come back where fewer can be.
    """
    can = np.flatnonzero(weights > 0)
    count = min(count, len(can))
    keys = rng.exponential(size=len(can)) / weights[can]
    return np.sort(can[np.argpartition(keys, count - 1)[:count]]) if count else can[:0]
