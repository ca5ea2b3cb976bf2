"""The village's own file back, with two cells appended to each line: Status and Perbaiki.

An .xlsx keeps every byte that is not a row of its sheets; a text file every byte of a line but its end.
What cannot be kept (.xls, .xlsb, .ods, a damaged workbook) comes back as an .xlsx of values, text as text.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from tedung.files import file_aside
from tedung.roster.headers import Header
from tedung.roster.sheets import Source

SUFFIXES = {"csv": (".csv", ".txt", ".tsv"), "parquet": (".parquet",), "xlsx": (".xlsx", ".xlsm")}
OTHERS = {".xls", ".xlsb", ".ods", ".html", ".htm", ".dat"}
STATUS, PERBAIKI = "Status", "Perbaiki"


class Mark(NamedTuple):
    """What a line is told."""

    line: int
    status: str
    perbaiki: str


class Marked(NamedTuple):
    """What was written: where (the suffix may differ: .xls comes back as .xlsx), how, and how much."""

    path: Path
    lines: int
    """Lines that were marked, headings aside."""
    dead_cells: int
    """CSV cells given an apostrophe so that no spreadsheet runs them."""
    values_only: bool
    """Whether formats were lost, because the file had to be written anew."""


def write_marked(
    source_path: Path,
    source: Source,
    headers: Mapping[str, Header],
    marks: Mapping[str, Iterable[Mark]],
    out_path: Path,
) -> Marked:
    """Write the marked copy of a file at *out_path*, with the suffix of what is written.

    source: read through once before, so that its widths are known.  headers: sheet name to its header.
    marks: sheet name to its marks in rising line order; they are taken once, as a stream, so that a
    million lines need no memory.  ValueError where they do not rise.
    """
    from tedung.roster import mark_csv, mark_parquet, mark_values, mark_xlsx

    streams = {
        name: Marks(headers.get(name, Header(status="no_header")), found) for name, found in marks.items()
    }
    one = streams.get("") or Marks(Header(status="no_header"), ())
    form = _form(source_path, source)
    out_path = _named(out_path, form)
    dead = 0
    with file_aside(out_path) as aside:
        if form == "csv":
            dead = mark_csv.write(source_path, source, one, aside)
        elif form == "parquet":
            mark_parquet.write(source_path, one, aside)
        elif form == "xlsx":
            mark_xlsx.write(source_path, source, streams, aside)
        else:
            mark_values.write(source, streams, aside)
    return Marked(out_path, _count(streams), dead, values_only=form == "values")


def _form(path: Path, source: Source) -> str:
    """Return how the copy is written: in the file's own form, or as values."""
    from tedung.roster import mark_xlsx

    if source.kind == "xlsx":
        return "xlsx" if mark_xlsx.can_keep(path, source) else "values"
    whole = source.kind == "csv" or (source.kind == "parquet" and source.status == "read")
    return source.kind if whole else "values"


def _named(path: Path, form: str) -> Path:
    """Return the path with the suffix that tells what was written, whatever the file was called."""
    allowed = SUFFIXES.get(form, (".xlsx",))
    if path.suffix.lower() in allowed:
        return path
    known = path.suffix.lower() in OTHERS or any(path.suffix.lower() in found for found in SUFFIXES.values())
    return path.with_name((path.stem if known else path.name) + allowed[0])


def _count(streams: Mapping[str, "Marks"]) -> int:
    return sum(marks.count for marks in streams.values())


class Marks:
    """The marks of one sheet as a stream: asked for rising lines, it gives each one's two cells."""

    def __init__(self, header: Header, marks: Iterable[Mark]) -> None:
        self.header = header
        self.heading_line = min(header.lines, default=0)
        """The line that gets the two headings; 0 where the list has none."""
        self.count = 0
        self.marks = self._rising(marks)
        self.held = next(self.marks, None)

    def _rising(self, marks: Iterable[Mark]) -> Iterator[Mark]:
        """Yield the marks with the headings among them."""
        last, heading = 0, self.heading_line
        for mark in marks:
            if mark.line <= last:
                raise ValueError(f"marks must rise: line {mark.line} came after line {last}")
            last = mark.line
            if heading and mark.line >= heading:
                yield Mark(heading, STATUS, PERBAIKI)
                heading = 0
                if mark.line == self.heading_line:
                    continue
            self.count += 1
            yield mark
        if heading:
            yield Mark(heading, STATUS, PERBAIKI)

    def at(self, line: int) -> tuple[str, str]:
        """Take the two cells of a line; empty ones where nothing is said of it."""
        while (mark := self.held) is not None and mark.line <= line:
            self.held = next(self.marks, None)
            if mark.line == line:
                return mark.status, mark.perbaiki
        return "", ""

    def column(self, width: int) -> int:
        """Return the 0-based column of the first cell: the two of an earlier run, else the first free one."""
        for column, heading in self.header.unknown.items():
            if heading == STATUS and self.header.unknown.get(column + 1) == PERBAIKI:
                return column
        return max(width, self.header.width)

    def again(self, width: int) -> bool:
        """Say whether the file was marked before: then the old marks go."""
        return self.column(width) < width

    def before(self, line: int) -> Iterator[Mark]:
        """Take the marks of lines before this one that nobody asked for."""
        while self.held is not None and self.held.line < line:
            mark, self.held = self.held, next(self.marks, None)
            yield mark
