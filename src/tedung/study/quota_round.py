"""From fractions to whole people: round down, mend the floors, spend what is left; and the greedy check."""

import numpy as np

from tedung.study.people import Flags
from tedung.study.quota_lp import WHOLE, Problem, Real


def rounded(problem: Problem, x: Real) -> tuple[Flags, Flags]:
    """Return who is chosen, and which of them came in after the rounding.

    Candidates stand in the published order, so that the first that fits is the one due.
    """
    chosen = x > 1 - WHOLE
    before = chosen.copy()
    for _ in range(len(problem.rows) * 20):
        if not _mend_one(problem, chosen):
            break
    fill(problem, chosen)
    return chosen, chosen & ~before


def broken(problem: Problem, chosen: Flags) -> list[int]:
    """Return the floors that are missed, by their place."""
    return [place for place, row in enumerate(problem.rows) if row.slack(chosen) < 0]


def _mend_one(problem: Problem, chosen: Flags) -> bool:
    """Let one more person in for the first floor that is missed; False where nothing more can be done."""
    missed = broken(problem, chosen)
    if not missed:
        return False
    wanted = problem.rows[missed[0]].holds & ~chosen
    left = problem.budget - int(problem.cost[chosen].sum())
    cheap = np.flatnonzero(wanted & (problem.cost <= left))
    if cheap.size:
        chosen[cheap[0]] = True
        return True
    return _swap(problem, chosen, np.flatnonzero(wanted), left)


def _swap(problem: Problem, chosen: Flags, wanted: "np.typing.NDArray[np.intp]", left: int) -> bool:
    """Let the last chosen whom no floor needs make room for the first who is wanted."""
    tight = [row.holds for row in problem.rows if row.slack(chosen) < 1]
    needed = np.logical_or.reduce(tight) if tight else np.zeros_like(chosen)
    free = np.flatnonzero(chosen & ~needed)
    for leaving in free[::-1][:100]:
        fits = wanted[problem.cost[wanted] <= left + problem.cost[leaving]]
        if fits.size:
            chosen[leaving], chosen[fits[0]] = False, True
            return True
    return False


def fill(problem: Problem, chosen: Flags) -> None:
    """Let in, in the published order, whoever the money left still covers and no floor forbids."""
    left = problem.budget - int(problem.cost[chosen].sum())
    shares = [row for row in problem.rows if row.share]
    slack = [row.slack(chosen) for row in shares]
    waiting = np.flatnonzero(~chosen & (problem.cost <= left))
    cheapest = np.minimum.accumulate(problem.cost[waiting][::-1])[::-1]
    for place, least in zip(waiting.tolist(), cheapest.tolist(), strict=True):
        if least > left:
            return
        change = [int(row.holds[place]) - row.share for row in shares]
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
        due = row.least - int((row.holds & chosen).sum())
        best = np.flatnonzero(row.holds & ~chosen)[: max(due, 0)]
        fits = best[np.cumsum(problem.cost[best]) <= left]
        chosen[fits] = True
        left -= int(problem.cost[fits].sum())
    worth = problem.value / problem.cost
    for place in np.lexsort((problem.lot, -worth)).tolist():
        if not chosen[place] and problem.cost[place] <= left:
            chosen[place] = True
            left -= int(problem.cost[place])
    return chosen
