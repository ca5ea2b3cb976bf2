"""A header as found: which column of a sheet carries which field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tedung.roster.cells import Cell, Line, Remark
from tedung.roster.remarks import is_about_the_person

MARKS = ("Status", "Perbaiki")
"""The headings of our own two columns, where a marked copy is handed in again."""


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
    def works(self) -> tuple[int, ...]:
        """The columns of work beside the one taken: *Jabatan* and *Pekerjaan* each say something."""
        return tuple(found.left for found in self.twice if found.field == "occupation")

    @property
    def noted(self) -> tuple[int, ...]:
        """Columns that no field is read from and a note may stand in, our own marks aside."""
        marks = {at for at in self.unknown if (self.unknown[at], self.unknown.get(at + 1)) == MARKS}
        left = {found.left for found in self.twice if found.field == "remarks"}
        said = {at for at, heading in self.unknown.items() if is_about_the_person(heading)}
        return tuple(sorted((said | left) - marks))

    @property
    def first_line(self) -> int:
        """The first line below the heading."""
        return max(self.lines, default=0) + 1

    def cell(self, line: Line, name: str) -> Cell:
        """Return the line's cell under a field; None where the list has no such column."""
        column = self.columns.get(name)
        return None if column is None else line.cell(column)
