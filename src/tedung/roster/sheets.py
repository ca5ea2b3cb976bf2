"""A file becomes sheets, a sheet becomes lines of typed cells, whatever the file is.

    source = open_source(path)
    for sheet in source.sheets():        # may be called again: the file is read again
        head = sheet.head                # the first lines, still part of the batches
        for batch in sheet.batches:      # lists of at most 20,000 Line
            ...
    source.status, source.remarks        # final once the sheets were read through

Nothing here raises for bad content: a file that cannot be read has a status.  Text files are read here,
everything else in a child process with a memory limit (`worker.py`).
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from tedung.roster.cells import Cell, CellError, Line, Remark
from tedung.roster.container import look

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
    """Processor time of that process: a village's list takes well under one second."""
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
    limits: Limits = LIMITS
    readable: bool = False
    """Whether there is something to read; known when it is opened."""

    def sheets(self) -> Iterator[SheetStream]:
        """Yield the sheets in the file's order; what is left of one is skipped when the next is asked for.

        A fault found midway ends the sheets and becomes `status`; what was read stays read.
        """
        if not self.readable:
            return
        self.status = "read"
        self.lines, self.widths, self.remarks = {}, {}, []
        if self.kind == "csv":
            from tedung.roster.csvfile import stream_sheets
        else:
            from tedung.roster.child import stream_sheets
        yield from stream_sheets(self)
        if self.status == "read" and not any(self.lines.values()):
            self.status = "empty"

    def sentence(self, lang: str | None = None) -> str:
        """Return what a clerk is told about the file's status."""
        return Remark(self.status, {**self.details, "file": self.path.name}).sentence(lang)

    def fault(self, code: str, details: dict[str, Any]) -> None:
        """Note a fault; the first one stays the file's status."""
        if self.status == "read":
            self.status = code
            self.details.update(details)

    def remark(self, code: str, **fields: Any) -> None:
        """Note something a person should know."""
        self.remarks.append(Remark(code, fields))

    def stream(self, name: str, batches: Iterator[list[Line]], *, hidden: bool = False) -> SheetStream:
        """Return the sheet with its first batch at hand, counting its lines as they are taken."""
        self.lines[name] = 0
        if hidden:
            self.remark("hidden_sheet", sheet=name)
        counted = self._counted(name, batches)
        head = next(counted, [])
        return SheetStream(name, chain([head] if head else [], counted), head, hidden)

    def _counted(self, name: str, batches: Iterator[list[Line]]) -> Iterator[list[Line]]:
        for batch in batches:
            self.lines[name] += len(batch)
            yield batch


def open_source(path: Path, limits: Limits = LIMITS) -> Source:
    """Look at the file and say what it is and whether it can be read."""
    container = look(path, limits.unpacked, limits.ratio)
    source = Source(
        path, container.fault or "read", container.kind, details=dict(container.details), limits=limits
    )
    if source.status not in {"missing", "folder", "not_a_file", "link_loop", "unreadable"}:
        source.sha256 = _sha256(source)
    source.readable = source.status == "read"
    if source.kind == "csv" and source.readable:
        from tedung.roster.csvfile import sniff

        sniff(source)
    return source


def _sha256(source: Source) -> str:
    try:
        with source.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as fault:
        source.fault("unreadable", {"reason": fault.strerror or "?"})
        return ""
