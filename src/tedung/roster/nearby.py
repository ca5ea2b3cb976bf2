"""The lines of a big member list that may concern the rows at hand; only those are parsed.

`near.py` says which; linkage finds no pair without such a thing in common (`linkage/blocking.py`).
How common a name or a village is cannot be told from them, because they are alike by choice: every
so-many-th line is parsed beside them, as a sample of all.

Text files are cut into columns by Polars, fifty thousand lines at once; where it finds another
number of records than there are lines (a line break inside quotes), the careful reader takes over.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import NamedTuple

import polars as pl
import pyarrow as pa

from tedung.roster import headers, profile
from tedung.roster.cells import Line
from tedung.roster.decoding import Decoder
from tedung.roster.inputs import Input
from tedung.roster.lists import listen
from tedung.roster.near import Near
from tedung.roster.reading import Rows, read_batch
from tedung.roster.row import Context, Reader
from tedung.roster.sheets import BATCH, SheetStream, Source, open_source
from tedung.roster.tidying import as_text

BIG = BATCH
"""Lines from which on a list is big; a smaller one is parsed whole in a second."""
AT_ONCE = 50_000
"""Lines looked at together."""
SAMPLE = 4_000
"""Lines of the sample, about."""
LINE_BYTES = 90
"""What a line takes on disk, roughly."""


class Size(NamedTuple):
    """What is known of a whole list of which a part was parsed."""

    members: int = 0
    dated: int = 0
    """Members with a birth date."""
    sample: tuple[str, ...] = ()
    """The row_ids of a fair sample; empty where all of the list was parsed."""
    days: Mapping[str, int] = {}
    """How many members were born on each birth date of the rows, as YYYYMMDD."""


def together(sizes: Sequence[Size]) -> Size:
    """Return the size of several lists as of one."""
    days: Counter[str] = Counter()
    for size in sizes:
        days.update(size.days)
    sample = tuple(row_id for size in sizes for row_id in size.sample)
    return Size(sum(size.members for size in sizes), sum(size.dated for size in sizes), sample, days)


class _OddFileError(Exception):
    """The file's quotes or lines ask for the careful reader."""


def read_nearby(given: Input, rows: pa.Table, found: Rows, context: Context) -> Size | None:
    """Add to *found* the persons of a member list that may concern *rows*, and a sample of all.

    None, and nothing added, where the list is small, no text file or Parquet, or needs the
    careful reader: a column slipped, a quote never closed.
    """
    source = open_source(given.path)
    if given.status or source.kind not in {"csv", "parquet"}:
        return None
    sheets = source.sheets()  # held: a Parquet file is read as long as somebody asks
    sheet = next(sheets, None)
    read = _reader(given.name, sheet, context) if sheet and len(sheet.head) >= BIG else None
    if sheet is None or read is None:
        return None
    reader, header = read
    near, parsed, sampled = Near(rows, reader), Rows(), set[int]()
    step = given.path.stat().st_size // LINE_BYTES // SAMPLE
    try:
        for part in _text_parts(source, near.width) if source.kind == "csv" else _parts(sheet, near.width):
            chosen = set(range(-near.members % step, part.cells.height, step)) if step else set()
            lines = [(part.line(at), at in chosen) for at in sorted(near.places(part.cells) | chosen)]
            sampled |= {line.number for line, is_sample in lines if is_sample}
            kinds = ((line, headers.classify_line(line, header)) for line, _ in lines)
            read_batch([(line, kind) for line, kind in kinds if kind == "person"], reader, parsed)
    except (csv.Error, _OddFileError):
        return None
    if source.status != "read":
        return None
    found.batches += parsed.batches
    found.findings += parsed.findings
    sample = tuple(_ids(parsed.batches, sampled))
    return Size(near.members - len(header.lines), near.dated, sample, near.born)


def _ids(batches: Sequence[pa.RecordBatch], lines: set[int]) -> Iterator[str]:
    """Yield the row_ids of the rows that stand on *lines*."""
    for batch in batches:
        ids, numbers = batch.column("row_id").to_pylist(), batch.column("line").to_pylist()
        yield from (row_id for row_id, number in zip(ids, numbers, strict=True) if number in lines)


def _reader(file: str, sheet: SheetStream, context: Context) -> tuple[Reader, headers.Header] | None:
    header = headers.find(sheet.head)
    if header.status != "read":
        return None
    habits = profile.profile(sheet.head, header)
    if habits.slips or habits.has("date_swapped"):
        return None
    said = listen(file, sheet.name, sheet.head, header, context.villages)
    return Reader((file, sheet.name), header, habits, context, said), header


class _Part(NamedTuple):
    """Some lines: their cells as text, a column each (`0`, `1`, …), and how to have one of them as a line."""

    cells: pl.DataFrame
    line: Callable[[int], Line]


def _parts(sheet: SheetStream, width: int) -> Iterator[_Part]:
    for batch in sheet.batches:
        texts = [[as_text(line.cell(at)) or None for line in batch] for at in range(width)]
        yield _Part(pl.DataFrame(texts, schema=_schema(width)), batch.__getitem__)


def _text_parts(source: Source, width: int) -> Iterator[_Part]:
    """Yield the lines of a text file; each record must be one line."""
    delimiter = source.details["delimiter"]
    lines = Decoder(source.path, source.details["encoding"]).lines()
    first = 1
    while batch := list(islice(lines, AT_ONCE)):
        numbered = [(number, line) for number, line in enumerate(batch, first) if not line.isspace()]
        first += len(batch)
        cells = _cut([line for _, line in numbered], delimiter, width)
        yield _Part(cells, partial(_line, numbered, delimiter))


def _cut(lines: list[str], delimiter: str, width: int) -> pl.DataFrame:
    if not lines:
        return pl.DataFrame(schema=_schema(width))
    typed = "".join(lines).replace("\r\n", "\n").replace("\r", "\n").encode()
    try:
        cells = pl.read_csv(
            typed,
            has_header=False,
            separator=delimiter,
            schema=_schema(width),
            truncate_ragged_lines=True,
        )
    except pl.exceptions.PolarsError as fault:
        raise _OddFileError from fault
    if cells.height != len(lines):
        raise _OddFileError
    return cells


def _line(numbered: Sequence[tuple[int, str]], delimiter: str, at: int) -> Line:
    number, typed = numbered[at]
    [fields] = csv.reader([typed], delimiter=delimiter)
    return Line(number, tuple(field or None for field in fields))


def _schema(width: int) -> dict[str, type[pl.String]]:
    return {str(at): pl.String for at in range(width)}
