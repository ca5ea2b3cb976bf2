"""Rests of a bill that nobody paid are no money yet: nothing comes back of them and they block nothing."""

from datetime import date

import pytest
from iuran_of_test import Desk, a_pos, a_wadah, agreement, members

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.buku import queries as buku
from tedung.office.buku.seeds import seed
from tedung.office.iuran import arrears, differences, leaving, services
from tedung.office.iuran.models import Line, Rest
from tedung.office.laporan import figures
from tedung.office.people.models import Person

NEW_YEAR = date(2027, 1, 4)
REST = 2 * 16_800
"""Who died in January: February and March of three months."""


@pytest.fixture
def desk(offices, make_user):
    with clock.at(NEW_YEAR), acting(SYSTEM):
        seed()
        yield Desk(make_user)


@pytest.fixture
def bill(desk):
    """A bill of two people and three months with its code, one of whom died afterwards."""
    wadah = a_wadah()
    agreement(wadah, "credit")
    dead, _ = members(wadah, 2)
    made = desk.prepared(wadah, a_pos(), months=3)
    desk.coded(made)
    Person.everything.filter(pk=dead.person_id).update(died_on=date(2027, 1, 3))
    arrears.daily()
    assert buku.held("sisa_masa_iuran") == REST
    return made


def states():
    return list(Rest.everything.order_by("pk").values_list("state", flat=True))


def test_nothing_comes_back_before_it_is_paid(desk, bill):
    other = desk.prepared(bill.wadah, bill.pos, "2027-04", months=3)
    desk.coded(other, other.total - REST)
    with desk.by("pptk"), pytest.raises(Refusal) as refused:
        differences.use_credit(other, "sesuai PKS")
    assert refused.value.code == "credit"
    assert figures.unused() == 0
    Rest.everything.update(rule="refund")
    with desk.by("bendahara"), pytest.raises(Refusal) as refused:
        leaving.refunded(Rest.everything.first(), "BKM/1", NEW_YEAR)
    assert refused.value.code == "unpaid"
    with clock.at(date(2027, 1, 12)):
        desk.paid(bill)
    assert figures.unused() == REST
    with desk.by("bendahara"):
        assert leaving.refunded_together(Rest.everything.first(), "BKM/1", NEW_YEAR) == 2


def test_a_code_without_the_dead_lets_their_lines_be_taken_off(desk, bill):
    desk.coded(bill, bill.total - REST, number="tanpa yang meninggal")
    assert states() == ["dibatalkan"] * 2
    assert buku.held("sisa_masa_iuran") == 0
    assert buku.held("beban_iuran") == 6 * 16_800
    found = differences.explain(bill, -REST)
    assert found.person_months == 2
    with desk.by("pptk"):
        services.take_off(bill, [line.pk for line in leaving.ended_lines(bill)], "meninggal")
    assert differences.open_difference(bill) is None
    assert buku.held("beban_iuran") == -buku.held("iuran_terutang") == 4 * 16_800


def test_a_code_that_still_has_them_sets_them_aside_anew_in_the_book(desk, bill):
    (one,) = members(bill.wadah, 1, since="2027-02")
    desk.coded(bill, bill.total + 16_800, number="lebih satu")
    with desk.by("pptk"):
        differences.accept(bill, "BPJS menghitung satu orang lagi")
    arrears.daily()
    assert states() == ["dibatalkan"] * 2 + ["menunggu"] * 2
    assert buku.held("sisa_masa_iuran") == REST
    assert one.since == "2027-02"


@pytest.mark.parametrize("again", [False, True])
def test_an_unpaid_bill_is_taken_back_with_its_rests(desk, bill, again):
    if again:  # sent back for another code in between: before it has one the lines are taken off
        desk.coded(bill, bill.total + 1, number="salah jumlah")
        with desk.by("pptk"):
            differences.ask_new_code(bill, "jumlahnya salah")
        arrears.daily()
        assert bill.lines.filter(is_cancelled=True).count() == 2
    with desk.by("pptk"):
        services.cancel(bill, "kodenya salah")
    assert set(states()) == {"dibatalkan"}
    assert not Line.everything.filter(is_cancelled=False).exists()
    assert {
        account: buku.held(account) for account in ("sisa_masa_iuran", "beban_iuran", "iuran_terutang")
    } == {
        "sisa_masa_iuran": 0,
        "beban_iuran": 0,
        "iuran_terutang": 0,
    }
