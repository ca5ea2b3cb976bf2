"""After a selection: who is left out, by group, and who moves up when one of the chosen leaves."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa

from tedung.study.people import Flags, Whole, as_table, encoded, texts, with_groups
from tedung.study.quota import CHOSEN, NOT_ELIGIBLE, RESERVE, Selection

GROUPS = ("regency", "district", "village", "sex", "age_band", "kelompok_sasaran", "opd_pengampu", "desil")
"""By what the table of fairness looks at a selection, where people have the column."""


def fairness(
    people: pa.Table, selection: Selection, day: date, aside: Mapping[str, Mapping[str, int]] | None = None
) -> pa.Table:
    """Return a row a group: people, eligible, chosen, left out, and the chosen of 1,000 eligible.

    Besides `per_mille` stands that of everybody (`per_mille_all`): far below it a group is
    passed over.  An empty value is a group too: people of whom the column says nothing.
    aside: people who cannot be chosen and are not in the selection, by column and value.
    """
    table = with_groups(people, day)
    status = np.array(selection.status, dtype=object)
    counted = {name: dict((aside or {}).get(name, {})) for name in GROUPS}
    names = [name for name in GROUPS if name in table.column_names or counted[name]]
    rows = [row for name in names for row in _by_group(name, encoded(table, name), status, counted[name])]
    whole = _per_mille(int((status == CHOSEN).sum()), int((status != NOT_ELIGIBLE).sum()))
    columns: dict[str, Any] = {name: [row[at] for row in rows] for at, name in enumerate(COLUMNS)}
    return as_table({**columns, "per_mille_all": [whole] * len(rows)})


COLUMNS = ("grouped_by", "group", "people", "not_eligible", "chosen", "left_out", "per_mille")


def _by_group(
    name: str, codes: tuple[Whole, list[str]], status: Any, aside: Mapping[str, int]
) -> list[tuple[Any, ...]]:
    place, values = codes
    held = {
        which: np.bincount(place, weights=status == which, minlength=len(values)).astype(int).tolist()
        for which in (NOT_ELIGIBLE, CHOSEN, RESERVE)
    }
    at = {value: spot for spot, value in enumerate(values)} if len(status) else {}
    rows = []
    for value in sorted({*at, *aside}):
        out, chosen, left = (held[which][at[value]] if value in at else 0 for which in held)
        out += aside.get(value, 0)
        rows.append((name, value, out + chosen + left, out, chosen, left, _per_mille(chosen, chosen + left)))
    return rows


def _per_mille(part: int, whole: int) -> int | None:
    return (2000 * part + whole) // (2 * whole) if whole else None


def next_in_line(people: pa.Table, selection: Selection, leaving: Sequence[str]) -> list[str]:
    """Return who moves up from the reserve when the *leaving* go, in the published order.

    The first of the reserve whose cost fits in the money left and the money freed, and
    with whom no floor is missed that was kept before; one after another.  A floor that
    the leaving have broken is mended first.  KeyError: an id that was not chosen.
    """
    place = {key: at for at, key in enumerate(selection.ids)}
    chosen = selection.is_chosen.copy()
    for key in leaving:
        if not chosen[place[key]]:
            raise KeyError(key)
        chosen[place[key]] = False
    waiting = [at for at, status in enumerate(selection.status) if status == RESERVE]
    waiting.sort(key=lambda at: int(selection.rank[at]))
    holds = [_holds(people, floor.column, floor.value) for floor in selection.terms.floors]
    coming = []
    for _ in leaving:
        found = _first(selection, chosen, waiting, holds)
        if found is None:
            break
        chosen[found] = True
        waiting.remove(found)
        coming.append(selection.ids[found])
    return coming


def _holds(people: pa.Table, column: str, value: str) -> Flags:
    return np.array([one == value for one in texts(people, column)], dtype=bool)


def _first(selection: Selection, chosen: Flags, waiting: Sequence[int], holds: Sequence[Flags]) -> int | None:
    left = selection.terms.budget - int(selection.cost[chosen].sum())
    total = int(chosen.sum())
    states = [
        (int((held & chosen).sum()) - floor.share * total - floor.least, held, floor.share)
        for floor, held in zip(selection.terms.floors, holds, strict=True)
    ]
    missed = [held for slack, held, _ in states if slack < 0]
    fits = [at for at in waiting if selection.cost[at] <= left]
    mending = [at for at in fits if any(held[at] for held in missed)] if missed else []
    for at in mending or fits:
        if all(_stays(slack, int(held[at]) - share) for slack, held, share in states):
            return at
    return None


def _stays(slack: Fraction, change: Fraction) -> bool:
    """Say whether a floor is kept after the change, or is at least no further from it."""
    return slack + change >= 0 or change >= 0
