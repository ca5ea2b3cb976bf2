"""The sheets of .xlsx, .xlsb, .xls and .ods as lines, read by calamine inside the child process."""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, NamedTuple

import python_calamine as calamine

from tedung.roster.biff import Errors, xls_errors
from tedung.roster.cells import CellError, letter
from tedung.roster.markup import EntityError, refuse_entities
from tedung.roster.ods import ods_extents
from tedung.roster.sending import Row, Send, send_lines
from tedung.roster.xlsx import Extent, scan, sheet_parts
from tedung.roster.xlsx_clean import clean_copy

DENSE = 24_000_000
"""The most cells a dense sheet may have: about 0.8 GB in calamine."""


class Looked(NamedTuple):
    """A workbook as looked at: how far its sheets reach, and what calamine is to read."""

    extents: Mapping[str, Extent]
    file: str | IO[bytes]
    """The file itself, or a cleaned copy."""
    numbers: Mapping[str, list[int]]
    """Cleaned sheets: the original 0-based row of each row."""
    errors: Sequence[Errors] = ()
    """Failed formulas of an .xls, by worksheet: its sheets are dense and need no extent."""


def read(path: str, columns: int, send: Send) -> None:
    """Send every worksheet of the workbook, hidden ones too; a sheet that cannot be read is a fault."""
    try:
        looked = _look(path, send)
    except EntityError:
        send("fault", "entities", {})
        return
    refused = {
        name
        for name, extent in looked.extents.items()
        if _refused(name, extent, name in looked.numbers, columns, send)
    }
    if refused and refused == looked.extents.keys():
        return
    with calamine.load_workbook(looked.file) as book:
        errors = iter(looked.errors)
        for index, about in enumerate(book.sheets_metadata):
            if about.typ == calamine.SheetTypeEnum.WorkSheet:
                extent = looked.extents.get(about.name) or Extent(errors=next(errors, {}), unknown=True)
                hidden = about.visible != calamine.SheetVisibleEnum.Visible
                if about.name not in refused:
                    _send_sheet(book.get_sheet_by_index(index), extent, looked, columns, send, hidden=hidden)


def _look(path: str, send: Send) -> Looked:
    if not zipfile.is_zipfile(path):
        return Looked({}, path, {}, xls_errors(Path(path)))
    with zipfile.ZipFile(path) as archive:
        if "content.xml" in archive.namelist():
            with archive.open("content.xml") as stream:
                return Looked(ods_extents(stream), path, {})
        if "xl/workbook.bin" in archive.namelist():
            return Looked({}, path, {})
        for part in archive.namelist():
            if part.endswith((".xml", ".rels")):
                refuse_entities(archive, part)
        return _look_xlsx(archive, path, send)


def _look_xlsx(archive: zipfile.ZipFile, path: str, send: Send) -> Looked:
    """Scan each sheet; those that are mostly emptiness or damaged are read from a cleaned copy."""
    extents, parts = {}, {}
    for sheet in sheet_parts(archive):
        if sheet.part:
            extents[sheet.name], parts[sheet.name] = scan(archive, sheet.part), sheet.part
    for name, extent in extents.items():
        _remark_strays(name, extent, send)
    unclean = {
        parts[name]: extent.width for name, extent in extents.items() if extent.damaged or extent.sparse
    }
    if not unclean:
        return Looked(extents, path, {})
    copy, numbers = clean_copy(archive, unclean)
    return Looked(extents, copy, {name: numbers[part] for name, part in parts.items() if part in numbers})


def _remark_strays(name: str, extent: Extent, send: Send) -> None:
    row, column = extent.far_cell
    if extent.sparse and not extent.strays:
        send("remark", "far_lines", {"sheet": name, "line": row + 1})
    elif extent.strays:
        send(
            "remark",
            "stray_cells",
            {"sheet": name, "cell": f"{letter(column)}{row + 1}", "count": extent.strays},
        )


def _refused(name: str, extent: Extent, cleaned: bool, columns: int, send: Send) -> bool:
    """Send a fault and say yes where the sheet is wider or larger than we read."""
    if extent.width > columns:
        send("fault", "too_wide", {"sheet": name, "columns": extent.width})
        return True
    rows, width = extent.last_row + 1, max(extent.columns, default=0) + 1
    if cleaned:
        rows, width = extent.rows, extent.width
    if rows * width > DENSE:
        row, column = extent.far_cell
        far = {"sheet": name, "cell": f"{letter(column)}{row + 1}"}
        send("fault", "far_cell" if extent.sparse else "too_large", far)
        return True
    return False


def _send_sheet(
    sheet: Any, extent: Extent, looked: Looked, columns: int, send: Send, *, hidden: bool
) -> None:
    numbers = looked.numbers.get(sheet.name)
    width = _dense_width(sheet, extent) if extent.unknown else extent.width
    if width > columns:
        send("fault", "too_wide", {"sheet": sheet.name, "columns": width})
        return
    send("sheet", sheet.name, hidden, width)
    rows = _rows(sheet, width, numbers)
    if numbers is None:
        rows = _filled_down(rows, sheet.merged_cell_ranges or ())
    send_lines(send, _with_errors(rows, extent.errors, width))
    if extent.damaged:
        send("fault", "damaged", {})


def _dense_width(sheet: Any, extent: Extent) -> int:
    failed = max((column + 1 for row in extent.errors.values() for column in row), default=0)
    return max(sheet.end[1] + 1 if sheet.end else 0, failed)


def _rows(sheet: Any, width: int, numbers: list[int] | None) -> Iterator[Row]:
    """Yield rows from row 1; calamine gives blank rows above the data, not the blank columns beside it."""
    start = sheet.start
    if start is None:
        return
    before = (None,) * start[1]
    for index, values in enumerate(sheet.iter_rows()):
        cells = [_plain(value) for value in values[: width - start[1]]]
        while cells and cells[-1] is None:
            cells.pop()
        number = (index if numbers is None else numbers[index]) + 1
        yield number, ((*before, *cells) if cells else ())


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind is str:
        return value or None
    if kind is float:
        return int(value) if value.is_integer() and abs(value) < 1e18 else value
    if kind in (bool, int, date, datetime):
        return value
    return str(value)  # a time of day or a length of time: no field of ours


def _filled_down(rows: Iterator[Row], merged: Any) -> Iterator[Row]:
    """Give each row under a cell merged downwards the cell's text (a banjar written once for ten people).

    Numbers and identity numbers are left alone: one of them never belongs to two people.
    """
    starts: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, right) in merged:
        if left == right and bottom > top:
            starts.setdefault(top + 1, []).append((left, bottom + 1))
    open_: dict[int, tuple[int, str]] = {}
    for number, given in rows:
        cells = given
        if open_:
            cells = _fill(cells, {column: text for column, (last, text) in open_.items() if number <= last})
            open_ = {column: held for column, held in open_.items() if number < held[0]}
        for column, last in starts.get(number, ()):
            text = cells[column] if column < len(cells) else None
            if isinstance(text, str) and sum(character.isdigit() for character in text) < 6:
                open_[column] = (last, text)
        yield number, cells


def _fill(cells: tuple[Any, ...], texts: Mapping[int, str]) -> tuple[Any, ...]:
    """Fill empty cells of a row that holds something of its own; a blank row stays blank."""
    if not any(cell is not None for cell in cells):
        return cells
    filled = list(cells)
    for column, text in texts.items():
        filled.extend([None] * (column + 1 - len(filled)))
        if filled[column] is None:
            filled[column] = text
    return tuple(filled)


def _with_errors(rows: Iterator[Row], errors: Mapping[int, Mapping[int, str]], width: int) -> Iterator[Row]:
    """Put failed formulas back into the cells that calamine shows as empty."""
    last = 0
    for number, cells in rows:
        last = number
        yield number, (_patched(cells, errors[number - 1], width) if number - 1 in errors else cells)
    for row in sorted(row for row in errors if row >= last):
        yield row + 1, _patched((), errors[row], width)


def _patched(cells: tuple[Any, ...], codes: Mapping[int, str], width: int) -> tuple[Any, ...]:
    filled = list(cells)
    for column, code in codes.items():
        if column < width or not width:
            filled.extend([None] * (column + 1 - len(filled)))
            filled[column] = CellError(code)
    return tuple(filled)
