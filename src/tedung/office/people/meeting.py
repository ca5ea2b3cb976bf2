"""Which known persons a list may be speaking of: met by number, by birth date and name, by village and name.

The database finds the few who share something; the linkage, which knows names, decides among them.
"""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from django.db import connection

from tedung.linkage.standardise import NAME_PARTS, name_parts
from tedung.office.base.bulk import copy_rows, staging
from tedung.office.base.crypto import blind_index, decrypt
from tedung.office.people.models import Person

SLICE = 20_000
BAG, LAST = NAME_PARTS.names.index("bag"), NAME_PARTS.names.index("last")

KNOWN = pa.schema(
    [
        ("row_id", pa.string()),  # the person's key
        ("nama_ktp", pa.string()),
        ("nik", pa.string()),
        ("nik_state", pa.string()),
        ("nik_digits", pa.string()),
        ("birth_date", pa.date32()),
        ("birth_place", pa.string()),
        ("sex", pa.string()),
        ("village", pa.string()),
        ("phone", pa.string()),
        ("mother", pa.string()),
    ]
)
COLUMNS = "id, nama_ktp, nik, nik_state, birth_date, birth_place, sex, village, phone, mother, merged_into_id"


def name_keys(name: str) -> tuple[str, str]:
    """Return a written name by sound: its tokens sorted, and its last one; empty where it says nothing."""
    parts = name_parts(name)
    return (parts[BAG] or "")[:200], (parts[LAST] or "")[:60]


def known_persons(rows: pa.Table) -> pa.Table:
    """Return the persons who share something with a row, in the columns that the linkage compares.

    rows: columns of roster/table.py.  An alias comes as the person it is one of.
    """
    with staging(**ASKED) as asked:
        copy_rows(asked, tuple(ASKED), _asked(rows))
        with connection.cursor() as cursor:
            cursor.execute(MEET.format(asked=asked, columns=COLUMNS))
            return _table(cursor)


ASKED = {
    "nik_index": "text",
    "birth_date": "date",
    "name_last": "text",
    "village": "text",
    "name_bag": "text",
    "phone": "text",
}


def _asked(rows: pa.Table) -> Iterator[tuple[Any, ...]]:
    columns = [
        rows[name].to_pylist() for name in ("is_person", "nama_ktp", "nik", "birth_date", "village", "phone")
    ]
    for is_person, name, nik, birth_date, village, phone in zip(*columns, strict=True):
        if is_person:
            bag, last = name_keys(name or "")
            yield blind_index(nik or ""), birth_date, last, village or "", bag, phone or ""


MEET = """
WITH met AS (
  SELECT p.id FROM {asked} a JOIN people_person p ON p.nik_index = a.nik_index WHERE a.nik_index <> ''
  UNION
  SELECT f.person_id FROM {asked} a JOIN people_formernik f ON f.nik_index = a.nik_index
  WHERE a.nik_index <> ''
  UNION
  SELECT p.id FROM {asked} a JOIN people_person p
    ON p.birth_date = a.birth_date AND p.name_last = a.name_last WHERE a.name_last <> ''
  UNION
  SELECT p.id FROM {asked} a JOIN people_person p ON p.village = a.village AND p.name_bag = a.name_bag
  WHERE a.village <> '' AND a.name_bag <> ''
  UNION
  SELECT p.id FROM {asked} a JOIN people_person p ON p.phone = a.phone WHERE a.phone <> ''
)
SELECT {columns} FROM people_person WHERE id IN (SELECT id FROM met) ORDER BY id
"""


def _table(cursor: Any) -> pa.Table:
    place = f"{Person._meta.db_table}.nik"
    parts = []
    while found := cursor.fetchmany(SLICE):
        parts.append(_part(found, place))
    return pa.Table.from_batches(parts, schema=KNOWN)


def _part(found: list[tuple[Any, ...]], place: str) -> pa.RecordBatch:
    ids, names, niks, states, births, places, sexes, villages, phones, mothers, aliases = zip(
        *found, strict=True
    )
    opened = [decrypt(nik, place) or None for nik in niks]
    keys = [str(alias or key) for key, alias in zip(ids, aliases, strict=True)]
    valid = [nik if state == "valid" else None for nik, state in zip(opened, states, strict=True)]
    plain = [[value or None for value in column] for column in (places, sexes, villages, phones, mothers)]
    columns = [keys, names, valid, states, opened, births, *plain]
    arrays = [pa.array(column, field.type) for column, field in zip(columns, KNOWN, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=KNOWN)
