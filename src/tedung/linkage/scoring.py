"""The weight of every candidate pair, in bits, by one SQL statement made of the comparisons.

weight = prior + sum over comparisons of log2(m/u); where a level counts how common the
value is, u is the value's own share of the rows.  Splink gives the same numbers (a test);
this statement is used because it needs a third of the time and one pass of memory.
"""

from collections.abc import Iterable
from math import inf, log2
from typing import NamedTuple

import duckdb
import numpy as np

from tedung.linkage.comparisons import COLUMNS, COMPARISONS, FREQUENCIES, Comparison, Level
from tedung.linkage.model import Model

PSEUDO_ROWS = 2_000
"""How many rows the shipped frequencies count for beside those of the file itself."""

PLACES = {"village": 2e-3, "banjar": 1e-2, "home": 2e-4, "birthplace": 1e-2}
"""Shares of a place that nobody has seen.  A list comes from one place, so its own count is all
that matters: in a village's list the same village says nothing."""

PSEUDO_ROWS_PLACES = 20
UNSEEN_DATE = 5e-5

FOUND_BY_BLOCKING = 0.95
LEAST_MATCHES_A_ROW = 0.002


def add_rarest(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Give each row of *table* the column `rare`: the rarest whole token of its name."""
    con.execute(_RAREST.format(t=table))


_RAREST = """
CREATE OR REPLACE TABLE {t} AS
WITH tokens AS (SELECT idx, unnest([t1, t2, t3, t4]) AS token FROM {t}),
counted AS (SELECT idx, token, count(*) OVER (PARTITION BY token) AS n FROM tokens WHERE token IS NOT NULL),
rarest AS (SELECT idx, min({{'n': n, 'token': token}}).token AS rare FROM counted GROUP BY idx)
SELECT t.*, rarest.rare FROM {t} t LEFT JOIN rarest USING (idx)
"""


def count_values(
    con: duckdb.DuckDBPyConnection,
    table: str,
    model: Model,
    columns: Iterable[str] = FREQUENCIES,
    filled: int | None = None,
) -> None:
    """Make a table `tf_<column>` (value, share) for each column that has frequencies.

    A share is the file's own count and the model's share for some rows more, so that
    in a small file a name met twice is not taken for a common one.  filled: how many values there
    are in all, where *table* holds a part of them.
    """
    for column in columns:
        unseen, pseudo = 0.5 / max(model.rows, 1), PSEUDO_ROWS
        if column in PLACES:
            unseen, pseudo = PLACES[column], PSEUDO_ROWS_PLACES
        elif column == "born":
            unseen = UNSEEN_DATE
        con.register("shipped", model.shares[column])
        con.execute(
            _SHARES.format(
                t=table,
                column=column,
                unseen=unseen,
                pseudo=pseudo,
                filled=filled or _FILLED.format(t=table, column=column),
            )
        )
        con.unregister("shipped")


_FILLED = "(SELECT count({column}) FROM {t})"
_SHARES = """
CREATE OR REPLACE TABLE tf_{column} AS
SELECT o.value, (o.n + {pseudo} * coalesce(s.share, {unseen}))
    / ({filled} + {pseudo}) AS share
FROM (SELECT {column} AS value, count(*) AS n FROM {t} WHERE {column} IS NOT NULL GROUP BY 1) o
LEFT JOIN shipped s USING (value)
"""


class Tables(NamedTuple):
    """Names of the tables of one comparison: two sides (which may be one), the pairs, the outcome."""

    left: str = "people"
    right: str = "people"
    pairs: str = "pairs"
    scored: str = "scored"


def score(con: duckdb.DuckDBPyConnection, model: Model, tables: Tables, least: float = -inf) -> None:
    """Make `scored` from `pairs` (l, r): level codes g_…, weights w_… of each comparison, and their sum.

    The sides are tables of `standardise` with `rare`; tf_… tables must exist.  The sum,
    `evidence`, is without the prior; pairs whose evidence is below *least* are dropped.
    """
    con.execute(statement(model, tables, least))


def statement(model: Model, tables: Tables, least: float = -inf) -> str:
    """Return the SQL of `score` for DuckDB."""
    return f"CREATE OR REPLACE TABLE {tables.scored} AS {query(model, tables, least)}"


def query(model: Model, tables: Tables, least: float = -inf) -> str:
    """Return the query of `score`, in SQL that DuckDB and Spark both read (`linkage/spark.py`)."""
    joins = "\n".join(
        f"LEFT JOIN tf_{c} f{side}_{c} ON f{side}_{c}.value = {side}.{c}"
        for c in FREQUENCIES
        for side in "ab"
    )
    return _SCORED.format(
        **tables._asdict(),
        columns=", ".join(f"a.{c} AS {c}_l, b.{c} AS {c}_r" for c in COLUMNS),
        shares=", ".join(f"greatest(fa_{c}.share, fb_{c}.share) AS tf_{c}" for c in FREQUENCIES),
        joins=joins,
        levels=", ".join(f"{_level(c)} AS g_{c.name}" for c in COMPARISONS),
        weights=", ".join(f"{_weight(c, model)} AS w_{c.name}" for c in COMPARISONS),
        total=" + ".join(f"w_{c.name}" for c in COMPARISONS),
        least=f"{max(least, -1e9):.6f}",
        kept=", ".join(f"{c}_{side}" for c in KEPT for side in "lr"),
        codes=", ".join(f"g_{c.name}, w_{c.name}" for c in COMPARISONS),
    )


KEPT = ("nik", "sex", "name_sex", "role", "nickname", "n_tok")
"""Columns of both rows that the rules look at beside the levels."""

_SCORED = """
WITH sides AS (
    SELECT p.l, p.r, {columns}, {shares}
    FROM {pairs} p JOIN {left} a ON a.idx = p.l JOIN {right} b ON b.idx = p.r
    {joins}
), compared AS (SELECT *, {levels} FROM sides),
weighed AS (SELECT *, {weights} FROM compared)
SELECT l, r, {kept}, {codes}, {total} AS evidence FROM weighed WHERE {total} >= {least}
"""


def _level(comparison: Comparison) -> str:
    cases = " ".join(f"WHEN {level.when} THEN '{level.code}'" for level in comparison.levels)
    return f"CASE WHEN {comparison.null} THEN NULL {cases} END"


def _weight(comparison: Comparison, model: Model) -> str:
    cases = " ".join(
        f"WHEN '{level.code}' THEN {_bits(comparison.name, level, model)}" for level in comparison.levels
    )
    return f"round(CAST(CASE g_{comparison.name} {cases} ELSE 0.0 END AS DOUBLE), 2)"


def _bits(name: str, level: Level, model: Model) -> str:
    plain = f"{model.bits(name, level):.6f}"
    if not level.frequency:
        return plain
    m = model.levels[name][level.code][0]
    return f"coalesce({log2(m):.6f} - log2(tf_{level.frequency}), {plain})"


def prior(evidence: np.ndarray, rows_left: int, rows_right: int | None = None) -> float:
    """Return the prior in bits for one file: how likely two rows taken blindly are one person.

    evidence: (n,) the weights of the candidate pairs without a prior.  The expected
    number of true pairs is found by iteration (EM with the weights held fast).
    rows_right: where two tables are compared; else one table with itself.
    """
    pairs = _all_pairs(rows_left, rows_right)
    least = max(LEAST_MATCHES_A_ROW * rows_left, 0.5)
    if pairs < 1:
        return -1.0
    odds = np.exp2(np.clip(np.sort(evidence), -60, 60))  # sorted: the sum is the same in any order
    share = min(max(0.05 * rows_left, least) / pairs, 0.5)
    for _ in range(30):
        ratio = share / (1 - share)
        matches = float((odds * ratio / (1 + odds * ratio)).sum()) / FOUND_BY_BLOCKING
        share = min(max(matches, least) / pairs, 0.5)
    return round(log2(share / (1 - share)), 2)


def highest_prior(candidates: int, rows_left: int, rows_right: int | None = None) -> float:
    """Return what the prior cannot exceed: every candidate pair a true one."""
    pairs = _all_pairs(rows_left, rows_right)
    share = min(
        max(candidates, rows_left * LEAST_MATCHES_A_ROW, 0.5) / FOUND_BY_BLOCKING / max(pairs, 1), 0.5
    )
    return float(log2(share / (1 - share)))


def _all_pairs(rows_left: int, rows_right: int | None) -> float:
    return rows_left * rows_right if rows_right is not None else rows_left * (rows_left - 1) / 2
