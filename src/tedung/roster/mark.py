"""The village's own file back, with two cells appended to each line: Status and Perbaiki.

An .xlsx keeps every byte that is not a row of its sheets; a text file every byte of a line but its end.
What cannot be kept (.xls, .xlsb, .ods, a damaged workbook) comes back as an .xlsx of values, text as text.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from tedung.files import file_aside
from tedung.roster.header import Header
from tedung.roster.marks import Mark, Marks
from tedung.roster.sheets import Source

SUFFIXES = {"csv": (".csv", ".txt", ".tsv"), "parquet": (".parquet",), "xlsx": (".xlsx", ".xlsm")}
OTHERS = {".xls", ".xlsb", ".ods", ".html", ".htm", ".dat"}


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


def _count(streams: Mapping[str, Marks]) -> int:
    return sum(marks.count for marks in streams.values())
