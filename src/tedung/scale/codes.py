"""A table's texts as codes and its empties as numbers, for rules that only know arithmetic.

The rules of the law see integers and booleans: a text of a fixed list is its place in
the list of `columns.py` (-1 empty), a day is yyyymmdd (0 empty), an amount is int64 (-1
empty), programmes are a mask (0 empty).  A null never reaches a rule: in both NumPy and
Polars it would become a ceiling, or true, in silence.
"""

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tedung.columns import PROGRAMMES, WORKER, Column
from tedung.scale.cells import ALLOWED

EMPTY_AMOUNT, EMPTY_CODE, EMPTY_DAY, EMPTY_MASK = -1, -1, 0, 0


class Coded(NamedTuple):
    """A column that a rule uses, and what stands for an empty cell."""

    column: Column
    empty: int | bool
    filler: pa.Scalar


_BY_NAME = {column.name: column for column in WORKER}

_NUMBERS = {name for name, column in _BY_NAME.items() if column.type in {pa.int64(), pa.bool_()}}

CODED = tuple(
    Coded(_BY_NAME[name], empty, pa.scalar(empty, _BY_NAME[name].type if name in _NUMBERS else pa.int32()))
    for name, empty in {
        "segment": EMPTY_CODE,
        "bpu_kind": EMPTY_CODE,
        "enterprise_size": EMPTY_CODE,
        "payer": EMPTY_CODE,
        "programmes": EMPTY_MASK,
        "upah": EMPTY_AMOUNT,
        "income": EMPTY_AMOUNT,
        "risk_class": EMPTY_AMOUNT,
        "contract_value": EMPTY_AMOUNT,
        "contract_months": EMPTY_AMOUNT,
        "via_agency": False,
        "transport": False,
        "labour_intensive": False,
        "jkn": False,
        "citizen": True,
        "is_member": False,
        "birth_date": EMPTY_DAY,
        "registered_on": EMPTY_DAY,
        "member_since": EMPTY_DAY,
    }.items()
)


NO_PLACE, NO_DAY = pa.scalar(EMPTY_CODE, pa.int32()), pa.scalar(-(2**31), pa.int32())

# Scalars are made once: making one looks for pandas, 50 microseconds each.


def mask(programmes: str) -> int:
    """Return ``jkk+jkm`` as a mask, a bit a programme; ValueError for a programme there is not."""
    named = [name.strip().lower() for name in programmes.split("+") if name.strip()]
    return sum(1 << PROGRAMMES.index(name) for name in set(named))


def code_table(table: pa.Table) -> dict[str, Any]:
    """Return the coded columns of an Arrow table whose values were checked (`door.py`).

    A column that the table lacks is empty throughout.  Each array is (n,).
    """
    return {coded.column.name: _code(table, coded) for coded in CODED}


def _code(table: pa.Table, coded: Coded) -> Any:
    name, empty = coded.column.name, coded.empty
    if name not in table.column_names:
        return np.full(table.num_rows, empty)
    column = table[name]
    if coded.column.type == pa.date32():
        return _days(column)
    if name == "programmes":
        return _masks(column)
    if coded.column.allowed:
        return _codes(column, coded.column.allowed)
    return column.fill_null(coded.filler).to_numpy()


def _codes(column: pa.ChunkedArray, allowed: tuple[str, ...]) -> Any:
    value_set = ALLOWED[allowed]
    places = pc.index_in(column, value_set=value_set)
    return places.fill_null(NO_PLACE).to_numpy()


def _masks(column: pa.ChunkedArray) -> Any:
    values = column.combine_chunks().dictionary_encode()
    masks = np.array([mask(text or "") for text in values.dictionary.to_pylist()] + [EMPTY_MASK])
    return masks[values.indices.fill_null(len(masks) - 1).to_numpy(zero_copy_only=False)]


def _days(column: pa.ChunkedArray) -> Any:
    days = column.cast(pa.int32()).fill_null(NO_DAY).to_numpy()
    known = days > NO_DAY.as_py()
    day = np.where(known, days, 0).astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    year = day.astype("datetime64[Y]")
    number = (year.astype(np.int64) + 1970) * 10_000
    number += (month - year).astype(np.int64) * 100 + 100
    number += (day - month).astype(np.int64) + 1
    return np.where(known, number, EMPTY_DAY)


def arrow(values: Any, kind: pa.DataType) -> pa.Array:
    """Return (n,) NumPy integers or booleans as an Arrow array of int64 or bool.

    Without `pa.array`, which looks for pandas at every call: 50 microseconds each.
    """
    if pa.types.is_boolean(kind):
        bits = np.packbits(np.asarray(values, dtype=bool), bitorder="little")
        return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(bits)])
    numbers = np.ascontiguousarray(values, dtype=np.int64)
    return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(numbers)])
