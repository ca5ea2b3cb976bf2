"""Each month the registry is asked again about everybody in force, once, and a task says so."""

from datetime import date

import pytest
from conftest_office import CITY, KESIMAN, SUMERTA, person
from django.urls import reverse

from tedung.office.base import clock
from tedung.office.base.crypto import blind_index
from tedung.office.base.refusals import NotAllowed
from tedung.office.jobs import worker
from tedung.office.padan import monthly, services
from tedung.office.padan.models import Request
from tedung.office.padan.seeds import seed
from tedung.office.penetapan.models import Cover, Decree, Row
from tedung.office.people.models import NikView, Person
from tedung.office.tasks.models import Task

NIKS = ("5171021203700003", "5171021508820002", "5171020505790004")


@pytest.fixture
def covered(as_system, offices):
    """Three in force, one of them dead, one whose cover is over, one who is another's alias."""
    seed()
    unit = offices["disnaker"]
    term = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}
    decree = Decree.everything.create(
        unit=unit, unit_code=unit.code, region=CITY, about="x", payer="apbd_kota", made_at=clock.now(), **term
    )
    people = [
        person(KESIMAN, f"I MADE {nik[-1]}", nik=nik, nik_index=blind_index(nik), nik_state="valid")
        for nik in NIKS
    ]
    over = person(KESIMAN, "LAMA", nik=NIKS[0], nik_index="x", nik_state="valid")
    for ordinal, who in enumerate([*people, over], 1):
        row = Row.everything.create(decree=decree, ordinal=ordinal, person=who, nama_ktp="x", **term)
        until = date(2026, 11, 30) if who is over else term["until"]
        Cover.everything.create(
            person=who,
            row=row,
            payer="apbd_kota",
            programmes="jkk+jkm",
            since=term["since"],
            until=until,
            group_code=str(ordinal),
        )
    Person.everything.filter(pk=people[2].pk).update(died_on=date(2026, 11, 30))
    return people


def test_everybody_in_force_is_asked_about_once_a_month(covered):
    assert monthly.ask_monthly() == {"people": 2}
    assert monthly.ask_monthly() == {}
    request = Request.everything.get()
    assert (request.reason, request.people) == ("bulanan", 2)
    assert set(request.checks.values_list("person_id", flat=True)) == {covered[0].pk, covered[1].pk}
    assert NikView.objects.count() == 2
    task = Task.everything.get(kind="padan.monthly")
    assert (task.role, task.params, task.path) == ("verifikator", {"people": 2}, f"/padan/{request.pk}/")


def test_the_next_month_asks_again_and_whoever_waits_is_not_asked_twice(covered):
    monthly.ask_monthly()
    request = Request.everything.get()
    with clock.at(date(2026, 12, 30)):
        assert monthly.ask_monthly() == {}
    services.sent(request, "470/1", clock.today())
    assert Task.everything.get(kind="padan.monthly").state != "open"
    Cover.everything.update(until=date(2027, 12, 31))
    with clock.at(date(2027, 1, 2)):
        assert monthly.ask_monthly() == {
            "people": 1
        }  # two wait for their answer; whose cover was renewed is asked
    assert Request.everything.count() == 2


def test_one_that_was_given_up_is_written_anew(covered):
    monthly.ask_monthly()
    services.cancel(Request.everything.get(), "salah berkas")
    assert not Task.everything.filter(state="open").exists()
    assert monthly.ask_monthly() == {"people": 2}


def test_nobody_in_force_asks_nothing(as_system, offices):
    seed()
    assert monthly.ask_monthly() == {"people": 0}
    assert not Request.everything.exists()


def test_the_page_asks_by_a_job_as_whoever_pressed(covered, make_user, signed_in):
    client = signed_in(make_user("verifikator"))
    assert "Siapkan padan bulan ini" in client.get(reverse("padan")).content.decode()
    assert client.post(reverse("padan_month")).status_code == 302
    worker.run_waiting()
    request = Request.everything.get()
    assert request.prepared_by is not None
    assert "Lihat berkasnya" in client.get(reverse("padan")).content.decode()


def test_who_may_not_ask_does_not(covered, make_user, as_user):
    with as_user(make_user("operator_desa", "region", KESIMAN)), pytest.raises(NotAllowed):
        services.ask_month()
    with as_user(make_user("verifikator", "region", SUMERTA)), pytest.raises(NotAllowed):
        services.ask_month()
