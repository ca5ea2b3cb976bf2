"""Where the header of a sheet is, and which column carries which field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from tedung.roster.cells import Line, Remark

FIELDS = (
    "number nama_ktp nama_sebutan nik kk birth birth_place birth_date age sex address rt_rw banjar village "
    "district phone mother occupation employer income bpjs_number member_since programmes email remarks"
).split()
"""Canonical fields; besides them every column of columns.py under its own name. `birth` is place and date in one."""

Kind = Literal["person", "title", "header", "numbering", "footer", "blank", "total"]


class Twice(NamedTuple):
    """A field found under two headings: the column taken and the one left aside."""

    field: str
    taken: int
    taken_heading: str
    left: int
    left_heading: str


@dataclass(frozen=True)
class Header:
    """The header of a sheet; `status` is "read" or "no_header" (then nothing else is filled)."""

    status: str = "read"
    lines: tuple[int, ...] = ()
    """Line numbers of the heading (one or two), the numbering line below it included; empty if inferred."""
    columns: Mapping[str, int] = field(default_factory=dict)
    """Field to 0-based column."""
    headings: Mapping[str, str] = field(default_factory=dict)
    """Field to the heading text it was found under."""
    unknown: Mapping[int, str] = field(default_factory=dict)
    """Columns with a heading that says nothing to us."""
    twice: tuple[Twice, ...] = ()
    width: int = 0
    """Columns of the heading region."""
    inferred: bool = False
    """No heading: the columns were told from their content."""
    remarks: tuple[Remark, ...] = ()

    @property
    def first_line(self) -> int:
        """The first line below the heading."""
        return max(self.lines, default=0) + 1


def find(sample: Sequence[Line], mapping: Mapping[str, str] | None = None) -> Header:
    """Find the header among the first lines of a sheet; *mapping* overrides what is found."""
    raise NotImplementedError


def classify_line(line: Line, header: Header) -> Kind:
    """Say what a line is; when in doubt it is a person."""
    raise NotImplementedError


class MappingFile(NamedTuple):
    """A mapping file as read: what holds for all files, and per glob of file names."""

    everywhere: Mapping[str, str]
    by_glob: Mapping[str, Mapping[str, str]]

    def of(self, file: str) -> Mapping[str, str]:
        """Return what the mapping says of the file of that name."""
        raise NotImplementedError


def load_mapping(path: Path) -> MappingFile:
    """Read a mapping file (TOML or JSON); TedungError names all its faults at once."""
    raise NotImplementedError
