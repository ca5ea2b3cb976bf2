"""A file becomes sheets, a sheet becomes lines of typed cells, whatever the file is.

    source = open_source(path)
    for sheet in source.sheets():        # may be called again: the file is read again
        head = sheet.head                # the first lines, still part of the batches
        for batch in sheet.batches:      # lists of at most 20,000 Line
            ...
    source.status, source.remarks        # final once the sheets were read through

Nothing here raises for bad content: a file that cannot be read has a status.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tedung.roster.cells import Cell, CellError, Line, Remark

__all__ = [
    "BATCH",
    "LIMITS",
    "Cell",
    "CellError",
    "Limits",
    "Line",
    "Remark",
    "SheetStream",
    "Source",
    "open_source",
]

BATCH = 20_000
"""The most lines handed over at once."""


@dataclass(frozen=True)
class Limits:
    """How much a file may ask of us."""

    columns: int = 500
    memory: int = 1536 << 20
    """Bytes of address space of the process that reads a workbook."""
    cpu_seconds: int = 150
    unpacked: int = 3 << 30
    """Bytes of a workbook when unpacked."""
    ratio: int = 250
    """How many times larger than packed a big part of a workbook may be."""


LIMITS = Limits()


@dataclass
class SheetStream:
    """One sheet: its name, whether it is hidden, and its lines in batches, once."""

    name: str
    batches: Iterator[list[Line]]
    head: list[Line] = field(default_factory=list)
    """The first batch (at most 20,000 lines); `batches` yields it again."""
    hidden: bool = False


@dataclass
class Source:
    """A file that was handed in; `status` is "read" or a code of ``texts/*/files_read.toml``."""

    path: Path
    status: str = "read"
    kind: str = ""
    """xlsx, xlsb, xls, ods, csv or parquet: by content, never by the file's name."""
    sha256: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    """encoding, delimiter, …; what a status' sentence needs."""
    remarks: list[Remark] = field(default_factory=list)
    """What was put right or left out while reading: stray cells, mixed encodings, hidden sheets."""
    lines: dict[str, int] = field(default_factory=dict)
    """Lines read so far, by sheet."""
    widths: dict[str, int] = field(default_factory=dict)
    """Columns in use, by sheet (far stray cells aside)."""

    def sheets(self) -> Iterator[SheetStream]:
        """Yield the sheets in the file's order; take each one's batches before asking for the next.

        A fault found midway ends the sheets and becomes `status`; what was read stays read.
        """
        raise NotImplementedError

    def sentence(self, lang: str | None = None) -> str:
        """Return what a clerk is told about the file's status."""
        return Remark(self.status, {**self.details, "file": self.path.name}).sentence(lang)


def open_source(path: Path, limits: Limits = LIMITS) -> Source:
    """Look at the file and say what it is and whether it can be read."""
    raise NotImplementedError
