"""Floors of a selection from a TOML file: ``[[floor]]`` with column, value or each, least or share."""

import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa

from tedung.errors import TedungError
from tedung.study.people import texts
from tedung.study.quota import Floor
from tedung.texts import text

KEYS = {"column", "value", "each", "least", "share", "or_all"}
MOST = 1_000_000_000


def read_floors(path: Path, people: pa.Table) -> tuple[Floor, ...]:
    """Return the floors of a file; ``each = true`` is one for every value that *people* have.

    `TedungError` names every faulty floor at once, and values that nobody has.
    """
    try:
        tables = tomllib.loads(path.read_text("utf-8"), parse_float=Decimal).get("floor", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise TedungError(text("study.floors_broken", file=path.name)) from fault
    if not isinstance(tables, list):
        raise TedungError(text("study.floors_broken", file=path.name))
    faults = [
        text("study.floor_keys", place=place) for place, one in enumerate(tables, 1) if not _is_floor(one)
    ]
    _refuse(path, faults)
    floors = [(place, floor) for place, one in enumerate(tables, 1) for floor in _floors(one, people)]
    _refuse(path, _twice(floors))
    _refuse_unknown([floor for _, floor in floors], people)
    return tuple(floor for _, floor in floors)


def columns_named(path: Path) -> tuple[str, ...]:
    """Return the columns that the floors of a file name; what is wrong with it, `read_floors` says."""
    try:
        tables = tomllib.loads(path.read_text("utf-8")).get("floor", [])
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
        return ()
    named = [one.get("column") for one in tables if isinstance(one, dict)] if isinstance(tables, list) else []
    return tuple(dict.fromkeys(name for name in named if isinstance(name, str)))


def _is_floor(one: Any) -> bool:
    if not isinstance(one, dict) or set(one) - KEYS or not isinstance(one.get("column"), str):
        return False
    names_value = isinstance(one.get("value"), str) != (one.get("each") is True)
    least, share = one.get("least"), one.get("share")
    if one.get("or_all", False) not in {True, False} or (one.get("or_all") and least is None):
        return False
    is_count = type(least) is int and 0 <= least <= MOST and share is None
    return names_value and (is_count or (_is_share(share) and least is None))


def _is_share(share: Any) -> bool:
    is_number = isinstance(share, Decimal | int) and type(share) is not bool
    return is_number and Decimal(share).is_finite() and 0 <= share <= 1


def _floors(one: dict[str, Any], people: pa.Table) -> list[Floor]:
    column, share = one["column"], Fraction(one.get("share", 0))
    values = sorted(set(texts(people, column)) - {""}) if one.get("each") else [one["value"]]
    or_all = bool(one.get("or_all"))
    return [Floor(column, value, one.get("least", 0), share, or_all) for value in values]


def _twice(floors: list[tuple[int, Floor]]) -> list[str]:
    seen: set[tuple[str, str, bool]] = set()
    faults = []
    for place, floor in floors:
        key = (floor.column, floor.value, bool(floor.share))
        if key in seen:
            faults.append(text("study.floor_twice", place=place, floor=floor.said))
        seen.add(key)
    return faults


def _refuse(path: Path, faults: list[str]) -> None:
    if faults:
        told = "\n".join(f"  - {fault}" for fault in faults)
        raise TedungError(text("study.floors_refused", file=path.name, faults=told))


def _refuse_unknown(floors: list[Floor], people: pa.Table) -> None:
    """Refuse a value that nobody has: with a count it is a slip of the pen, not a wish."""
    had = {column: set(texts(people, column)) for column in {floor.column for floor in floors}}
    unknown = [f"{one.column} {one.value}" for one in floors if one.value not in had[one.column]]
    if unknown:
        raise TedungError(text("study.floor_value", values=", ".join(unknown)))
