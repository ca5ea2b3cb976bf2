"""What a programme costs by month, payer and budget line; what stays unspent; what is got for it.

The contributions are those of `law/bill.py` month by month, with the reliefs of each
month; who is still there is that of `flows.py`.  *planned* is the bill if nobody leaves,
*expected* the bill of those who are likely still there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from tedung.columns import PAYERS
from tedung.dates import Month
from tedung.study.cost import barred, bills, offered
from tedung.study.flows import MILLION, Chances, Step, expected, steps
from tedung.study.people import Whole, as_table, ids, texts

LINE = ("sumber_dana", "opd_pengampu")
"""A budget line beside its payer: from which purse, through which office."""

BY_COLUMNS = ("by_employer", "by_worker", "by_apbd_kota", "by_apbd_prov", "by_apbdes", "by_apbn", "by_donor")
PAYER_OF = {f"by_{name}": name for name in PAYERS} | {"by_worker": "self"}


class Plan(NamedTuple):
    """What is planned: the months, and who pays for what where the table does not say.

    months: one after another, 6 or 12 of them as a rule; a programme may cross a year.
    payer, programmes: of everybody, whatever the rows say; None leaves each row its own.
    replaced_after: months until somebody of the reserve takes a place; None: never.
    """

    months: tuple[Month, ...]
    payer: str | None = None
    programmes: str | None = None
    replaced_after: int | None = None


@dataclass(frozen=True)
class Projection:
    """A programme month by month."""

    lines: pa.Table
    """month, year, payer, sumber_dana, opd_pengampu, people, planned, expected, with_replacement."""

    exits: pa.Table
    """month, staying (people, a tenth exact), and those lost at its beginning by reason."""

    enrolled: int
    """People for whom somebody pays in some month."""

    why_not: Mapping[str, int]
    """People for whom nobody pays, by reason; with `enrolled` they add up to the table."""

    def total(self, column: str) -> int:
        """Return the rupiah of all months and lines: `planned`, `expected` or `with_replacement`."""
        return int(sum(self.lines[column].to_pylist()))


def project(people: pa.Table, plan: Plan, chances: Chances) -> Projection:
    """Return what *people* cost over the months of the plan.

    Not decided: that the reserve is as old and as dear as those whose places it takes
    (it is taken to be, and nobody of it leaves).
    """
    named = ids(people)
    table = _offered(people, named, plan)
    billed = dict(bills(table, plan.months))
    why_not = _why_not(list(billed.values()), barred(people).tolist())
    kept = np.flatnonzero(np.array([not reason for reason in why_not], dtype=bool))
    staying = list(steps(table.take(pa.array(kept)), plan.months, chances))
    lines = _lines_of(people)
    filled = [_filled(step, staying, plan) for step in staying]
    rows = [
        row
        for step, places in zip(staying, filled, strict=True)
        for row in _rows(billed[step.month], kept, lines, step, places)
    ]
    reasons = [reason for reason in why_not if reason]
    counted = {reason: reasons.count(reason) for reason in sorted(set(reasons))}
    return Projection(_table(rows), _exits(staying), len(kept), counted)


def _offered(people: pa.Table, named: Sequence[str], plan: Plan) -> pa.Table:
    """Return the rows that the bill reads: as they stand, or with the plan's payer and programmes."""
    payers, programmes = texts(people, "payer"), texts(people, "programmes")
    table = offered(people, named, plan.payer or "self", plan.programmes or "jkk+jkm")
    if plan.payer is None:
        table = _replace(table, "payer", [payer or "self" for payer in payers])
    if plan.programmes is None:
        table = _replace(table, "programmes", [one or None for one in programmes])
    return table


def _replace(table: pa.Table, name: str, values: Sequence[str | None]) -> pa.Table:
    return table.set_column(table.column_names.index(name), name, pa.array(values, pa.string()))


def _why_not(bills: Sequence[pa.Table], stopped: Sequence[str]) -> list[str]:
    """Return why nobody pays for one in any month; empty for who is paid for in some month."""
    first = bills[0]["why_not"].fill_null("").to_pylist()
    paid = np.zeros(len(first), dtype=bool)
    for one in bills:
        paid |= np.asarray(one["total"].to_numpy()) > 0
    rows = zip(stopped, paid.tolist(), first, strict=True)
    return [stop or ("" if is_paid else reason or "no_programme") for stop, is_paid, reason in rows]


def _lines_of(people: pa.Table) -> tuple[Whole, list[tuple[str, ...]]]:
    """Return each person's budget line as a place in the list of lines."""
    keys = list(zip(*(texts(people, name) for name in LINE), strict=True))
    distinct = sorted(set(keys))
    place = {key: at for at, key in enumerate(distinct)}
    return np.fromiter((place[key] for key in keys), np.int64, len(keys)), distinct


def _rows(
    billed: pa.Table,
    kept: Any,
    lines: tuple[Whole, list[tuple[str, ...]]],
    step: Step,
    filled: Whole,
) -> list[tuple[Any, ...]]:
    """Return a row for each payer and line that pays something in this month."""
    places, names = lines
    rows = []
    for column in BY_COLUMNS:
        amount = np.asarray(billed[column].to_numpy(), dtype=np.int64)[kept]
        for at in np.unique(places[kept][amount > 0]).tolist():
            mine = places[kept] == at
            sums = [expected(amount[mine], share[mine]) for share in (step.staying, filled)]
            planned, covered = int(amount[mine].sum()), int((amount[mine] > 0).sum())
            head = (str(step.month), step.month.year, PAYER_OF[column], *names[at])
            rows.append((*head, covered, planned, *sums))
    return rows


def _filled(step: Step, staying: Sequence[Step], plan: Plan) -> Whole:
    """Return (n,) millionths of the places that are filled, by the first holder or by who came after.

    A place stands empty from the month its holder is gone until `replaced_after` months have passed.
    """
    if plan.replaced_after is None:
        return step.staying
    before = staying.index(step) - plan.replaced_after
    then = staying[before].staying if before >= 0 else np.full(len(step.staying), MILLION)
    return MILLION - (then - step.staying)


def _table(rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    names = ("month", "year", "payer", *LINE, "people", "planned", "expected", "with_replacement")
    kinds = [pa.string(), pa.int64(), pa.string(), pa.string(), pa.string(), *[pa.int64()] * 4]
    return pa.table(
        {
            name: pa.array([row[at] for row in rows], kind)
            for at, (name, kind) in enumerate(zip(names, kinds, strict=True))
        }
    )


def _exits(staying: Sequence[Step]) -> pa.Table:
    columns: dict[str, Any] = {
        "month": [str(step.month) for step in staying],
        "staying": [round(float(step.staying.sum()) / MILLION, 1) for step in staying],
    }
    for reason in ("death", "move", "lapse", "age"):
        columns[reason] = [round(step.lost[reason], 2) for step in staying]
    return as_table(columns)
