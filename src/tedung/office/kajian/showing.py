"""A stored result as tables that people read: codes named, small cells hidden from whoever sees no names.

The page, the workbook and the comparison show the same tables.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from tedung.money import rupiah, thousands
from tedung.office.access.actor import current
from tedung.office.access.scope import is_everywhere
from tedung.office.home.queries import SMALL
from tedung.office.kajian.naming import lang, percent

NUMBERS = ("count", "rupiah", "share", "number", "said")
"""Kinds of columns that stand at the right; `said` is written already."""


@dataclass(frozen=True)
class Column:
    """A column: what it is called, how its values are written, whether it counts people."""

    name: str
    label: str
    kind: str = "count"
    is_of_people: bool = False

    @property
    def is_figure(self) -> bool:
        """Say whether it stands at the right."""
        return self.kind in NUMBERS

    def said(self, value: Any) -> str:
        """Write a value as a reader expects it."""
        if value is None or value == "":
            return "–"
        if self.kind == "rupiah":
            return rupiah(value, lang())
        if self.kind == "count":
            return thousands(value, lang())
        if self.kind == "share":
            return percent(value, 1000)
        if self.kind == "number":
            return str(value).replace(".", ",") if lang() == "id" else str(value)
        return str(value)


def people(name: str, label: str) -> Column:
    """Return a column that counts people: small counts are hidden."""
    return Column(name, label, "count", is_of_people=True)


@dataclass(frozen=True)
class Cell:
    """A value as it is written, under its column."""

    column: Column
    value: Any

    @property
    def said(self) -> str:
        """The value as it is written."""
        return self.column.said(self.value)


@dataclass(frozen=True)
class Line:
    """A row of a table; hidden, its figures are not told."""

    head: str
    values: Mapping[str, Any]
    is_hidden: bool = False


@dataclass(frozen=True)
class Bar:
    """A line of a chart: two parts of a hundred, and the figure beside it."""

    label: str
    first: float
    second: float
    said: str

    @property
    def first_said(self) -> str:
        """The length of the first part as SVG writes it, whatever the reader's language."""
        return f"{self.first:g}"

    @property
    def second_said(self) -> str:
        """The length of the second part."""
        return f"{self.second:g}"


@dataclass(frozen=True)
class Table:
    """A table: its code, title, head, columns and lines."""

    code: str
    title: str
    head: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    note: str = ""
    chart: tuple[str, str] = ("", "")
    """The two columns that a chart of bars shows, one after the other; empty: no chart."""

    @property
    def rows(self) -> list[tuple[Line, list[Cell]]]:
        """The lines with their cells."""
        return [
            (line, [Cell(column, line.values.get(column.name)) for column in self.columns])
            for line in self.lines
        ]

    @property
    def is_wide(self) -> bool:
        """Say whether a phone shows its lines as cards."""
        return len(self.columns) > MOST_ON_A_PHONE

    @property
    def is_long(self) -> bool:
        """Say whether it scrolls in a box of its own."""
        return len(self.lines) > LONG

    @property
    def is_short(self) -> bool:
        """Say whether it stands open on a page: on a phone it is no row of cards."""
        return len(self.lines) <= SHORT and not self.is_wide

    @property
    def hides(self) -> bool:
        """Say whether something of it is hidden."""
        return any(line.is_hidden for line in self.lines)

    @property
    def legend(self) -> list[str]:
        """What the two parts of a bar are."""
        labels = {column.name: column.label for column in self.columns}
        return [labels[name] for name in self.chart if name]

    @property
    def bars(self) -> list[Bar]:
        """The chart: the longest lines, at most twelve."""
        first, second = self.chart
        if not first:
            return []
        shown = [line for line in self.lines if not line.is_hidden]
        sums = {line.head: line.values[first] + line.values[second] for line in shown}
        most = max(sums.values(), default=0)
        if not most:
            return []
        picked = sorted(shown, key=lambda line: -sums[line.head])[:BARS]
        kept = [line for line in shown if line in picked]
        return [
            Bar(
                line.head,
                round(100 * line.values[first] / most, 2),
                round(100 * line.values[second] / most, 2),
                thousands(line.values[second], lang()),
            )
            for line in kept
        ]


MOST_ON_A_PHONE = 3
BARS = 12
LONG = 16
SHORT = 5


def hides_small() -> bool:
    """Say whether the actor does not see everybody's name, and so no small cell: a village's operator too."""
    who = current()
    return not (who.is_system or any(is_everywhere(grant) for grant in who.scopes("people.view")))


def is_small(count: Any) -> bool:
    """Say whether so few people would be recognised."""
    return isinstance(count, int) and 0 < count < SMALL


def told(count: int) -> int:
    """Return a count, nought in place of one that may not be told."""
    return 0 if hides_small() and is_small(count) else count


def hidden(table: Table) -> Table:
    """Hide the lines in which somebody would be recognised, and one more, lest the sum tell the one."""
    counted = [column.name for column in table.columns if column.is_of_people]
    if not counted:
        return table
    small = {
        at for at, line in enumerate(table.lines) if any(is_small(line.values.get(name)) for name in counted)
    }
    others = [at for at in range(len(table.lines)) if at not in small]
    if len(small) == 1 and others:
        small.add(min(others, key=lambda at: (table.lines[at].values.get(counted[0]) or 0, at)))
    lines = tuple(
        Line(line.head, {}, is_hidden=True) if at in small else line for at, line in enumerate(table.lines)
    )
    return replace(table, lines=lines)


def table(
    code: str,
    title: str,
    head: str,
    columns: Sequence[Column],
    rows: Sequence[Mapping[str, Any]],
    *,
    named: Callable[[Mapping[str, Any]], str],
    **more: Any,
) -> Table:
    """Return a table of stored rows, each named, small cells hidden where the actor may not see them."""
    lines = tuple(Line(named(row), row) for row in rows)
    made = Table(code, title, head, tuple(columns), lines, **more)
    return hidden(made) if hides_small() else made


def withheld() -> str:
    """Say why a row is not told."""
    return _("disembunyikan")
