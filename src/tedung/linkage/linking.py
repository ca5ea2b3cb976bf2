"""From the table of rows to persons: the one function that the roster is handed."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa

from tedung.linkage.result import PAIRS, Linked

Row = dict[str, Any]


def link(
    rows: pa.Table,
    *,
    decisions: Path | None = None,  # noqa: ARG001 - the seam; read from the next slice on
    members: pa.Table | None = None,
    trust: str = "full",  # noqa: ARG001 - the seam; read from the next slice on
    on_progress: Callable[[int], None] | None = None,
) -> Linked:
    """Give every row that is a person a `person_id`, and say which pairs made it so."""
    people = [row for row in rows.to_pylist() if row["is_person"]]
    groups = _same_nik(people) + _same_name_and_date(people)
    root = {row["row_id"]: row["row_id"] for row in people}
    pairs = []
    for group in groups:
        ordered = sorted(row["row_id"] for row in group)
        for a, b in pairwise(ordered):
            pairs.append({"a": a, "b": b, "weight": 20.0, "zone": "auto", "reasons": "[]"})
            root[_find(root, b)] = _find(root, a)
    if on_progress:
        on_progress(rows.num_rows)
    ids = [_person(_find(root, r)) if p else None for r, p in _flags(rows)]
    return Linked(ids, pa.Table.from_pylist(pairs, PAIRS), _members(people, members))


def _flags(rows: pa.Table) -> Iterable[tuple[str, bool]]:
    return zip(rows["row_id"].to_pylist(), rows["is_person"].to_pylist(), strict=True)


def _find(root: dict[str, str], key: str) -> str:
    while root[key] != key:
        key = root[key]
    return key


def _person(key: str) -> str:
    return "p" + hashlib.blake2b(key.encode(), digest_size=8).hexdigest()


def _name(row: Row) -> str:
    return " ".join((row["nama_ktp"] or "").upper().split())


def _groups(rows: Iterable[Row], key: Callable[[Row], Any]) -> list[list[Row]]:
    found = defaultdict(list)
    for row in rows:
        if key(row) is not None:
            found[key(row)].append(row)
    return [group for group in found.values() if len(group) > 1]


def _same_nik(rows: Iterable[Row]) -> list[list[Row]]:
    groups = _groups(rows, lambda row: row["nik"] or None)
    return [group for group in groups if len({row["birth_date"] for row in group} - {None}) < 2]


def _same_name_and_date(rows: Iterable[Row]) -> list[list[Row]]:
    return _groups(rows, lambda row: (_name(row), row["birth_date"]) if row["birth_date"] else None)


def _members(people: list[Row], members: pa.Table | None) -> dict[str, str]:
    if members is None:
        return {}
    by_nik = {row["nik"]: row["row_id"] for row in members.to_pylist() if row["nik"]}
    return {row["row_id"]: by_nik[row["nik"]] for row in people if row["nik"] in by_nik}
