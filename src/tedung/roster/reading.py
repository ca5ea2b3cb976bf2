"""A file becomes rows: its sheets, their headers and habits, and every line of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import pyarrow as pa

from tedung.roster import headers, profile
from tedung.roster.cells import Line, Remark
from tedung.roster.findings import Findings
from tedung.roster.headers import Header
from tedung.roster.inputs import Input
from tedung.roster.profile import Profile
from tedung.roster.row import Context, Reader
from tedung.roster.sheets import SheetStream, Source, open_source
from tedung.roster.table import batch_of


@dataclass
class SheetRows:
    """One sheet as it was understood: which lines of the run are its own, and how they were read."""

    name: str
    header: Header
    profile: Profile
    first: int
    """The place of its first row among all rows of the run."""
    last: int = 0
    """One past the place of its last row."""


@dataclass
class FileRows:
    """One file: its status and its sheets."""

    name: str
    source: Source
    status: str = "read"
    sheets: list[SheetRows] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)

    @property
    def is_read(self) -> bool:
        """Whether at least one sheet of it had a header that we understood."""
        return any(sheet.header.status == "read" for sheet in self.sheets)


@dataclass
class Rows:
    """Every row of a run, in order: Arrow batches, and beside them what was found."""

    batches: list[pa.RecordBatch] = field(default_factory=list)
    findings: list[Findings] = field(default_factory=list)
    persons: int = 0

    def add(self, rows: list[tuple[Any, ...]], found: list[Findings]) -> None:
        """Append a batch of rows and their findings."""
        if rows:
            self.batches.append(batch_of(rows))
            self.findings.extend(found)


def read_file(
    given: Input,
    rows: Rows,
    context: Context,
    mapping: Mapping[str, str] | None = None,
) -> FileRows:
    """Read one file to its end, its rows added to *rows*; what went wrong is its status."""
    source = open_source(given.path)
    read = FileRows(given.name, source, given.status or source.status)
    for sheet in source.sheets():
        read.sheets.append(_read_sheet(given.name, sheet, rows, context, mapping))
    if not given.status:
        read.status = _status(source, read.sheets)
    read.sentences = [remark.sentence() for remark in _remarks(read)]
    return read


def _status(source: Source, sheets: list[SheetRows]) -> str:
    """A file whose sheets all lack a header says so; a fault met midway stays the status."""
    if source.status == "read" and all(sheet.header.status != "read" for sheet in sheets):
        return "no_header"
    return source.status


def _remarks(read: FileRows) -> Iterable[Remark]:
    yield from read.source.remarks
    for sheet in read.sheets:
        yield from sheet.header.remarks
        yield from (habit.remark for habit in sheet.profile.habits)


def _read_sheet(
    file: str,
    sheet: SheetStream,
    rows: Rows,
    context: Context,
    mapping: Mapping[str, str] | None,
) -> SheetRows:
    header = headers.find(sheet.head, mapping)
    habits = profile.profile(sheet.head, header) if header.status == "read" else Profile()
    reader = Reader(file, sheet.name, header, habits, context)
    read = SheetRows(sheet.name, header, habits, len(rows.findings))
    for batch in _batches(sheet, header, habits):
        rows.persons += _read_batch(batch, reader, header, rows)
    read.last = len(rows.findings)
    return read


def _batches(sheet: SheetStream, header: Header, habits: Profile) -> Iterator[list[Line]]:
    sure = {habit.field for habit in habits.habits if habit.code == "column_shifted" and habit.sure}
    shifts = {field: by for field, by in habits.shifts.items() if field in sure and field in header.columns}
    if not shifts:
        return sheet.batches
    return iter([list(unshifted(chain.from_iterable(sheet.batches), header, shifts))])


def _read_batch(batch: list[Line], reader: Reader, header: Header, rows: Rows) -> int:
    read: list[tuple[Any, ...]] = []
    found: list[Findings] = []
    persons = 0
    nobody = header.status != "read"
    for line in batch:
        if nobody or headers.classify_line(line, header) != "person":
            read.append(reader.other(line))
            found.append(())
            continue
        row, findings = reader.person(line)
        read.append(row)
        found.append(findings)
        persons += 1
    rows.add(read, found)
    return persons


def unshifted(lines: Iterable[Line], header: Header, shifts: Mapping[str, int]) -> Iterator[Line]:
    """Yield the lines with the columns that slid put back; *shifts* counts person lines.

    +1: the value of a person stands in the next person's line.  Where a column slid past
    the list's end the value is gone and the cell is empty.
    """
    lines = list(lines)
    people = [at for at, line in enumerate(lines) if headers.classify_line(line, header) == "person"]
    moved = dict(zip(people, _slid([lines[at] for at in people], header, shifts), strict=True))
    yield from (moved.get(at, line) for at, line in enumerate(lines))


def _slid(people: list[Line], header: Header, shifts: Mapping[str, int]) -> Iterator[Line]:
    width = max(header.columns[name] for name in shifts) + 1
    for at, line in enumerate(people):
        cells = [*line.cells, *([None] * (width - len(line.cells)))]
        for name, by in shifts.items():
            column = header.columns[name]
            cells[column] = people[at + by].cell(column) if 0 <= at + by < len(people) else None
        yield Line(line.number, tuple(cells))
