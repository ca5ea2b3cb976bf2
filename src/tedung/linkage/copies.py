"""Rows that are alike in everything that is compared: one of them stands for all.

A million copies of one row would otherwise make 10¹² pairs.  A few copies are left as
they are and compared like any others.
"""

import duckdb

from tedung.linkage.comparisons import COLUMNS

FEW = 3


def set_aside(con: duckdb.DuckDBPyConnection) -> int:
    """Move copies out of `people` into `copies` (idx, rep); return how many rows were moved.

    The row with the smallest row_id stands for its copies, where there are more than FEW.
    """
    columns = ", ".join(column for column in COLUMNS if column != "rare")
    con.execute(_COPIES.format(columns=columns, few=FEW))
    con.execute("DELETE FROM people WHERE idx IN (SELECT idx FROM copies)")
    [(count,)] = con.execute("SELECT count(*) FROM copies").fetchall()
    return int(count)


_COPIES = """
CREATE OR REPLACE TABLE copies AS
SELECT idx, rep FROM (
    SELECT idx, min(idx) OVER alike AS rep, count(*) OVER alike AS n FROM people
    WINDOW alike AS (PARTITION BY {columns})
) WHERE n > {few} AND idx <> rep
"""
