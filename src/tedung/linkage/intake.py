"""A few rows against millions of members, in seconds: only members that could match are parsed.

A member is looked at where it shares a number, a birth date, a phone, a mother or a
written name with some row; the same comparison, guards and tiers decide as within a roster.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from tedung.linkage import blocking
from tedung.linkage.judging import judge
from tedung.linkage.model import Model
from tedung.linkage.result import PAIRS, Remark
from tedung.linkage.scoring import Tables, add_rarest, count_values
from tedung.linkage.standardise import NEEDED, standardise
from tedung.roster.nearby import Size


@dataclass(frozen=True)
class Matched:
    """Rows that are members: row_id of the row -> row_id of the member; the pairs; remarks."""

    members: Mapping[str, str] = field(default_factory=dict)
    pairs: pa.Table = field(default_factory=PAIRS.empty_table)
    remarks: tuple[Remark, ...] = ()


def match_members(
    con: duckdb.DuckDBPyConnection,
    rows: pa.Table,
    members: pa.Table,
    model: Model,
    trust: str,
    *,
    in_all: Size | None = None,
) -> Matched:
    """Return which of *rows* are on the member list.

    The tables `people`, `everyone` and `persons` of the rows must exist.  A person's rows
    share one member, the heaviest of those that the rules allow.  in_all: what is known of all
    members where *members* are a part of them, chosen by likeness: a weight counts them all.
    """
    if not members.num_rows or not rows.num_rows:
        return Matched()
    standardise(con, _worth_a_look(con, rows, members), "members")
    con.execute(_ONCE_EACH)
    add_rarest(con, "members")
    _count(con, members, model, in_all or Size())
    blocking.candidates_between(con, "people", "members", "member_pairs")
    judge(
        con,
        model,
        trust,
        Tables("people", "members", "member_pairs", "members_scored"),
        members=in_all.members if in_all else members.num_rows,
    )
    pairs = con.sql(_PAIRS).to_arrow_table().cast(PAIRS)
    found = con.execute(_CHOSEN).fetchall()
    [(doubtful,)] = con.execute(_SEVERAL).fetchall()
    remarks = (Remark("several_members", {"persons": doubtful}),) if doubtful else ()
    return Matched(dict(found), pairs, remarks)


def _worth_a_look(con: duckdb.DuckDBPyConnection, rows: pa.Table, members: pa.Table) -> pa.Table:
    """Return the members that share something with some row, cheaply, before any name is parsed."""
    con.register("rows_typed", _typed(rows))
    con.register("members_typed", _typed(members))
    con.execute(_WORDS)
    found = con.sql(_SHARING).to_arrow_table()
    con.unregister("rows_typed")
    con.unregister("members_typed")
    return found


def _typed(table: pa.Table) -> pa.Table:
    columns = {
        name: table[name].cast(kind) if name in table.column_names else pa.nulls(table.num_rows, kind)
        for name, kind in NEEDED.items()
    }
    if "is_person" not in table.column_names:
        columns["is_person"] = pa.array([True] * table.num_rows)
    return pa.table(columns)


def _count(con: duckdb.DuckDBPyConnection, members: pa.Table, model: Model, in_all: Size) -> None:
    """Count how common values are among the rows and the sample of all members, birth dates in all."""
    counted = "members"
    if in_all.sample:
        counted = "sampled"
        chosen = pc.is_in(members["row_id"], value_set=pa.array(in_all.sample, pa.string()))
        standardise(con, _typed(members.filter(chosen)), counted)
        add_rarest(con, counted)
    con.execute(_BOTH.format(counted=counted))
    count_values(con, "both_sides", model)
    _count_days(con, members, model, in_all)


def _count_days(con: duckdb.DuckDBPyConnection, members: pa.Table, model: Model, in_all: Size) -> None:
    if in_all.dated:
        days = pa.table({"born": [*in_all.days], "n": pa.array(in_all.days.values(), pa.int64())})
        con.register("days", days)
        con.execute("CREATE OR REPLACE TEMP TABLE all_dates AS SELECT born FROM days, range(n)")
        con.unregister("days")
    else:
        con.register("members_typed", _typed(members))
        con.execute(_ALL_DATES)
        con.unregister("members_typed")
    count_values(con, "all_dates", model, ("born",), in_all.dated or None)


_LAST_WORD = "regexp_extract(lower(nama_ktp), '([a-z]+)[^a-z]*$', 1)"
_WORDS = f"""
CREATE OR REPLACE TEMP TABLE row_words AS
SELECT DISTINCT {_LAST_WORD} AS word, coalesce(year(birth_date), birth_year) AS year, village
FROM rows_typed WHERE is_person
"""  # noqa: S608 - our own words
_SHARING = f"""
SELECT m.* FROM members_typed m WHERE m.is_person AND (
    m.nik IN (SELECT nik FROM people WHERE nik IS NOT NULL)
    OR substr(coalesce(m.nik_digits, m.nik), 1, 15) IN (SELECT nik15 FROM people WHERE nik15 IS NOT NULL)
    OR strftime(m.birth_date, '%Y%m%d') IN (SELECT born FROM people WHERE born IS NOT NULL)
    OR m.phone IN (SELECT phone FROM people WHERE phone IS NOT NULL)
    OR ({_LAST_WORD}, coalesce(year(m.birth_date), m.birth_year)) IN (SELECT (word, year) FROM row_words)
    OR ({_LAST_WORD}, m.village) IN (SELECT (word, village) FROM row_words WHERE village <> '')
)
"""  # noqa: S608 - our own words
_ONCE_EACH = """
DELETE FROM members WHERE idx IN (
    SELECT idx FROM members QUALIFY row_number() OVER (
        PARTITION BY phon, birth_word, caste, role, sex, born, year, nik, nik15, nik_damaged, phone, mother,
            village, banjar, birthplace ORDER BY row_id) > 1)
"""
_BOTH = """
CREATE OR REPLACE TEMP VIEW both_sides AS SELECT * FROM people UNION ALL BY NAME SELECT * FROM {counted}
"""
_ALL_DATES = """
CREATE OR REPLACE TEMP TABLE all_dates AS SELECT strftime(birth_date, '%Y%m%d') AS born FROM members_typed
"""
_PAIRS = """
SELECT a.row_id AS a, b.row_id AS b, weight, zone, reasons
FROM members_scored_judged j JOIN people a ON a.idx = j.l JOIN members b ON b.idx = j.r ORDER BY 1, 2
"""
_ALLOWED = """
SELECT p.person_id, m.row_id AS member, j.weight
FROM members_scored_judged j JOIN persons p ON p.idx = j.l JOIN members m ON m.idx = j.r
WHERE j.zone = 'auto'
"""
_CHOSEN = f"""
WITH best AS (
    SELECT person_id, member FROM ({_ALLOWED})
    QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY weight DESC, member) = 1
)
SELECT e.row_id, best.member FROM best JOIN persons USING (person_id) JOIN everyone e USING (idx) ORDER BY 1
"""  # noqa: S608 - our own words
_SEVERAL = f"""
SELECT count(*) FROM (
    SELECT person_id FROM ({_ALLOWED}) GROUP BY person_id HAVING count(DISTINCT member) > 1)
"""  # noqa: S608 - our own words
