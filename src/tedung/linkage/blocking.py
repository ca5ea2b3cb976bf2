"""Which pairs are looked at at all: rows that share a key, and no block that grows without bound.

A block of more than CAP rows is left out (its pairs must share another key): every row
with one phone, or all born on 31 December, would otherwise make n² pairs.  The number of
rows left out is told, never hidden.
"""

from typing import NamedTuple

import duckdb

CAP, WEAK, RARE = 40, 6, 2
"""Rows a block may hold: under a strong key, under a name in a place, under a name alone."""


class Key(NamedTuple):
    """A key of a block, in SQL; null keys meet nobody."""

    name: str
    sql: str
    cap: int = CAP


def _tied(*columns: str) -> str:
    """Return the columns as one text, null where any of them is."""
    return " || '|' || ".join(f"CAST({column} AS VARCHAR)" for column in columns)


KEYS = (
    Key("nik", "nik"),
    Key("nik15", "nik15"),
    Key("date_first", _tied("born", "t1")),
    Key("date_last", _tied("born", "last")),
    Key("date_village", _tied("born", "village")),
    Key(
        "date_banjar", _tied("born", "banjar", "substr(t1, 1, 1)")
    ),  # a banjar's name stands in many villages
    Key("date_phone", _tied("born", "phone")),
    Key("date_mother", _tied("born", "mother")),
    Key("first_village_year", _tied("t1", "village", "year")),
    Key("last_village_year", _tied("last", "village", "year")),
    Key("name_mother", _tied("phon", "mother")),
    Key("phone", "phone", 12),
    Key("name_village", _tied("phon", "village"), WEAK),
    Key("name_banjar_order", _tied("phon", "banjar", "birth_class"), WEAK),
    Key("two_names_village", _tied("t1", "t2", "village"), WEAK),
    Key("rare_two_names", _tied("CASE WHEN n_tok > 1 THEN bag END"), RARE),
    Key("rare_name", _tied("bag", "birth_class", "coalesce(sex, '')"), RARE),
)
"""Balanced: what was measured to find most for the fewest pairs (docs/linkage.md)."""

NEIGHBOURS = 2


def candidates(con: duckdb.DuckDBPyConnection, table: str, pairs: str) -> dict[str, int]:
    """Make *pairs* (l, r: idx of *table*, l < r), each pair once; return rows in crowded blocks, by key.

    In a crowded block a row meets only its neighbours by name and date.
    """
    crowded = {}
    con.execute(_EMPTY.format(pairs=pairs))
    for key in KEYS:
        con.execute(_KEYED.format(side="keyed", t=table, key=key.sql))
        con.execute(_WITHIN.format(pairs=pairs, cap=key.cap))
        if key.cap == CAP:
            crowded[key.name] = _meet_neighbours(con, pairs)
    con.execute(_ONCE.format(pairs=pairs))
    return {name: rows for name, rows in crowded.items() if rows}


def _meet_neighbours(con: duckdb.DuckDBPyConnection, pairs: str) -> int:
    """Pair the rows of crowded blocks with the next ones by name and date; return how many they are."""
    [(rows,)] = con.execute(_CROWDED.format(cap=CAP)).fetchall()
    if rows:
        for step in range(1, NEIGHBOURS + 1):
            con.execute(_NEIGHBOURS.format(pairs=pairs, cap=CAP, step=step))
    return int(rows)


def candidates_between(con: duckdb.DuckDBPyConnection, left: str, right: str, pairs: str) -> None:
    """Make *pairs* (l: idx of *left*, r: idx of *right*), each pair once; crowded blocks are left out."""
    con.execute(_EMPTY.format(pairs=pairs))
    for key in KEYS:
        con.execute(_KEYED.format(side="keyed", t=left, key=key.sql))
        con.execute(_KEYED.format(side="keyed_right", t=right, key=key.sql))
        con.execute(_BETWEEN.format(pairs=pairs, cap=key.cap))
    con.execute(_ONCE.format(pairs=pairs))


_EMPTY = "CREATE OR REPLACE TABLE {pairs} (l INTEGER, r INTEGER)"
_ONCE = "CREATE OR REPLACE TABLE {pairs} AS SELECT DISTINCT l, r FROM {pairs}"
_KEYED = """
CREATE OR REPLACE TEMP TABLE {side} AS
SELECT idx, key, phon, born, count(*) OVER (PARTITION BY key) AS n
FROM (SELECT idx, phon, born, {key} AS key FROM {t}) WHERE key IS NOT NULL
"""
_WITHIN = """
INSERT INTO {pairs}
SELECT a.idx, b.idx FROM keyed a JOIN keyed b ON a.key = b.key AND a.idx < b.idx
WHERE a.n <= {cap} AND b.n <= {cap}
"""
_BETWEEN = """
INSERT INTO {pairs}
SELECT a.idx, b.idx FROM keyed a JOIN keyed_right b ON a.key = b.key WHERE a.n <= {cap} AND b.n <= {cap}
"""
_NEIGHBOURS = """
INSERT INTO {pairs}
WITH beside AS (
    SELECT idx, lead(idx, {step}) OVER (PARTITION BY key ORDER BY phon, born, idx) AS other
    FROM keyed WHERE n > {cap}
)
SELECT least(idx, other), greatest(idx, other) FROM beside WHERE other IS NOT NULL
"""
_CROWDED = "SELECT count(*) FROM keyed WHERE n > {cap}"
