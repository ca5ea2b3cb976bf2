"""An office in SQLite, moved whole into PostgreSQL: same rows, same sums, same guards, or nothing."""

import uuid
from datetime import date
from types import SimpleNamespace

import pytest
from conftest_office import KESIMAN, SUMERTA, person
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from plugins import postgresql
from plugins.ground import NO_POSTGRESQL
from tedung.errors import TedungError
from tedung.office.access.actor import SYSTEM, acting
from tedung.office.access.models import User
from tedung.office.access.services import give, make_user
from tedung.office.audit.models import Entry
from tedung.office.people.models import Person
from tedung.office.starting import ground, moving

COUNT = 'SELECT count(*) FROM "{}"'


@pytest.fixture(scope="module")
def server():
    """A server of its own for what is moved, and who may make databases in it."""
    started = postgresql.start()
    if started is None:
        pytest.skip(NO_POSTGRESQL)
    return started


def new_database(server, template="template1"):
    import psycopg

    name = f"office_{uuid.uuid4().hex[:8]}"
    folder = server.partition("host=")[2]
    with psycopg.connect(host=folder, user="postgres", dbname="postgres", autocommit=True) as opened:
        opened.execute(f"CREATE DATABASE {name} OWNER {postgresql.ROLE} TEMPLATE {template}")
    return server.replace(f"/{postgresql.ROLE}?", f"/{name}?")


def name_of(address):
    return address.partition("@/")[2].partition("?")[0]


@pytest.fixture(scope="module")
def laid(server, django_db_setup, django_db_blocker):
    """A database whose tables a move has laid, and then was ended: a move may begin there again."""
    if connection.vendor != "sqlite":
        return ""
    address = new_database(server)
    with django_db_blocker.unblock(), moving._target(address):
        moving._lay_tables()
    return name_of(address)


@pytest.fixture
def address(server, laid):
    """The address of a database without a row."""
    return new_database(server, laid or "template1")


@pytest.fixture
def filled(transactional_db, django_db_blocker, monkeypatch):
    """An office with reference data, users, grants, persons and their audit."""
    connect = django_db_blocker._real_ensure_connection  # a test of Django's knows one database alone
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", connect)
    if connection.vendor != "sqlite":
        pytest.skip("what is moved lies in SQLite: the run on SQLite moves it")
    ground.seed()
    with acting(SYSTEM):
        user, _ = make_user("wayan", "I Wayan Sudarma")
        give(user, "operator_desa", "region", KESIMAN)
        born = person(KESIMAN, nik="5171024107800001", birth_date="1980-07-01", address="Br. Kebon é ✓")
        person(SUMERTA, name='NI MADE\tARI \\N \\. "x"', domicile=KESIMAN)
        born.nama_sebutan = "Jero Mangku"
        born.save()
    return SimpleNamespace(user=user, person=born)


@pytest.fixture
def on_target():
    """Ask the moved office."""

    def ask(address, statement, scopes="*"):
        import psycopg

        folder = address.partition("host=")[2]
        with psycopg.connect(host=folder, user=postgresql.ROLE, dbname=name_of(address)) as opened:
            opened.execute("SELECT set_config('tedung.scopes', %s, false)", [scopes])
            return opened.execute(statement).fetchall()

    return ask


def test_every_row_and_every_sum_is_the_same(filled, server, on_target):
    address = new_database(server)  # without a table even
    moved = {table.name: table for table in moving.move(address)}
    for name, table in moved.items():
        with connection.cursor() as cursor:
            cursor.execute(COUNT.format(name))
            assert table.rows == cursor.fetchone()[0], name
        assert on_target(address, COUNT.format(name)) == [(table.rows,)]
    assert moved["people_person"].rows == 2
    assert moved["reference_region"].rows > 700
    assert moved["audit_entry"].rows == Entry.objects.count() > 100


def test_what_was_encrypted_opens_with_the_same_keys(filled, address, on_target):
    moving.move(address)
    stored = on_target(address, "SELECT nik FROM people_person WHERE nik <> ''")[0][0]
    assert Person(nik="")._meta.get_field("nik").from_db_value(stored) == "5171024107800001"


def test_instants_flags_and_texts_arrive_as_they_were(filled, address, on_target):
    moving.move(address)
    made = on_target(
        address, "SELECT made_at, birth_date, address FROM people_person WHERE nama_sebutan <> ''"
    )
    assert made == [(filled.person.made_at, date(1980, 7, 1), "Br. Kebon é ✓")]
    assert on_target(address, "SELECT is_active, password_is_given FROM access_user") == [(True, True)]
    assert on_target(address, "SELECT nama_ktp FROM people_person WHERE domicile <> ''") == [
        ('NI MADE\tARI \\N \\. "x"',)
    ]


def test_the_guards_of_the_target_hold(filled, address, on_target):
    import psycopg

    moving.move(address)
    assert on_target(address, "SELECT id FROM people_person", scopes="") == []
    assert on_target(address, "SELECT id FROM people_person", scopes=f"region:{KESIMAN}") == [
        (filled.person.pk,)
    ]
    with pytest.raises(psycopg.errors.CheckViolation):
        on_target(address, "DELETE FROM audit_entry RETURNING id")


def test_new_rows_get_new_numbers_and_an_entry(filled, address, on_target):
    moving.move(address)
    highest = max(User.objects.values_list("pk", flat=True))
    made = on_target(
        address,
        "INSERT INTO access_user (password, is_superuser, username, email, is_staff, is_active, date_joined, "
        "full_name, password_is_given) VALUES ('', false, 'made', '', false, true, now(), 'Made', false) "
        "RETURNING id",
    )
    assert made == [(highest + 1,)]
    kept = on_target(address, "SELECT row_id FROM audit_entry ORDER BY id DESC LIMIT 1")
    assert kept == made


def test_an_office_is_never_moved_onto_another(filled, address):
    moving.move(address)
    with pytest.raises(TedungError, match="sudah berisi baris"):
        moving.move(address)


def test_what_postgresql_refuses_is_named_by_its_table_and_nothing_is_kept(filled, address, on_target):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_person SET nama_ktp = 'RAHASIA' || char(0) WHERE id = %s", [filled.person.pk]
        )
    with pytest.raises(TedungError, match=r"people_person|audit_entry") as refused:
        moving.move(address)
    assert "RAHASIA" not in str(refused.value)
    assert on_target(address, "SELECT count(*) FROM access_user") == [(0,)]

    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET nama_ktp = 'PULIH' WHERE id = %s", [filled.person.pk])
        cursor.execute("DROP TRIGGER audit_entry_no_delete")
        cursor.execute("DELETE FROM audit_entry WHERE instr(before, 'RAHASIA') OR instr(after, 'RAHASIA')")
    assert {table.name: table.rows for table in moving.move(address)}["people_person"] == 2


def test_a_key_that_leads_nowhere_is_refused(filled, address, on_target):
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.execute("UPDATE people_visibility SET person_id = 999 WHERE id = 1")
    connection.close()
    with pytest.raises(TedungError, match="people_visibility"):
        moving.move(address)
    assert on_target(address, "SELECT count(*) FROM access_user") == [(0,)]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("mysql://x/y", "postgresql://"),
        ("postgresql://", "menyebut nama"),
        ("", "postgresql://"),
        ("postgresql://nobody@127.0.0.1:1/none", "tidak menjawab"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused(filled, given, said):
    with pytest.raises(TedungError, match=said):
        moving.move(given)
    assert "target" not in connections.settings


def test_an_office_whose_tables_are_old_is_not_moved(filled, address):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'access' AND name = '0002_guards'")
    with pytest.raises(TedungError, match="office migrate"):
        moving.move(address)


def test_only_sqlite_is_moved(db):
    if connection.vendor == "sqlite":
        pytest.skip("asked where the office lies in PostgreSQL already")
    with pytest.raises(TedungError, match="sudah di PostgreSQL"):
        moving.move("postgresql://x/y")
