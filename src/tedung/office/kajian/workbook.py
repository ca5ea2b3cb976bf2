"""All tables of a result as one workbook: a sheet each, the first with the choices and the marks."""

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from tedung.office.kajian import versions
from tedung.office.kajian.models import Result, Scenario
from tedung.office.kajian.sections import sections
from tedung.office.kajian.showing import Cell, Table, withheld
from tedung.office.kajian.summary import chosen_said, facts_said

LONGEST_NAME = 31
FORMATS = {"count": "#,##0", "rupiah": '"Rp"#,##0', "share": '0.0"%"'}
MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""No day stands in the file: the same result, the same bytes."""


def workbook(scenario: Scenario, result: Result) -> bytes:
    """Return the workbook of a result, with what the actor may see of it."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"title": scenario.name, "created": MADE})
        styles = {kind: book.add_format({"num_format": form}) for kind, form in FORMATS.items()}
        styles |= {
            "head": book.add_format({"bold": True, "bottom": 1}),
            "title": book.add_format({"bold": True}),
        }
        _first(book, styles, [*chosen_said(scenario, result), *facts_said(result)])
        taken: set[str] = {""}
        for section in [*sections(result), *versions.sections(result)]:
            for one in section.tables:
                _sheet(book, styles, one, _name(one.code, taken))
    return out.getvalue()


def _first(book: Any, styles: dict[str, Any], told: Iterable[tuple[str, str]]) -> None:
    sheet = book.add_worksheet(_("Ringkasan"))
    sheet.set_column(0, 0, 42)
    sheet.set_column(1, 1, 60)
    for at, (label, said) in enumerate(told):
        sheet.write_string(at, 0, label, styles["title"])
        sheet.write_string(at, 1, said)


def _name(code: str, taken: set[str]) -> str:
    """Return a sheet's name: the code of its table, which no language changes."""
    name = code[:LONGEST_NAME]
    taken.add(name)
    return name


def _sheet(book: Any, styles: dict[str, Any], table: Table, name: str) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 48)
    sheet.set_column(1, len(table.columns), 18)
    sheet.write_string(0, 0, table.title, styles["title"])
    for at, label in enumerate([table.head, *(column.label for column in table.columns)]):
        sheet.write_string(2, at, label, styles["head"])
    for line, (row, cells) in enumerate(table.rows, start=3):
        sheet.write_string(line, 0, row.head)
        if row.is_hidden:
            sheet.write_string(line, 1, withheld())
            continue
        for at, cell in enumerate(cells, start=1):
            _write(sheet, styles, line, at, cell)
    if table.note:
        sheet.write_string(len(table.lines) + 4, 0, table.note)
    sheet.freeze_panes(3, 1)


def _write(sheet: Any, styles: dict[str, Any], line: int, at: int, cell: Cell) -> None:
    kind, value = cell.column.kind, cell.value
    if value is None or kind not in FORMATS:
        sheet.write_string(line, at, cell.said)
    elif kind == "share":
        sheet.write_number(line, at, float(value) / 10, styles["share"])
    else:
        sheet.write_number(line, at, value, styles[kind])
