"""Rows for training and measuring, read from files as a clerk hands them in, with their truth."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tedung.errors import TedungError
from tedung.roster import headers
from tedung.roster.check import KEY
from tedung.roster.inputs import Input, expand
from tedung.roster.places import HOME, gazetteer
from tedung.roster.reading import Rows, read_file
from tedung.roster.row import Context
from tedung.roster.sheets import SheetStream, open_source
from tedung.roster.table import table_of
from tedung.texts import text

READY = frozenset({"row_id", "nama_ktp", "nik_state", "birth_date"})
"""A Parquet file with these columns already holds ROWS and is taken as it is."""


def rows_of(paths: Iterable[Path], on: date, truth: str = "") -> tuple[pa.Table, list[str | None]]:
    """Return the person-rows of the files, and beside each its value in the column *truth*.

    Raises TedungError where a file cannot be read or has no such column.
    """
    tables: list[pa.Table] = []
    truths: list[str | None] = []
    for given in expand(paths):
        table, known = _ready(given, truth) or _read(given, on, truth)
        tables.append(table)
        truths += known
    if not tables:
        raise TedungError(text("linkage.no_rows"))
    return pa.concat_tables(tables, promote_options="default"), truths


def _ready(given: Input, truth: str) -> tuple[pa.Table, list[str | None]] | None:
    if given.path.suffix != ".parquet" or not set(pq.read_schema(given.path).names) >= READY:
        return None
    table = pq.read_table(given.path)
    if truth and truth not in table.column_names:
        raise TedungError(text("linkage.no_truth", path=given.name, column=truth))
    known = table[truth].cast(pa.string()).to_pylist() if truth else [None] * table.num_rows
    return table.select([name for name in table.column_names if name != truth]), known


def _read(given: Input, on: date, truth: str) -> tuple[pa.Table, list[str | None]]:
    rows = Rows()
    read = read_file(given, rows, Context(on, gazetteer(HOME), KEY))
    if not read.is_read:
        raise TedungError(read.source.sentence())
    table = table_of(rows.batches)
    if not truth:
        people = table.filter(table["is_person"])
        return people, [None] * people.num_rows
    by_line = dict(_truths(given, truth))
    places = zip(table["sheet"].to_pylist(), table["line"].to_pylist(), strict=True)
    known = [by_line.get(place) for place in places]
    kept = [row for row, is_person in enumerate(table["is_person"].to_pylist()) if is_person]
    return table.take(pa.array(kept, pa.int64())), [known[row] for row in kept]


def _truths(given: Input, truth: str) -> Iterator[tuple[tuple[str, int], str]]:
    found = False
    for sheet in open_source(given.path).sheets():
        column = _column(sheet, truth)
        if column is None:
            continue
        found = True
        for batch in sheet.batches:
            for line in batch:
                if line.cell(column) is not None:
                    yield (sheet.name, line.number), str(line.cell(column))
    if not found:
        raise TedungError(text("linkage.no_truth", path=given.name, column=truth))


def _column(sheet: SheetStream, truth: str) -> int | None:
    """Return the column under the heading *truth*, looked for in the lines of the heading."""
    lines = headers.find(sheet.head).lines
    for line in sheet.head:
        if line.number in lines:
            for column, cell in enumerate(line.cells):
                if str(cell).strip().casefold() == truth.strip().casefold():
                    return column
    return None
