"""Cells of a table, read by the type of their column and held to what the column allows."""

from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from tedung.columns import PROGRAMMES, WORKER, Column
from tedung.money import thousands

LARGEST = 10**15
"""Amounts stay below, so that no product of a rule leaves int64."""

EXACT = 2.0**53  # a larger float is no whole rupiah any more
BOUNDS = {"risk_class": (1, 5), "contract_months": (0, 1_200)}
YES = ("true", "ya", "yes", "1", "y")
NO = ("false", "tidak", "no", "0", "t", "n")

# Made once: making an Arrow scalar or array looks for pandas, 50 microseconds each.
NO_VALUE, NOTHING, EMPTY = pa.scalar(value=False), pa.scalar(None, pa.string()), pa.scalar("")
ANSWERS, AGREEMENTS = pa.array((*YES, *NO)), pa.array(YES)
ALLOWED = {column.allowed: pa.array(column.allowed, pa.string()) for column in WORKER if column.allowed}


def tidied(array: pa.Array) -> pa.Array:
    """Return texts without spaces around them; an empty one is null."""
    tidy = pc.utf8_trim_whitespace(array.cast(pa.string()))
    return pc.if_else(pc.equal(tidy, EMPTY), NOTHING, tidy)


def read(array: pa.Array, column: Column) -> tuple[pa.Array, pa.Array | None]:
    """Return the array in the column's type where it can be, and which cells cannot."""
    if array.type == column.type:
        return array, None
    if pa.types.is_string(array.type):
        return _from_text(array, column)
    if pa.types.is_integer(column.type) and pa.types.is_floating(array.type):
        return _whole(array)
    try:
        return array.cast(column.type), None
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return array, pc.is_valid(array)


def _from_text(array: pa.Array, column: Column) -> tuple[pa.Array, pa.Array]:
    lower = pc.utf8_lower(array)
    if pa.types.is_boolean(column.type):
        known = pc.is_in(lower, ANSWERS)
        return _keep(array, known, pc.is_in(lower, AGREEMENTS))
    pattern = r"^-?[0-9]{1,18}$" if pa.types.is_integer(column.type) else r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
    fits = pc.fill_null(pc.match_substring_regex(array, pattern), NO_VALUE)
    only = pc.if_else(fits, array, NOTHING)
    try:
        read = only.cast(column.type)
    except pa.ArrowInvalid:  # a day such as 31 February
        return _one_by_one(array, column)
    return _keep(array, fits, read)


def _keep(array: pa.Array, fits: pa.Array, read: pa.Array) -> tuple[pa.Array, pa.Array]:
    wrong = pc.and_(pc.is_valid(array), pc.invert(fits))
    if not pc.any(wrong).as_py():
        return pc.if_else(pc.is_valid(array), read, pa.scalar(None, read.type)), wrong
    return array, wrong


def _one_by_one(array: pa.Array, column: Column) -> tuple[pa.Array, pa.Array]:
    wrong = []
    for value in array.to_pylist():
        try:
            pa.scalar(value).cast(column.type)
            wrong.append(False)
        except pa.ArrowInvalid:
            wrong.append(True)
    return array, pa.array(wrong, pa.bool_())


def _whole(array: pa.Array) -> tuple[pa.Array, pa.Array]:
    array = pc.if_else(
        pc.is_nan(array), pa.scalar(None, array.type), array
    )  # how pandas writes an empty cell
    is_whole = pc.and_(pc.equal(pc.floor(array), array), pc.less(pc.abs(array), EXACT))
    fits = pc.fill_null(is_whole, NO_VALUE)
    only = pc.if_else(fits, array, pa.scalar(None, array.type))
    return _keep(array, fits, only.cast(pa.int64()))


class Codes(NamedTuple):
    """A column of codes as read: its distinct texts, and which cells hold one that does not exist."""

    read: pa.Array
    wrong: pa.Array | None
    values: list[str]
    changed: bool


def read_codes(array: pa.Array, column: Column) -> Codes:
    """Return the codes without spaces around them, and the cells whose code does not exist.

    Only the distinct values are looked at; where all are clean the array itself comes back.
    """
    encoded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    given = [value or "" for value in encoded.dictionary.to_pylist()]
    tidy = [value.strip() for value in given]
    known = [_is_known(value, column) for value in tidy]
    if tidy == given and all(known):
        return Codes(array.cast(pa.string()), None, tidy, changed=False)
    wrong = pa.array([not good for good in known], pa.bool_()).take(encoded.indices)
    read = pa.array([value or None for value in tidy], pa.string()).take(encoded.indices)
    return Codes(read, pc.fill_null(wrong, NO_VALUE), tidy, changed=True)


def is_text(kind: pa.DataType) -> bool:
    """Say whether a type is text, plain or as a dictionary."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _is_known(value: str, column: Column) -> bool:
    if not value:
        return True
    if column.name == "programmes":
        return all(name in PROGRAMMES for name in value.split("+"))
    return value in column.allowed


def outside(array: pa.Array, column: Column) -> pa.Array | None:
    """Return which numbers lie out of the column's bounds; None where all lie within."""
    if not pa.types.is_integer(column.type) or _all_inside(array, column.name):
        return None
    lowest, highest = BOUNDS.get(column.name, (0, LARGEST - 1))
    beyond = pc.or_(pc.less(array, lowest), pc.greater(array, highest))
    return pc.fill_null(beyond, NO_VALUE)


def _all_inside(array: pa.Array, name: str) -> bool:
    lowest, highest = BOUNDS.get(name, (0, LARGEST - 1))
    ends = pc.min_max(array).as_py()
    return ends["min"] is None or (lowest <= ends["min"] and ends["max"] <= highest)


def allowed_values(column: Column) -> str:
    """Return what the column allows, as a reader sees it."""
    if column.name == "programmes":
        return "+".join(PROGRAMMES)
    if column.allowed:
        return ", ".join(column.allowed)
    lowest, highest = BOUNDS.get(column.name, (0, LARGEST - 1))
    return f"{thousands(lowest)} … {thousands(highest)}"
