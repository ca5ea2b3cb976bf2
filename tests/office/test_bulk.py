"""Many rows by one statement, checked the same for both databases."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pytest
from conftest_office import KESIMAN, person
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tedung.office.audit.models import Entry
from tedung.office.base.bulk import along_indexes, copy_rows, count_anew, insert_select, reserve_keys, staging
from tedung.office.base.bulkvalues import BulkError, reader
from tedung.office.organisations.models import Organisation
from tedung.office.people.models import Person, Visibility
from tedung.office.reference.models import Setting

PERSON = tuple(field.column for field in Person._meta.local_concrete_fields if field.column != "id")
EMPTY = {field.column: None if field.null else "" for field in Person._meta.local_concrete_fields}
NOON = datetime(2026, 12, 1, 12, tzinfo=timezone(timedelta(hours=8)))


def line(number, **changed):
    own = {"public_id": f"{number:012d}", "nama_ktp": f"ORANG {number}", "birth_date": date(1980, 1, 31)}
    row = {**EMPTY, **own, "village": KESIMAN, "made_at": NOON, **changed}
    return [row[column] for column in PERSON]


@pytest.fixture
def table(as_system, db):
    return "people_person"


def test_rows_come_back_as_they_were_given(table):
    assert copy_rows(table, PERSON, [line(1, address="Jl. \\N \t\n 'x' \"y\" é 子", birth_date=None)]) == 1
    made = Person.everything.get()
    assert (made.address, made.birth_date, made.made_at) == (
        "Jl. \\N \t\n 'x' \"y\" é 子",
        None,
        datetime(2026, 12, 1, 4, tzinfo=UTC),
    )


def test_no_rows_are_no_fault(table):
    assert copy_rows(table, PERSON, []) == 0


@pytest.mark.parametrize("rows", [10_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_many_rows_are_written_and_audited(table, rows):
    assert copy_rows(table, PERSON, (line(number) for number in range(rows))) == rows
    assert Person.everything.count() == rows
    assert Entry.objects.filter(table=table, act="INSERT").count() == rows


def test_reserved_keys_are_given_once(table):
    first = reserve_keys(table, 3)
    copy_rows(table, ("id", *PERSON), [[key, *line(key)] for key in first])
    second = reserve_keys(table, 2)
    made = person(KESIMAN)
    assert len({*first, *second, made.pk}) == 6
    assert first == sorted(first)
    assert second[0] > first[-1]
    assert reserve_keys(table, 0) == []


def test_a_table_that_grew_is_counted_anew_within_the_transaction(table):
    copy_rows(table, PERSON, [line(number) for number in range(2_000)])
    count_anew(table)
    if connection.vendor == "postgresql":
        assert counted(table) >= 2_000


def counted(table):
    """Return how many rows PostgreSQL believes to be in a table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
        return cursor.fetchone()[0]


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite goes by the shape of its indexes")
def test_a_staging_table_is_counted_whenever_it_is_filled(db):
    """Its own housekeeping never sees the tables of a connection: it would lay each row beside each."""
    with staging(a="bigint") as first, staging(a="bigint") as second:
        copy_rows(first, ("a",), [(number,) for number in range(3_000)])
        assert counted(first) == 3_000
        insert_select(second, ("a",), "SELECT a FROM aside WHERE a < 2000".replace("aside", first))
        assert counted(second) == 2_000


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite looks up along indexes by itself")
def test_rows_are_looked_up_along_an_index_however_small_a_table_was(db):
    with connection.cursor() as cursor, transaction.atomic():
        with along_indexes():
            cursor.execute("EXPLAIN SELECT id FROM people_person WHERE id = 7")
            assert "Index" in cursor.fetchone()[0]
            cursor.execute("SHOW enable_seqscan")
            assert cursor.fetchone()[0] == "off"
        cursor.execute("SHOW enable_seqscan")
        assert cursor.fetchone()[0] == "on"


def test_a_set_is_joined_and_written_by_one_statement(table):
    made = person(KESIMAN)
    with staging(public_id="text", code="text") as aside:
        copy_rows(aside, ("public_id", "code"), [(made.public_id, "pemangku"), ("nobody", "petani")])
        count = insert_select(
            "people_visibility",
            ("person_id", "kind", "code"),
            "SELECT p.id, %s, s.code FROM people_person p JOIN aside s USING (public_id)".replace(
                "aside", aside
            ),
            ["group"],
        )
    assert count == 1
    assert Visibility.objects.get(kind="group").code == "pemangku"


def test_a_staging_table_is_gone_afterwards(table):
    with staging(a="bigint") as aside:
        pass
    with pytest.raises(BulkError, match="no columns"):
        copy_rows(aside, ("a",), [(1,)])


def test_a_staging_table_takes_each_of_its_kinds(table):
    with staging(a="bigint", b="text", c="boolean", d="date") as aside:
        copy_rows(aside, ("a", "b", "c", "d"), [(1 << 62, "x", True, date(2026, 1, 2)), (None,) * 4])
        with connection.cursor() as cursor:
            cursor.execute("SELECT a, b, c, d FROM aside ORDER BY a NULLS LAST".replace("aside", aside))
            first, second = cursor.fetchall()
    assert (first[0], first[1], bool(first[2]), str(first[3])) == (1 << 62, "x", True, "2026-01-02")
    assert second == (None,) * 4


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("nama_ktp", "a\0b", "NUL"),
        ("nama_ktp", "x" * 201, "longer than its column's 200"),
        ("nama_ktp", "\ud800", "half a character"),
        ("nama_ktp", 5, "text is needed"),
        ("nama_ktp", b"x", "text is needed"),
        ("birth_date", "1980-01-31", "date is needed"),
        ("birth_date", NOON, "date is needed"),
        ("made_at", NOON.replace(tzinfo=None), "time zone"),
        ("made_at", date(2026, 12, 1), "time zone"),
        ("nik_state", float("nan"), "text is needed"),
    ],
)
def test_a_wrong_value_is_refused_and_nothing_is_written(table, column, value, sentence):
    good = [line(number) for number in range(6_000)]
    with pytest.raises(BulkError, match=sentence) as told, transaction.atomic():
        copy_rows(table, PERSON, [*good, line(7_000, **{column: value})])
    assert "row 6001" in str(told.value)
    assert not Person.everything.exists()


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (True, "whole number is needed"),
        (1.0, "whole number is needed"),
        ("1", "whole number is needed"),
        (np.int64(1), "numpy.int64 was given"),
        (1 << 63, "does not fit"),
        (-(1 << 63) - 1, "does not fit"),
    ],
)
def test_a_rupiah_is_a_whole_number(table, value, sentence):
    with staging(upah="bigint") as aside, pytest.raises(BulkError, match=sentence), transaction.atomic():
        copy_rows(aside, ("upah",), [(value,)])


def test_the_fault_never_repeats_the_value(table):
    with pytest.raises(BulkError) as told:
        copy_rows(table, PERSON, [line(1, nama_ktp="I WAYAN SUDARMA\0")])
    assert "SUDARMA" not in str(told.value)


def test_json_is_written_and_a_nul_in_it_refused(table):
    columns = ("key", "value", "since")
    copy_rows("reference_setting", columns, [("a", {"x": ["\\u0000 é"]}, date(2026, 1, 1))])
    assert Setting.objects.get().value == {"x": ["\\u0000 é"]}
    with pytest.raises(BulkError, match="NUL"):
        copy_rows("reference_setting", columns, [("b", ["a\0"], date(2026, 1, 1))])


def test_a_row_of_another_width_is_refused(table):
    with staging(a="bigint", b="bigint") as aside, pytest.raises(BulkError, match="row 2 has 1 values for 2"):
        copy_rows(aside, ("a", "b"), [(1, 2), (3,)])


@pytest.mark.parametrize("name", ['a"; DROP TABLE x', "A", "", "a" * 64, "a b"])
def test_a_hostile_name_is_refused(table, name):
    with pytest.raises(BulkError):
        copy_rows(name, ("a",), [])
    with pytest.raises(BulkError):
        insert_select("people_person", (name,), "SELECT 1")
    with pytest.raises(BulkError), staging(**{name: "text"}):
        pass


def test_a_column_that_is_not_there_is_refused(table):
    with pytest.raises(BulkError, match="nothing_like_it"):
        copy_rows(table, ("nothing_like_it",), [])
    with pytest.raises(BulkError, match="no columns"):
        copy_rows("no_such_table", ("a",), [])


def test_a_staging_column_of_another_kind_is_refused():
    with pytest.raises(BulkError, match="numeric"), staging(a="numeric"):
        pass


def test_a_constraint_of_the_table_still_holds(table, offices):
    from django.db import IntegrityError

    columns = ("code", "kind", "name", "region", "address", "phone", "head_title", "head_name", "bank_account", "is_active")  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_rows(
            "organisations_organisation", columns, [("x", "no_kind", "X", "", "", "", "", "", "", True)]
        )
    assert not Organisation.objects.filter(code="x").exists()


PLAIN = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200)
EVERY = st.tuples(
    PLAIN,
    st.integers(-(1 << 63), (1 << 63) - 1) | st.none(),
    st.booleans() | st.none(),
    st.dates() | st.none(),
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(EVERY, max_size=20))
def test_whatever_may_be_written_comes_back_the_same(table, rows):
    with staging(a="text", b="bigint", c="boolean", d="date") as aside:
        assert copy_rows(aside, ("a", "b", "c", "d"), rows) == len(rows)
        with connection.cursor() as cursor:
            cursor.execute("SELECT a, b, c, d FROM aside".replace("aside", aside))
            found = [(a, b, None if c is None else bool(c), _day(d)) for a, b, c, d in cursor.fetchall()]
    assert Counter(found) == Counter(rows)


def _day(value):
    return date.fromisoformat(value) if isinstance(value, str) else value


@settings(max_examples=100)
@given(st.text(max_size=300))
def test_a_text_is_taken_or_refused_never_changed(text):
    try:
        taken = reader("varchar(200)", "sqlite")(text)
    except BulkError:
        assert "\0" in text or len(text) > 200 or any("\ud800" <= sign <= "\udfff" for sign in text)
    else:
        assert taken == text


def test_a_failed_statement_beside_a_staging_table_keeps_its_own_name(db):
    """Whoever tries again on IntegrityError must see one, on both databases."""
    twice = "INSERT INTO buku_account (code, name, side) VALUES ('x', 'x', 'debit'), ('x', 'x', 'debit')"
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        staging(a="bigint"),
        connection.cursor() as cursor,
    ):
        cursor.execute(twice)
