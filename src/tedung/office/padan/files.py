"""The file that goes to the registry, and the answer that comes back: columns by a format kept as data.

A format's columns: [{"heading", "field", "is_required"}]; an answer's also {"values": {text: result}}.
Every cell that goes out is text, so that no spreadsheet rounds a NIK.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from tedung.office.base.refusals import Refusal
from tedung.office.reference.models import Format
from tedung.roster.sheets import Line, open_source

LOOKED_AT = 30
"""Lines in which a heading is looked for."""


def written(form: Format, rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return a workbook with the format's columns in their order, text cells throughout."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "in_memory": False})
    book.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001 - the same bytes for the same rows
    sheet = book.add_worksheet("Data")
    bold, text = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "@"})
    for place, column in enumerate(form.columns):
        sheet.write_string(0, place, column["heading"], bold)
        sheet.set_column(place, place, max(12, len(column["heading"]) + 2))
    for number, row in enumerate(rows, 1):
        for place, column in enumerate(form.columns):
            sheet.write_string(number, place, row[column["field"]], text)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


@dataclass(frozen=True)
class Answered:
    """A line of an answer: its number, the NIK's digits, the result's code or nothing, what else it says."""

    line: int
    nik: str
    result: str
    told: Mapping[str, str]


def answers(path: Path, form: Format) -> Iterator[Answered]:
    """Yield the lines of an answer; Refusal where the file has not the columns of the format."""
    source = open_source(path)
    for sheet in source.sheets():
        places, first = _places(sheet.head, form.columns)
        if places:
            results = _results(form.columns)
            for batch in sheet.batches:
                yield from (_answered(line, places, results) for line in batch if line.number > first)
            return
    wanted = ", ".join(column["heading"] for column in form.columns if column.get("is_required"))
    raise Refusal(
        _("Berkas ini tidak berisi kolom jawaban: %(columns)s. Periksa apakah berkasnya benar.")
        % {"columns": wanted},
        "columns",
    )


def _places(head: Sequence[Line], columns: Sequence[Mapping[str, Any]]) -> tuple[dict[str, int], int]:
    """Return field -> place of its column, and the number of the line of headings; empty without one."""
    required = {column["field"] for column in columns if column.get("is_required")}
    headings = {_plain(column["heading"]): column["field"] for column in columns}
    for line in head[:LOOKED_AT]:
        found = {
            headings[_plain(cell)]: place
            for place, cell in enumerate(line.cells)
            if isinstance(cell, str) and _plain(cell) in headings
        }
        if required <= found.keys():
            return found, line.number
    return {}, 0


def _plain(words: str) -> str:
    return re.sub(r"[^a-z0-9]", "", words.casefold())


def _results(columns: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    values: Mapping[str, str] = next(
        (column["values"] for column in columns if column["field"] == "result"), {}
    )
    return {_plain(said): code for said, code in values.items()}


def _answered(line: Line, places: Mapping[str, int], results: Mapping[str, str]) -> Answered:
    said = {field: _shown(line.cell(place)) for field, place in places.items()}
    nik = re.sub(r"\D", "", said.pop("nik", ""))
    return Answered(line.number, nik, results.get(_plain(said.pop("result", "")), ""), said)


def _shown(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m-%d}"
    return str(cell).strip()[:200]
