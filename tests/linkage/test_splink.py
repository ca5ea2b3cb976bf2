"""Our one statement of SQL and Splink's own prediction give the same weights."""

from math import log2

import pytest
from splink import DuckDBAPI, Linker, block_on

from tedung.linkage.comparisons import FREQUENCIES
from tedung.linkage.linking import database
from tedung.linkage.model import shipped
from tedung.linkage.scoring import Tables, add_rarest, count_values, score
from tedung.linkage.standardise import standardise
from tedung.linkage.training import _quiet, settings


@pytest.fixture
def crowd(rows, invented):
    return rows(invented(300, seed=3))


def splink_weights(con):
    """Return Splink's weight of every pair that shares birth order and sex, strangers included, without the prior."""
    prior = 0.001
    told = settings(shipped()) | {
        "probability_two_random_records_match": prior,
        "blocking_rules_to_generate_predictions": [block_on("birth_word", "sex")],
    }
    with _quiet():
        api = DuckDBAPI(connection=con)
        linker = Linker(api.register("people"), told)
        for column in FREQUENCIES:
            shares = con.table(f"tf_{column}").select(f"value AS {column}, share AS tf_{column}")
            shares.create(f"frequency_{column}")
            linker.table_management.register_term_frequency_lookup(
                api.register(f"frequency_{column}"), column
            )
        predicted = linker.inference.predict()
    found = con.table(predicted.physical_name).select("idx_l, idx_r, match_weight").fetchall()
    bits = log2(prior / (1 - prior))
    return {(min(a, b), max(a, b)): weight - bits for a, b, weight in found}


def test_splink_weighs_every_pair_alike(crowd):
    with database() as con:
        standardise(con, crowd, "people")
        add_rarest(con, "people")
        count_values(con, "people", shipped())
        theirs = splink_weights(con)
        assert len(theirs) > 3_000
        con.execute("CREATE TABLE pairs (l INTEGER, r INTEGER)")
        con.executemany("INSERT INTO pairs VALUES (?, ?)", list(theirs))
        score(con, shipped(), Tables())
        ours = {(a, b): w for a, b, w in con.execute("SELECT l, r, evidence FROM scored").fetchall()}
    assert ours == pytest.approx(theirs, abs=0.06)  # ten terms, each rounded to a hundredth of a bit
