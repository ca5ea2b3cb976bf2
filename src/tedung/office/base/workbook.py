"""A workbook that people read: text stays text, amounts are numbers, the head stays in sight."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import xlsxwriter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_000_000
"""Rows of a sheet, its head left out."""


class Sheet(NamedTuple):
    """A sheet: its name, a heading and a width in signs a column, its rows."""

    name: str
    head: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Any]]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook; the same bytes for the same rows.  Whole numbers are written as amounts."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "in_memory": False})
    book.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001 - the same bytes for the same rows
    bold, text = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "@"})
    amount = book.add_format({"num_format": "#,##0"})
    for one in sheets:
        page = book.add_worksheet(one.name)
        for place, (heading, width) in enumerate(one.head):
            page.write_string(0, place, heading, bold)
            page.set_column(place, place, width)
        for number, row in enumerate(one.rows, 1):
            for place, value in enumerate(row):
                if type(value) is int:
                    page.write_number(number, place, value, amount)
                else:
                    page.write_string(number, place, _words(value), text)
        page.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def _words(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    return "" if value is None else str(value)
