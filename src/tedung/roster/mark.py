"""The village's own file back, with two cells appended to each line: Status and Perbaiki."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from tedung.roster.headers import Header
from tedung.roster.sheets import Source


class Mark(NamedTuple):
    """What a line is told."""

    line: int
    status: str
    perbaiki: str


class Marked(NamedTuple):
    """What was written: where (the suffix may differ: .xls comes back as .xlsx), how, and how much."""

    path: Path
    lines: int
    """Lines that were marked."""
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
    """Write the marked copy of a file beside *out_path*'s stem, with the suffix its form asks for.

    headers: sheet name to its header.  marks: sheet name to its marks in rising line order; they are
    taken once, as a stream, so that a million lines need no memory.
    """
    raise NotImplementedError
