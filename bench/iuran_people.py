"""Make an office with members of many wadah, for the benches of contributions.

    TEDUNG_HOME=… [TEDUNG_DATABASE=…] python bench/iuran_people.py PEOPLE [WADAH]

Everybody is *aktif* with a number since January 2027, was asked of the registry once, and is in one wadah.
The first 100,000 are candidates of one more, whose file to the agency is asked for and answered.
"""

import itertools
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from office_people import settle

CITY, VILLAGE, OFFICES = "51.71", "51.71.02.1006", 20
AT = datetime(2027, 1, 1, tzinfo=UTC)
ANSWERED = 100_000
"""Candidates of the file that is answered."""
PERSON = ("public_id", "nama_ktp", "name_bag", "name_last", "birth_date", "village", "sex", "made_at")
NUMBERED = ("nik", "nik_index", "nik_state")
EMPTY = ("nama_sebutan", "birth_place", "mother", "phone", "address", "domicile")
MEMBER = (
    "person_id", "wadah_id", "payer", "programmes", "kpj", "kpj_index", "state", "refused_for", "since", "until",
    "ended_reason", "registered_on", "village", "opd_code", "unit_code", "group_code", "made_at",
)  # fmt: skip
BORN, REGISTERED = date(1965, 1, 1), date(2026, 12, 20)
FIRST = ("WAYAN", "MADE", "NYOMAN", "KETUT", "PUTU", "KADEK", "KOMANG", "GEDE")
LAST = (
    "SUDARMA",
    "ARTAWAN",
    "BUDIARTA",
    "MUDANA",
    "SUARTINI",
    "YASA",
    "SRIANI",
    "SUDIRA",
    "WIJAYA",
    "PARWATA",
)


def main(count: int, wadah: int) -> None:
    """Make the office, its users, its wadah, *count* people and their memberships."""
    from tedung.office.starting import ground

    ground.open_django()
    ground.make()
    from tedung.office.access.actor import SYSTEM, acting
    from tedung.office.access.change import changing
    from tedung.office.starting.users import add_demo

    add_demo()
    with acting(SYSTEM), changing("bench"):
        _budgets()
        keys = [_wadah(number) for number in range(wadah)]
        waiting = _wadah(wadah, "bench")
        with unwatched("people_person", "wadah_member", "padan_check"):
            _people(count)
            _members(keys, count)
            _candidates(waiting)
            _checks()
    settle()


def nik(number: int) -> str:
    """Return the made-up NIK of somebody."""
    return f"517102{number:010d}"


def kpj(number: int) -> str:
    """Return the made-up number of somebody with the agency."""
    return f"{number:011d}"


def name(number: int) -> str:
    """Return what somebody is called."""
    return f"{FIRST[number % 8]} {LAST[number // 8 % 10]}"


def born(number: int) -> date:
    """Return somebody's day of birth."""
    return BORN + timedelta(days=number % 14_000)


def _budgets() -> None:
    from tedung.office.anggaran.services import open_pos

    told = {
        "payer": "apbd_kota", "sub_activity": "Jaminan sosial", "account": "1", "nomenclature": "1",
        "sumber_dana": "PAD", "year": 2027,
    }  # fmt: skip
    for number in range(OFFICES):
        open_pos(CITY, f"opd{number}", 1_000_000_000_000, date(2026, 12, 20), **told)


def _wadah(number: int, group: str = "") -> int:
    from tedung.office.base import clock
    from tedung.office.organisations.models import Organisation
    from tedung.office.wadah.models import Wadah

    unit = Organisation.objects.create(
        code=f"wadah:bench{number}", kind="wadah", name=f"Wadah {number}", region=CITY
    )
    told = {"kind": "SG", "payer": "apbd_kota", "since": date(2026, 1, 1), "made_at": clock.now()}
    codes = {"opd_code": f"opd{number % OFFICES}", "unit_code": f"unit{number}", "group_code": group}
    return int(Wadah.everything.create(organisation=unit, region=CITY, **codes, **told).pk)


@contextmanager
def unwatched(*tables: str) -> Iterator[None]:
    """Lay triggers aside while rows are made up: the audit holds nothing of them."""
    from django.db import connection

    with connection.cursor() as cursor:
        again = [statement for table in tables for statement in _aside(cursor, table)]
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in again:
            cursor.execute(statement)


def _aside(cursor: Any, table: str) -> list[str]:
    """Take the triggers of a table away; return what brings them back."""
    if cursor.db.vendor == "postgresql":
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        return [f"ALTER TABLE {table} ENABLE TRIGGER USER"]
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
    found = cursor.fetchall()
    for name, _statement in found:
        cursor.execute(f"DROP TRIGGER {name}")
    return [statement for _name, statement in found]


def _people(count: int) -> None:
    from tedung.office.base.bulk import copy_rows

    rows = _persons(count)
    while some := list(itertools.islice(rows, 100_000)):
        copy_rows("people_person", (*PERSON, *NUMBERED, *EMPTY), some)


def _persons(count: int) -> Iterator[tuple[Any, ...]]:
    from tedung.office.base.crypto import blind_index, encrypt
    from tedung.office.people.meeting import name_keys

    keys = {name(number): name_keys(name(number)) for number in range(80)}
    for number in range(count):
        called, own = name(number), nik(number)
        yield (
            f"B{number:011d}", called, *keys[called], born(number), VILLAGE, "L", AT,
            encrypt(own, "people_person.nik"), blind_index(own), "valid", *([""] * len(EMPTY)),
        )  # fmt: skip


def _members(keys: list[int], count: int) -> None:
    """Lay the people to the wadah in their order, as many to each."""
    from tedung.office.base.bulk import copy_rows
    from tedung.office.base.crypto import blind_index, encrypt

    rows = (
        (
            person, keys[at * len(keys) // count], "apbd_kota", "jkk+jkm",
            encrypt(kpj(at), "wadah_member.kpj"), blind_index(kpj(at)), "aktif", "", "2027-01", "", "",
            REGISTERED, VILLAGE, f"opd{at * len(keys) // count % OFFICES}",
            f"unit{at * len(keys) // count}", "", AT,
        )
        for at, person in enumerate(_person_keys())
    )  # fmt: skip
    while some := list(itertools.islice(rows, 100_000)):
        copy_rows("wadah_member", MEMBER, some)


def _person_keys() -> list[int]:
    from tedung.office.people.models import Person

    return list(Person.everything.order_by("pk").values_list("pk", flat=True))


def _candidates(wadah: int) -> None:
    from tedung.office.base.bulk import insert_select

    one = (
        f"SELECT id, {wadah}, 'apbd_kota', 'jkk+jkm', '', '', 'calon', '', '2027-01', '', '', NULL, "
        f"village, 'opd0', 'bench', 'bench', made_at FROM people_person ORDER BY id LIMIT {ANSWERED}"
    )
    insert_select("wadah_member", MEMBER, one)


def _checks() -> None:
    from tedung.office.base.bulk import insert_select
    from tedung.office.padan.models import Request
    from tedung.office.reference.models import Format

    asked = Request.everything.create(region=CITY, reason="usulan", form=Format.objects.first(), made_at=AT)
    columns = ("request_id", "person_id", "ordinal", "nik_index", "result", "told", "answered_on")
    told = "CASE WHEN id %% 50 = 0 THEN 'nama_berbeda' ELSE 'padan' END"
    one = f"SELECT {asked.pk}, id, id, nik_index, {told}, '', birth_date FROM people_person"
    insert_select("padan_check", columns, one)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
