"""Without linkage: only a line typed twice, the same valid NIK beside the same name, is one person."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import pyarrow as pa

from tedung.roster.tidying import plain

PAIRS = pa.schema(
    [
        ("a", pa.string()),
        ("b", pa.string()),
        ("weight", pa.float64()),
        ("zone", pa.string()),
        ("reasons", pa.string()),
    ],
)
"""What `linkage.link` returns as pairs; none without it."""


class Linked(Protocol):
    """What the roster needs of linkage (`tedung.linkage.Linked` has it)."""

    @property
    def person_id(self) -> Sequence[str | None]:
        """One for each row; None where the row is no person."""

    @property
    def pairs(self) -> pa.Table:
        """Row ids a and b, weight, zone, reasons."""

    @property
    def members(self) -> Mapping[str, str]:
        """row_id of a row to row_id of the member it is."""

    @property
    def member_pairs(self) -> pa.Table:
        """Pairs of a row and a member."""

    @property
    def remarks(self) -> Sequence[Any]:
        """Codes and fields that a person should know."""


class Twins(NamedTuple):
    """What linkage would say, where it was not asked."""

    person_id: list[str | None]
    pairs: pa.Table
    members: Mapping[str, str]
    member_pairs: pa.Table
    remarks: Sequence[Any] = ()


def twins(rows: pa.Table) -> Twins:
    """Give every row that is a person an id of its own, but to lines typed twice the same."""
    seen: dict[tuple[str, str], str] = {}
    ids: list[str | None] = []
    columns = (rows[name].to_pylist() for name in ("row_id", "is_person", "nik", "nama_ktp"))
    for row_id, is_person, nik, name in zip(*columns, strict=True):
        if not is_person:
            ids.append(None)
            continue
        first = seen.setdefault((nik, _squeezed(name)), row_id) if nik and name else row_id
        ids.append("p" + hashlib.blake2b(first.encode(), digest_size=8).hexdigest())
    return Twins(ids, PAIRS.empty_table(), {}, PAIRS.empty_table())


def _squeezed(name: str) -> str:
    return "".join(one for one in plain(name) if one.isalnum())
