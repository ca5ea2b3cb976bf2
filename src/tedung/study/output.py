"""The results of a study as files: Parquet and CSV of a table, JSON of a summary."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"
"""A cell that a spreadsheet would run gets an apostrophe before it."""


def write_table(folder: Path, name: str, table: pa.Table) -> None:
    """Write *table* as ``name.parquet`` and ``name.csv``."""
    pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
    arrow_csv.write_csv(_harmless(table), folder / f"{name}.csv")


def write_json(folder: Path, name: str, found: Any) -> None:
    """Write *found* as ``name.json``, its keys in order."""
    said = json.dumps(found, ensure_ascii=False, indent=2, sort_keys=True, default=str)
    (folder / f"{name}.json").write_text(said + "\n", "utf-8")


def names(values: Iterable[str | None]) -> dict[str, str]:
    """Return the names of those village, district and regency codes that we know."""
    import csv
    from importlib import resources

    wanted = {value for value in values if value}
    table = (resources.files("tedung") / "data/adm/bali_villages.csv").read_text("utf-8")
    return {row["code"]: row["name"] for row in csv.DictReader(table.splitlines()) if row["code"] in wanted}


def _harmless(table: pa.Table) -> pa.Table:
    for at, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            column = table.column(at)
            runs = pc.match_substring_regex(column, FORMULA)
            safe = pc.if_else(runs, pc.binary_join_element_wise("'", column, ""), column)
            table = table.set_column(at, field.name, safe)
    return table
