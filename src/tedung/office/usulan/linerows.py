"""Every line of a file as a row of the table, a title line too: the counts add up."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tedung.office.base.bulkvalues import texts
from tedung.office.base.crypto import blind_index, encrypt
from tedung.office.usulan.models import Berkas, Line
from tedung.office.usulan.taking import resembling, told_of
from tedung.roster.check import Checked
from tedung.roster.findings import Findings

TABLE = Line._meta.db_table
SLICE = 5_000
COPIED = {
    # column of the line: column of the roster's row
    "sheet": "sheet",
    "row_key": "row_key",
    "nama_ktp": "nama_ktp",
    "nama_sebutan": "nama_sebutan",
    "birth_place": "birth_place",
    "sex": "sex",
    "village": "village",
    "banjar": "banjar",
    "address": "address",
    "phone": "phone",
    "mother": "mother",
    "occupation": "occupation",
    "group_code": "kelompok_sasaran",
    "nik_state": "nik_state",
}
WIDTH = {field.column: field.max_length for field in Line._meta.local_concrete_fields if field.max_length}
TYPED = ("birth_date", "income", "is_member")
SAME = ("usulan_id", "berkas_id", "unit_code", "region", "opd_code")
COLUMNS = (
    *SAME,
    "is_current",
    "line",
    *COPIED,
    *TYPED,
    "nik",
    "nik_index",
    "outcome",
    "findings",
    "person_id",
)


def line_rows(berkas: Berkas, checked: Checked, persons: Sequence[int | None]) -> Iterator[tuple[Any, ...]]:
    """Yield the values of COLUMNS for every line; persons: the key of each line's person."""
    same = [getattr(berkas, "pk" if column == "berkas_id" else column) for column in SAME]
    told = _teller(resembling(checked))
    for start in range(0, checked.rows.num_rows, SLICE):
        part, here = checked.rows.slice(start, SLICE), slice(start, start + SLICE)
        outcomes = checked.outcomes[here]
        findings = map(told, part["row_id"].to_pylist(), outcomes, checked.findings[here])
        yield from zip(
            *(repeat(value, part.num_rows) for value in (*same, True)),
            part["line"].to_pylist(),
            *(texts(part[name], WIDTH.get(column)) for column, name in COPIED.items()),
            *_typed(part),
            *_niks(part),
            outcomes,
            findings,
            persons[here],
            strict=True,
        )


def _teller(known: set[str]) -> Callable[[str, str, Findings], str]:
    """Return what writes the findings of a line as JSON; most lines have the same few."""

    @lru_cache(maxsize=10_000)
    def written(outcome: str, findings: Findings, resembles: bool) -> str:
        return json.dumps(told_of(outcome, findings, resembles=resembles), ensure_ascii=False)

    return lambda row_id, outcome, findings: written(outcome, findings, row_id in known)


def _typed(part: pa.Table) -> Iterator[list[Any]]:
    """Yield what only a person has: of another line it is nothing."""
    for name in TYPED:
        yield pc.if_else(part["is_person"], part[name], None).to_pylist()


def _niks(part: pa.Table) -> tuple[Iterator[str], Iterator[str]]:
    """Return the digits that were found, encrypted, and the index of a number that is valid."""
    niks = texts(part["nik"])
    found = zip(texts(part["nik_digits"]), niks, strict=True)
    return (encrypt(digits or nik, f"{TABLE}.nik") for digits, nik in found), map(blind_index, niks)
