"""Which value a column takes, the same on both databases; the fault never repeats the value."""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

Reader = Callable[[Any], Any]

BITS = {"smallint": 16, "smallint unsigned": 15, "integer": 32, "integer unsigned": 31}
TEXT = re.compile(r"(?:character varying|character|varchar|char)\(([0-9]+)\)|text|jsonb?")
PLAIN: Mapping[str, set[type]] = {
    "boolean": {bool},
    "bool": {bool},
    "date": {date},
    "bytea": {bytes},
    "blob": {bytes},
}
NUL_IN_JSON = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def texts(column: pa.ChunkedArray, most: int | None = None) -> list[str]:
    """Return the texts of a column, empty for none, no longer than *most* letters."""
    filled = pc.fill_null(column, "")
    found: list[str] = (pc.utf8_slice_codeunits(filled, 0, most) if most else filled).to_pylist()
    return found


class BulkError(ValueError):
    """A value that its column may not hold: a fault of the program."""


def reader(declared: str, vendor: str) -> Reader:
    """Return what checks a value for a column of the declared type; BulkError for a type we do not write."""
    found = TEXT.fullmatch(declared)
    if found:
        return _text(int(found[1]) if found[1] else 0)
    if "int" in declared:
        # SQLite declares every key `integer` and holds 64 bits in each
        return _whole(64 if vendor == "sqlite" and declared == "integer" else BITS.get(declared, 64))
    if declared in {"datetime", "timestamp with time zone"}:
        return _instant(is_text=vendor == "sqlite")
    for kind in PLAIN.get(declared, ()):
        return _exactly(kind)
    if declared in {"real", "double precision"}:
        return _number
    raise BulkError(f"a column of type {declared} is not written in bulk")


def is_plain(declared: str, column: Sequence[Any]) -> bool:
    """Say whether every value of a column may be written as it stands; where not, ask of each its reader.

    A thousand values at once cost a tenth of a thousand values by themselves.
    """
    kinds = set(map(type, column))
    if type(None) in kinds:
        column, kinds = [value for value in column if value is not None], kinds - {type(None)}
    if not kinds:
        return True
    if len(kinds) > 1:
        return False
    if "int" in declared:
        return kinds == {int} and _fit(column, declared)
    found = TEXT.fullmatch(declared)
    if found:
        return kinds == {str} and _are_texts(column, int(found[1]) if found[1] else 0)
    return kinds <= PLAIN.get(declared, set())


def _fit(column: Sequence[int], declared: str) -> bool:
    """Say whether whole numbers surely fit; the others are asked one by one."""
    least, most = _range(BITS.get(declared, 64))
    return least <= min(column) and max(column) < most


def _range(bits: int) -> tuple[int, int]:
    """Return the least number of a column, and the first that is too much; 15 and 31 bits have no sign."""
    if bits % 2:
        return 0, 1 << bits
    return -(1 << (bits - 1)), 1 << (bits - 1)


def _are_texts(column: Sequence[str], most: int) -> bool:
    joined = "".join(column)
    return joined.isascii() and "\0" not in joined and (not most or max(map(len, column)) <= most)


def _text(most: int) -> Reader:
    def read(value: Any) -> str:
        if type(value) in {dict, list}:
            value = _json(value)
        if type(value) is not str:
            raise _wrong("text", value)
        if "\0" in value:
            raise BulkError("a text holds a NUL byte")
        if most and len(value) > most:
            raise BulkError(f"a text is longer than its column's {most}")
        if not value.isascii():
            _encodable(value)
        return value

    return read


def _encodable(value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise BulkError("a text holds half a character (a lone surrogate)") from None


def _json(value: Any) -> str:
    made = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if NUL_IN_JSON.search(made):
        raise BulkError("a text holds a NUL byte")
    return made


def _whole(bits: int) -> Reader:
    least, most = _range(bits)

    def read(value: Any) -> int:
        if type(value) is not int:
            raise _wrong("whole number", value)
        if not least <= value < most:
            raise BulkError("a number does not fit in its column")
        return value

    return read


def _instant(*, is_text: bool) -> Reader:
    def read(value: Any) -> Any:
        if type(value) is not datetime or value.tzinfo is None:
            raise _wrong("instant with its time zone", value)
        return str(value.astimezone(UTC).replace(tzinfo=None)) if is_text else value

    return read


def _exactly(kind: type) -> Reader:
    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise _wrong(kind.__name__, value)
        return value

    return read


def _number(value: Any) -> float:
    if type(value) not in {float, int} or not math.isfinite(value):
        raise _wrong("finite number", value)
    return float(value)


def _wrong(needed: str, value: Any) -> BulkError:
    kind = type(value)
    return BulkError(f"a {needed} is needed, a {kind.__module__}.{kind.__name__} was given")
