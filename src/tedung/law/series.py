"""One parameter through time, without reading all the law of every day in between."""

from datetime import date
from functools import cache
from typing import Any

from tedung.law import Entry, history


@cache
def entry_on(name: str, day: date) -> Entry | None:
    """Return the line of *name* in force on *day*; None before its first."""
    begun = [line for line in history()[name] if line.first_day <= day]
    return begun[-1] if begun else None


def value_on(name: str, day: date) -> Any:
    """Return the value of *name* on *day*; None before its first line and in a gap."""
    entry = entry_on(name, day)
    return None if entry is None or entry.gap is not None else entry.value


def value_of_year(name: str, year: int) -> Any:
    """Return the value of a yearly series for *year*, which is in force on its last day."""
    return value_on(name, date(year, 12, 31))
