"""The statement that weighs pairs, run by Spark: for lists that one machine compares too slowly.

The query is DuckDB's own (`scoring.query`).  Two of its functions Spark lacks or computes
otherwise: they are registered over Arrow batches, from RapidFuzz.
Which pairs are weighed and what is decided of them is not done here.
"""

from collections.abc import Mapping
from math import inf
from typing import Any

import pyarrow as pa

from tedung.linkage.model import Model
from tedung.linkage.scoring import Tables, query
from tedung.scale.spark import session


def score_on_spark(
    tables: Mapping[str, pa.Table], model: Model, names: Tables, least: float = -inf
) -> pa.Table:
    """Return what `scoring.score` makes of *tables*, by name: the sides, the pairs and the tf_… of values.

    TedungError where PySpark or Java is missing, with the remedy.
    """
    spark = session()
    _register(spark)
    for name, table in tables.items():
        spark.createDataFrame(table).createOrReplaceTempView(name)
    return spark.sql(_with_our_functions(query(model, names, least))).toArrow()


OURS = {"damerau_levenshtein": "tedung_damerau", "jaro_winkler_similarity": "tedung_jaro_winkler"}
"""DuckDB's functions by the names they have here: a function of Spark's own would go before ours."""


def _with_our_functions(sql: str) -> str:
    for theirs, ours in OURS.items():
        sql = sql.replace(f"{theirs}(", f"{ours}(")
    return sql


def _register(spark: Any) -> None:
    """Give Spark the functions that the conditions use beside SQL's own."""
    from pyspark.sql.functions import arrow_udf

    spark.udf.register("tedung_damerau", arrow_udf(_damerau, "bigint"))
    spark.udf.register("tedung_jaro_winkler", arrow_udf(_jaro_winkler, "double"))


def _damerau(left: pa.Array, right: pa.Array) -> pa.Array:
    from rapidfuzz.distance import DamerauLevenshtein

    return pa.array(_each(DamerauLevenshtein.distance, left, right), pa.int64())


def _jaro_winkler(left: pa.Array, right: pa.Array) -> pa.Array:
    from rapidfuzz.distance import JaroWinkler

    return pa.array(_each(JaroWinkler.similarity, left, right), pa.float64())


def _each(measure: Any, left: pa.Array, right: pa.Array) -> list[Any]:
    pairs = zip(left.to_pylist(), right.to_pylist(), strict=True)
    return [None if a is None or b is None else measure(a, b) for a, b in pairs]
