"""A rule over Arrow batches on Spark, for tables that one machine reads too slowly.

Needs the extra ``spark`` and Java 17 or newer.  The rule is the same function that runs
in slices on one machine: Spark only hands it batches and takes them back.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from tedung.errors import TedungError
from tedung.texts import text

SETTINGS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "100000",
    "spark.sql.session.timeZone": "UTC",
}


def session() -> Any:
    """Return a Spark session: the cluster's where one is configured, else this machine's cores.

    `TedungError` where PySpark or Java is missing, with the remedy.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError as missing:
        raise TedungError(text("bill.no_pyspark")) from missing
    if shutil.which("java") is None:
        raise TedungError(text("bill.no_java"))
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else the workers take another Python
    builder = SparkSession.builder.appName("tedung")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def map_parquet(
    source: Path,
    target: Path,
    rule: Callable[[pa.RecordBatch], pa.RecordBatch],
    schema: str,
) -> None:
    """Write what *rule* makes of each batch of a Parquet table to the folder *target*.

    rule: a function that can be pickled; schema: of its batches, as Spark writes it.
    The order of the rows is Spark's; keys join the result to its table.
    """

    def batches(given: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in given:
            yield rule(batch)

    frame = session().read.parquet(str(source.absolute()))
    frame.mapInArrow(batches, schema).write.mode("overwrite").parquet(str(target.absolute()))
