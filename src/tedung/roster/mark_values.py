"""The marked copy of a workbook that cannot be kept as it is: its values in a new .xlsx, text as text."""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tedung.roster.cells import Cell, CellError, Line

if TYPE_CHECKING:
    from tedung.roster.mark import Marks
    from tedung.roster.sheets import Source

LAST_LINE = 1_048_576
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
        used: set[str] = set()
        for sheet in source.sheets():
            page = book.add_worksheet(_sheet_name(sheet.name, used))
            if sheet.hidden and len(used) > 1:
                page.hide()
            marks, width = streams.get(sheet.name), source.widths.get(sheet.name, 0)
            column, again = (marks.column(width), marks.again(width)) if marks else (width, False)
            for line in chain.from_iterable(sheet.batches):
                if line.number <= LAST_LINE:
                    kept = line._replace(cells=line.cells[:column]) if again else line
                    _write_line(page, kept, marks.at(line.number) if marks else ("", ""), column, day)
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


def _write_line(page: Any, line: Line, cells: tuple[str, str], column: int, day: Any) -> None:
    row = line.number - 1
    for place, cell in enumerate(line.cells):
        if cell is not None:
            _write_cell(page, row, place, cell, day)
    for offset, text in enumerate(cells):
        if text:
            page.write_string(row, max(column, len(line.cells)) + offset, text)


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
