"""Rows are seen by scope; nobody sees anything; a change says who made it."""

import pytest
from conftest_office import KESIMAN, SUMERTA, person
from django.db import DatabaseError, connection, transaction

from tedung.office.access.actor import NOBODY, acting
from tedung.office.access.change import change
from tedung.office.access.scope import require
from tedung.office.audit.models import Context, Entry
from tedung.office.base.refusals import NotAllowed
from tedung.office.people.models import Person


@pytest.fixture
def two(as_system, offices):
    return person(KESIMAN), person(SUMERTA)


def test_nobody_sees_nothing(two):
    with acting(NOBODY):
        assert not Person.objects.exists()


def test_a_village_sees_its_own_people(two, make_user, as_user):
    with as_user(make_user("operator_desa", "region", KESIMAN)):
        assert list(Person.objects.all()) == [two[0]]


def test_a_code_that_only_begins_alike_is_another_village(two, make_user, as_user):
    with as_user(make_user("operator_desa", "region", KESIMAN[:-1])):
        assert not Person.objects.exists()


def test_the_city_sees_everybody(two, make_user, as_user):
    with as_user(make_user("verifikator")):
        assert Person.objects.count() == 2


def test_an_analyst_sees_nobody(two, make_user, as_user):
    with as_user(make_user("analis")):
        assert not Person.objects.exists()


def test_a_permission_over_another_row_is_refused(two, make_user, as_user):
    with as_user(make_user("operator_desa", "region", KESIMAN)):
        require("people.view", two[0])
        with pytest.raises(NotAllowed):
            require("people.view", two[1])


def test_a_change_is_kept_with_its_actor(two, make_user, as_user):
    @change("people.change")
    def rename(who, name):
        who.nama_sebutan = name
        who.save()

    user = make_user("verifikator")
    with as_user(user):
        rename(two[0], "Jero Mangku")
    entry = Entry.objects.filter(table="people_person", act="UPDATE").get()
    assert (entry.row_id, entry.before["nama_sebutan"], entry.after["nama_sebutan"]) == (
        two[0].pk,
        "",
        "Jero Mangku",
    )
    context = Context.objects.get(pk=entry.context_id)
    assert (context.user_id, context.reason) == (user.pk, "people.change")


def test_the_audit_cannot_be_changed(two):
    for attempt in (lambda: Entry.objects.update(act="x"), lambda: Entry.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_postgresql_hides_rows_even_where_the_program_forgot(two, make_user, as_user):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no row security: the embedded office protects regions in the program alone")
    with as_user(make_user("operator_desa", "region", KESIMAN)):
        assert list(Person.everything.values_list("pk", flat=True)) == [two[0].pk]
    with acting(NOBODY):
        assert not Person.everything.exists()
