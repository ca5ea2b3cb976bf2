"""The legal basis on a day: what is in force, what has ended, what only memory knows."""

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib import resources
from typing import NamedTuple


class Basis(NamedTuple):
    """One regulation that a paper rests on."""

    name: str
    begins: date
    ends: date | None
    says: str
    certainty: str
    region: str
    needs: str


@cache
def bases() -> tuple[Basis, ...]:
    """Return the regulations of `legal.toml` in their order."""
    told = tomllib.loads((resources.files("tedung.study.paper") / "legal.toml").read_text("utf-8"))
    return tuple(
        Basis(
            one["name"],
            one["begins"],
            one.get("ends"),
            one["says"],
            one["certainty"],
            one.get("region", ""),
            one.get("needs", ""),
        )
        for one in told["basis"]
    )


def applying(region: str, programmes: str) -> list[Basis]:
    """Return what concerns a region and the programmes asked, whatever its days."""
    return [
        one
        for one in bases()
        if f"{region}.".startswith(f"{one.region}." if one.region else "")
        and (not one.needs or one.needs in programmes.split("+"))
    ]


def in_force(day: date, region: str, programmes: str) -> Sequence[Basis]:
    """Return what is in force on *day*; a regulation holds on its last day."""
    return [one for one in applying(region, programmes) if one.begins <= day and not _ended(one, day)]


def ended(day: date, region: str, programmes: str) -> Sequence[Basis]:
    """Return what was in force and has ended before *day*: named, so that nobody cites it as law."""
    return [one for one in applying(region, programmes) if _ended(one, day)]


def _ended(one: Basis, day: date) -> bool:
    return one.ends is not None and one.ends < day
