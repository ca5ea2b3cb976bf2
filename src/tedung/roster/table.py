"""The table between the roster and linkage: one row a line of a sheet.

`ROWS` is the schema (docs/explanation/data-path.md has it in words); `Batch` gathers
rows as tuples and turns them into Arrow columns at once, because a million small
Arrow calls cost more than the reading itself.
"""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from tedung.columns import WORKER

IDENTITY = (
    ("row_id", pa.string()),
    ("row_key", pa.string()),
    ("file", pa.string()),
    ("sheet", pa.string()),
    ("line", pa.int64()),
    ("is_person", pa.bool_()),
)
FIELDS = (
    ("nama_ktp", pa.string()),
    ("nama_sebutan", pa.string()),
    ("nik", pa.string()),
    ("nik_state", pa.string()),
    ("nik_digits", pa.string()),
    ("birth_date", pa.date32()),
    ("birth_source", pa.string()),
    ("birth_year", pa.int64()),
    ("birth_place", pa.string()),
    ("sex", pa.string()),
    ("sex_source", pa.string()),
    ("village", pa.string()),
    ("village_raw", pa.string()),
    ("banjar", pa.string()),
    ("address", pa.string()),
    ("phone", pa.string()),
    ("mother", pa.string()),
    ("occupation", pa.string()),
    ("occupation_raw", pa.string()),
    ("income", pa.int64()),
    ("kelompok_sasaran", pa.string()),
    ("member_since", pa.date32()),
)
PASSED_ON = (
    "segment",
    "bpu_kind",
    "programmes",
    "sumber_dana",
    "wadah_id",
    "unit_pengusul_kind",
    "unit_pengusul",
    "opd_pengampu",
)
"""Columns of `columns.py` that a prepared file may already hold; taken as they stand."""

FINDINGS = pa.list_(
    pa.struct([("code", pa.string()), ("column", pa.string()), ("sentence", pa.string())]),
)
ROWS = pa.schema(
    [*IDENTITY, *FIELDS, *((name, pa.string()) for name in PASSED_ON), ("is_member", pa.bool_())],
)
"""What linkage sees.  Findings and outcomes stay beside it until every row is known."""

READ = len(ROWS) - 1
"""Columns that a row has when it leaves the reader; `is_member` comes with the member list."""

ALLOWED = {column.name: column.allowed for column in WORKER if column.name in PASSED_ON}

Row = tuple[Any, ...]


def batch_of(rows: Sequence[Row]) -> pa.RecordBatch:
    """Return the rows, tuples in the order of `ROWS` without `is_member`, as Arrow columns."""
    fields = list(ROWS)[:READ]
    columns = list(zip(*rows, strict=True)) if rows else [()] * READ
    arrays = [pa.array(column, field.type) for column, field in zip(columns, fields, strict=True)]
    arrays.append(pa.nulls(len(rows), pa.bool_()))
    return pa.RecordBatch.from_arrays(arrays, schema=ROWS)


def table_of(batches: Sequence[pa.RecordBatch]) -> pa.Table:
    """Return the batches as one table; an empty one where there are none."""
    return pa.Table.from_batches(batches, schema=ROWS)
