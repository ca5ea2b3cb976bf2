"""What a report is before it is paper: what its template is told, its sheets, who stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tedung.office.base.workbook import Sheet


@dataclass
class Made:
    """A report's figures: `told` for the template, sheets of the workbook, whose full numbers stand in it."""

    title: str
    told: dict[str, Any]
    sheets: Sequence[Sheet] = ()
    persons: Sequence[int] = field(default_factory=tuple)


def head(*columns: str, wide: int = 40, narrow: int = 16) -> tuple[tuple[str, int], ...]:
    """Return the head of a sheet whose first column is wide."""
    return tuple((name, wide if at == 0 else narrow) for at, name in enumerate(columns))


def pairs(name: str, rows: Sequence[tuple[str, Any]]) -> Sheet:
    """Return a sheet of figures, each with what it is."""
    return Sheet(name, (("Angka", 56), ("Nilai", 24)), rows)
