"""The door: every value of a table is checked, and all faults are named at once, before a rule sees it.

Works on Arrow batches, so that a file of any size passes in bounded memory.  A text
cell (CSV, a spreadsheet) is read by its column's type; a typed column is only checked.
"""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tedung.columns import HOUSEHOLD, NAMES, PERSON, WORKER, Column
from tedung.errors import TedungError
from tedung.scale import cells
from tedung.texts import text

KNOWN = {column.name: column for column in (*WORKER, *PERSON, *HOUSEHOLD)}
SHOWN = 3
LONGEST_SHOWN = 12  # a longer value may be a NIK


@dataclass
class Fault:
    """One kind of fault in one column: how often, and where first."""

    code: str
    column: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    count: int = 0
    lines: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        """Return what is wrong, where, and what is allowed."""
        where = text("bill.fault_where", count=self.count, lines=", ".join(self.lines)) if self.count else ""
        return text(f"bill.fault_{self.code}", column=self.column, where=where, **self.fields)


class TableError(TedungError):
    """A table with faults; the message names all of them."""

    def __init__(self, name: str, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        sentences = [fault.sentence() for fault in self.faults]
        head = text("bill.table_refused", file=name, count=len(sentences))
        super().__init__("\n".join([head, *(f"  - {sentence}" for sentence in sentences)]))


class Door:
    """Checks batch after batch and remembers every fault; `close` raises where there was one.

    `changed` says whether some cell had to be read (a text made a number, spaces
    taken off): then what came in must not be used in place of what came out.
    `programmes` are the distinct texts of that column.
    """

    def __init__(self, name: str, columns: Iterable[str], first_line: int = 1) -> None:
        self.name, self.line = name, first_line
        self.changed = False
        self.programmes: set[str] = set()
        self.faults: dict[tuple[str, str], Fault] = {}
        for column, count in _counted(columns).items():
            if not column:
                self._note("no_name", column, {})
            elif column not in KNOWN:
                self._note("unknown_column", column, {"near": _near(column)})
            elif count > 1:
                self._note("column_twice", column, {})

    def check(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return the batch with the types of `columns.py`; faulty cells are empty and remembered."""
        names = [name for name in dict.fromkeys(batch.schema.names) if name in KNOWN]
        arrays = [self._column(KNOWN[name], batch.column(batch.schema.names.index(name))) for name in names]
        self.line += batch.num_rows
        schema = pa.schema([(name, KNOWN[name].type) for name in names])
        return pa.RecordBatch.from_arrays(arrays, schema=schema)

    def close(self) -> None:
        """Raise `TableError` with every fault of the table, if there was any."""
        if self.faults:
            raise TableError(self.name, self.faults.values())

    def _column(self, column: Column, array: pa.Array) -> pa.Array:
        if pa.types.is_null(array.type):
            return pa.nulls(len(array), column.type)
        if is_code(column) and cells.is_text(array.type):
            return self._codes(column, array)
        if pa.types.is_dictionary(array.type):
            array = array.dictionary_decode()
        is_text = cells.is_text(array.type)
        given = array
        if is_text:
            array = array.cast(pa.string()) if column.type == pa.string() else cells.tidied(array)
        read, wrong = cells.read(array, column)
        self._remember("wrong_type", column, array, wrong)
        if read.type != column.type:
            return pa.nulls(len(array), column.type)
        self._remember("out_of_range", column, read, cells.outside(read, column))
        self.changed = self.changed or read.type != given.type
        return read

    def _codes(self, column: Column, array: pa.Array) -> pa.Array:
        codes = cells.read_codes(array, column)
        self._remember("not_allowed", column, array, codes.wrong)
        self.changed = self.changed or codes.changed
        if column.name == "programmes":
            self.programmes.update(codes.values)
        return codes.read

    def _remember(self, code: str, column: Column, array: pa.Array, wrong: pa.Array | None) -> None:
        count = 0 if wrong is None else pc.sum(wrong).as_py() or 0
        if not count:
            return
        fields = {"type": text(f"bill.type_{column.type}"), "allowed": cells.allowed_values(column)}
        fault = self._note(code, column.name, fields)
        fault.count += count
        for place in pc.indices_nonzero(wrong)[: SHOWN - len(fault.lines)].to_pylist():
            fault.lines.append(_shown(self.line + place, array[place].as_py()))

    def _note(self, code: str, column: str, fields: dict[str, Any]) -> Fault:
        return self.faults.setdefault((code, column), Fault(code, column, fields))


def is_code(column: Column) -> bool:
    """Say whether the column holds one of few texts."""
    return bool(column.allowed) or column.name == "programmes"


def needs_reading(column: Column, kind: pa.DataType) -> bool:
    """Say whether the door must look into a typed column, or its type says enough."""
    typed = kind == column.type and not pa.types.is_integer(kind)
    return not typed or is_code(column)


def _counted(columns: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for column in columns:
        counts[column] = counts.get(column, 0) + 1
    return counts


def _near(column: str) -> str:
    near = difflib.get_close_matches(column.lower(), NAMES, n=1, cutoff=0.6)
    return text("bill.near", near=near[0]) if near else ""


def _shown(line: int, value: Any) -> str:
    shown = str(value)
    if len(shown) > LONGEST_SHOWN:
        shown = "…"
    return text("bill.fault_line", line=line, value=shown)
