"""Rows of a .parquet as lines: the column names are line 1, the first row is line 2."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tedung.roster.sending import Row, Send, send_lines

if TYPE_CHECKING:
    import pyarrow.parquet as pq


def read(path: str, columns: int, send: Send) -> None:
    """Send the one table of the file as a sheet of its own."""
    import pyarrow.parquet as pq

    file = pq.ParquetFile(path, memory_map=False)
    names = file.schema_arrow.names
    if len(names) > columns:
        send("fault", "too_wide", {"columns": len(names)})
        return
    send("sheet", "", False, len(names))
    send_lines(send, _rows(file, names))


def _rows(file: "pq.ParquetFile", names: list[str]) -> Iterator[Row]:
    yield 1, tuple(names)
    number = 1
    for batch in file.iter_batches(batch_size=20_000):
        columns = [[plain(value) for value in column.to_pylist()] for column in batch.columns]
        for cells in zip(*columns, strict=True):
            number += 1
            yield number, cells


def plain(value: Any) -> Any:
    """Return a value as a cell: days and texts as they are, lists as JSON, decimals exact."""
    if value is None or isinstance(value, str | int | float | date | datetime):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    return json.dumps(value, ensure_ascii=False, default=str)
