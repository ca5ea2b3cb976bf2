"""New persons by the set: made once from what a list says, seen by whoever proposed them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from tedung.office.base import clock
from tedung.office.base.crypto import blind_index
from tedung.office.people.meeting import name_keys
from tedung.office.people.models import Person, Visibility

BATCH = 2_000


def enlist(found: Iterable[Mapping[str, Any]]) -> list[int]:
    """Make a person of each mapping of fields (columns of roster/table.py); return their keys in order."""
    made = Person.everything.bulk_create([_person(fields) for fields in found], batch_size=BATCH)
    return [person.pk for person in made]


def _person(fields: Mapping[str, Any]) -> Person:
    name = fields["nama_ktp"] or ""
    bag, last = name_keys(name)
    nik = fields.get("nik") or ""
    return Person(
        nama_ktp=name[:200],
        nama_sebutan=(fields.get("nama_sebutan") or "")[:200],
        name_bag=bag,
        name_last=last,
        nik=nik or fields.get("nik_digits") or "",
        nik_index=blind_index(nik),
        nik_state=fields.get("nik_state") or "missing",
        birth_date=fields.get("birth_date"),
        birth_place=(fields.get("birth_place") or "")[:120],
        sex=fields.get("sex") or "",
        mother=(fields.get("mother") or "")[:200],
        phone=fields.get("phone") or "",
        address=fields.get("address") or "",
        village=fields.get("village") or "",
        made_at=clock.now(),
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
