"""Make an office with invented people for the bench.

    TEDUNG_HOME=… [TEDUNG_DATABASE=…] python bench/office_people.py 1000000

Names, numbers and villages are those of bench/rosters.py.  Half of the 100,000 lines that the bench hands
in are of people who are here already; each is seen by a village, and every second one by an office.
"""

import csv
import itertools
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from rosters import lines

KNOWN = 50_000
"""How many lines of the list are of people who are here."""


DATA = Path(__file__).parents[1] / "src/tedung/data"
COLUMNS = (
    "public_id",
    "nik",
    "nik_index",
    "nik_state",
    "birth_date",
    "nama_ktp",
    "nama_sebutan",
    "name_bag",
    "name_last",
    "birth_place",
    "sex",
    "mother",
    "phone",
    "address",
    "village",
    "domicile",
    "made_at",
)
PHONE = COLUMNS.index("phone") - 5
FIRST_BORN = date(1955, 1, 1)


def main(count: int) -> None:
    """Make the office, its users and *count* persons."""
    from tedung.office.starting import ground

    ground.open_django()
    ground.make()
    from tedung.office.starting.users import add_demo

    add_demo()
    fill(count)
    settle()


def fill(count: int) -> None:
    """Write the persons and by whom they are seen; indexes and triggers come back when all are there.

    So the audit holds nothing of them: the bench is about what is done beside them.
    """
    from django.db import connection

    from tedung.office.access.actor import SYSTEM, acting
    from tedung.office.access.change import changing
    from tedung.office.people import wordtables

    with acting(SYSTEM), changing("bench.people"), connection.cursor() as cursor:
        laid = _laid_aside(cursor, connection.vendor)
        _write(count)
        for statement in laid:
            cursor.execute(statement)
        wordtables.fill(connection)


def _write(count: int) -> None:
    from tedung.office.base.bulk import copy_rows, insert_select

    copy_rows("people_person", COLUMNS, persons(count))
    target = ("person_id", "kind", "code")
    insert_select(
        "people_visibility", target, "SELECT id, 'region', village FROM people_person WHERE village <> ''"
    )
    for kind, code in (("opd", "dinas_sosial"), ("group", "pedagang")):
        seen = f"SELECT id, '{kind}', '{code}' FROM people_person WHERE id & 1 = 0"
        insert_select("people_visibility", target, seen)


def _laid_aside(cursor: Any, vendor: str) -> list[str]:
    """Drop what is kept beside each row, and return the statements that make it again."""
    if vendor == "postgresql":
        return _laid_aside_postgresql(cursor)
    cursor.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name = 'people_person' "
        "AND type IN ('index', 'trigger')"
    )
    found = cursor.fetchall()
    for kind, name, _ in found:
        cursor.execute(f"DROP {kind} {name}")
    return [statement for _, _, statement in found]


def _laid_aside_postgresql(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'people_person' AND indexname NOT IN "
        "(SELECT conname FROM pg_constraint)"
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f'DROP INDEX "{name}"')
    cursor.execute("ALTER TABLE people_person DISABLE TRIGGER USER")
    again = ["SET CONSTRAINTS ALL IMMEDIATE", "ALTER TABLE people_person ENABLE TRIGGER USER"]
    return [*again, *(statement for _, statement in found)]


def settle() -> None:
    """Let the database count its rows, as its own housekeeping does overnight."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def persons(count: int) -> Iterator[tuple[Any, ...]]:
    """Yield *count* persons: those of the list first, then others who share 50,000 names among them."""
    from tedung.office.base import clock

    now, codes = clock.now(), villages()
    known = list(itertools.islice(lines(KNOWN), min(KNOWN, count)))
    written = [_written(row, codes, now) for row in known]
    yield from (_numbered(one, row[1], _born(row[1])) for one, row in zip(written, known, strict=True))
    dice, places = random.Random(11), sorted(set(codes.values()))
    for number in range(count - len(known)):
        one = dice.choice(written)
        place, born = dice.choice(places), FIRST_BORN + timedelta(days=dice.randrange(19_000))
        nik = f"{place.replace('.', '')[:6]}{born:%d%m%y}{9000 + number % 1000}"
        phone = f"+628{dice.randrange(10**9, 10**10)}"
        yield _numbered((*one[:PHONE], phone, one[PHONE + 1], place, "", now), nik, born)


def _written(row: list[str], codes: dict[str, str], now: Any) -> tuple[Any, ...]:
    """Return a person of a line, but for the number and the day of birth."""
    from tedung.office.people.meeting import name_keys

    name, village = row[2], codes.get(row[8], "")
    phone = f"+62{row[9][1:]}"
    return (name, "", *name_keys(name), "Denpasar", row[5], row[10], phone, row[6], village, "", now)


def _numbered(one: tuple[Any, ...], nik: str, born: date | None) -> tuple[Any, ...]:
    from tedung.office.base.crypto import blind_index, encrypt

    if len(nik) != 16:
        nik = ""
    sealed = encrypt(nik, "people_person.nik")
    identity = blind_index(f"bench {nik} {born} {one[0]} {one[PHONE]}")[:12]
    return (identity, sealed, blind_index(nik), "valid" if nik else "missing", born, *one)


def _born(nik: str) -> date | None:
    if len(nik) != 16:
        return None
    day, month, year = int(nik[6:8]) % 40, int(nik[8:10]), int(nik[10:12])
    return date(year + (1900 if year > 26 else 2000), month, day)


def villages() -> dict[str, str]:
    """Return the code of a village by its name; of several, the last."""
    with (DATA / "adm/bali_villages.csv").open(encoding="utf-8") as file:
        return {row["name"]: row["code"] for row in csv.DictReader(file)}


if __name__ == "__main__":
    main(int(sys.argv[1]))
