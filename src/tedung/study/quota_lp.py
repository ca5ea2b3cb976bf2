"""The linear programme behind a selection, and its rounding.

Choose x in [0, 1] for each candidate so that the sum of scores is as large as it can be:

    maximise  sum v x    subject to  sum c x <= budget,  sum_f x - share sum x >= least  for each floor f

People alike in score, cost and floors are one variable with an upper bound: they are
many, so that 100,000 people become some thousand variables.  Its optimum is the *bound*:
no choice of whole people can be worth more.  Its prices sort the classes into chosen,
left out, and those on the line; among the last the lots decide, in a second programme
over those people alone.  A vertex of either has at most a fraction for each row, so that
rounding down leaves a few people, whom `quota_round` puts right.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from tedung.study.people import Flags, Whole

Real = npt.NDArray[np.float64]
ON_THE_LINE = 1e-6
"""Points: a class whose score is this near its line is on it."""

WHOLE = 1e-6
SCORE_BEFORE_LOT = 1e4
"""How much a point counts beside a lot (at most 1) among those on the line."""


@dataclass(frozen=True)
class Row:
    """A floor as a row: of the chosen, those whose code is *code* less *share* of all are at least *least*.

    Floors over one column share its *codes*: a village each of a million people is no 716 columns.
    """

    codes: Whole
    """(n,) of the column's values; those without a floor may be any other code."""

    code: int
    """-1 for a value that nobody has."""

    least: int = 0
    share: Fraction = Fraction(0)

    @property
    def holds(self) -> Flags:
        """(n,) who is of the floor."""
        return np.asarray(self.codes == self.code)

    def has(self, place: Any) -> Any:
        """Say whether one is of the floor, or which of some are."""
        return self.codes[place] == self.code


@dataclass(frozen=True)
class Problem:
    """Candidates in the published order (score, then lot): (n,) values, costs and lots in [0, 1)."""

    value: Whole
    cost: Whole
    lot: Real
    budget: int
    rows: tuple[Row, ...]

    def held(self, people: Flags | None = None) -> list[int]:
        """Return how many of *people* (of all, where none are named) each floor has."""
        counts: dict[int, Whole] = {}
        for row in self.rows:
            if id(row.codes) not in counts:
                codes = row.codes if people is None else row.codes[people]
                counts[id(row.codes)] = np.bincount(codes, minlength=int(row.codes.max(initial=0)) + 1)
        found = ((counts[id(row.codes)], row.code) for row in self.rows)
        return [int(count[code]) if 0 <= code < len(count) else 0 for count, code in found]

    def slacks(self, chosen: Flags) -> list[Fraction]:
        """Return by how many people each floor is kept; negative where it is missed."""
        total = int(chosen.sum())
        rows = zip(self.rows, self.held(chosen), strict=True)
        return [held - row.share * total - row.least for row, held in rows]


@dataclass(frozen=True)
class Solution:
    """The optimum in fractions: (n,) x, the bound, and the prices of budget and floors."""

    x: Real
    bound: int
    line: Real
    """(n,) the score at which one of this cost and these floors is just chosen."""

    alone: Real
    """(n,) the same without any floor's help."""

    floor_prices: Real
    """Points that one place of each floor costs."""


def solve(problem: Problem) -> Solution | None:
    """Return the optimum, or None where no choice keeps every floor within the budget."""
    classes, place, count = _classes(problem)
    matrix = _matrix(problem, classes)
    bounds = np.column_stack([np.zeros(len(count)), count])
    value = problem.value[classes].astype(float)
    found = _linprog(-value, matrix, _right(problem), bounds)
    if found.status == 2:
        return None
    prices = -found.ineqlin.marginals
    line = np.asarray(matrix.T @ prices)
    alone = np.asarray(matrix[:1].T @ prices[:1])
    gain = (value - line)[place]
    x = np.where(gain > ON_THE_LINE, 1.0, 0.0)
    on_line = np.abs(gain) <= ON_THE_LINE
    if on_line.any():
        x[on_line] = _drawn(problem, on_line, x > 0, place)
    bound = int(np.floor(-found.fun + WHOLE))
    return Solution(x, bound, line[place], alone[place], prices[1:])


def _classes(problem: Problem) -> tuple[Any, Any, Any]:
    """Return one member of each class, each person's class, and how many are in it.

    People are told apart by whole numbers, one for each class of what was looked at so far.
    """
    code = _ranked(-problem.value)
    for column in (problem.cost, *_codes(problem)):
        other = _ranked(column)
        code = _ranked(code * (int(other.max(initial=0)) + 1) + other)
    _, first, place, count = np.unique(code, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((_bits(problem, first), problem.cost[first], -problem.value[first]))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return first[order], rank[place.reshape(-1)], count[order]


def _ranked(column: Whole) -> Whole:
    """Return (n,) the rank of each value among those that there are."""
    return np.asarray(np.unique(column, return_inverse=True)[1]).reshape(-1).astype(np.int64)


def _codes(problem: Problem) -> list[Whole]:
    """Return the columns that floors look at, values without a floor as one."""
    found: dict[int, tuple[Whole, set[int]]] = {}
    for row in problem.rows:
        found.setdefault(id(row.codes), (row.codes, set()))[1].add(row.code)
    return [np.where(np.isin(codes, sorted(named)), codes + 1, 0) for codes, named in found.values()]


def _bits(problem: Problem, people: Any) -> Whole:
    """Return the rank of each one's floors, as a row of bits, the first floor before the next."""
    if not problem.rows:
        return np.zeros(len(people), dtype=np.int64)
    parts = range(0, len(problem.rows), 8)
    bits = [
        np.packbits(np.array([row.has(people) for row in problem.rows[at : at + 8]]), axis=0) for at in parts
    ]
    packed = np.ascontiguousarray(np.concatenate(bits).T)
    return _ranked(packed.view(f"S{packed.shape[1]}").reshape(-1))


def _matrix(problem: Problem, people: Any) -> Any:
    """Return the rows of the programme for some people: the budget first, then each floor turned round."""
    from scipy.sparse import csr_array, vstack

    money = csr_array(np.atleast_2d(problem.cost[people] / float(problem.cost.max())))
    floors = [csr_array(np.atleast_2d(float(row.share) - row.has(people))) for row in problem.rows]
    return vstack([money, *floors], format="csr")


def _right(problem: Problem, taken: Flags | None = None) -> Real:
    """Return the right-hand sides, less what those *taken* already use or fill."""
    nobody = np.zeros(len(problem.value), dtype=bool)
    taken = nobody if taken is None else taken
    left = problem.budget - int(problem.cost[taken].sum())
    return np.array([left / float(problem.cost.max()), *map(float, problem.slacks(taken))])


def _linprog(cost: Real, matrix: Any, right: Real, bounds: Any) -> Any:
    from scipy.optimize import linprog

    found = linprog(cost, A_ub=matrix, b_ub=right, bounds=bounds, method="highs-ds")
    if found.status not in {0, 2}:
        raise ArithmeticError(found.message)
    return found


def _drawn(problem: Problem, on_line: Flags, taken: Flags, place: Any) -> Real:
    """Return x of those on the line: as much score as there is room for, the smaller lots first.

    Where they are many, blocks of a class in the order of its lots come first; only those
    about whose block the chosen of a class end are then looked at one by one.
    """
    people = np.flatnonzero(on_line)
    if len(people) <= ONE_BY_ONE:
        return _best(problem, people, taken)
    block, is_first = _blocks(place[people], problem.lot[people])
    count = np.bincount(block)
    worth = np.bincount(block, weights=_worth(problem, people)) / count
    first = np.unique(block, return_index=True)[1]
    bounds = np.column_stack([np.zeros(len(count)), count])
    x = _linprog(-worth, _matrix(problem, people[first]), _right(problem, taken), bounds).x
    near = _beside(x > WHOLE, (x > WHOLE) & (x < count - WHOLE), is_first)
    inside = (x > WHOLE) & ~near
    found = np.where(inside[block], 1.0, 0.0)
    now = taken.copy()
    now[people[inside[block]]] = True
    found[near[block]] = _best(problem, people[near[block]], now)
    return found


ONE_BY_ONE = 4_000
"""People that a programme takes one by one; of more, some thousand blocks."""


def _worth(problem: Problem, people: Any) -> Real:
    return np.asarray(problem.value[people] * SCORE_BEFORE_LOT + 1 - problem.lot[people])


def _best(problem: Problem, people: Any, taken: Flags) -> Real:
    if not len(people):
        return np.zeros(0)
    bounds = np.column_stack([np.zeros(len(people)), np.ones(len(people))])
    found = _linprog(-_worth(problem, people), _matrix(problem, people), _right(problem, taken), bounds)
    return np.zeros(len(people)) if found.status == 2 else np.asarray(found.x)


def _blocks(place: Any, lot: Real) -> tuple[Any, Flags]:
    """Return each one's block, numbered by class and lot, and which blocks are the first of a class."""
    size = -(-len(place) // ONE_BY_ONE)
    order = np.lexsort((lot, place))
    sorted_place = place[order]
    starts = np.flatnonzero(np.r_[True, sorted_place[1:] != sorted_place[:-1]])
    within = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
    begins = within % size == 0
    block = np.empty(len(order), dtype=np.int64)
    block[order] = np.cumsum(begins) - 1
    return block, within[begins] == 0


def _beside(inside: Flags, cut: Flags, is_first: Flags) -> Flags:
    """Return the blocks that are cut or stand where a class's chosen end, and those beside them."""
    ends = np.r_[inside[:-1] & ~inside[1:] & ~is_first[1:], False]
    edge = cut | ends
    after = np.r_[False, edge[:-1]] & ~is_first
    before = np.r_[(edge & ~is_first)[1:], False]
    return np.asarray(edge | after | before)


@dataclass(frozen=True)
class Shortage:
    """Why floors cannot be kept: how many people each is short, and the least money that keeps all."""

    short: tuple[int, ...]
    least_budget: int | None


def shortage(problem: Problem) -> Shortage:
    """Return by how many people each floor must give way, as few in all as can be."""
    from scipy.sparse import csr_array, hstack

    classes, _, count = _classes(problem)
    matrix, floors = _matrix(problem, classes), len(problem.rows)
    least = _least_budget(problem, matrix, count)
    give = csr_array(np.vstack([np.zeros(floors), -np.eye(floors)]))
    most = np.concatenate([count, np.full(floors, np.inf)])
    bounds = np.column_stack([np.zeros(len(most)), most])
    cost = np.concatenate([np.zeros(len(count)), np.ones(floors)])
    found = _linprog(cost, hstack([matrix, give]), _right(problem), bounds)
    given = found.x[len(count) :]
    return Shortage(tuple(int(np.ceil(one - WHOLE)) for one in given), least)


def _least_budget(problem: Problem, matrix: Any, count: Any) -> int | None:
    bounds = np.column_stack([np.zeros(len(count)), count])
    price = np.asarray(matrix[:1].todense()).reshape(-1)
    found = _linprog(price, matrix[1:], _right(problem)[1:], bounds)
    return None if found.status == 2 else int(np.ceil(found.fun * float(problem.cost.max()) - WHOLE))


def fractions_of(x: Real) -> int:
    """Return how many people came out neither chosen nor left out."""
    return int(((x > WHOLE) & (x < 1 - WHOLE)).sum())
