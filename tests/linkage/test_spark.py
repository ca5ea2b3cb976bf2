"""The same model weighs the same pairs alike on Spark: one statement, two engines."""

import shutil

import pytest

from tedung.linkage.comparisons import FREQUENCIES
from tedung.linkage.linking import database
from tedung.linkage.model import shipped
from tedung.linkage.scoring import Tables, add_rarest, count_values, score
from tedung.linkage.spark import score_on_spark
from tedung.linkage.standardise import standardise


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")  # Spark's own
def test_spark_weighs_every_pair_alike(rows, invented):
    pytest.importorskip("pyspark", reason="PySpark is missing: make spark")
    if shutil.which("java") is None:
        pytest.skip("Java is missing: version 17 or newer is needed")
    with database() as con:
        standardise(con, rows(invented(300, seed=3)), "people")
        add_rarest(con, "people")
        count_values(con, "people", shipped())
        con.execute(
            "CREATE TABLE pairs AS SELECT a.idx AS l, b.idx AS r FROM people a JOIN people b ON a.idx < b.idx"
            " WHERE a.birth_class = b.birth_class OR a.born = b.born OR a.year = b.year"
        )
        score(con, shipped(), Tables())
        ours = con.table("scored").to_arrow_table()
        tables = {
            n: con.table(n).to_arrow_table() for n in ("people", "pairs", *(f"tf_{c}" for c in FREQUENCIES))
        }
    theirs = score_on_spark(tables, shipped(), Tables())
    assert ours.num_rows > 3_000
    assert set(theirs.column_names) == set(ours.column_names)

    def by_pair(table):
        return {(one["l"], one["r"]): one for one in table.to_pylist()}

    ours, theirs = by_pair(ours), by_pair(theirs)
    assert ours.keys() == theirs.keys()
    assert max(abs(ours[pair]["evidence"] - theirs[pair]["evidence"]) for pair in ours) < 1e-6
    for pair, one in ours.items():
        assert theirs[pair] == pytest.approx(one, abs=1e-6)
