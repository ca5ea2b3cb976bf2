"""Every figure of the paper, from the modules of the study: nothing is computed while it is written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import pyarrow as pa

from tedung.dates import Month
from tedung.law import Law, law_on
from tedung.study import blocks, budget, choices, cost, expected_benefits, quota, score
from tedung.study.choosing import Asked, Choice, no_floors
from tedung.study.choosing_blocks import choose_by_blocks
from tedung.study.floors import columns_named, read_floors
from tedung.study.flows import Chances, leaving_age
from tedung.study.gap import Gap, gap_of
from tedung.study.paper.words import place_names
from tedung.study.rates import mortality
from tedung.study.reform import Simulation, simulate
from tedung.study.reform_file import read_reform


@dataclass(frozen=True)
class Request:
    """What the paper is to study."""

    people: Path
    region: str
    months: tuple[Month, ...]
    on: date
    """The day of the paper: of its date, of the ages, of the law that is in force."""

    budget: int
    payer: str = "apbd_kota"
    programmes: str = "jkk+jkm"
    place: str = ""
    office: str = ""
    floors: Path | None = None
    weights: Path | None = None
    reforms: tuple[Path, ...] = ()
    functions: Path | None = None
    seed: str = "tedung"
    is_invented: bool = False
    """The people are a synthetic population: every page that shows figures says so."""

    criteria: tuple[score.Criterion, ...] = ()
    """The weights themselves, in place of a file of them."""

    rules: Callable[[pa.Table], Sequence[quota.Floor]] | None = None
    """The floors themselves, in place of a file of them."""

    rule_columns: tuple[str, ...] = ()
    """The columns that `rules` look at."""

    lowest_bracket: bool = False
    places: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    sumber_dana: str = ""
    """The purse of all the chosen; empty leaves each row its own."""

    replaced_after: int | None = None
    is_sensitivity_asked: bool = False

    @property
    def asked(self) -> Asked:
        """What is asked of the choice; faults of the files are `TedungError`."""
        rules = self.rules or (partial(read_floors, self.floors) if self.floors else no_floors)
        return Asked(
            self.months,
            self.on,
            self.budget,
            self.criteria or score.weights(self.weights),
            payer=self.payer,
            programmes=self.programmes,
            floors=rules,
            floor_columns=self.rule_columns if self.rules or not self.floors else columns_named(self.floors),
            seed=self.seed,
            lowest_bracket=self.lowest_bracket,
            places=self.places,
            target_groups=self.target_groups,
        )


@dataclass(frozen=True)
class Found:
    """The study, computed."""

    request: Request
    law: Law
    place: str
    gap: Gap
    choice: Choice
    fairness: pa.Table
    chosen: pa.Table
    projection: budget.Projection
    unspent: Sequence[choices.Unspent]
    lengths: Sequence[choices.Length]
    choices: Sequence[choices.Choice]
    expected: Sequence[expected_benefits.Expected]
    bands: Sequence[expected_benefits.Band]
    life_table: str
    simulation: Simulation | None
    shifts: Sequence[score.Shift]

    @property
    def months(self) -> tuple[Month, ...]:
        """The months of the programme."""
        return self.request.months

    @property
    def criteria(self) -> tuple[score.Criterion, ...]:
        """The criteria of the score."""
        return self.choice.asked.criteria

    @property
    def selection(self) -> quota.Selection:
        """Who is chosen."""
        return self.choice.selection


Told = Callable[[int, int], None]
"""``told(done, of)``: how far a computation is; it may raise to stop."""

HUNDRED = 100
READ, GAP, CHOICE, SHIFTS, REFORMS = 10, 15, 65, 85, 90
"""How far each step brings a computation, of a hundred: by what it takes of a province."""


def _silent(done: int, of: int) -> None:
    del done, of


def compute(request: Request, told: Told = _silent) -> Found:
    """Run gap, score, selection, budget and reforms over the people of the region.

    The people pass by block by block; what is held of them is `choosing_blocks`'.
    """
    law = law_on(request.months[0].first_day)
    reforms = [read_reform(path, law, request.functions) for path in request.reforms]
    asked = request.asked
    told(0, HUNDRED)
    with blocks.opened(request.people, request.region) as people:
        told(READ, HUNDRED)
        gap = gap_of(people, request.on, request.region)
        told(GAP, HUNDRED)
        choice = choose_by_blocks(people, asked, _looked_at(gap.people, told))
    told(CHOICE, HUNDRED)
    shifts = choice.shifts(partial(_between, CHOICE, SHIFTS, told)) if request.is_sensitivity_asked else []
    told(SHIFTS, HUNDRED)
    simulation = None
    if reforms:
        simulation = simulate(request.people, reforms, request.months[0], region=request.region)
    table = choice.fairness()
    chosen = _from_purse(choice.chosen, request.sumber_dana)
    told(REFORMS, HUNDRED)
    paid = _budget(chosen, request)
    told(HUNDRED, HUNDRED)
    return Found(request, law, _place(request), gap, choice, table, chosen, *paid, simulation, shifts)


def _between(first: int, last: int, told: Told, done: int, of: int) -> None:
    told(first + (last - first) * done // max(of, 1), HUNDRED)


def _looked_at(people: int, told: Told) -> Callable[[int], None]:
    """Return what is told of each block: how many of the people were looked at."""
    seen = 0

    def count(more: int) -> None:
        nonlocal seen
        seen = min(seen + more, people)
        _between(GAP, CHOICE - 5, told, seen, people)

    return count


def _from_purse(chosen: pa.Table, sumber_dana: str) -> pa.Table:
    if not sumber_dana:
        return chosen
    kept = chosen.drop_columns([name for name in ("sumber_dana",) if name in chosen.column_names])
    return kept.append_column("sumber_dana", pa.array([sumber_dana] * kept.num_rows, pa.string()))


def _budget(
    chosen: pa.Table, request: Request
) -> tuple[
    budget.Projection,
    Sequence[choices.Unspent],
    Sequence[choices.Length],
    Sequence[choices.Choice],
    Sequence[expected_benefits.Expected],
    Sequence[expected_benefits.Band],
    str,
]:
    """Return what the chosen cost, and what is set beside it."""
    months, payer, programmes = request.months, request.payer, request.programmes
    table = mortality(months[0].year)
    plan = budget.Plan(months, payer, programmes, request.replaced_after)
    projection = budget.project(chosen, plan, Chances.at("central", table, leaving_age(months[0])))
    paid = cost.costs(chosen, months, payer=payer, programmes=programmes)
    person_months = sum(projection.lines["people"].to_pylist())
    unspent = choices.after_refusals(
        request.budget,
        projection.total("expected"),
        planned=projection.total("planned"),
        person_months=person_months,
        months=len(months),
    )
    return (
        projection,
        unspent,
        choices.lengths(chosen, months[0], payer, programmes),
        choices.compare(chosen, months),
        expected_benefits.expect(chosen, months, table, payer=payer),
        expected_benefits.bands(chosen, months, list(paid.by_month.values()), table, seed=2026, payer=payer),
        table.source,
    )


def _place(request: Request) -> str:
    return request.place or place_names().get(request.region, request.region)
