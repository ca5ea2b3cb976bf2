"""A file becomes rows: its sheets, their headers and habits, and every line of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

import pyarrow as pa

from tedung.roster import headers, profile
from tedung.roster.cells import Line, Remark
from tedung.roster.findings import Findings
from tedung.roster.headers import Header
from tedung.roster.inputs import Input
from tedung.roster.lines import Kind
from tedung.roster.lists import NOTHING, Saying, listen
from tedung.roster.profile import Profile, Shift
from tedung.roster.row import Context, Reader
from tedung.roster.sheets import BATCH, SheetStream, Source, open_source
from tedung.roster.table import batch_of
from tedung.texts import text


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
    said: Saying = NOTHING
    """What its titles say in place of a column."""


@dataclass
class FileRows:
    """One file: its status and its sheets."""

    name: str
    source: Source
    status: str = "read"
    sheets: list[SheetRows] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    has_persons: bool = False

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
    *,
    on_lines: Callable[[int], None] | None = None,
) -> FileRows:
    """Read one file to its end, its rows added to *rows*; what went wrong is its status."""
    source = open_source(given.path)
    read = FileRows(given.name, source, given.status or source.status)
    before = rows.persons
    for sheet in source.sheets():
        read.sheets.append(_read_sheet(given.name, sheet, rows, context, mapping, on_lines=on_lines))
    if not given.status:
        read.status = _status(source, read.sheets)
    read.has_persons = rows.persons > before
    read.sentences = [remark.sentence() for remark in _remarks(read)] + list(_heard(read))
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


def _heard(read: FileRows) -> Iterator[str]:
    """Yield what was taken from a title, where there was no column for it."""
    for sheet in read.sheets:
        where = sheet.name or read.name
        if sheet.said.village:
            yield text("roster.village_from_title", sheet=where, village=sheet.said.village_name)
        if sheet.said.work_name:
            yield text("roster.work_from_title", sheet=where, work=sheet.said.work_name)


def _read_sheet(
    file: str,
    sheet: SheetStream,
    rows: Rows,
    context: Context,
    mapping: Mapping[str, str] | None,
    *,
    on_lines: Callable[[int], None] | None,
) -> SheetRows:
    header = headers.find(sheet.head, mapping)
    habits = profile.profile(sheet.head, header) if header.status == "read" else Profile()
    said = NOTHING
    if header.status == "read":
        said = listen(file, sheet.name, sheet.head, header, context.villages)
    reader = Reader((file, sheet.name), header, habits, context, said)
    read = SheetRows(sheet.name, header, habits, len(rows.findings), said=said)
    lines = chain.from_iterable(sheet.batches)
    known: Iterator[tuple[Line, Kind]] = (
        headers.kinds(lines, header) if header.status == "read" else ((line, "title") for line in lines)
    )
    if habits.slips:
        known = iter(unslipped(list(known), header, habits.slips))
    while batch := list(islice(known, BATCH)):
        read_batch(batch, reader, rows)
        if on_lines:
            on_lines(len(batch))
    read.last = len(rows.findings)
    return read


def read_batch(batch: list[tuple[Line, Kind]], reader: Reader, rows: Rows) -> None:
    """Add the lines of one sheet, read by *reader*, to *rows*."""
    read: list[tuple[Any, ...]] = []
    found: list[Findings] = []
    for line, kind in batch:
        row, findings = reader.person(line) if kind == "person" else (reader.other(line), ())
        read.append(row)
        found.append(findings)
    rows.add(read, found)
    rows.persons += sum(kind == "person" for _, kind in batch)


def unslipped(
    lines: list[tuple[Line, Kind]], header: Header, shifts: Mapping[str, Shift]
) -> Iterator[tuple[Line, Kind]]:
    """Yield the lines with the columns that slipped put back, from the line of the slip on.

    A value that slid past the end of the list is gone, and its cell is empty.
    """
    people = [line for line, kind in lines if kind == "person"]
    moved = _put_back(people, header, shifts)
    for line, kind in lines:
        yield (next(moved), kind) if kind == "person" else (line, kind)


def _put_back(people: list[Line], header: Header, shifts: Mapping[str, Shift]) -> Iterator[Line]:
    width = max(header.columns[name] for name in shifts) + 1
    for at, line in enumerate(people):
        cells = [*line.cells, *([None] * (width - len(line.cells)))]
        for name, slip in shifts.items():
            column, there = header.columns[name], at + slip.by
            if line.number >= slip.first_line:
                cells[column] = people[there].cell(column) if 0 <= there < len(people) else None
        yield Line(line.number, tuple(cells))
