"""Whom to cover under a budget: floors kept, ties by lot, a reserve in order, a reason for everybody.

The choice is a linear programme rounded to whole people (`quota_lp`, `quota_round`), with
the bound that no choice can pass and a plain greedy choice beside it.  Everybody of the
table is `chosen`, in the `reserve` or `not_eligible`: the three add up to the table.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from tedung.errors import TedungError
from tedung.money import rupiah, thousands
from tedung.study import quota_lp, quota_round
from tedung.study.cost import Costs
from tedung.study.people import Flags, Whole, encoded, ids, lots
from tedung.texts import text

CHOSEN, RESERVE, NOT_ELIGIBLE = "chosen", "reserve", "not_eligible"
REASONS = ("by_score", "by_floor", "by_lot", "by_rounding", "below_line", "lot_not_drawn", "no_room")
"""Why one of the candidates is chosen (the first four) or waits in the reserve."""


class Floor(NamedTuple):
    """At least so many, or at least such a share of the chosen, with *value* in *column*.

    or_all: where fewer are eligible, all of them are enough.
    """

    column: str
    value: str
    least: int = 0
    share: Fraction = Fraction(0)
    or_all: bool = False

    @property
    def said(self) -> str:
        """The floor in words."""
        if self.share:
            percent = f"{float(self.share * 100):g} %"
            return text("study.floor_share", column=self.column, value=self.value, percent=percent)
        code = "study.floor_least_or_all" if self.or_all else "study.floor_least"
        return text(code, column=self.column, value=self.value, least=thousands(self.least))


@dataclass(frozen=True)
class Terms:
    """What is asked of a selection."""

    budget: int
    floors: tuple[Floor, ...] = ()
    seed: str = "tedung"


class FloorError(TedungError):
    """No choice keeps every floor within the budget; the message names those that must give way."""

    def __init__(self, message: str, shortages: Mapping[Floor, int], least_budget: int | None) -> None:
        super().__init__(message)
        self.shortages, self.least_budget = dict(shortages), least_budget


class Kept(NamedTuple):
    """What became of a floor."""

    floor: Floor
    candidates: int
    chosen: int
    is_kept: bool
    points_each: float
    """The score that one place of it costs; 0 where it is kept of itself."""


@dataclass(frozen=True)
class Selection:
    """Everybody of the table in its own order, and what the choice is worth."""

    ids: tuple[str, ...]
    status: tuple[str, ...]
    reason: tuple[str, ...]
    rank: Whole
    """Among the chosen, and among the reserve, from 1; 0 for who is not eligible."""

    score: Whole
    cost: Whole
    line: Whole
    """The least score chosen among those of one's cost and floors; -1 for who is not eligible."""

    floor: tuple[str, ...]
    """The floors that helped one in."""

    terms: Terms
    value: int
    bound: int
    greedy_value: int
    greedy_broken: int
    fractions: int
    floors: tuple[Kept, ...]

    @property
    def is_chosen(self) -> Flags:
        """(n,) who is chosen."""
        return np.array([status == CHOSEN for status in self.status], dtype=bool)

    @property
    def spent(self) -> int:
        """Rupiah of the chosen."""
        return int(self.cost[self.is_chosen].sum())

    @property
    def counts(self) -> Counter[str]:
        """People by status; they add up to the table."""
        return Counter(self.status)

    def table(self) -> pa.Table:
        """Return a row a person: status, reason with its sentence, rank, score, line, cost."""
        columns = {
            "person_id": list(self.ids),
            "status": list(self.status),
            "rank": pa.array(self.rank, mask=self.rank == 0),
            "score": self.score,
            "line": pa.array(self.line, mask=self.line < 0),
            "cost": self.cost,
            "reason": list(self.reason),
            "floor": list(self.floor),
            "sentence": self.sentences(),
        }
        return pa.table({name: pa.array(values) for name, values in columns.items()})

    def sentences(self) -> list[str]:
        """Return for each person why."""
        rows = zip(self.reason, self.score.tolist(), self.line.tolist(), self.floor, strict=True)
        return [sentence(reason, score, line, floor) for reason, score, line, floor in rows]


def sentence(reason: str, score: int, line: int, floor: str) -> str:
    """Return why one is chosen, waits or cannot be covered."""
    if reason in REASONS:
        return text(f"study.quota_{reason}", score=score, line=line, floor=floor)
    if reason in OWN_REASONS:
        return text(f"study.why_{reason}")
    return text(f"bill.why_{reason}")


OWN_REASONS = ("not_working", "other_scheme", "no_cost_to_payer")


def select(people: pa.Table, score: Whole, costs: Costs, terms: Terms, lot: Whole | None = None) -> Selection:
    """Choose whom to cover.  Floors that cannot be kept: `FloorError` names them.

    people: a row a person, with the columns that the floors name.  score: (n,) whole
    points, not negative.  costs: of the same people, to the payer whose budget it is.
    lot: (n,) as `drawn` gives them, where they were drawn already.

    Not decided: who is vulnerable (`score.py`), what the payer owes (`cost.py`).
    """
    _check(people, score, costs, terms)
    lot = drawn(costs, terms.seed) if lot is None else lot
    order = _published(score, lot, costs.amount > 0)
    if not order.size:
        return _nobody(costs, score, terms)
    problem = _problem(people, score, costs, terms, Drawn(order, lot))
    found = _solved(problem, terms)
    chosen, late = quota_round.rounded(problem, found.x)
    return _selection(problem, found, order, costs, Outcome(chosen, late, score, terms))


def drawn(costs: Costs, seed: str) -> Whole:
    """Return (n,) the lot of whoever can be paid for; 0 for the others."""
    lot = np.zeros(len(costs.ids), dtype=np.int64)
    able = costs.amount > 0
    lot[able] = lots(seed, [costs.ids[place] for place in np.flatnonzero(able).tolist()])
    return lot


def chosen_by(people: pa.Table, score: Whole, costs: Costs, terms: Terms, lot: Whole) -> Flags:
    """Return (n,) who is chosen by other scores, without the reasons: what `select` would choose."""
    order = _published(score, lot, costs.amount > 0)
    flags = np.zeros(len(score), dtype=bool)
    if order.size:
        problem = _problem(people, score, costs, terms, Drawn(order, lot))
        flags[order] = quota_round.rounded(problem, _solved(problem, terms).x)[0]
    return flags


class Drawn(NamedTuple):
    """The places of the candidates in the published order, and everybody's lot."""

    order: Any
    lot: Whole


def _problem(people: pa.Table, score: Whole, costs: Costs, terms: Terms, drawing: Drawn) -> quota_lp.Problem:
    order, lot = drawing
    rows = _rows(people, terms.floors, order)
    share = lot[order] / float(1 << 62)
    return quota_lp.Problem(score[order], costs.amount[order], share, terms.budget, rows)


def _solved(problem: quota_lp.Problem, terms: Terms) -> quota_lp.Solution:
    found = quota_lp.solve(problem)
    if found is None:
        raise _infeasible(problem, terms)
    return found


class Outcome(NamedTuple):
    """Who of the candidates is chosen, who of them only after rounding; everybody's score; the terms."""

    chosen: Flags
    late: Flags
    score: Whole
    terms: Terms


def _check(people: pa.Table, score: Whole, costs: Costs, terms: Terms) -> None:
    if not len(score) == people.num_rows == len(costs.ids):
        raise ValueError(f"{people.num_rows} people, {len(score)} scores, {len(costs.ids)} costs")
    if tuple(ids(people)) != costs.ids:
        raise ValueError("the costs are those of other people, or in another order")
    if len(score) and int(score.min()) < 0:
        raise ValueError("a score is negative")
    if terms.budget < 0 or any(floor.least < 0 or not 0 <= floor.share <= 1 for floor in terms.floors):
        raise TedungError(text("study.terms_negative"))
    absent = sorted({floor.column for floor in terms.floors} - set(people.column_names))
    if absent:
        raise TedungError(text("study.floor_column", columns=", ".join(absent)))


def _published(score: Whole, lot: Whole, able: Flags) -> Any:
    """Return the places of the candidates in the published order: by score, then by lot."""
    places = np.flatnonzero(able)
    return places[np.lexsort((lot[places], -score[places]))]


def _rows(people: pa.Table, floors: Sequence[Floor], order: Any) -> tuple[quota_lp.Row, ...]:
    held: dict[str, tuple[Whole, dict[str, int]]] = {}
    for name in {floor.column for floor in floors}:
        of_all, values = encoded(people, name)
        held[name] = (of_all[order], {value: place for place, value in enumerate(values)})
    counts = {name: np.bincount(places, minlength=len(place_of)) for name, (places, place_of) in held.items()}
    rows = []
    for one in floors:
        places, place_of = held[one.column]
        code = place_of.get(one.value, -1)
        have = int(counts[one.column][code]) if code >= 0 else 0
        least = min(one.least, have) if one.or_all else one.least
        rows.append(quota_lp.Row(places, code, least, one.share))
    return tuple(rows)


def _infeasible(problem: quota_lp.Problem, terms: Terms) -> FloorError:
    """Name the floors that lack people; else those that must give way to money or to each other."""
    held = problem.held()
    pairs = list(zip(terms.floors, problem.rows, held, strict=True))
    short = {one: row.least - have for one, row, have in pairs if row.least > have}
    least_budget, head = None, text("study.floors_people")
    if not short:
        found = quota_lp.shortage(problem)
        least_budget = found.least_budget
        short = {floor: by for floor, by in zip(terms.floors, found.short, strict=True) if by > 0}
        head = text("study.floors_together")
        if least_budget is not None:
            head = text("study.floors_money", needed=rupiah(least_budget), budget=rupiah(terms.budget))
    have = dict(zip(terms.floors, held, strict=True))
    return FloorError("\n".join([head, *_told(short, have)]), short, least_budget)


def _told(short: Mapping[Floor, int], held: Mapping[Floor, int]) -> list[str]:
    rows = [(floor.said, thousands(by), thousands(held[floor])) for floor, by in short.items()]
    return [
        f"  - {text('study.floor_short', floor=floor, by=by, candidates=have)}" for floor, by, have in rows
    ]


def _selection(
    problem: quota_lp.Problem,
    found: quota_lp.Solution,
    order: Any,
    costs: Costs,
    outcome: Outcome,
) -> Selection:
    chosen, terms = outcome.chosen, outcome.terms
    plain = quota_round.greedy(problem)
    helped = _helped(problem, found, terms)
    why = _why(problem, found, outcome)
    reason, floor = list(costs.why_not), [""] * len(costs.ids)
    for place, code, help_given in zip(order.tolist(), why, helped, strict=True):
        reason[place] = code
        floor[place] = help_given if code == "by_floor" else ""
    line = np.full(len(costs.ids), -1, dtype=np.int64)
    line[order] = _lines(problem, found, why)
    return Selection(
        costs.ids,
        tuple(_statuses(order, chosen, len(costs.ids))),
        tuple(reason),
        _ranks(order, chosen, len(costs.ids)),
        outcome.score,
        costs.amount,
        line,
        tuple(floor),
        terms,
        int(problem.value[chosen].sum()),
        found.bound,
        int(problem.value[plain].sum()),
        len(quota_round.broken(problem, plain)),
        quota_lp.fractions_of(found.x),
        _kept(problem, found, terms, chosen),
    )


def _statuses(order: Any, chosen: Flags, count: int) -> list[str]:
    status = np.full(count, NOT_ELIGIBLE, dtype=object)
    status[order] = np.where(chosen, CHOSEN, RESERVE)
    listed: list[str] = status.tolist()
    return listed


def _ranks(order: Any, chosen: Flags, count: int) -> Whole:
    rank = np.zeros(count, dtype=np.int64)
    rank[order] = np.where(chosen, np.cumsum(chosen), np.cumsum(~chosen))
    return rank


def _why(problem: quota_lp.Problem, found: quota_lp.Solution, outcome: Outcome) -> list[str]:
    """Say of each candidate why it is chosen or waits.

    Lots decided only where, of those on the line, some are chosen and some are not.
    """
    gain, own = problem.value - found.line, problem.value - found.alone
    edge, chosen = quota_lp.ON_THE_LINE, outcome.chosen
    on_line = np.abs(gain) <= edge
    drawn = on_line & bool((on_line & chosen).any()) & bool((on_line & ~chosen).any())
    cases = [
        (outcome.late, "by_rounding"),
        (chosen & (own < -edge), "by_floor"),
        (chosen & drawn, "by_lot"),
        (chosen, "by_score"),
        ((found.x > quota_lp.WHOLE) | (gain > edge), "no_room"),
        (drawn, "lot_not_drawn"),
    ]
    said = np.select([holds for holds, _ in cases], [code for _, code in cases], "below_line")
    listed: list[str] = said.tolist()
    return listed


def _lines(problem: quota_lp.Problem, found: quota_lp.Solution, why: Sequence[str]) -> Whole:
    """Return the least whole score chosen of each one's kind; above the own score of who is below it."""
    line = np.maximum(np.ceil(found.line - quota_lp.ON_THE_LINE), 0).astype(np.int64)
    below = np.array([code == "below_line" for code in why], dtype=bool)
    return np.where(below, np.maximum(line, problem.value + 1), line)


def _helped(problem: quota_lp.Problem, found: quota_lp.Solution, terms: Terms) -> list[str]:
    """Name the floors whose price helps each candidate."""
    dear = [place for place, price in enumerate(found.floor_prices) if price > quota_lp.ON_THE_LINE]
    names, code = [""], np.zeros(len(problem.value), dtype=np.int64)
    for place in dear:
        holds, floor = problem.rows[place].holds, terms.floors[place].said
        before, again = np.unique(code[holds], return_inverse=True)
        code[holds] = len(names) + again.reshape(-1)
        names += [f"{names[one]}; {floor}" if names[one] else floor for one in before.tolist()]
    return [names[one] for one in code.tolist()]


def _kept(
    problem: quota_lp.Problem, found: quota_lp.Solution, terms: Terms, chosen: Flags
) -> tuple[Kept, ...]:
    figures = zip(problem.held(), problem.held(chosen), problem.slacks(chosen), strict=True)
    return tuple(
        Kept(floor, held, taken, slack >= 0, round(price, 2))
        for floor, price, (held, taken, slack) in zip(
            terms.floors, found.floor_prices.tolist(), figures, strict=True
        )
    )


def _nobody(costs: Costs, score: Whole, terms: Terms) -> Selection:
    """Return the selection where nobody can be paid for at all; floors above zero cannot be kept."""
    short = {floor: floor.least for floor in terms.floors if floor.least and not floor.or_all}
    if short:
        told = _told(short, dict.fromkeys(short, 0))
        raise FloorError("\n".join([text("study.floors_people"), *told]), short, None)
    count = len(costs.ids)
    none = np.zeros(count, dtype=np.int64)
    kept = tuple(Kept(floor, 0, 0, is_kept=True, points_each=0.0) for floor in terms.floors)
    return Selection(
        costs.ids,
        (NOT_ELIGIBLE,) * count,
        costs.why_not,
        none,
        score,
        costs.amount,
        none - 1,
        ("",) * count,
        terms,
        0,
        0,
        0,
        0,
        0,
        kept,
    )
