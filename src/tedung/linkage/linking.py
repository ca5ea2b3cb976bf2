"""From the table of rows to persons: the one function that the roster is handed."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa

from tedung.errors import TedungError
from tedung.linkage import blocking, copies
from tedung.linkage.decide import Clusters, Merge, cluster, person_ids
from tedung.linkage.decisions import Decision, Pair, read, standing
from tedung.linkage.intake import Matched, match_members
from tedung.linkage.judging import judge
from tedung.linkage.model import Model, shipped
from tedung.linkage.result import PAIRS, Linked, Remark
from tedung.linkage.scoring import Tables, add_rarest, count_values
from tedung.linkage.standardise import standardise
from tedung.roster.nearby import Size
from tedung.texts import text

TRUSTS = ("full", "cautious")
Verdicts = Mapping[Pair, Decision]
LARGE, LEAST_MIB, MOST_MIB = 1_000_000, 400, 1_500
"""Rows for which a database gets its most memory; MiB of the smallest list and of the largest."""


def link(
    rows: pa.Table,
    *,
    decisions: Path | None = None,
    members: pa.Table | None = None,
    members_in_all: Size | None = None,
    trust: str = "full",
    on_progress: Callable[[int], None] | None = None,
    model: Model | None = None,
) -> Linked:
    """Give every row that is a person a `person_id`, and say which pairs made it so.

    rows, members: columns of roster/table.py (ROWS); what is absent counts as empty.
    members_in_all: what is known of all members, where *members* are those who may concern the rows.
    trust: `full` merges by tiers A to D, `cautious` by tier A alone.  on_progress is told
    how many more rows are done, in all as many as there are.  Outcomes and entitlement
    are decided elsewhere.
    """
    if trust not in TRUSTS:
        raise TedungError(text("linkage.trust_unknown", trust=trust, allowed=", ".join(TRUSTS)))
    verdicts = standing(read(decisions)) if decisions else {}
    model = model or shipped()
    tell = on_progress or (lambda _: None)
    part = rows.num_rows // 3
    with database(rows.num_rows) as con:
        standardise(con, rows, "people")
        con.execute("CREATE TABLE everyone AS SELECT idx, place, row_id, row_key, file, nik FROM people")
        tell(part)
        remarks = compare(con, model, trust)
        tell(part)
        persons, pairs = _persons(con, rows.num_rows, verdicts)
        matched = Matched()
        if members is not None:
            matched = match_members(con, rows, members, model, trust, in_all=members_in_all)
        remarks += _in_several_files(con)
    tell(rows.num_rows - 2 * part)
    return Linked(persons, pairs, matched.members, matched.pairs, (*remarks, *matched.remarks))


@contextmanager
def database(rows: int = LARGE) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database of its own, in memory, that spills to a folder which is removed at the end.

    Memory goes by the rows: what a village sends shall not take what a province needs.
    """
    mebibytes = min(LEAST_MIB + rows // 1_000, MOST_MIB)
    with TemporaryDirectory(prefix="tedung-link-") as folder, duckdb.connect() as con:
        con.execute("SET preserve_insertion_order = false")
        con.execute(f"SET memory_limit = '{mebibytes}MiB'")
        con.execute(f"SET temp_directory = '{folder}'")
        con.execute("SET enable_progress_bar = false")
        yield con


def compare(con: duckdb.DuckDBPyConnection, model: Model, trust: str) -> list[Remark]:
    """Make `pairs_judged` of the table `people`; return what should be known about its numbers."""
    remarks = _many_names_on_one_nik(con)
    aside = copies.set_aside(con)
    if aside:
        remarks.append(Remark("copies", {"rows": aside}))
    add_rarest(con, "people")
    count_values(con, "people", model)
    crowded = blocking.candidates(con, "people", "pairs")
    con.execute("INSERT INTO pairs SELECT DISTINCT rep, rep FROM copies")
    judge(con, model, trust, Tables(scored="pairs_scored"))
    remarks += [Remark("crowded", {"rows": rows, "key": key}) for key, rows in crowded.items()]
    return remarks


def _many_names_on_one_nik(con: duckdb.DuckDBPyConnection) -> list[Remark]:
    [(numbers, rows)] = con.execute("SELECT count(*), sum(rows)::BIGINT FROM people_busy_nik").fetchall()
    return [Remark("nik_under_many_names", {"numbers": numbers, "rows": rows})] if numbers else []


def _in_several_files(con: duckdb.DuckDBPyConnection) -> list[Remark]:
    [(persons,)] = con.execute(
        "SELECT count(*) FROM (SELECT person_id FROM everyone JOIN persons USING (idx)"
        " GROUP BY person_id HAVING count(DISTINCT file) > 1)"
    ).fetchall()
    return [Remark("in_several_files", {"persons": persons})] if persons else []


def _persons(
    con: duckdb.DuckDBPyConnection, rows: int, verdicts: Verdicts
) -> tuple[list[str | None], pa.Table]:
    """Cluster; return a person_id for each place of the rows, and the pairs as they end."""
    told = _told(con, verdicts)
    different = [(a, b) for a, b, one in told if one.verdict == "different"]
    same = [Merge(0.0, a, b, by_person=True) for a, b, one in told if one.verdict == "same"]
    clusters = Clusters(rows, _valid_niks(con), different)
    refused = cluster(clusters, [*same, *_automatic(con)])
    ids = _write_persons(con, rows, clusters)
    return ids, _ended(con, refused, told)


def _told(con: duckdb.DuckDBPyConnection, verdicts: Verdicts) -> list[tuple[int, int, Decision]]:
    """Return the verdicts as pairs of rows; a key may stand on several rows, or on none any more."""
    if not verdicts:
        return []
    keys = sorted({key for pair in verdicts for key in pair})
    found: dict[str, list[int]] = {}
    query = "SELECT row_key, idx FROM everyone WHERE row_key IN (SELECT unnest(?)) ORDER BY idx"
    for key, idx in con.execute(query, [keys]).fetchall():
        found.setdefault(key, []).append(idx)
    return [
        (min(a, b), max(a, b), decision)
        for (one, other), decision in sorted(verdicts.items())
        for a in found.get(one, ())
        for b in found.get(other, ())
        if a < b or (one != other and a != b)
    ]


def _valid_niks(con: duckdb.DuckDBPyConnection) -> dict[int, str]:
    return dict(con.execute("SELECT idx, nik FROM everyone WHERE nik IS NOT NULL").fetchall())


def _automatic(con: duckdb.DuckDBPyConnection) -> list[Merge]:
    """Return the merges that the rules allow; a row's copies go with it where it would merge with itself."""
    return [Merge(*found) for found in con.execute(_AUTOMATIC).fetchall()]


_AUTOMATIC = """
SELECT weight, l, r FROM pairs_scored_judged WHERE zone = 'auto' AND l <> r
UNION ALL
SELECT weight, rep, idx FROM pairs_scored_judged JOIN copies ON rep = l WHERE zone = 'auto' AND l = r
"""


def _write_persons(con: duckdb.DuckDBPyConnection, rows: int, clusters: Clusters) -> list[str | None]:
    """Make the table `persons` (idx, root, person_id); return the ids by the place of the row."""
    told = con.sql("SELECT idx, place, row_key, row_id FROM everyone ORDER BY idx").to_arrow_table()
    columns: dict[str, list[Any]] = told.to_pydict()
    roots = [clusters.root(idx) for idx in columns["idx"]]
    ids = person_ids(roots, columns["row_key"], columns["row_id"])
    made = pa.table({"idx": told["idx"], "root": pa.array(roots, pa.int32()), "person_id": ids})
    con.from_arrow(made).create("persons")
    placed: list[str | None] = [None] * rows
    for place, person in zip(columns["place"], ids, strict=True):
        placed[place] = person
    return placed


COPIES_SHOWN = 3


def _ended(
    con: duckdb.DuckDBPyConnection,
    refused: Mapping[tuple[int, int], str],
    told: list[tuple[int, int, Decision]],
) -> pa.Table:
    """Return the pairs with the zone that they end in, smallest row_ids first."""
    _keep(con, "refused", [(*pair, why, "") for pair, why in refused.items()])
    _keep(con, "told", [(a, b, one.verdict, one.by) for a, b, one in told])
    return con.sql(_ENDED.format(shown=COPIES_SHOWN)).to_arrow_table().cast(PAIRS)


def _keep(con: duckdb.DuckDBPyConnection, table: str, rows: list[tuple[int, int, str, str]]) -> None:
    columns = list(zip(*rows, strict=True)) if rows else [(), (), (), ()]
    kinds = (pa.int32(), pa.int32(), pa.string(), pa.string())
    arrays = [pa.array(column, kind) for column, kind in zip(columns, kinds, strict=True)]
    con.from_arrow(pa.table(arrays, names=["l", "r", "word", "by"])).create(table)


_ENDED = """
WITH copied AS (
    SELECT j.* EXCLUDE (l, r), c.rep AS l, c.idx AS r FROM pairs_scored_judged j JOIN copies c ON c.rep = j.l
    WHERE j.l = j.r
    QUALIFY j.zone = 'auto' OR row_number() OVER (PARTITION BY c.rep ORDER BY c.idx) <= {shown}
), judged AS (
    SELECT l, r, weight, zone, reasons FROM pairs_scored_judged WHERE l <> r
    UNION ALL SELECT l, r, weight, zone, reasons FROM copied
    UNION ALL
    SELECT l, r, 0.0, 'distinct', '{{"prior": 0.0, "terms": []}}' FROM told
    WHERE NOT EXISTS (SELECT 1 FROM pairs_scored_judged j WHERE j.l = told.l AND j.r = told.r)
)
SELECT a.row_id AS a, b.row_id AS b, j.weight,
    CASE WHEN t.word = 'same' THEN 'auto' WHEN t.word = 'different' THEN 'distinct'
         WHEN f.word IS NOT NULL OR t.word = 'unknown' THEN 'review'
         WHEN p.root = q.root THEN 'auto'
         WHEN j.zone = 'auto' THEN 'review' ELSE j.zone END AS zone,
    CASE WHEN t.word IS NOT NULL THEN json_merge_patch(j.reasons, json_object('by', t.by, 'verdict', t.word))
         WHEN f.word IS NOT NULL THEN json_merge_patch(j.reasons, json_object('guard', f.word))
         ELSE j.reasons END::VARCHAR AS reasons
FROM judged j JOIN everyone a ON a.idx = j.l JOIN everyone b ON b.idx = j.r
JOIN persons p ON p.idx = j.l JOIN persons q ON q.idx = j.r
LEFT JOIN refused f ON f.l = j.l AND f.r = j.r
LEFT JOIN told t ON t.l = j.l AND t.r = j.r
ORDER BY 1, 2
"""
