"""Train the weights with Splink: u by sampling pairs, m by labels or by EM.

Splink is handed the same conditions that `scoring` uses, so its predictions and ours
agree (a test holds them together); the NIK's weights stay as fixed by hand.
"""

import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker, block_on

from tedung.linkage.comparisons import COMPARISONS, FREQUENCIES, Comparison, Level
from tedung.linkage.linking import database
from tedung.linkage.model import FORMAT, REGIONS, Model, gate
from tedung.linkage.names import lexicon
from tedung.linkage.scoring import add_rarest
from tedung.linkage.standardise import standardise

SEED = 20261121
KEPT = 8
"""A value is kept in the shipped frequencies from this many rows on: no rare name travels with the model."""
LEAST_U = {True: 1e-7, False: 2e-5}
"""No coincidence counts as rarer: a sample of strangers meets no household, and households share.
Where the value's own frequency stands in for u, the sample does not matter."""
SHIPPED = ("phon", "bag", "rare", "birth_word", "caste", "mother")


def settings(model: Model | None = None) -> dict[str, Any]:
    """Return the comparisons as Splink's settings, with the weights of *model* where given."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "idx",
        "comparisons": [_comparison(comparison, model) for comparison in COMPARISONS],
        "blocking_rules_to_generate_predictions": [],
        "retain_intermediate_calculation_columns": True,
        "retain_matching_columns": False,
    }


def _comparison(comparison: Comparison, model: Model | None) -> dict[str, Any]:
    null = {"sql_condition": comparison.null, "label_for_charts": "null", "is_null_level": True}
    levels = [_level(comparison.name, level, model) for level in comparison.levels]
    return {"output_column_name": comparison.name, "comparison_levels": [null, *levels]}


def _level(name: str, level: Level, model: Model | None) -> dict[str, Any]:
    m, u = model.levels[name][level.code] if model else (level.m, level.u)
    found: dict[str, Any] = {
        "sql_condition": "ELSE" if level.when == "TRUE" else level.when,
        "label_for_charts": level.code,
    }
    if m is not None:
        found |= {"m_probability": m, "u_probability": u}
        found |= {"fix_m_probability": True, "fix_u_probability": True}
    if level.frequency:
        found |= {
            "tf_adjustment_column": level.frequency,
            "tf_adjustment_weight": 1.0,
            "disable_tf_exact_match_detection": True,
        }
    return found


def train(con: duckdb.DuckDBPyConnection, table: str, label: str = "", pairs: float = 5e6) -> Model:
    """Return the model learnt from *table*; by the column *label* if it names one, else by EM.

    Raises TedungError where the gates find the result absurd.
    """
    with _quiet():
        linker = Linker(DuckDBAPI(connection=con).register(table), settings())
        _fit(linker, label, pairs)
    model = Model(
        FORMAT, lexicon().version, REGIONS, _count(con, table), _learnt(linker), _frequencies(con, table)
    )
    gate(model)
    return model


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Splink's talk from the terminal: what matters is in the model and its gates."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        yield


def _fit(linker: Linker, label: str, pairs: float) -> None:
    linker.training.estimate_u_using_random_sampling(max_pairs=pairs, seed=SEED)
    if label:
        linker.training.estimate_m_from_label_column(label)
        return
    for rule in (("born", "t1"), ("phon", "village"), ("born", "village")):
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*rule), fix_u_probabilities=True
        )


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.table(table).count("*").fetchall()[0][0])


def _learnt(linker: Linker) -> dict[str, dict[str, tuple[float, float]]]:
    """Read m and u back, each at least one in a million: nothing is impossible."""
    found: dict[str, dict[str, tuple[float, float]]] = {}
    saved = linker.misc.save_model_to_json()
    for comparison, told in zip(COMPARISONS, saved["comparisons"], strict=True):
        levels = [level for level in told["comparison_levels"] if not level.get("is_null_level")]
        found[comparison.name] = {
            level.code: _fixed(level) or _floored(one, LEAST_U[bool(level.frequency)])
            for level, one in zip(comparison.levels, levels, strict=True)
        }
    return found


def _fixed(level: Level) -> tuple[float, float] | None:
    return None if level.m is None or level.u is None else (level.m, level.u)


def _floored(level: dict[str, Any], least_u: float) -> tuple[float, float]:
    m, u = (level.get(f"{kind}_probability") or 0.0 for kind in "mu")
    return round(max(m, 1e-4), 7), round(max(u, least_u), 9)


def _frequencies(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {column: {} for column in FREQUENCIES}
    for column in SHIPPED:
        rows = con.execute(_COMMON.format(t=table, column=column, least=KEPT)).fetchall()
        found[column] = {value: round(share, 7) for value, share in rows}
    return found


_COMMON = """
SELECT {column}, count(*) / sum(count(*)) OVER () AS share FROM {t} WHERE {column} IS NOT NULL
GROUP BY {column} QUALIFY count(*) >= {least} ORDER BY {column}
"""


def train_on(rows: pa.Table, truth: Sequence[str | None] | None = None) -> Model:
    """Return the model learnt from *rows* (ROWS), by *truth* (who each row is) where it is known."""
    with database() as con:
        standardise(con, rows, "people")
        add_rarest(con, "people")
        if truth is not None:
            labels = pa.table({"place": pa.array(range(rows.num_rows), pa.int32()), "truth": pa.array(truth)})
            con.from_arrow(labels).create("labels")
            con.execute("CREATE OR REPLACE TABLE people AS SELECT * FROM people JOIN labels USING (place)")
        return train(con, "people", "truth" if truth is not None else "")
