"""Sheets become files that look as if an office had made them, byte for byte the same each time."""

import csv
import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tedung.population.clerks import Clerk, Value
from tedung.population.faults import REF_ERROR
from tedung.population.layouts import Line, Sheet, cells_of, plain
from tedung.population.opendocument import write_ods

MADE_ON = datetime.fromisoformat("2026-11-20T09:00:00")
"""When every workbook says it was made: a spreadsheet's own time has no zone."""


def write(path: Path, sheets: list[Sheet], clerk: Clerk) -> None:
    """Write *sheets* as the clerk saves them: .xlsx, .ods or .csv."""
    if clerk.container.suffix == "xlsx":
        write_xlsx(path, sheets, clerk)
    elif clerk.container.suffix == "ods":
        write_ods(path, sheets)
    else:
        write_csv(path, sheets[0], clerk)


def write_xlsx(path: Path, sheets: list[Sheet], clerk: Clerk) -> None:
    """Write a workbook with the formats of a careful or careless office."""
    import xlsxwriter

    book = xlsxwriter.Workbook(
        str(path), {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": MADE_ON, "author": "Operator", "title": ""})
    formats = _formats(book, clerk)
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet.name[:31]), sheet, formats)
    if clerk.heading % 3 == 0:
        book.add_worksheet("Sheet2")  # the empty sheet that nobody ever deletes
    book.close()


def _formats(book: Any, clerk: Clerk) -> dict[str, Any]:
    base = {"font_name": clerk.font, "font_size": 11}
    table = {**base, "border": 1, "valign": "top"}
    head = {**table, "bold": True, "align": "center", "valign": "vcenter", "text_wrap": True}
    if clerk.fill:
        head["bg_color"] = clerk.fill
    return {
        "title": book.add_format({**base, "bold": True, "align": "center", "font_size": 12}),
        "header": book.add_format(head),
        "numbering": book.add_format({**table, "italic": True, "align": "center", "font_size": 8}),
        "text": book.add_format(table),
        "nik": book.add_format({**table, "num_format": "0" if clerk.nik == "rounded_nik" else "@"}),
        "date": book.add_format({**table, "num_format": "dd/mm/yyyy", "align": "center"}),
        "money": book.add_format({**table, "num_format": "#,##0"}),
        "footer": book.add_format(base),
    }


def _write_sheet(sheet: Any, model: Sheet, formats: dict[str, Any]) -> None:
    for column, width in enumerate(model.widths):
        sheet.set_column(column, column, width)
    for first_line, first, last_line, last in model.merges:
        form = formats["header" if model.lines[first_line].kind == "header" else "title"]
        sheet.merge_range(first_line, first, last_line, last, "", form)
    merged = {
        (line, column)
        for top, left, bottom, right in model.merges
        for line, column in cells_of(top, left, bottom, right)
    }
    for at, line in enumerate(model.lines):
        for column, value in enumerate(line.cells):
            if (
                value is not None
                or (line.kind == "person")
                or (line.kind == "header" and (at, column) not in merged)
            ):
                _write_cell(sheet, at, column, value, formats[_format_of(line, model, column, value)])
    sheet.set_landscape()
    sheet.set_paper(14)  # folio, which offices print on
    sheet.fit_to_pages(1, 0)


def _format_of(line: Line, model: Sheet, column: int, value: Value) -> str:
    if line.kind != "person":
        return line.kind
    if isinstance(value, date):
        return "date"
    name = model.columns[column]
    return {"nik": "nik", "phone": "nik", "income": "money"}.get(name, "text")


def _write_cell(sheet: Any, line: int, column: int, value: Value, form: Any) -> None:
    if value is None:
        sheet.write_blank(line, column, None, form)
    elif isinstance(value, date):
        sheet.write_datetime(line, column, value, form)
    elif value == REF_ERROR:
        sheet.write_formula(line, column, "=VLOOKUP(B1,#REF!,2,FALSE)", form, REF_ERROR)
    elif isinstance(value, str):
        sheet.write_string(line, column, value, form)
    else:
        sheet.write_number(line, column, value, form)


def write_csv(path: Path, sheet: Sheet, clerk: Clerk) -> None:
    """Write a sheet as a spreadsheet exports it: every line as wide as the table."""
    width = len(sheet.columns)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=clerk.container.delimiter, lineterminator="\r\n")
    for line in sheet.lines:
        writer.writerow([*map(plain, line.cells), *[""] * (width - len(line.cells))])
    encoding = clerk.container.encoding
    data = text.getvalue().encode("utf-16-le" if encoding == "utf-16" else encoding, errors="replace")
    path.write_bytes(b"\xff\xfe" + data if encoding == "utf-16" else data)
