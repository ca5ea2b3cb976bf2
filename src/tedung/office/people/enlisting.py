"""New persons by the set: made once from what a list says, seen by whoever proposed them."""

from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any

import pyarrow as pa
from django.db import connection

from tedung.office.base import clock
from tedung.office.base.bulk import copy_rows, reserve_keys
from tedung.office.base.bulkvalues import texts
from tedung.office.base.crypto import blind_index, encrypt
from tedung.office.people.meeting import name_keys
from tedung.office.people.models import Person, Visibility, new_public_id

TABLE = Person._meta.db_table
SLICE = 5_000
COPIED = ("nama_ktp", "nama_sebutan", "birth_place", "sex", "mother", "phone", "address", "village")
COLUMNS = (
    "id",
    "public_id",
    "name_bag",
    "name_last",
    "nik",
    "nik_index",
    "nik_state",
    "birth_date",
    "domicile",
    "made_at",
    *COPIED,
)
CUT = {"nama_ktp": 200, "nama_sebutan": 200, "birth_place": 120, "mother": 200}
"""What a list may write at any length; the roster bounds the rest."""


def enlist(rows: pa.Table) -> list[int]:
    """Make a person of each row (columns of roster/table.py); return their keys in order."""
    keys = reserve_keys(TABLE, rows.num_rows)
    copy_rows(TABLE, COLUMNS, _persons(rows, keys))
    return keys


def _persons(rows: pa.Table, keys: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    now = clock.now()
    for start in range(0, rows.num_rows, SLICE):
        part = rows.slice(start, SLICE)
        copied = [texts(part[name], CUT.get(name)) for name in COPIED]
        bags, lasts = zip(*map(name_keys, texts(part["nama_ktp"])), strict=True)
        niks = texts(part["nik"])
        found = zip(niks, texts(part["nik_digits"]), strict=True)
        yield from zip(
            keys[start : start + SLICE],
            (new_public_id() for _ in range(part.num_rows)),
            bags,
            lasts,
            (encrypt(nik or digits, f"{TABLE}.nik") for nik, digits in found),
            map(blind_index, niks),
            (state or "missing" for state in texts(part["nik_state"])),
            part["birth_date"].to_pylist(),
            repeat("", part.num_rows),
            repeat(now, part.num_rows),
            *copied,
            strict=True,
        )


def show_to(kind: str, statement: str, params: list[Any]) -> int:
    """Let the scopes of `kind` see persons: `statement` selects person_id and code; return how many are new.

    Whoever saw a person before goes on seeing them: what one has worked on does not vanish.
    """
    table = Visibility._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (person_id, kind, code) "
            f"SELECT DISTINCT person_id, %s, code FROM ({statement}) AS seen "
            "WHERE person_id IS NOT NULL AND code <> '' ON CONFLICT DO NOTHING",
            [kind, *params],
        )
        return int(cursor.rowcount)
