"""The bill of months on Spark: the slices of `bill.py`, on as many machines as there are."""

from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tedung.columns import BILL_SCHEMA
from tedung.errors import TedungError
from tedung.files import folder_aside
from tedung.law import law_on
from tedung.law.bill import bill_slice, with_ids
from tedung.law.bill_file import Request, Totals, totals_of
from tedung.law.bill_rules import Terms
from tedung.scale import spark, tables
from tedung.texts import text

SPARK_TYPES = {pa.string(): "string", pa.int64(): "bigint", pa.bool_(): "boolean"}


def bill_on_spark(source: Path, target: Path, request: Request) -> Totals:
    """Bill the table in *source* into the folder *target*, a Parquet file a part.

    As `bill_file`, but that the rows come in Spark's order and that each needs an
    `enrolment_id` of its own: a place in the table means nothing there.
    """
    with tables.admitted(source) as table:
        if "enrolment_id" not in pq.read_schema(table.path).names:
            raise TedungError(text("bill.spark_needs_ids", file=source.name))
        with folder_aside(target) as aside:
            spark.map_parquet(table.path, aside / "parts", partial(bill_batch, request), _schema())
            totals = totals_of(aside / "parts" / "*.parquet")
    return totals


def bill_batch(request: Request, batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return the bill of one checked batch for every month asked, month after month."""
    table = with_ids(pa.Table.from_batches([batch]))
    first = request.months[0]
    bills = [
        bill_slice(
            table,
            Terms(month, law_on(month.first_day), first, request.include_members),
            request.fillings,
        )
        for month in request.months
    ]
    [whole] = pa.concat_tables(bills).combine_chunks().to_batches() or [_no_bill()]
    return whole


def _no_bill() -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([], schema=BILL_SCHEMA)


def _schema() -> str:
    return ", ".join(f"{field.name} {SPARK_TYPES[field.type]}" for field in BILL_SCHEMA)
