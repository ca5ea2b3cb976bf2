"""Everybody is in one state: covered, unprotected though the scheme is theirs, or outside it and why.

PP 44/2015 Pasal 4-5 as amended by PP 49/2023 (who must register), Permenaker 5/2021
(65), and the convention of 18.  The expressions are Polars', so that a province is read
from its Parquet files in one pass.
"""

from datetime import date
from itertools import pairwise
from typing import Any

import polars as pl

from tedung.dates import years_before
from tedung.law import law_on
from tedung.study.people import AGE_BANDS

COVERED, GAP, UNSAID = "covered", "gap", "unsaid"
STATES = (COVERED, GAP, UNSAID, "not_working", "unpaid_family", "other_scheme", "too_young", "too_old")
"""`covered`: on the agency's list.  `gap`: must be on it by law and is not.  `unsaid`: the
same, but nobody compared the list with the agency's.  The others: why the scheme is not theirs."""

USED = (
    "village",
    "sex",
    "birth_date",
    "is_working",
    "activity",
    "employment_status",
    "segment",
    "sector",
    "payer",
    "is_member",
    "kelompok_sasaran",
    "opd_pengampu",
    "enterprise_size",
    "desil",
)
"""Columns that are looked at; one that a table lacks is empty throughout."""

DEFAULTS = {"is_working": True, "segment": "bpu"}
"""A roster lists workers, and says nothing of their segment: who works, as a non-wage worker."""


def with_states(frame: pl.LazyFrame, day: date) -> pl.LazyFrame:
    """Return the columns of `USED`, and `state`, `age`, `due_from`.

    due_from: who must see to it: the employer of a wage earner, whoever pays for another.
    """
    names = frame.collect_schema().names()
    known = [pl.col(name) if name in names else pl.lit(None, TYPES[name]).alias(name) for name in USED]
    full = frame.select(known).with_columns(**_filled(names))
    return full.with_columns(
        state=_state(day),
        age=_age(day),
        due_from=pl.when(pl.col("segment") == "pu").then(pl.lit("employer")).otherwise(_payer()),
    )


TYPES: dict[str, Any] = {
    **dict.fromkeys(USED, pl.String),
    "birth_date": pl.Date,
    "is_working": pl.Boolean,
    "is_member": pl.Boolean,
    "desil": pl.Int64,
}


def _filled(names: list[str]) -> dict[str, pl.Expr]:
    """Fill what a roster leaves open; in a population an empty segment means something."""
    if "is_working" in names:
        return {"desil": pl.col("desil").cast(pl.Int64)}
    return {name: pl.col(name).fill_null(value) for name, value in DEFAULTS.items()}


def _payer() -> pl.Expr:
    mine = pl.col("segment") == "bpu"
    return pl.when(mine).then(pl.col("payer").fill_null("self")).otherwise(pl.lit(None, pl.String))


def _state(day: date) -> pl.Expr:
    law = law_on(day)
    youngest, oldest = (years_before(day, int(law[f"coverage.age_{end}"])) for end in ("minimum", "limit"))
    bpu, born = pl.col("segment") == "bpu", pl.col("birth_date")
    cases = [
        (pl.col("is_member").fill_null(value=False), COVERED),
        (~pl.col("is_working").fill_null(value=False), "not_working"),
        (pl.col("segment").is_null() & pl.col("employment_status").eq_missing("family"), "unpaid_family"),
        (pl.col("segment").is_null(), "other_scheme"),
        (bpu & (born > youngest), "too_young"),
        (bpu & (born <= oldest), "too_old"),
        (pl.col("is_member").is_null(), UNSAID),
    ]
    chain: Any = pl
    for holds, name in cases:
        chain = chain.when(holds.fill_null(value=False)).then(pl.lit(name))
    state: pl.Expr = chain.otherwise(pl.lit(GAP))
    return state.cast(pl.Enum(STATES))


def _age(day: date) -> pl.Expr:
    """Return completed years: who was born on 29 February grows older on 1 March."""
    born = pl.col("birth_date")
    number = born.dt.year().cast(pl.Int32) * 10_000 + born.dt.month().cast(pl.Int32) * 100 + born.dt.day()
    today = day.year * 10_000 + day.month * 100 + day.day
    return pl.when(number <= today).then((today - number) // 10_000)


def age_band() -> pl.Expr:
    """Return the band of the column `age`; null where it is."""
    chain: Any = pl.when(pl.col("age") >= AGE_BANDS[-1]).then(pl.lit(f"{AGE_BANDS[-1]}+"))
    for first, after in reversed(list(pairwise(AGE_BANDS))):
        chain = chain.when(pl.col("age") >= first).then(pl.lit(f"{first}-{after - 1}"))
    band: pl.Expr = chain.otherwise(pl.lit(None, pl.String))
    return band
