"""The parameters of the law in force on one day, each with its article and certainty.

    >>> from datetime import date
    >>> law_on(date(2026, 3, 1))["jp.upah_ceiling"]
    11086300

A rule is a plain function ``rule(columns…, law)``.  The numbers lie in the ``.toml``
files beside this one: one file a programme, one line an amendment.
"""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tedung.errors import TedungError

__all__ = ["CERTAINTIES", "Entry", "Law", "LawError", "days_of_change", "history", "law_on", "law_version"]

HERE = Path(__file__).parent

CERTAINTIES = {
    "text": "the regulation itself was read",
    "predecessor": "read in the text of the regulation before it",
    "agency": "handbook, circular or slide of the agency",
    "press": "secondary sources",
    "derived": "follows by arithmetic or reading from rows above",
    "convention": "nobody has read it: a named convention of ours stands in",
}


class LawError(TedungError):
    """What was asked of the law has no answer; the message says what is missing and why."""


@dataclass(frozen=True)
class Entry:
    """One line of a ``.toml``: a value from its first day on, or a gap."""

    name: str
    first_day: date
    value: Any = None
    gap: str | None = None
    gap_id: str | None = None
    source: str = ""
    certainty: str = ""
    published: date | None = None
    convention: str | None = None
    label: str = ""
    label_en: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Law:
    """The parameters in force on one day, each under one name to search for."""

    day: date
    entries: Mapping[str, Entry] = field(repr=False)
    begins: Mapping[str, date] = field(repr=False)
    reformed: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        if name in self.reformed:
            return self.reformed[name]
        entry = self.cite(name)
        if entry.gap is not None:
            raise LawError(f"{name} on {self.day}: {entry.gap}")
        return entry.value

    def cite(self, name: str) -> Entry:
        """Return the line in force behind *name*: article, certainty, first day."""
        if name in self.entries:
            return self.entries[name]
        if name in self.begins:
            raise LawError(f"{name} on {self.day}: begins on {self.begins[name]}")
        raise LawError(f"{name} on {self.day}: no parameter has this name")

    def knows(self, name: str) -> bool:
        """Say whether *name* has a value on this day (not a gap, and begun)."""
        if name in self.reformed:
            return True
        return name in self.entries and self.entries[name].gap is None

    def reform(self, changes: Mapping[str, Any]) -> "Law":
        """Return this law with some of its values replaced, for a simulation."""
        for name in changes:
            self.cite(name)  # a reform of what does not exist is a slip of the pen
        return replace(self, reformed=MappingProxyType({**self.reformed, **changes}))


@cache
def history() -> Mapping[str, tuple[Entry, ...]]:
    """Read every parameter's lines, oldest first, from the files beside this one."""
    tables = (table for path in sorted(HERE.glob("*.toml")) for table in _tables(path))
    return MappingProxyType({name: _lines(name, table) for name, table in tables})


def _tables(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    if path.stem == "conventions":
        return
    for name, table in tomllib.loads(path.read_text("utf-8"), parse_float=Decimal).items():
        yield f"{path.stem}.{name}", table


def _lines(name: str, table: dict[str, Any]) -> tuple[Entry, ...]:
    common = {key: table.get(key, "") for key in ("label", "label_en", "unit")}
    dated = {date.fromisoformat(key): line for key, line in table.items() if key[0].isdigit()}
    return tuple(Entry(name, first, **line, **common) for first, line in sorted(dated.items()))


@cache
def law_on(day: date) -> Law:
    """Return every parameter in force on *day*."""
    entries, begins = {}, {}
    for name, lines in history().items():
        begun = [line for line in lines if line.first_day <= day]
        if begun:
            entries[name] = begun[-1]
        else:
            begins[name] = lines[0].first_day
    return Law(day, MappingProxyType(entries), MappingProxyType(begins))


@cache
def days_of_change() -> tuple[date, ...]:
    """Return every day on which some parameter begins, changes or ends, in order."""
    return tuple(sorted({line.first_day for lines in history().values() for line in lines}))


@cache
def law_version() -> str:
    """Return a short hash of all parameters, conventions and annexes, stored beside every result."""
    digest = hashlib.sha256()
    annexes = HERE.parent / "data/law"
    for path in [*sorted(HERE.glob("*.toml")), *sorted(annexes.glob("*.csv"))]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
