"""Cells of a table, read by the type of their column and held to what the column allows."""

import pyarrow as pa
import pyarrow.compute as pc

from tedung.columns import PROGRAMMES, Column
from tedung.money import thousands

LARGEST = 10**15
"""Amounts stay below, so that no product of a rule leaves int64."""

BOUNDS = {"risk_class": (1, 5), "contract_months": (0, 1_200)}
YES = ("true", "ya", "yes", "1", "y")
NO = ("false", "tidak", "no", "0", "t", "n")
NO_VALUE = pa.scalar(value=False)


def tidied(array: pa.Array) -> pa.Array:
    """Return texts without spaces around them; an empty one is null."""
    tidy = pc.utf8_trim_whitespace(array.cast(pa.string()))
    return pc.if_else(pc.equal(tidy, ""), pa.scalar(None, pa.string()), tidy)


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
        known = pc.is_in(lower, pa.array((*YES, *NO)))
        return _keep(array, known, pc.is_in(lower, pa.array(YES)))
    pattern = r"^-?\d{1,18}$" if pa.types.is_integer(column.type) else r"^\d{4}-\d{2}-\d{2}$"
    fits = pc.fill_null(pc.match_substring_regex(array, pattern), NO_VALUE)
    only = pc.if_else(fits, array, pa.scalar(None, pa.string()))
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
    is_whole = pc.and_(pc.equal(pc.floor(array), array), pc.less(pc.abs(array), LARGEST * 10))
    fits = pc.fill_null(is_whole, NO_VALUE)
    only = pc.if_else(fits, array, pa.scalar(None, array.type))
    return _keep(array, fits, only.cast(pa.int64()))


def within(array: pa.Array, column: Column) -> tuple[pa.Array, pa.Array | None, str]:
    """Return the array, the cells outside what the column allows, and the fault's code."""
    if array.type != column.type:  # already refused for its type
        return pa.nulls(len(array), column.type), None, "not_allowed"
    if column.name == "programmes":
        outside = pc.invert(_programmes_known(array))
    elif column.allowed:
        outside = pc.invert(pc.is_in(array, pa.array(column.allowed)))
    elif pa.types.is_integer(column.type):
        outside = _outside(array, column.name)
    else:
        return array, None, "not_allowed"
    outside = pc.fill_null(pc.and_(pc.is_valid(array), outside), NO_VALUE)
    is_code = column.allowed or column.name == "programmes"
    return array, outside, "not_allowed" if is_code else "out_of_range"


def _programmes_known(array: pa.Array) -> pa.Array:
    values = array.dictionary_encode()
    known = [_is_programmes(value) for value in values.dictionary.to_pylist()]
    return pa.array([*known, True], pa.bool_()).take(pc.fill_null(values.indices, len(known)))


def _is_programmes(value: str) -> bool:
    return all(name in PROGRAMMES for name in value.split("+")) if value else True


def _outside(array: pa.Array, name: str) -> pa.Array:
    lowest, highest = BOUNDS.get(name, (0, LARGEST - 1))
    return pc.or_(pc.less(array, lowest), pc.greater(array, highest))


def allowed_values(column: Column) -> str:
    """Return what the column allows, as a reader sees it."""
    if column.name == "programmes":
        return "+".join(PROGRAMMES)
    if column.allowed:
        return ", ".join(column.allowed)
    lowest, highest = BOUNDS.get(column.name, (0, LARGEST - 1))
    return f"{thousands(lowest)} … {thousands(highest)}"
