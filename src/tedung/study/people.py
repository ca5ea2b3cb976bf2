"""A table of people, synthetic or from a roster: its columns as arrays, and what it does not hold.

Both kinds of table lack something; a function asks for a column and is told where it is
missing, so that what cannot be said is not said.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tedung.errors import TedungError
from tedung.scale import tables
from tedung.scale.codes import code_table
from tedung.texts import text

Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

UNKNOWN = -1
ID_COLUMNS = ("person_id", "worker_id", "enrolment_id")
AGE_BANDS = (0, 18, 25, 35, 45, 55, 60, 65)


def read(source: Path, region: str = "") -> pa.Table:
    """Return the people of a .parquet, .csv or .xlsx file, or of every .parquet in a folder.

    A folder is read in the order of its file names, whatever order the disk has.
    region: a code; only who lives in a village below it.
    """
    if source.is_dir():
        tables_read = [_parquet(path) for path in parts(source, region)]
        return within(pa.concat_tables(tables_read, promote_options="default"), region)
    if not source.is_file():
        raise TedungError(text("study.no_table", file=source))
    with tables.admitted(source) as table:
        return within(pq.read_table(table.path), region)


def within(people: pa.Table, region: str) -> pa.Table:
    """Return those who live below the code *region*; everybody where it is empty."""
    if not region:
        return people
    if "village" not in people.column_names:
        raise TedungError(text("study.no_villages", region=region))
    found = people.filter(lives_below(people, region))
    if not found.num_rows:
        raise TedungError(text("study.nobody_there", region=region))
    return found


def lives_below(people: pa.Table, region: str) -> pa.ChunkedArray:
    """Return who lives at the code *region* or below it; who has no village does not."""
    codes = people["village"].cast(pa.string())
    here = pc.or_(pc.equal(codes, region), pc.starts_with(codes, f"{region}."))
    return pc.fill_null(here, False)


def parts(folder: Path, region: str = "") -> list[Path]:
    """Return the Parquet files below *folder* by name; `TedungError` where there is none.

    Of a population's folder those in ``villages`` alone: its ``workers`` are the same
    people; and only those of the villages below *region*, which their names tell.
    """
    villages = folder / "villages"
    inside = villages if villages.is_dir() else folder
    found = sorted(path for path in inside.rglob("*.parquet") if not path.name.startswith("."))
    if region and villages.is_dir():
        found = [path for path in found if f"{path.stem}.".startswith(f"{region}.")]
    if not found:
        raise TedungError(text("study.empty_folder", folder=folder))
    return found


def _parquet(path: Path) -> pa.Table:
    with parquet_read(path):
        return pq.ParquetFile(path).read()


@contextmanager
def parquet_read(path: Path) -> Iterator[None]:
    """Say which Parquet file cannot be read, as `TedungError`."""
    try:
        yield
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as fault:
        raise TedungError(text("bill.table_damaged", file=path.name)) from fault


def schema_of(path: Path) -> pa.Schema:
    """Return the columns of a Parquet file; `TedungError` where it is none."""
    with parquet_read(path):
        return pq.read_schema(path)


def missing(people: pa.Table, wanted: Iterable[str]) -> list[str]:
    """Return which of the *wanted* columns the table lacks, or holds without a single value."""
    return [
        name
        for name in wanted
        if name not in people.column_names or people[name].null_count == people.num_rows
    ]


def ids(people: pa.Table) -> list[str]:
    """Return one id a row; `TedungError` where a row has none or two rows share one."""
    names = [name for name in ID_COLUMNS if name in people.column_names]
    if not names:
        raise TedungError(text("study.no_ids", columns=", ".join(ID_COLUMNS)))
    found = pc.coalesce(*(people[name].cast(pa.string()) for name in names))
    check_ids(found)
    listed: list[str] = found.to_pylist()
    return listed


def check_ids(found: pa.ChunkedArray) -> None:
    """Raise `TedungError` where a row has no id or two rows share one."""
    distinct, empty = pc.count_distinct(found).as_py(), found.null_count
    if empty or distinct != len(found):
        raise TedungError(text("study.ids_twice", empty=empty, count=len(found) - distinct - empty))


def numbers(people: pa.Table, name: str) -> Whole:
    """Return (n,) int64 of a column of whole numbers; `UNKNOWN` where empty or missing."""
    if name not in people.column_names:
        return np.full(people.num_rows, UNKNOWN, dtype=np.int64)
    column = people[name].cast(pa.int64()).fill_null(UNKNOWN)
    return np.asarray(column.to_numpy(), dtype=np.int64)


def texts(people: pa.Table, name: str, empty: str = "") -> list[str]:
    """Return the texts of a column; *empty* where it is empty or missing."""
    if name not in people.column_names:
        return [empty] * people.num_rows
    listed: list[str] = people[name].cast(pa.string()).fill_null(empty).to_pylist()
    return listed


def encoded(people: pa.Table, name: str) -> tuple[Whole, list[str]]:
    """Return a column of texts as (n,) places in the list of its values; an empty cell is ``""``."""
    if name not in people.column_names:
        return np.zeros(people.num_rows, dtype=np.int64), [""]
    column = people[name].cast(pa.string()).fill_null("").combine_chunks().dictionary_encode()
    return np.asarray(column.indices.to_numpy(), dtype=np.int64), column.dictionary.to_pylist()


def ages(people: pa.Table, day: date) -> Whole:
    """Return (n,) completed years on *day*; `UNKNOWN` without a birth date or for one after *day*."""
    if "birth_date" not in people.column_names:
        return np.full(people.num_rows, UNKNOWN, dtype=np.int64)
    born = np.asarray(code_table(people.select(["birth_date"]))["birth_date"], dtype=np.int64)
    today = day.year * 10_000 + day.month * 100 + day.day
    years = (today - born) // 10_000
    return np.where((born > 0) & (born <= today), years, UNKNOWN).astype(np.int64)


def age_bands(years: Whole) -> list[str]:
    """Return the band of each age: ``18-24``, ``65+``; empty where the age is unknown."""
    labels = ["", *(_band(place) for place in range(len(AGE_BANDS)))]
    places = np.searchsorted(np.asarray(AGE_BANDS), years, side="right")
    return [labels[place] for place in places.tolist()]


def _band(place: int) -> str:
    first = AGE_BANDS[place]
    return f"{first}-{AGE_BANDS[place + 1] - 1}" if place + 1 < len(AGE_BANDS) else f"{first}+"


def with_groups(people: pa.Table, day: date) -> pa.Table:
    """Return the people with `regency`, `district` and `age_band`, by which floors may be set too."""
    table = people.drop_columns([name for name in GROUPS_MADE if name in people.column_names])
    if "village" in table.column_names:
        codes = table["village"].cast(pa.string())
        for name, length in (("regency", 5), ("district", 8)):
            table = table.append_column(name, pc.utf8_slice_codeunits(codes, 0, length))
    if "birth_date" in table.column_names:
        table = table.append_column("age_band", pa.array(age_bands(ages(table, day)), pa.string()))
    return table


GROUPS_MADE = ("regency", "district", "age_band")


def lots(seed: str, keys: Sequence[str]) -> Whole:
    """Return each person's lot: the first 62 bits of SHA-256 of seed, a line feed and id.

    The smaller lot goes first.  Whoever knows the seed can draw every lot again.
    """
    head = seed.encode() + b"\n"
    drawn = (hashlib.sha256(head + key.encode()).digest()[:8] for key in keys)
    return np.fromiter((int.from_bytes(eight, "big") >> 2 for eight in drawn), np.int64, len(keys))


def as_table(columns: dict[str, Any]) -> pa.Table:
    """Return Arrow columns of NumPy arrays and lists."""
    return pa.table({name: pa.array(values) for name, values in columns.items()})
