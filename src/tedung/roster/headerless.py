"""Lists without a header: columns told from their content, only where it is certain."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from tedung.roster.cells import Cell, Line, Remark, is_blank, shown

if TYPE_CHECKING:
    from tedung.roster.header import Header

LEAST = 3
"""Fewer lines prove nothing."""
SEXES = {"L", "P", "LK", "PR", "LAKI-LAKI", "PEREMPUAN", "LAKI LAKI", "LAKI", "M", "F"}
NAME = re.compile(r"[^\W\d_]+(?:[ .,'’`-]+[^\W\d_]+)+[ .,]*")
DAY = re.compile(
    r"\d{1,2}[-/. ](\d{1,2}|[^\W\d_]{3,9})[-/. ](19|20)?\d{2}|(19|20)\d{2}-\d{2}-\d{2}( 00:00:00)?"
)


def infer(sample: Sequence[Line]) -> "Header":
    """Return columns told from content: exactly one of NIKs and one of names, else `no_header`."""
    from tedung.roster.header import Header

    lines = [line for line in sample[:2_000] if not is_blank(line)]
    width = max((len(line.cells) for line in lines), default=0)
    if len(lines) < LEAST or width > 200:
        return Header(status="no_header")
    columns = _columns(lines, width)
    if "nik" not in columns or "nama_ktp" not in columns:
        return Header(status="no_header")
    return Header(columns=columns, width=width, inferred=True, remarks=(Remark("header_inferred", {}),))


def _columns(lines: Sequence[Line], width: int) -> dict[str, int]:
    found: dict[str, list[int]] = {"nik": [], "nama_ktp": [], "birth_date": [], "sex": []}
    for column in range(width):
        cells = [cell for line in lines if shown(cell := line.cell(column))]
        if len(cells) >= LEAST and len(cells) * 2 >= len(lines):
            kind = _kind(cells)
            if kind:
                found[kind].append(column)
    return {name: places[0] for name, places in found.items() if len(places) == 1}


def _kind(cells: Sequence[Cell]) -> str:
    if _share(_is_nik(cell) for cell in cells) >= 0.8:
        return "nik"
    if _share(isinstance(cell, date) or bool(DAY.fullmatch(shown(cell))) for cell in cells) >= 0.8:
        return "birth_date"
    if _share(shown(cell).upper() in SEXES for cell in cells) >= 0.9:
        return "sex"
    texts = [shown(cell) for cell in cells]
    several = len(set(texts)) * 5 >= len(texts) * 4  # places repeat, names rarely do
    return "nama_ktp" if several and _share(bool(NAME.fullmatch(text)) for text in texts) >= 0.8 else ""


def _is_nik(cell: Cell) -> bool:
    return len(re.sub(r"\D", "", shown(cell))) == 16 and not re.search(r"[^\d\s'.`’-]", shown(cell))


def _share(hits: Iterable[bool]) -> float:
    found = list(hits)
    return sum(found) / len(found)
