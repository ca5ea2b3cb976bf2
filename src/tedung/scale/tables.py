"""Tables that come as files: .parquet, .csv and .xlsx as Arrow batches of bounded size."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from tedung.errors import TedungError
from tedung.scale.door import KNOWN, Door, is_code, needs_reading
from tedung.texts import text

BATCH = 250_000
BLOCK = 8 << 20  # bytes of a CSV read at a time
KINDS = (".parquet", ".csv", ".xlsx")


class Admitted(NamedTuple):
    """A checked table as a Parquet file, and the distinct texts of its programmes."""

    path: Path
    programmes: list[str]


@contextmanager
def admitted(source: Path) -> Iterator[Admitted]:
    """Yield the checked table of *source*; `TableError` with all its faults.

    A Parquet file whose cells needed no reading is yielded itself; anything else is
    written aside first, for as long as the block lasts.
    """
    if source.suffix.lower() not in KINDS:
        raise TedungError(text("bill.table_kind", file=source.name, kinds=", ".join(KINDS)))
    with TemporaryDirectory(prefix="tedung-") as folder:
        path = source
        door = _looked_at(source) if source.suffix.lower() == ".parquet" else None
        if door is None or door.changed:
            path = Path(folder) / "table.parquet"
            door = _written(source, path)
        yield Admitted(path, sorted(door.programmes))


def _looked_at(source: Path) -> Door:
    """Check a Parquet file without writing it again, reading only what its types leave open."""
    with _open_parquet(source) as file:
        schema = file.schema_arrow
    door = Door(source.name, schema.names)
    read = [field.name for field in schema if field.name in KNOWN and _open(field)]
    codes = [name for name in read if is_code(KNOWN[name])]
    with pq.ParquetFile(source, read_dictionary=codes) as file:
        for batch in file.iter_batches(BATCH, columns=list(dict.fromkeys(read))):
            door.check(batch)
    door.close()
    return door


def _open(field: pa.Field) -> bool:
    return needs_reading(KNOWN[field.name], field.type)


def _written(source: Path, target: Path) -> Door:
    readers = {".parquet": _parquet_batches, ".csv": _csv_batches, ".xlsx": _xlsx_batches}
    names, batches = readers[source.suffix.lower()](source)
    door = Door(source.name, names, first_line=1 if source.suffix.lower() == ".parquet" else 2)
    schema = door.check(_nothing(names)).schema
    with pq.ParquetWriter(target, schema, compression="lz4") as out:
        for batch in batches:
            out.write_batch(door.check(batch))
    door.close()
    return door


def _nothing(names: list[str]) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.nulls(0) for _ in names], names=names)


def _open_parquet(source: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(source)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as fault:
        raise TedungError(text("bill.table_damaged", file=source.name)) from fault


def _parquet_batches(source: Path) -> tuple[list[str], Iterator[pa.RecordBatch]]:
    file = _open_parquet(source)
    return file.schema_arrow.names, file.iter_batches(BATCH)


def _csv_batches(source: Path) -> tuple[list[str], Iterator[pa.RecordBatch]]:
    with source.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        head = file.readline()
    if not head.strip():
        raise TedungError(text("bill.table_empty", file=source.name))
    delimiter = max(",;\t|", key=head.count)
    names = [name.strip() for name in next(csv.reader([head], delimiter=delimiter))]
    return names, _csv_blocks(source, names, delimiter)


def _csv_blocks(source: Path, names: list[str], delimiter: str) -> Iterator[pa.RecordBatch]:
    places = [f"{place}" for place in range(len(names))]  # names may repeat; places do not
    try:
        reader = arrow_csv.open_csv(
            source,
            arrow_csv.ReadOptions(column_names=places, skip_rows=1, block_size=BLOCK),
            arrow_csv.ParseOptions(delimiter=delimiter),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(places, pa.string()), strings_can_be_null=True
            ),
        )
        for batch in reader:
            yield pa.RecordBatch.from_arrays(batch.columns, names=names)
    except pa.ArrowInvalid as fault:
        if "Empty CSV file" in str(fault):  # a header and nothing below
            return
        raise TedungError(text("bill.csv_damaged", file=source.name, columns=len(names))) from fault


def _xlsx_batches(source: Path) -> tuple[list[str], Iterator[pa.RecordBatch]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_path(str(source)).get_sheet_by_index(0)
        rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    except CalamineError as fault:
        raise TedungError(text("bill.table_damaged", file=source.name)) from fault
    if not rows:
        raise TedungError(text("bill.table_empty", file=source.name))
    names = [name.strip() for name in rows[0]]
    columns = [pa.array(column, pa.string()) for column in zip(*rows[1:], strict=True)] or [
        pa.nulls(0)
    ] * len(names)
    return names, iter([pa.RecordBatch.from_arrays(columns, names=names)])


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, bool | date):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
