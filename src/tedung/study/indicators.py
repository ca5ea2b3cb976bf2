"""Indicators of universal coverage by their several bases, and what was published about each."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import polars as pl

from tedung.study.states import COVERED, GAP, UNSAID
from tedung.texts import language

WORKING = pl.col("is_working").fill_null(value=False)
MEMBER = pl.col("is_member").fill_null(value=False)
EARNS = WORKING & ~pl.col("employment_status").eq_missing("family")
OF_18_TO_60 = pl.col("age").is_between(18, 60).fill_null(value=False)
STATUS = pl.col("employment_status")

GROUPS: Mapping[str, pl.Expr] = {
    "people": pl.lit(value=True),
    "employed": WORKING,
    "open_to": pl.col("state").is_in([COVERED, GAP, UNSAID]),
    "wage_earners": WORKING & (STATUS.eq_missing("wage_earner") | pl.col("segment").eq_missing("pu")),
    "bpu": pl.col("segment").eq_missing("bpu") & WORKING,
    "formal": WORKING & STATUS.is_in(["wage_earner", "employer"]).fill_null(value=False),
    "informal": WORKING & ~STATUS.is_in(["wage_earner", "employer"]).fill_null(value=True),
    "earning_18_60": EARNS & OF_18_TO_60,
    "working_18_60": WORKING & OF_18_TO_60,
    "members": MEMBER,
    "members_pu": MEMBER & pl.col("segment").eq_missing("pu"),
    "members_bpu": MEMBER & pl.col("segment").eq_missing("bpu"),
    "members_18_60": MEMBER & OF_18_TO_60,
}
"""Who is counted, over the columns of `states.with_states`."""

NEEDS = {
    "employed": ("is_working",),
    "open_to": (),
    "wage_earners": ("employment_status",),
    "bpu": ("segment",),
    "formal": ("employment_status",),
    "informal": ("employment_status",),
    "earning_18_60": ("is_working", "birth_date"),
    "working_18_60": ("is_working", "birth_date"),
    "people": (),
    "members": ("is_member",),
    "members_pu": ("is_member", "segment"),
    "members_bpu": ("is_member", "segment"),
    "members_18_60": ("is_member", "birth_date"),
}
"""Without these columns a group cannot be counted, and nothing is said of it."""


@dataclass(frozen=True)
class Indicator:
    """One indicator: what it counts of what, how sure its definition is, and what was published."""

    name: str
    label: str
    counted: int | None
    base: int | None
    missing: tuple[str, ...]
    certainty: str
    source: str
    note: str
    figures: tuple[Mapping[str, str], ...]

    @property
    def per_ten_thousand(self) -> int | None:
        """The share in hundredths of a per cent, rounded half up; None where it cannot be said."""
        if self.counted is None or not self.base:
            return None
        return (20_000 * self.counted + self.base) // (2 * self.base)


def indicators(counts: Mapping[str, int], missing: set[str], region: str) -> tuple[Indicator, ...]:
    """Return every indicator from the *counts* of `GROUPS`.

    missing: columns that the table lacks.  region: a code, whose published figures are
    shown; those of the nation stand beside every region's.
    """
    return tuple(_indicator(name, table, counts, missing, region) for name, table in definitions().items())


@cache
def definitions() -> Mapping[str, Mapping[str, Any]]:
    """Return the definitions as they stand in `indicators.toml`."""
    return tomllib.loads((resources.files("tedung.study") / "indicators.toml").read_text("utf-8"))


@cache
def sources() -> tuple[Mapping[str, Any], ...]:
    """Return what is published about the size of the gap (`sources.toml`)."""
    text = (resources.files("tedung.study") / "sources.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)["figure"])


def _indicator(
    name: str, table: Mapping[str, Any], counts: Mapping[str, int], missing: set[str], region: str
) -> Indicator:
    groups = [table["counts"], table["of"]] if table["of"] else []
    lacking = tuple(sorted({column for group in groups for column in NEEDS[group]} & missing))
    counted, base = (counts[group] for group in groups) if groups and not lacking else (None, None)
    lang = language()
    shown = tuple(figure for figure in table["figures"] if figure["region"] in {"", region})
    label, note = table[f"label_{lang}"], table[f"note_{lang}"]
    return Indicator(name, label, counted, base, lacking, table["certainty"], table["source"], note, shown)
