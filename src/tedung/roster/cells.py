"""What a line of a sheet is made of, and the remarks made about a file, a sheet or a column."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, TypeAlias

from tedung.texts import text


@dataclass(frozen=True, slots=True)
class CellError:
    """A formula that failed, as the spreadsheet shows it: ``#REF!``, ``#N/A``, …

    ``#FORMULA`` stands for a formula whose value the spreadsheet never computed.
    """

    code: str


Cell: TypeAlias = str | int | float | bool | date | datetime | CellError | None
"""A number keeps its type (a NIK typed as a number can be told from text); whole numbers are int."""


class Line(NamedTuple):
    """A line of a sheet: its 1-based number as the spreadsheet shows it, and its cells from column A."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """Return the cell of the 0-based *column*; None beyond the last."""
        return self.cells[column] if 0 <= column < len(self.cells) else None


@dataclass(frozen=True)
class Remark:
    """Something a person should know about a file: a code of ``texts/*/files_read.toml`` and its fields.

    The fields never hold a NIK or a person's name.
    """

    code: str
    fields: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self, lang: str | None = None) -> str:
        """Return the sentence that a clerk reads."""
        return text(f"files_read.{self.code}", lang, **self.fields)


def shown(cell: Cell) -> str:
    """Return a cell as trimmed text: empty for None, ISO for a day, no ``.0`` on whole numbers."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, CellError):
        return cell.code
    return str(cell)


def is_blank(line: Line) -> bool:
    """Say whether no cell of the line shows anything."""
    return not any(cell is not None and (not isinstance(cell, str) or cell.strip()) for cell in line.cells)


def letter(column: int) -> str:
    """Return the spreadsheet's letters of a 0-based column: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
