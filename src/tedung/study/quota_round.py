"""From fractions to whole people: round down, mend the floors, spend what is left; and the greedy check."""

import numpy as np

from tedung.study.people import Flags
from tedung.study.quota_lp import WHOLE, Problem, Real, Row

NEAR = 200
"""How many of the last chosen and of the first who wait are tried against each other."""


def rounded(problem: Problem, x: Real) -> tuple[Flags, Flags]:
    """Return who is chosen, and which of them came in after the rounding.

    Candidates stand in the published order, so that the first that fits is the one due.
    """
    chosen = x > 1 - WHOLE
    before = chosen.copy()
    for _ in range(20 * len(problem.rows)):
        if not _mend_one(problem, chosen):
            break
    fill(problem, chosen)
    for _ in range(NEAR):
        if not _exchange(problem, chosen):
            break
        fill(problem, chosen)
    return chosen, chosen & ~before


def broken(problem: Problem, chosen: Flags) -> list[int]:
    """Return the floors that are missed, by their place."""
    return [place for place, slack in enumerate(problem.slacks(chosen)) if slack < 0]


def _mend_one(problem: Problem, chosen: Flags) -> bool:
    """Let one more person in for the first floor that is missed; False where nothing more can be done."""
    missed = broken(problem, chosen)
    if not missed:
        return False
    row = problem.rows[missed[0]]
    left = problem.budget - int(problem.cost[chosen].sum())
    cheap = np.flatnonzero(row.holds & ~chosen & (problem.cost <= left))
    if cheap.size:
        chosen[cheap[0]] = True
        return True
    if _exchange(problem, chosen, mending=row) or (row.share > 0 and _drop(problem, chosen, row)):
        return True
    return _exchange(problem, chosen, saving=True)


def _drop(problem: Problem, chosen: Flags, mending: Row) -> bool:
    """Let go the last chosen who is not of a floor by share, whom no other floor needs."""
    slack = problem.slacks(chosen)
    for leaving in np.flatnonzero(chosen & ~mending.holds)[::-1][:NEAR].tolist():
        rows = zip(problem.rows, slack, strict=True)
        if all(kept < 0 or kept - int(row.has(leaving)) + row.share >= 0 for row, kept in rows):
            chosen[leaving] = False
            return True
    return False


def _exchange(problem: Problem, chosen: Flags, *, mending: Row | None = None, saving: bool = False) -> bool:
    """Let one who waits take the place of one of the last chosen: for score, for a floor, to save money.

    No floor that is kept is missed by it, none that is missed gets further away.
    """
    left = problem.budget - int(problem.cost[chosen].sum())
    slack = problem.slacks(chosen)
    waiting = ~chosen if mending is None else ~chosen & mending.holds
    for leaving in np.flatnonzero(chosen)[::-1][:NEAR].tolist():
        if mending is not None and mending.has(leaving):
            continue
        fits = waiting & (problem.cost <= left + problem.cost[leaving])
        if saving:
            fits &= problem.cost < problem.cost[leaving]
        elif mending is None:
            fits &= problem.value > problem.value[leaving]
        for row, kept in zip(problem.rows, slack, strict=True):
            if kept < 1 and row.has(leaving):
                fits &= row.holds  # its place can only go to another of the same floor
        coming = np.flatnonzero(fits)
        if coming.size:
            chosen[leaving], chosen[coming[0]] = False, True
            return True
    return False


def fill(problem: Problem, chosen: Flags) -> None:
    """Let in, in the published order, whoever the money left still covers and no floor forbids."""
    left = problem.budget - int(problem.cost[chosen].sum())
    shares = [row for row in problem.rows if row.share]
    slack = [one for one, row in zip(problem.slacks(chosen), problem.rows, strict=True) if row.share]
    waiting = np.flatnonzero(~chosen & (problem.cost <= left))
    cheapest = np.minimum.accumulate(problem.cost[waiting][::-1])[::-1]
    for place, least in zip(waiting.tolist(), cheapest.tolist(), strict=True):
        if least > left:
            return
        change = [int(row.has(place)) - row.share for row in shares]
        kept = all(old + new >= 0 or new >= 0 for old, new in zip(slack, change, strict=True))
        if problem.cost[place] <= left and kept:
            chosen[place] = True
            left -= int(problem.cost[place])
            slack = [old + new for old, new in zip(slack, change, strict=True)]


def greedy(problem: Problem) -> Flags:
    """Return the plain choice that checks the other: each floor its best first, then by score for the money.

    Floors by share are left to chance here: the check says so by `broken`.
    """
    chosen = np.zeros(len(problem.value), dtype=bool)
    left = problem.budget
    for row in problem.rows:
        if not row.least:
            continue
        holds = row.holds
        due = row.least - int((holds & chosen).sum())
        best = np.flatnonzero(holds & ~chosen)[: max(due, 0)]
        fits = best[np.cumsum(problem.cost[best]) <= left]
        chosen[fits] = True
        left -= int(problem.cost[fits].sum())
    worth = problem.value / problem.cost
    for place in np.lexsort((problem.lot, -worth)).tolist():
        if not chosen[place] and problem.cost[place] <= left:
            chosen[place] = True
            left -= int(problem.cost[place])
    return chosen
