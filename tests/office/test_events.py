"""What happened to a person is told once, never changed, and seen by whoever sees the person."""

from datetime import date

import pytest
from conftest_office import KESIMAN, SUMERTA, person
from django.db import DatabaseError, connection, transaction

from tedung.office.base.refusals import NotAllowed
from tedung.office.events import queries
from tedung.office.events.kinds import KINDS
from tedung.office.events.models import Event
from tedung.office.events.services import record, record_many, record_select
from tedung.office.people.models import Person


@pytest.fixture(autouse=True)
def _kind(monkeypatch):
    monkeypatch.setitem(KINDS, "test.paid", "Iuran dibayar untuk %(months)s bulan.")


@pytest.fixture
def two(as_system, offices):
    return person(KESIMAN), person(SUMERTA)


def test_events_are_told_newest_first(two):
    record(two[0], "people.listed", date(2026, 3, 1))
    record(two[0], "test.paid", date(2026, 11, 1), source=two[1], months=2)
    record(two[1], "people.listed")
    first, second = queries.of(two[0])
    assert queries.sentence(first) == "Iuran dibayar untuk 2 bulan."
    assert (first.source_kind, first.source_id) == ("people.person", two[1].pk)
    assert second.day == date(2026, 3, 1)


def test_what_was_told_of_an_alias_belongs_to_the_person(two):
    record(two[1], "people.listed")
    Person.everything.filter(pk=two[1].pk).update(merged_into=two[0])
    assert queries.of(two[0]).count() == 1


def test_a_set_is_told_by_one_statement(two):
    assert record_many([one.pk for one in two], "test.paid", months=1) == 2
    assert record_many([], "test.paid", months=1) == 0
    told = record_select("SELECT id AS person_id FROM people_person WHERE village = %s", [KESIMAN],
                         "test.paid", date(2026, 12, 9), source=two[1], months=7)  # fmt: skip
    assert told == 1
    event = queries.of(two[0]).first()
    assert (event.params, event.day, event.source_id) == ({"months": 7}, date(2026, 12, 9), two[1].pk)
    assert event.by == "system"
    assert event.at == Event.objects.filter(person=two[1]).first().at


def test_an_event_cannot_be_changed_or_deleted(two):
    event = record(two[0], "people.listed")
    for attempt in (event.save, event.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_nothing_is_told_of_a_person_out_of_scope(two, make_user, as_user):
    with as_user(make_user("operator_desa", "region", KESIMAN)):
        record(two[0], "people.listed")
        with pytest.raises(NotAllowed):
            record(two[1], "people.listed")
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "params"), [("test.unknown", {}), ("test.paid", {}), ("test.paid", {"m": 1})]
)
def test_what_no_sentence_can_tell_is_a_fault(two, kind, params):
    with pytest.raises(KeyError):
        record(two[0], kind, **params)
    with pytest.raises(KeyError):
        record_many([two[0].pk], kind, **params)


def test_postgresql_hides_events_with_their_person(two, make_user, as_user):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no row security: the embedded office protects regions in the program alone")
    record_many([one.pk for one in two], "people.listed")
    with as_user(make_user("operator_desa", "region", KESIMAN)):
        assert list(Event.objects.values_list("person_id", flat=True)) == [two[0].pk]
