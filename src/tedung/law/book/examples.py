"""Tables of examples read from the source of a test, without running it."""

import ast
import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from tedung.law.book.numbers import grid
from tedung.law.scholarship import LEVELS
from tedung.law.words import bare_value, day_said, rupiah_said
from tedung.texts import text

MONEY = {
    "upah", "employer", "worker", "result", "gross", "earlier", "contract_value", "jkk", "jkm", "total",
    "death", "amount", "due", "owed",
}  # fmt: skip


class Table(NamedTuple):
    """One table of an example: on which days it holds, its columns, its rows."""

    days: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


class Tested(NamedTuple):
    """A test that is an example: what its docstring names as source, and its tables."""

    source: str
    tables: tuple[Table, ...]


@cache
def read_examples(source: str) -> dict[str, Tested]:
    """Return the examples of a test file by the name of the test; what is no table is left out."""
    functions = [one for one in ast.walk(ast.parse(source)) if isinstance(one, ast.FunctionDef)]
    found = {}
    for function in functions:
        tables = (*_printed(function), *_parametrized(function))
        told = ast.get_docstring(function)
        if tables and told:
            found[function.name] = Tested(_named(" ".join(told.split())), tables)
    return found


def _named(source: str) -> str:
    """Return a docstring without the numbers our own list of facts gives its rows (P10, D13)."""
    bare = re.sub(r"\b(Published|Facts) [PD]\d+\b", r"\1", source)
    return re.sub(r"(?:\b[PD]\d{1,2}\b(?:, )?)+", "published or derived figures", bare)


def _printed(function: ast.FunctionDef) -> tuple[Table, ...]:
    """Return the tables handed to the fixture ``example``, each with the days on which it was tried."""
    strings, loops = _assigned(function), _looped(function)
    days: dict[str, list[str]] = {}
    for call in (one for one in ast.walk(function) if isinstance(one, ast.Call)):
        if isinstance(call.func, ast.Name) and call.func.id == "example":
            day, table = call.args[1], call.args[2]
            whole = strings[table.id] if isinstance(table, ast.Name) else ast.literal_eval(table)
            tried = loops[day.id] if isinstance(day, ast.Name) else [ast.literal_eval(day)]
            days.setdefault(whole, []).extend(tried)
    return tuple(sorted(_cut(whole, tuple(sorted(tried))) for whole, tried in days.items()))


def _assigned(function: ast.FunctionDef) -> dict[str, str]:
    return {
        one.targets[0].id: one.value.value
        for one in ast.walk(function)
        if isinstance(one, ast.Assign)
        and isinstance(one.targets[0], ast.Name)
        and isinstance(one.value, ast.Constant)
        and isinstance(one.value.value, str)
    }


def _looped(function: ast.FunctionDef) -> dict[str, list[str]]:
    return {
        one.target.id: [str(value.value) for value in one.iter.elts if isinstance(value, ast.Constant)]
        for one in ast.walk(function)
        if isinstance(one, ast.For) and isinstance(one.target, ast.Name) and isinstance(one.iter, ast.Tuple)
    }


def _cut(whole: str, days: tuple[str, ...]) -> Table:
    head, *rows = [[cell.strip() for cell in line.split("|")] for line in whole.strip().splitlines()]
    return Table(days, tuple(head), tuple(tuple(int(cell) for cell in row) for row in rows))


def _parametrized(function: ast.FunctionDef) -> Iterator[Table]:
    """Yield the rows of ``pytest.mark.parametrize``, where they are plain values."""
    for call in (one for one in function.decorator_list if isinstance(one, ast.Call)):
        if not ast.unparse(call.func).endswith("parametrize"):
            continue
        try:
            names, rows = (ast.literal_eval(one) for one in call.args[:2])
        except ValueError:  # a row that is computed is no table to print
            continue
        columns = (names,) if isinstance(names, str) else tuple(names)
        yield Table((), columns, tuple((row,) if isinstance(names, str) else tuple(row) for row in rows))


def render(tested: Tested, lang: str, renamed: dict[str, str]) -> Iterator[str]:
    """Yield the tables of an example as Markdown.  renamed: columns that mean something else here."""
    for table in tested.tables:
        if table.days:
            yield " · ".join(day_said(date.fromisoformat(day), lang) for day in table.days) + ":"
        heads = tuple(text(f"manual.col_{renamed.get(one, one)}", lang) for one in table.columns)
        numeric = len(heads) if table.days else 0
        yield grid([heads, *(_row(table.columns, row, lang) for row in table.rows)], right=numeric)


def _row(columns: Sequence[str], row: Sequence[Any], lang: str) -> tuple[str, ...]:
    return tuple(_cell(column, one, lang) for column, one in zip(columns, row, strict=True))


def _cell(column: str, value: Any, lang: str) -> str:
    if value is None:
        return text("manual.value_nobody_said", lang)
    if isinstance(value, list | tuple):
        between = " + " if column in MONEY else " · "
        return between.join(_cell(column, one, lang) for one in value) or _cell(column, 0, lang)
    if isinstance(value, str):
        return _told(value, lang)
    if column == "level":
        return text(f"benefit.value_{LEVELS[value]}", lang)
    if column in MONEY and not isinstance(value, bool):
        return rupiah_said(value, lang)
    return bare_value(value, "", lang)


def _told(value: str, lang: str) -> str:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return day_said(date.fromisoformat(value), lang)
    if re.fullmatch(r"\d+\.\d+", value):
        return bare_value(Decimal(value), "", lang)
    return ", ".join(bare_value(one, "", lang) for one in value.split("+"))
