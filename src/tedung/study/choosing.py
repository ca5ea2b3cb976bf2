"""One way from a table of people to a selection: of the command, the paper and the office alike.

Among whom, scored how, paid by whom over which months, within what money, under which floors.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from tedung.dates import Month
from tedung.errors import TedungError
from tedung.study import quota, score
from tedung.study.cost import Costs, costs, in_lowest_bracket
from tedung.study.fairness import fairness
from tedung.study.people import Flags, Whole, with_groups
from tedung.texts import text


def no_floors(people: pa.Table) -> tuple[quota.Floor, ...]:
    """Return no floor at all."""
    del people
    return ()


@dataclass(frozen=True)
class Asked:
    """What is asked of a choice."""

    months: tuple[Month, ...]
    on: date
    """The day of the ages."""

    budget: int
    criteria: tuple[score.Criterion, ...]
    payer: str = "apbd_kota"
    programmes: str = "jkk+jkm"
    floors: Callable[[pa.Table], Sequence[quota.Floor]] = no_floors
    """From the people among whom is chosen, with their groups, to the floors."""

    floor_columns: tuple[str, ...] = ()
    """The columns that the floors may name: of people who are read block by block these alone stay."""

    seed: str = "tedung"
    lowest_bracket: bool = False
    places: tuple[str, ...] = ()
    """Codes of villages, districts or regencies; only who lives there.  Empty: everybody."""

    target_groups: tuple[str, ...] = ()
    """Only whoever is of one of these kelompok sasaran.  Empty: everybody."""


@dataclass(frozen=True)
class Aside:
    """People who cannot be chosen and were counted instead of kept: by reason, and by each group's value."""

    reasons: Counter[str] = field(default_factory=Counter)
    by: dict[str, Counter[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """A selection with what it was made of; all of it in the order of `people`."""

    asked: Asked
    people: pa.Table
    scores: score.Scores
    costs: Costs
    selection: quota.Selection
    aside: Aside = field(default_factory=Aside)
    """Of people who were read block by block: those who are not in the selection."""

    taken: pa.Table | None = None
    """The rows of the chosen as they are billed, where `people` are not the rows."""

    @property
    def chosen(self) -> pa.Table:
        """The rows of the chosen, as they are billed."""
        if self.taken is not None:
            return self.taken
        billed = in_lowest_bracket(self.people) if self.asked.lowest_bracket else self.people
        return billed.filter(pa.array(self.selection.is_chosen))

    @property
    def reasons(self) -> Counter[tuple[str, str]]:
        """How many people are chosen, wait or cannot be chosen, by status and reason: everybody once."""
        found = Counter(zip(self.selection.status, self.selection.reason, strict=True))
        found.update({(quota.NOT_ELIGIBLE, why): count for why, count in self.aside.reasons.items()})
        return found

    @property
    def counts(self) -> Counter[str]:
        """How many people by status."""
        found: Counter[str] = Counter()
        for (status, _reason), count in self.reasons.items():
            found[status] += count
        return found

    def fairness(self) -> pa.Table:
        """Return who is chosen and who is left out, by group (`fairness.py`)."""
        return fairness(self.people, self.selection, self.asked.on, self.aside.by)

    def shifts(self, told: Callable[[int, int], None] = lambda _done, _of: None) -> list[score.Shift]:
        """Return how many of the chosen stay when one criterion counts half or half more."""
        terms, done = self.selection.terms, iter(range(1, MANY))
        lot = quota.drawn(self.costs, terms.seed)
        of = len(self.scores.criteria) * len(score.PERCENTS)

        def again(points: Whole) -> Flags:
            told(next(done), of)
            return quota.chosen_by(self.people, points, self.costs, terms, lot)

        return score.sensitivity(self.scores, again, self.selection.is_chosen)


MANY = 10_000


def choose(people: pa.Table, asked: Asked) -> Choice:
    """Score, cost and select.

    Floors that cannot be kept: `quota.FloorError`; nobody who is asked for: `TedungError`.
    """
    grouped = with_groups(among(people, asked.places, asked.target_groups), asked.on)
    floors = tuple(asked.floors(grouped))
    scores = score.score(grouped, asked.criteria, asked.on)
    billed = in_lowest_bracket(grouped) if asked.lowest_bracket else grouped
    paid = costs(billed, asked.months, payer=asked.payer, programmes=asked.programmes)
    terms = quota.Terms(asked.budget, floors, asked.seed)
    return Choice(asked, grouped, scores, paid, quota.select(grouped, scores.score, paid, terms))


def among(people: pa.Table, places: Sequence[str], target_groups: Sequence[str]) -> pa.Table:
    """Return who lives in one of the *places* and is of one of the *target_groups*; empty asks nothing."""
    found = narrowed(people, places, target_groups)
    if not found.num_rows:
        raise TedungError(text("study.nobody_asked"))
    return found


def narrowed(people: pa.Table, places: Sequence[str], target_groups: Sequence[str]) -> pa.Table:
    """Return the same, and nobody where nobody is."""
    found = people
    if places:
        found = found.filter(pc.fill_null(_lives_in(_texts(found, "village"), places), False))
    if target_groups:
        held = pc.is_in(_texts(found, "kelompok_sasaran"), value_set=pa.array(target_groups, pa.string()))
        found = found.filter(held)
    return found


def _texts(people: pa.Table, name: str) -> pa.ChunkedArray:
    if name not in people.column_names:
        raise TedungError(text("study.floor_column", columns=name))
    return people[name].cast(pa.string())


def _lives_in(codes: pa.ChunkedArray, places: Sequence[str]) -> pa.ChunkedArray:
    found = pc.is_in(codes, value_set=pa.array(places, pa.string()))
    for place in places:
        found = pc.or_(found, pc.starts_with(codes, f"{place}."))
    return found
