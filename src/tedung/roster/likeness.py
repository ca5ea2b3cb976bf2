"""Whether two lines that share a NIK can be one person: by name, and by birth date.

Rough on purpose: who is the same person is linkage's business.  Here it is only asked whether
a line *contradicts* another, so that a number alone never makes one person of two.
"""

import csv
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

import pyarrow as pa

from tedung.roster.tidying import plain

BESIDE = frozenset({"marker", "caste", "luh", "order", "honorific", "role", "prefix", "degree", "particle"})
"""Kinds of words beside the personal name: I Gede, Ida Bagus, Jero Mangku, S.H."""
FUZZY = 5
"""Letters that a word needs before a slip of the pen is allowed in it."""
LONG = 8
"""Letters from which on two slips are allowed."""


class Who(NamedTuple):
    """What a line says of a person beside the NIK; the birth date only where it is not the NIK's own."""

    name: str = ""
    born: date | None = None


def who_at(rows: pa.Table, places: list[int]) -> dict[int, Who]:
    """Return who stands at *places* of a table of `ROWS`."""
    part = rows.select(["nama_ktp", "birth_date", "birth_source"]).take(pa.array(places, pa.int64()))
    names, days, sources = (column.to_pylist() for column in part.columns)
    return {
        at: Who(name or "", None if source == "nik" else day)
        for at, name, day, source in zip(places, names, days, sources, strict=True)
    }


def contradict(one: Who, other: Who) -> bool:
    """Say whether the two cannot be one person: neither the name nor the birth date agrees.

    What is not known contradicts nothing.
    """
    dated = one.born is not None and other.born is not None
    if dated and one.born == other.born:
        return False
    if one.name and other.name:
        return not alike(one.name, other.name)
    return dated


def alike(one: str, other: str) -> bool:
    """Say whether two names share a personal name, a slip of the pen or an initial allowed.

    A name of titles and birth order alone is like any that shares one of its words.
    """
    first, second = _words(one), _words(other)
    mine, theirs = _personal(first), _personal(second)
    if not mine or not theirs:
        return bool(set(first) & set(second))
    return _same_word("".join(mine), "".join(theirs)) or any(_same_word(a, b) for a in mine for b in theirs)


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter = min(len(one), len(other))
    if shorter == 1:
        return one[0] == other[0]
    if shorter < FUZZY:
        return False
    from rapidfuzz.distance import OSA

    allowed = 1 if shorter < LONG else 2
    return OSA.distance(one, other, score_cutoff=allowed) <= allowed


@lru_cache(maxsize=65_536)
def _words(name: str) -> tuple[str, ...]:
    return tuple("".join(one if one.isalnum() else " " for one in plain(name)).split())


def _personal(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words without titles and birth order; initials only where there is nothing else."""
    rest = tuple(word for word in words if word not in _beside())
    return tuple(word for word in rest if len(word) > 1) or rest


@cache
def _beside() -> frozenset[str]:
    table = resources.files("tedung") / "data/linkage/lexicon.csv"
    rows = csv.DictReader(table.read_text("utf-8").splitlines())
    return frozenset(word for row in rows if row["kind"] in BESIDE for word in row["form"].split())
