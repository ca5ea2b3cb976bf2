"""The bill of a month for a table in memory: ``bill(workers, month)``."""

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tedung.columns import BILL_SCHEMA, PAYERS
from tedung.dates import Month
from tedung.law import LawError, days_of_change, law_on
from tedung.law.arrays import where
from tedung.law.bill_rules import STAGES, WHY_NOT, Terms, Workers
from tedung.law.coverage import BPU, PU
from tedung.scale import codes
from tedung.scale.door import Door, Fault, TableError

REASONS = pa.array([code or None for code in WHY_NOT])
SLICE = 200_000
"""Rows a slice: its columns stay in the processor's cache and the memory in bounds."""


class Fillings(NamedTuple):
    """What fills empty cells of a table before it is billed.

    A segment is `bpu` where nobody says; *payer* and *programmes* are filled where empty,
    programmes only of wage earners and non-wage workers: projects and migrants have theirs.
    """

    payer: str | None = None
    programmes: str | None = None


def bill(
    workers: pa.Table,
    month: Month | str,
    *,
    payer: str | None = None,
    programmes: str | None = None,
    include_members: bool = False,
    first_month: Month | str | None = None,
) -> pa.Table:
    """Return the bill of *workers* for *month*: a row per enrolment, the columns of `BILL`.

    workers: an Arrow table with columns of `columns.py`; those it lacks are empty.
    Amounts are int64 rupiah; whoever is not billed has zeros and a `why_not`.
    `TableError` names every faulty value at once.  The law is that of the month's
    first day, but for amendments that name a contribution month.

    first_month: where this month is one of several billed together, the first of them;
    it decides who is enrolled when, and what is charged once.

    Not decided: whether the rows tell the truth, and who is the same person.
    """
    month, first_month = _month(month), _month(first_month or month)
    terms = Terms(month, law_on(month.first_day), first_month, include_members)
    table = admitted(workers)
    fillings = Fillings(payer, programmes)
    slices = [bill_slice(table.slice(start, SLICE), terms, fillings) for start in range(0, len(table), SLICE)]
    return pa.concat_tables(slices) if slices else BILL_SCHEMA.empty_table()


def _month(month: Month | str) -> Month:
    month = Month.parse(month) if isinstance(month, str) else month
    if month.first_day < days_of_change()[0]:
        raise LawError(f"a bill of {month}: the law that we hold begins in {Month.of(days_of_change()[0])}")
    return month


def admitted(workers: pa.Table) -> pa.Table:
    """Return *workers* checked, typed and with an `enrolment_id` in every row; `TableError` else."""
    door = Door("tabel", workers.column_names)
    batches = [door.check(batch) for batch in workers.to_batches() or _no_rows(workers)]
    door.close()
    table = with_ids(pa.Table.from_batches(batches))
    if pc.count_distinct(table["enrolment_id"]).as_py() != len(table):
        raise TableError("tabel", [Fault("id_twice", "enrolment_id")])
    return table


def _no_rows(workers: pa.Table) -> list[pa.RecordBatch]:
    return [pa.RecordBatch.from_pylist([], schema=workers.schema)]


def with_ids(table: pa.Table, first: int = 1) -> pa.Table:
    """Return *table* with `enrolment_id` and `worker_id` filled in where they are empty.

    An enrolment without an id gets its place in the table, ``row-1`` and so on; a
    worker without one that of the person or else of the enrolment.
    """
    places = pc.binary_join_element_wise(
        "row", pa.array(range(first, first + len(table))).cast(pa.string()), "-"
    )
    ids = _or(table, ["enrolment_id"], places)
    workers = _or(table, ["worker_id", "person_id"], ids)
    rest = table.drop_columns([name for name in ("enrolment_id", "worker_id") if name in table.column_names])
    return rest.append_column("enrolment_id", ids).append_column("worker_id", workers)


def _or(table: pa.Table, names: list[str], otherwise: Any) -> Any:
    present = [table[name] for name in names if name in table.column_names]
    return pc.coalesce(*present, otherwise) if present else otherwise


def fill(workers: Workers, fillings: Fillings) -> dict[str, Any]:
    """Return the segment, payer and programmes of coded columns with their empties filled."""
    segment = where(workers["segment"] < 0, BPU, workers["segment"])
    chosen = {"segment": segment}
    if fillings.payer:
        chosen["payer"] = where(workers["payer"] < 0, PAYERS.index(fillings.payer), workers["payer"])
    if fillings.programmes:
        empty = (workers["programmes"] <= 0) & ((segment == PU) | (segment == BPU))
        chosen["programmes"] = where(empty, codes.mask(fillings.programmes), workers["programmes"])
    return chosen


def bill_slice(table: pa.Table, terms: Terms, fillings: Fillings) -> pa.Table:
    """Return the bill of an admitted table, all of it at once."""
    columns = codes.code_table(table)
    columns |= fill(columns, fillings)
    for stage in STAGES:
        columns |= stage(columns, terms)
    count = len(table)
    columns |= {
        "enrolment_id": table["enrolment_id"],
        "worker_id": table["worker_id"],
        "month": pa.repeat(pa.scalar(str(terms.month)), count),
        "why_not": _reasons(np.broadcast_to(columns["why_not"], count)),
    }
    return pa.table([_array(columns[field.name], field, count) for field in BILL_SCHEMA], schema=BILL_SCHEMA)


def _array(value: Any, field: pa.Field, count: int) -> Any:
    if isinstance(value, pa.Array | pa.ChunkedArray):
        return value
    return codes.arrow(np.broadcast_to(value, count), field.type)


def _reasons(why_not: Any) -> Any:
    return REASONS.take(codes.arrow(why_not, pa.int64()))
