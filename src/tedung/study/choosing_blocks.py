"""A choice among people who are read block by block: the same as of all at once, in bounded memory.

Who cannot be chosen is counted, by reason and by group, and let go; of a candidate stay an id,
points, a cost and the columns that floors and the table of fairness look at.  The rows of the
chosen are read again at the end.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tedung.errors import TedungError
from tedung.study import quota, score
from tedung.study.blocks import Blocks
from tedung.study.choosing import Aside, Asked, Choice, narrowed
from tedung.study.cost import Costs, costs, in_lowest_bracket
from tedung.study.fairness import GROUPS
from tedung.study.people import ID_COLUMNS, Flags, Whole, with_groups
from tedung.study.score import COUNTED, Scores
from tedung.texts import text

Told = Callable[[int], None]
"""``told(people)``: how many of the people were looked at."""

KEPT = ("birth_date", *GROUPS)


@dataclass
class _Gathered:
    """What stays of the blocks."""

    tables: list[pa.Table] = field(default_factory=list)
    points: dict[str, list[Whole]] = field(default_factory=dict)
    amounts: list[Whole] = field(default_factory=list)
    able: list[Flags] = field(default_factory=list)
    aside: Aside = field(default_factory=Aside)
    values: dict[str, set[str]] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)


def choose_by_blocks(people: Blocks, asked: Asked, told: Told = lambda _count: None) -> Choice:
    """Score, cost and select.

    Floors that cannot be kept: `quota.FloorError`; nobody who is asked for: `TedungError`.
    """
    found = _Gathered()
    for block in _blocks(people, asked):
        _take(block, asked, found)
        told(block.num_rows)
    if not found.able:
        raise TedungError(text("study.nobody_asked"))
    candidates = pa.concat_tables(found.tables, promote_options="default").unify_dictionaries()
    floors = tuple(asked.floors(_domain(found)))
    named = tuple(candidates["person_id"].to_pylist())
    paid = Costs(named, np.concatenate(found.amounts), {}, ("",) * len(named))
    points = {name: np.concatenate(parts) for name, parts in found.points.items()}
    scores = Scores(named, asked.criteria, points, {})
    terms = quota.Terms(asked.budget, floors, asked.seed)
    lot = quota.drawn(paid, terms.seed)
    selection = quota.select(candidates, scores.score, paid, terms, lot)
    chosen = _again(people, asked, found, selection)
    return Choice(asked, candidates, scores, paid, selection, found.aside, chosen)


def _blocks(people: Blocks, asked: Asked) -> Iterator[pa.Table]:
    """Yield those among whom is chosen, with the dependants of each household that works."""
    dependants = _dependants(people, asked)
    begin = 0
    for block in people.read():
        here = narrowed(block, asked.places, asked.target_groups)
        if here.num_rows:
            if dependants is not None:
                mine = pa.array(dependants[begin : begin + here.num_rows])
                here = here.append_column(COUNTED, mine)
            begin += here.num_rows
            yield here


def _dependants(people: Blocks, asked: Asked) -> Whole | None:
    """Return (n,) what `score.dependants` says of all at once; None where it does not count."""
    if "dependants" not in {one.name for one in asked.criteria}:
        return None
    columns = ["household_id", "is_working", "village", "kelompok_sasaran"]
    parts = [
        narrowed(block, asked.places, asked.target_groups).select(
            [name for name in ("household_id", "is_working") if name in people.names]
        )
        for block in people.read(columns)
    ]
    if not parts or not parts[0].num_columns:
        return None
    return score.dependants(pa.concat_tables(parts), asked.on).astype(np.int32)


def _take(block: pa.Table, asked: Asked, found: _Gathered) -> None:
    """Add a block to what was gathered."""
    grouped = with_groups(block, asked.on)
    scores = score.score(grouped, asked.criteria, asked.on)
    billed = in_lowest_bracket(grouped) if asked.lowest_bracket else grouped
    paid = costs(billed, asked.months, payer=asked.payer, programmes=asked.programmes)
    able = paid.amount > 0
    found.able.append(able)
    found.amounts.append(paid.amount[able])
    for name, points in scores.points.items():
        found.points.setdefault(name, []).append(points[able].astype(np.int32))
    why = [paid.why_not[place] for place in np.flatnonzero(~able).tolist()]
    _count_aside(grouped.filter(pa.array(~able)), why, found.aside)
    found.names = grouped.column_names
    for name in asked.floor_columns:
        if name in grouped.column_names:
            found.values.setdefault(name, set()).update(
                pc.unique(grouped[name].cast(pa.string())).to_pylist()
            )
    found.tables.append(_narrow(grouped.filter(pa.array(able)), paid, able, asked.floor_columns))


def _narrow(able: pa.Table, paid: Costs, flags: Flags, columns: Sequence[str]) -> pa.Table:
    """Return what stays of the candidates of a block."""
    wanted = [name for name in dict.fromkeys((*KEPT, *columns)) if name in able.column_names]
    kept = able.select([name for name in wanted if name not in ID_COLUMNS])
    for at, one in enumerate(kept.schema):
        if pa.types.is_string(one.type) or pa.types.is_large_string(one.type):
            kept = kept.set_column(at, one.name, kept[one.name].cast(pa.string()).dictionary_encode())
    named = [paid.ids[place] for place in np.flatnonzero(flags).tolist()]
    return kept.append_column("person_id", pa.array(named, pa.string()))


def _count_aside(grouped: pa.Table, reasons: Sequence[str], aside: Aside) -> None:
    """Count those who cannot be chosen, by reason and by each group of the table of fairness."""
    aside.reasons.update(reasons)
    for name in GROUPS:
        if name in grouped.column_names:
            held = pc.value_counts(grouped[name].cast(pa.string()).fill_null("").combine_chunks())
            counts = zip(held.field("values").to_pylist(), held.field("counts").to_pylist(), strict=True)
            aside.by.setdefault(name, Counter()).update(dict(counts))


def _domain(found: _Gathered) -> pa.Table:
    """Return a table with the values of each column that a floor names; the others are empty."""
    rows = max(map(len, found.values.values()), default=0)
    columns: dict[str, Any] = {name: pa.nulls(rows, pa.string()) for name in found.names}
    for name, values in found.values.items():
        listed = sorted(one for one in values if one is not None)
        columns[name] = pa.array([*listed, *[None] * (rows - len(listed))], pa.string())
    return pa.table(columns)


def _again(people: Blocks, asked: Asked, found: _Gathered, selection: quota.Selection) -> pa.Table:
    """Return the rows of the chosen, as they are billed, read once more."""
    is_chosen, begin, rows = selection.is_chosen, 0, []
    flags = iter(found.able)
    for block in people.read():
        here = narrowed(block, asked.places, asked.target_groups)
        if not here.num_rows:
            continue
        able = np.flatnonzero(next(flags))
        mine = able[is_chosen[begin : begin + len(able)]]
        begin += len(able)
        rows.append(with_groups(here.take(pa.array(mine)), asked.on))
    chosen = pa.concat_tables(rows)
    return in_lowest_bracket(chosen) if asked.lowest_bracket else chosen
