"""The marked copy of a workbook that cannot be kept as it is: its values in a new .xlsx, text as text."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tedung.roster.cells import Cell, CellError, Line, shown
from tedung.roster.mark_xlsx import WIDTHS
from tedung.roster.wrapping import height

if TYPE_CHECKING:
    from tedung.roster.marks import Marks
    from tedung.roster.sheets import Source

LAST_LINE = 1_048_576
LOOKED_AT = 300
"""Lines from which the widths of the columns are taken."""
WIDEST = 40
"""Characters; a longer text runs over or is cut, as anywhere."""
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": True,
}
WRITTEN = datetime(2000, 1, 1)  # noqa: DTZ001 -- a spreadsheet's days have no zone
BAD_IN_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))


def write(source: "Source", streams: Mapping[str, "Marks"], out: Path) -> None:
    """Read the file again and write its values with the two cells."""
    import xlsxwriter

    with xlsxwriter.Workbook(out, OPTIONS) as book:
        book.set_properties({"created": WRITTEN})  # the same file in, the same bytes out
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        used: set[str] = set()
        for sheet in source.sheets():
            page = book.add_worksheet(_sheet_name(sheet.name, used))
            if sheet.hidden and len(used) > 1:
                page.hide()
            marks, width = streams.get(sheet.name), source.widths.get(sheet.name, 0)
            column, again = (marks.column(width), marks.again(width)) if marks else (width, False)
            _set_widths(page, sheet.head, column)
            for line in chain.from_iterable(sheet.batches):
                if line.number <= LAST_LINE:
                    kept = line._replace(cells=line.cells[:column]) if again else line
                    _write_line(
                        page, kept, marks.at(line.number) if marks else ("", ""), column, (day, wrapped)
                    )
        if not used:
            book.add_worksheet()


def _sheet_name(name: str, used: set[str]) -> str:
    """Return a name a spreadsheet accepts and no other sheet has."""
    base = name.translate(BAD_IN_NAME).strip("'")[:31] or "Sheet"
    free, count = base, 1
    while free.casefold() in used:
        count += 1
        free = f"{base[:27]} ({count})"
    used.add(free.casefold())
    return free


def _set_widths(page: Any, head: Sequence[Line], column: int) -> None:
    """Make each column as wide as its first lines need, titles and stories aside."""
    widest = [0] * column
    for line in head[:LOOKED_AT]:
        if sum(cell is not None for cell in line.cells) > 2:
            for place, cell in enumerate(line.cells[:column]):
                widest[place] = max(widest[place], len(shown(cell)))
    for place, longest in enumerate(widest):
        page.set_column(place, place, min(max(longest + 2, 9), WIDEST))
    for offset, width in enumerate(WIDTHS):
        page.set_column(column + offset, column + offset, width)


def _write_line(page: Any, line: Line, cells: tuple[str, str], column: int, formats: tuple[Any, Any]) -> None:
    day, wrapped = formats
    row = line.number - 1
    points = height(cells[1], WIDTHS[1])
    if points:
        page.set_row(row, points)
    for place, cell in enumerate(line.cells):
        if cell is not None:
            _write_cell(page, row, place, cell, day)
    for offset, text in enumerate(cells):
        if text:
            page.write_string(row, max(column, len(line.cells)) + offset, text, wrapped if points else None)


def _write_cell(page: Any, row: int, column: int, cell: Cell, day: Any) -> None:
    if isinstance(cell, str):
        page.write_string(row, column, cell[:32_767])
    elif isinstance(cell, bool):
        page.write_boolean(row, column, cell)
    elif isinstance(cell, CellError):
        page.write_string(row, column, cell.code)
    elif isinstance(cell, date) and (cell.year >= 1900):
        page.write_datetime(
            row, column, cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell, day
        )
    elif isinstance(cell, int) and abs(cell) >= 10**15:
        page.write_string(row, column, str(cell))  # a spreadsheet would keep fifteen digits
    elif isinstance(cell, int | float):
        page.write_number(row, column, cell)
    else:
        page.write_string(row, column, str(cell))
