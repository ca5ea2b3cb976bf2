"""Whoever tries to see or do more than a grant says: ended grants, failed changes, other threads, next requests."""

import threading
from datetime import date, timedelta

import pytest
from conftest_office import CITY, KESIMAN, SUMERTA, person
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction

from tedung.office.access.actor import (
    NOBODY,
    SYSTEM,
    Actor,
    Held,
    acting,
    actor_of,
    current,
    seeing_everything,
)
from tedung.office.access.change import change, changing
from tedung.office.access.models import Grant, User
from tedung.office.access.scope import require, require_within
from tedung.office.audit.models import Context, Entry
from tedung.office.base import clock
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.people.models import Person, Visibility

TODAY = date(2026, 12, 1)
on_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="row security is PostgreSQL's; the run on it asks this"
)


@pytest.fixture
def two(as_system, offices):
    return person(KESIMAN), person(SUMERTA)


@pytest.fixture
def scopes():
    """Return what PostgreSQL has been told of the actor."""

    def ask():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('tedung.scopes', true)")
            return cursor.fetchone()[0]

    return ask


def held(role, kind, code):
    return Actor(1, "x", (Held(role, kind, code),))


@pytest.mark.parametrize(
    ("days", "seen"),
    [
        ((TODAY, TODAY), 1),
        ((TODAY - timedelta(1), TODAY - timedelta(1)), 0),
        ((TODAY + timedelta(1), None), 0),
        ((date(2020, 1, 1), None), 1),
    ],
)
def test_a_grant_holds_from_its_first_day_to_its_last(two, make_user, as_user, days, seen):
    since, until = days
    user = make_user("operator_desa", "region", KESIMAN)
    Grant.objects.filter(user=user).update(since=since, until=until)
    with as_user(user):
        assert Person.objects.count() == seen


def test_a_revoked_grant_holds_no_more(two, make_user, as_user):
    user = make_user("operator_desa", "region", KESIMAN)
    Grant.objects.filter(user=user).update(revoked_at=clock.now())
    with as_user(user):
        assert not Person.objects.exists()


def test_a_user_whose_account_is_closed_is_nobody(two, make_user):
    user = make_user("verifikator")
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert actor_of(user.pk, TODAY) == NOBODY
    assert actor_of(10**9, TODAY) == NOBODY


def test_a_change_that_fails_leaves_nothing_and_says_why(two, make_user, as_user, scopes):
    """The database's own reason is heard, and the actor sees no more than before."""

    @change("people.change")
    def twice(row):
        Visibility.objects.create(person=row, kind="region", code=KESIMAN)

    user = make_user("verifikator", "region", KESIMAN)
    with as_user(user):
        before = scopes() if connection.vendor == "postgresql" else None
        for _ in range(2):
            with pytest.raises(IntegrityError, match=r"(?i)unique"):
                twice(two[0])
            assert list(Person.objects.all()) == [two[0]]
            assert not Context.objects.filter(user_id=user.pk).exists()
            if before is not None:
                assert scopes() == before == f"region:{KESIMAN}"


def test_a_refusal_inside_a_change_takes_everything_back(two, make_user, as_user):
    @change("people.change")
    def half(row):
        row.nama_sebutan = "Half"
        row.save()
        raise Refusal("no", "no")

    with as_user(make_user("verifikator")):
        with pytest.raises(Refusal):
            half(two[0])
        assert not Person.objects.filter(nama_sebutan="Half").exists()


def test_a_change_within_a_change_has_its_own_reason_and_gives_the_outer_back(two, make_user, as_user):
    @change("people.merge")
    def inner(row, fails):
        row.nama_sebutan = "inner"
        row.save()
        if fails:
            raise Refusal("no", "no")

    @change("people.change")
    def outer(row):
        inner(row, fails=False)
        with pytest.raises(Refusal):
            inner(row, fails=True)
        row.refresh_from_db()
        assert row.nama_sebutan == "inner"
        row.nama_sebutan = "outer"
        row.save()

    with as_user(make_user("verifikator")):
        outer(two[0])
    entries = Entry.objects.filter(table="people_person", act="UPDATE").order_by("pk")
    reasons = [Context.objects.get(pk=entry.context_id).reason for entry in entries]
    assert reasons == ["people.merge", "people.change"]
    User.objects.create_user("outside")
    assert Entry.objects.latest("pk").context_id is None


def test_the_row_is_asked_for_by_name_too(two, make_user, as_user):
    @change("people.change")
    def rename(row, name=""):
        return row

    with as_user(make_user("verifikator", "region", KESIMAN)):
        assert rename(row=two[0]) == two[0]
        for given in ({"row": two[1]}, {"name": "x", "row": two[1]}):
            with pytest.raises(NotAllowed):
                rename(**given)
        with pytest.raises(NotAllowed):
            rename(two[1])
        with pytest.raises(NotAllowed):
            rename(Person(nama_ktp="not saved"))


def test_another_thread_acts_as_nobody(two):
    seen = []
    other = threading.Thread(target=lambda: seen.append(current()))
    other.start()
    other.join()
    assert current() == SYSTEM
    assert seen == [NOBODY]


def test_acting_ends_with_its_block_even_when_it_fails(two, make_user):
    with acting(NOBODY):
        with pytest.raises(ZeroDivisionError), acting(SYSTEM):
            raise ZeroDivisionError
        assert current() == NOBODY
        assert not Person.objects.exists()


@pytest.mark.parametrize(
    "code", ["51.71.02.100_", "51.71.02.%", "51.71.0", "%", "51_71", "51.71.02.1006'--", "51\\", "5"]
)
def test_a_code_with_signs_of_a_pattern_is_a_code(two, code):
    with acting(held("operator_desa", "region", code)):
        assert not Person.objects.exists()
        if connection.vendor == "postgresql":
            assert not Person.everything.exists()
        with pytest.raises(NotAllowed):
            require("people.view", two[0])
        with pytest.raises(NotAllowed):
            require_within("people.view", region=KESIMAN)


@pytest.mark.parametrize("code", ["", "group:a,region:51", ","])
def test_a_grant_over_no_code_or_several_is_refused_by_the_database(make_user, code):
    with pytest.raises(IntegrityError, match="grant_scope_code_plain"), transaction.atomic():
        make_user("operator_desa", "region", code)


def test_nothing_is_made_outside_ones_own_code(make_user, as_user):
    with as_user(make_user("operator_desa", "region", KESIMAN)):
        require_within("people.view", region=KESIMAN)
        for codes in ({}, {"region": ""}, {"region": SUMERTA}, {"opd": KESIMAN}, {"region": f"{KESIMAN}9"}):
            with pytest.raises(NotAllowed):
                require_within("people.view", **codes)


def test_ones_own_rows_are_those_of_ones_own_number(two, make_user, as_user):
    """Whatever code a grant of the kind self was given."""
    user = make_user("operator_desa", "self", "999")
    Visibility.objects.create(person=two[0], kind="self", code=str(user.pk))
    Visibility.objects.create(person=two[1], kind="self", code="999")
    with as_user(user):
        assert list(Person.objects.all()) == [two[0]]


def test_a_permission_that_nobody_wrote_down_is_a_fault_of_ours(two, make_user, as_user):
    with as_user(make_user("verifikator")), pytest.raises(KeyError):
        require("people.veiw")


def test_the_audit_holds_no_password_and_any_byte(db):
    user = User.objects.create_user("wayan", password="a-very-secret-word")
    user.full_name = "W"
    user.save()
    entries = Entry.objects.filter(table="access_user")
    assert {entry.act for entry in entries} == {"INSERT", "UPDATE"}
    for entry in entries:
        assert "password" not in {**(entry.before or {}), **(entry.after or {})}
        assert entry.after["username"] == "wayan"


@on_postgresql
def test_postgresql_hides_and_keeps_what_a_careless_query_would_change(two, make_user, as_user):
    with as_user(make_user("operator_desa", "region", KESIMAN)):
        assert Person.everything.update(nama_sebutan="x") == 1
        assert Visibility.objects.filter(person=two[1]).count() == 1
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            person(SUMERTA, name="MADE ELSEWHERE")
    with acting(NOBODY):
        assert Person.everything.update(nama_sebutan="y") == 0
        assert Person.everything.all()._raw_delete("default") == 0
    assert set(Person.objects.values_list("nama_sebutan", flat=True)) == {"x", ""}


@on_postgresql
def test_a_new_connection_is_told_who_acts(transactional_db, make_user, as_user, scopes):
    with acting(SYSTEM):
        one = person(KESIMAN)
        connection.close()
        assert Person.everything.get() == one
    with as_user(make_user("operator_desa", "region", SUMERTA)):
        connection.close()
        assert scopes() == f"region:{SUMERTA}"
    assert scopes() == ""


@on_postgresql
def test_a_rollback_brings_back_who_acted_before_it(transactional_db, make_user, scopes):
    with acting(held("operator_desa", "region", KESIMAN)):
        seen = []
        with pytest.raises(ZeroDivisionError), transaction.atomic(), acting(SYSTEM):
            seen.append(1 / (scopes() != "*"))
        assert scopes() == f"region:{KESIMAN}"
        with pytest.raises(DatabaseError, match="division"), changing("x"), connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")
        assert scopes() == f"region:{KESIMAN}"
    assert scopes() == ""


@on_postgresql
def test_a_change_sees_all_to_its_end_whatever_went_on_inside_it(two, make_user, as_user, scopes):
    """Another change, one that is refused, one that the database stops, another actor; then again."""
    user = make_user("verifikator", "region", KESIMAN)
    officer = held("operator_desa", "region", SUMERTA)
    seen = []

    @change("people.change")
    def inner(row, fault=None):
        seen.append(scopes())
        if fault is not None:
            raise fault

    @change("people.change")
    def outer(row):
        inner(row)
        seen.append(scopes())
        with pytest.raises(Refusal):
            inner(row, Refusal("no", "no"))
        seen.append(scopes())
        with pytest.raises(DatabaseError, match="division"), changing("x"), connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")
        seen.append(scopes())
        with acting(officer):
            assert scopes() == f"region:{SUMERTA}"
            with changing("as another"):
                seen.append(scopes())
            assert scopes() == f"region:{SUMERTA}"
        seen.append(scopes())
        assert Person.everything.count() == 2

    with as_user(user):
        outer(two[0])
        assert scopes() == f"region:{KESIMAN}"
        assert set(seen) == {"*"}
        assert len(seen) == 7


@on_postgresql
def test_a_connection_opened_anew_within_a_change_sees_what_the_change_sees(
    transactional_db, make_user, as_user, scopes
):
    with as_user(make_user("operator_desa", "region", SUMERTA)):
        with seeing_everything():
            connection.close()
            assert scopes() == "*"
        assert scopes() == f"region:{SUMERTA}"


@on_postgresql
def test_the_next_request_knows_nothing_of_the_last(transactional_db, make_user, client, scopes):
    client.force_login(make_user("verifikator"))
    client.get("/")
    assert scopes() == ""


GRANTS = [
    ("region", code)
    for code in (
        "51",
        "51.71",
        "51.71.02",
        KESIMAN,
        "51.7",
        "52",
        f"{KESIMAN}.01",
        "51.71.02.",
        "5",
        "51.71.020",
    )
] + [("opd", "dinas_sosial"), ("opd", "dinas"), ("group", "petani"), ("group", "51.71.02")]
ROWS = [("region", code) for code in ("51", CITY, "51.71.02", KESIMAN, SUMERTA, "51.03.01.2001", "")] + [
    ("opd", "dinas_sosial"),
    ("group", "petani"),
    ("group", KESIMAN),
]


@on_postgresql
def test_program_and_database_mean_the_same_by_a_scope(as_system, settings):
    """Every grant over every row; the second wall is neither wider nor narrower."""
    settings.HOME_REGION = "99.99"  # no grant is over everything
    for kind, code in ROWS:
        made = Person.everything.create(nama_ktp=f"{kind}:{code}", made_at=clock.now())
        Visibility.objects.create(person=made, kind=kind, code=code)
    for grant in GRANTS:
        with acting(held("operator_opd", *grant)):
            program = set(Person.objects.values_list("nama_ktp", flat=True))
            database = set(Person.everything.values_list("nama_ktp", flat=True))
        assert program == database, grant


@on_postgresql
def test_who_sees_all_is_asked_once_a_query_not_once_a_row(two, make_user, as_user):
    def plan(user):
        with as_user(user):
            return Person.objects.order_by().explain(verbose=False)

    everywhere = plan(make_user("verifikator"))
    assert "InitPlan" in everywhere
    assert "tedung_in_scope" not in everywhere  # written out in the query itself
    of_a_village = plan(make_user("operator_desa", "region", KESIMAN))
    assert "tedung_in_scope" not in of_a_village
