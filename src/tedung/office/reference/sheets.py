"""A file that goes to another house, or an answer that comes back: columns by a format kept as data.

A format's columns, in their order:
    {"heading": "NIK", "field": "nik", "is_required": true}
    {"heading": "TANGGAL LAHIR", "field": "birth_date", "date": "%d-%m-%Y"}     a day is written so
    {"heading": "JENIS IDENTITAS", "fixed": "KTP"}                              always this
    {"heading": "HASIL", "field": "result", "values": {"Diterima": "diterima"}} of an answer: text -> code
Every cell that goes out is text, so that no spreadsheet rounds a NIK and none computes `=cmd`.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from tedung.office.base.refusals import Refusal
from tedung.office.base.workbook import Sheet, workbook
from tedung.office.reference.models import Format
from tedung.roster.sheets import Line, open_source

LOOKED_AT = 30
"""Lines in which a heading is looked for."""
LONGEST = 200
"""Signs of a cell that are read."""


def written(form: Format, rows: Iterable[Mapping[str, str | date | None]]) -> bytes:
    """Return a workbook with the format's columns in their order, text cells throughout."""
    head = [(column["heading"], max(12, len(column["heading"]) + 2)) for column in form.columns]
    cells = ([_cell(column, row) for column in form.columns] for row in rows)
    return workbook([Sheet(form.sheet, head, cells)])


def _cell(column: Mapping[str, Any], row: Mapping[str, str | date | None]) -> str:
    field = column.get("field", "")
    value = row[field] if field else column.get("fixed", "")
    if isinstance(value, date):
        return value.strftime(column.get("date", "%d-%m-%Y"))
    return value or ""


@dataclass(frozen=True)
class Told:
    """A line of a file that came in: its number, and what it says by field; a coded field holds its code."""

    line: int
    said: Mapping[str, str]

    def get(self, field: str) -> str:
        """Return what the line says of a field, nothing where the file has no such column."""
        return self.said.get(field, "")


def lines_of(path: Path, form: Format, one_of: Collection[str] = ()) -> Iterator[Told]:
    """Yield the lines of a file; Refusal where it has not the columns of the format.

    one_of: fields of which the file must have at least one.
    """
    source = open_source(path)
    for sheet in source.sheets():
        places, first = _places(sheet.head, form.columns, one_of)
        if places:
            values = _values(form.columns)
            for batch in sheet.batches:
                for line in batch:
                    if line.number > first:
                        yield Told(line.number, _said(line, places, values))
            return
    wanted = ", ".join(column["heading"] for column in form.columns if column.get("is_required"))
    raise Refusal(
        _("Berkas ini tidak berisi kolom jawaban: %(columns)s. Periksa apakah berkasnya benar.")
        % {"columns": wanted},
        "columns",
    )


def headings_of(path: Path) -> tuple[str, int, list[str]]:
    """Return the sheet, the line and the headings of an empty template: its line with most words."""
    best: tuple[str, int, list[str]] = ("", 0, [])
    for sheet in open_source(path).sheets():
        for line in sheet.head[:LOOKED_AT]:
            cells = [shown(cell) for cell in line.cells]
            while cells and not cells[-1]:
                cells.pop()
            if len([cell for cell in cells if cell]) > len([cell for cell in best[2] if cell]):
                best = (sheet.name, line.number, cells)
    return best


def _places(
    head: Sequence[Line], columns: Sequence[Mapping[str, Any]], one_of: Collection[str]
) -> tuple[dict[str, int], int]:
    """Return field -> place of its column, and the number of the line of headings; empty without one."""
    required = {column["field"] for column in columns if column.get("is_required")}
    headings = {plain(column["heading"]): column["field"] for column in columns if column.get("field")}
    for line in head[:LOOKED_AT]:
        found = {
            headings[plain(cell)]: place
            for place, cell in enumerate(line.cells)
            if isinstance(cell, str) and plain(cell) in headings
        }
        if required <= found.keys() and (not one_of or found.keys() & set(one_of)):
            return found, line.number
    return {}, 0


def plain(words: str) -> str:
    """Return words as they are compared: letters and digits alone."""
    return re.sub(r"[^a-z0-9]", "", words.casefold())


def _values(columns: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """Return field -> what its cells say -> code, for the columns that are coded."""
    return {
        column["field"]: {plain(said): code for said, code in column["values"].items()}
        for column in columns
        if "values" in column
    }


def _said(line: Line, places: Mapping[str, int], values: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    said = {field: shown(line.cell(place)) for field, place in places.items()}
    for field, codes in values.items():
        if field in said:
            said[field] = codes.get(plain(said[field]), "")
    return said


def shown(cell: Any) -> str:
    """Return a cell as trimmed text: nothing for none, ISO for a day, no `.0` after a whole number."""
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()[:LONGEST]
