"""Every figure of the paper, from the modules of the study: nothing is computed while it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from tedung.dates import Month
from tedung.law import Law, law_on
from tedung.study import budget, choices, cost, expected_benefits, quota, score
from tedung.study import people as tables
from tedung.study.fairness import fairness
from tedung.study.floors import read_floors
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


@dataclass(frozen=True)
class Found:
    """The study, computed."""

    request: Request
    law: Law
    place: str
    gap: Gap
    criteria: tuple[score.Criterion, ...]
    selection: quota.Selection
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

    @property
    def months(self) -> tuple[Month, ...]:
        """The months of the programme."""
        return self.request.months


def compute(request: Request) -> Found:
    """Run gap, score, selection, budget and reforms over the people of the region."""
    law = law_on(request.months[0].first_day)
    reforms = [read_reform(path, law, request.functions) for path in request.reforms]
    criteria = score.weights(request.weights)
    people = tables.read(request.people, request.region)
    floors = read_floors(request.floors, people) if request.floors else ()
    paid = cost.costs(people, request.months, payer=request.payer, programmes=request.programmes)
    scores = score.score(people, criteria, request.on)
    terms = quota.Terms(request.budget, floors, request.seed)
    selection = quota.select(people, scores.score, paid, terms)
    chosen = people.filter(pa.array(selection.is_chosen))
    simulation = None
    if reforms:
        simulation = simulate(request.people, reforms, request.months[0], region=request.region)
    gap = gap_of(request.people, request.on, request.region)
    table = fairness(people, selection, request.on)
    return Found(
        request,
        law,
        _place(request),
        gap,
        criteria,
        selection,
        table,
        chosen,
        *_budget(chosen, request),
        simulation,
    )


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
    plan = budget.Plan(months, payer, programmes)
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
