"""From the roster's rows to columns that can be compared: the immutable row stays beside them.

Names are parsed once a spelling; everything else is one pass of SQL over Arrow.  A
number that serves many is no key: one phone for a whole list, one NIK under six names.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from tedung.linkage.names import parse
from tedung.roster.sounds import place_key

SLICE = 20_000
"""Rows a slice: what bounds the memory of a million rows."""

NEEDED = {
    "row_id": pa.string(),
    "row_key": pa.string(),
    "file": pa.string(),
    "is_person": pa.bool_(),
    "nama_ktp": pa.string(),
    "nik": pa.string(),
    "nik_state": pa.string(),
    "nik_digits": pa.string(),
    "birth_date": pa.date32(),
    "birth_source": pa.string(),
    "birth_year": pa.int64(),
    "birth_place": pa.string(),
    "sex": pa.string(),
    "sex_source": pa.string(),
    "village": pa.string(),
    "village_raw": pa.string(),
    "banjar": pa.string(),
    "phone": pa.string(),
    "mother": pa.string(),
}

NAME_PARTS = pa.schema(
    [
        ("name_sex", pa.string()),
        ("caste", pa.string()),
        ("birth_word", pa.string()),
        ("birth_class", pa.int8()),
        ("birth_letter", pa.string()),
        ("role", pa.string()),
        ("nickname", pa.bool_()),
        ("phon", pa.string()),  # every token by sound, in reading order
        ("bag", pa.string()),  # the same, sorted
        ("joined", pa.string()),  # the same, without spaces
        ("inits", pa.string()),  # first letters
        ("has_initial", pa.bool_()),
        ("t1", pa.string()),  # the first four whole tokens
        ("t2", pa.string()),
        ("t3", pa.string()),
        ("t4", pa.string()),
        ("last", pa.string()),
        ("n_tok", pa.int8()),
    ]
)


@lru_cache(maxsize=300_000)
def name_parts(written: str) -> tuple[Any, ...]:
    """Return the columns NAME_PARTS of one written name."""
    name = parse(written)
    tokens = name.phonetic
    whole = [token for token in tokens if len(token) > 1] or list(tokens)
    first = [*whole[:4], None, None, None, None][:4]
    return (
        name.sex or None,
        name.caste,
        name.birth_word or None,
        name.birth_class,
        name.birth_letter or None,
        name.role,
        name.nickname,
        " ".join(tokens) or None,
        " ".join(sorted(tokens)) or None,
        "".join(tokens) or None,
        "".join(token[0] for token in tokens),
        any(len(token) == 1 for token in tokens),
        *first,
        whole[-1] if whole else None,
        len(tokens),
    )


def standardise(con: duckdb.DuckDBPyConnection, rows: pa.Table, table: str) -> None:
    """Make *table* in *con*: one line a person-row of *rows*, its columns ready to compare.

    `idx` counts the rows in the order of their row_id, so that the order in which they
    were handed in changes nothing; `place` is where the row stands in *rows*.  Columns that
    *rows* lacks count as empty.
    """
    whole = _complete(rows)
    con.execute(f"DROP TABLE IF EXISTS {table}_raw")
    for number, part in enumerate(_slices(whole)):
        con.register("part", part)
        con.execute((_MORE if number else _FIRST).format(t=table))
        con.unregister("part")
    for statement in (_BUSY_PHONE, _BUSY_NIK, _CLEANED):
        con.execute(statement.format(t=table))
    con.execute(f"DROP TABLE {table}_raw")


def _complete(rows: pa.Table) -> pa.Table:
    """Return *rows* with every column of NEEDED, typed, and `idx`."""
    columns = {}
    for name, kind in NEEDED.items():
        there = name in rows.column_names
        columns[name] = rows[name].cast(kind) if there else pa.nulls(rows.num_rows, kind)
    if "is_person" not in rows.column_names:
        columns["is_person"] = pa.array([True] * rows.num_rows)
    if "row_key" not in rows.column_names:
        columns["row_key"] = columns["row_id"]
    order = pc.sort_indices(columns["row_id"])
    whole = pa.table(columns).take(order)
    whole = whole.append_column("place", order.cast(pa.int32()))
    return whole.append_column("idx", pa.array(range(rows.num_rows), pa.int32()))


def _slices(rows: pa.Table) -> Iterator[pa.Table]:
    if not rows.num_rows:
        yield _with_parts(rows)
    for start in range(0, rows.num_rows, SLICE):
        yield _with_parts(rows.slice(start, SLICE))


def _with_parts(rows: pa.Table) -> pa.Table:
    names, places = _distinct(rows["nama_ktp"])
    parts = list(zip(*map(name_parts, names), strict=True)) or [()] * len(NAME_PARTS)
    for field, values in zip(NAME_PARTS, parts, strict=True):
        rows = rows.append_column(field, pa.array(values, field.type).take(places))
    mothers, places = _distinct(rows["mother"])
    rows = rows.append_column("mother_key", pa.array(map(_mother_key, mothers), pa.string()).take(places))
    for column in ("banjar", "village_raw", "birth_place"):
        texts, places = _distinct(rows[column])
        keys = pa.array([place_key(text) for text in texts], pa.string()).take(places)
        rows = rows.append_column(f"{column}_key", keys)
    return rows.drop_columns(["nama_ktp", "mother", "banjar", "village_raw", "birth_place"])


def _distinct(column: pa.ChunkedArray) -> tuple[list[str], pa.Array]:
    """Return the distinct texts (empty for null) and where each row finds its own."""
    encoded = pc.fill_null(column.combine_chunks(), "").dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    return encoded.dictionary.to_pylist(), encoded.indices


def _mother_key(written: str) -> str | None:
    """A mother's name as she is compared: order class and personal names by sound."""
    name = parse(written)
    if not name.phonetic:
        return None
    return f"{name.birth_class or ''} {' '.join(name.phonetic)}".strip()


_BUSY_PHONE = """
CREATE OR REPLACE TEMP TABLE {t}_busy_phone AS
    SELECT phone FROM {t}_raw WHERE phone <> '' GROUP BY phone HAVING count(DISTINCT joined) > 5
    UNION
    SELECT phone FROM {t}_raw WHERE phone <> '' GROUP BY phone, file HAVING count(DISTINCT joined) > 3
"""
_BUSY_NIK = """
CREATE OR REPLACE TEMP TABLE {t}_busy_nik AS
    SELECT nik_digits, count(*) AS rows FROM {t}_raw WHERE length(nik_digits) >= 15
    GROUP BY nik_digits HAVING count(DISTINCT joined) > 5
"""

_FIRST = "CREATE TABLE {t}_raw AS SELECT * FROM part WHERE is_person"
_MORE = "INSERT INTO {t}_raw SELECT * FROM part WHERE is_person"
_CLEANED = """
CREATE OR REPLACE TABLE {t} AS
WITH zeroed AS (  -- a list whose numbers nearly all end in 0 went through a spreadsheet
    SELECT file FROM {t}_raw WHERE nik_state = 'valid'
    GROUP BY file HAVING count(*) >= 5 AND avg((right(nik, 1) = '0')::INT) > 0.6
), judged AS (
    SELECT r.* EXCLUDE (phone, nik, nik_digits, nik_state),
        CASE WHEN bp.phone IS NULL THEN nullif(r.phone, '') END AS phone,
        CASE WHEN bn.nik_digits IS NOT NULL THEN 'dummy'
             WHEN r.nik_state = 'valid' AND z.file IS NOT NULL AND right(r.nik, 1) = '0' THEN 'lost'
             ELSE coalesce(nullif(r.nik_state, ''), 'missing') END AS nik_state,
        nullif(coalesce(nullif(r.nik_digits, ''), r.nik), '') AS digits
    FROM {t}_raw r
    LEFT JOIN {t}_busy_phone bp ON r.phone = bp.phone
    LEFT JOIN {t}_busy_nik bn ON r.nik_digits = bn.nik_digits
    LEFT JOIN zeroed z ON r.file = z.file
)
SELECT idx, place, row_id, row_key, file, name_sex, caste, birth_word, birth_class, birth_letter, role,
    nickname, phon, bag, joined, inits, has_initial, t1, t2, t3, t4, last, n_tok, mother_key AS mother,
    phone, nik_state,
    CASE WHEN nik_state = 'valid' THEN digits END AS nik,
    CASE WHEN nik_state = 'valid' OR (nik_state = 'lost' AND length(digits) >= 15)
         THEN substr(digits, 1, 15) END AS nik15,
    CASE WHEN nik_state = 'damaged' AND length(digits) BETWEEN 14 AND 18 THEN digits END AS nik_damaged,
    CASE WHEN sex_source = 'nik' THEN coalesce(name_sex, nullif(sex, ''))  -- a number may be borrowed
         ELSE coalesce(nullif(sex, ''), name_sex) END AS sex,
    strftime(birth_date, '%Y%m%d') AS born,
    coalesce(year(birth_date), birth_year)::INT AS year,
    coalesce(birth_source IN ('field', 'swapped'), false) AS date_is_witness,
    strftime(birth_date, '%m%d') IN ('1231', '0101', '0701') AS placeholder,
    coalesce(nullif(village, ''), village_raw_key) AS village,
    banjar_key AS banjar,
    coalesce(nullif(village, ''), village_raw_key) || '|' || banjar_key AS home,
    CASE WHEN length(birth_place_key) > 2 THEN birth_place_key END AS birthplace
FROM judged
"""
