"""Months that a bill left out for a reason that passed: a task, and a bill of these alone."""

from datetime import date

import pytest
from iuran_of_test import Desk, a_pos, a_wadah, members

from tedung.dates import Month
from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.buku import queries as buku
from tedung.office.buku.seeds import seed
from tedung.office.iuran import arrears, computing, services, together
from tedung.office.iuran.models import Line, Rincian
from tedung.office.jobs.worker import run_waiting
from tedung.office.tasks.models import Task
from tedung.office.wadah.models import Member

FEBRUARY = date(2027, 2, 10)


@pytest.fixture
def desk(offices, make_user):
    with clock.at(date(2027, 1, 4)), acting(SYSTEM):
        seed()
        yield Desk(make_user)


@pytest.fixture
def wadah(desk):
    return a_wadah()


@pytest.fixture
def later(desk, wadah):
    """Three members, a year's bill of theirs, and a fourth whom the agency accepts in February."""
    members(wadah, 3)
    (fourth,) = members(wadah, 1, state="dikirim", kpj_index="")
    first = desk.prepared(wadah, a_pos(), months=12)
    assert first.total == 3 * 12 * 16_800
    Member.everything.filter(pk=fourth.pk).update(state="aktif", kpj_index="y", registered_on=FEBRUARY)
    return fourth


def asked():
    return list(Task.everything.filter(kind="iuran.prepare", state="open").values_list("params", flat=True))


def test_who_is_accepted_in_february_is_told_of_and_billed_alone(desk, wadah, later):
    """By hand: February to December are 11 months of Rp16.800 for one, Rp184.800."""
    with clock.at(FEBRUARY):
        arrears.daily()
        assert asked() == [{"people": 1}]
        with desk.by("pptk"):
            supplement = services.prepare(wadah, "2027-02", 11)
        assert (supplement.total, supplement.people, supplement.lines_covered) == (184_800, 1, 11)
        covered = Line.everything.filter(rincian=supplement, is_covered=True)
        assert set(covered.values_list("member", flat=True)) == {later.pk}
        assert Line.everything.filter(rincian=supplement, why_not="billed_before").count() == 3 * 11
        arrears.daily()
        assert asked() == []
        assert buku.held("beban_iuran") == 3 * 12 * 16_800 + 184_800
    with clock.at(date(2027, 6, 16)):
        arrears.daily()  # nothing of either bill is paid: the fourth is judged as the others are
    assert Member.everything.get(pk=later.pk).state == "nonaktif"


def test_all_wadah_at_once_bills_what_is_left_and_then_nothing(desk, wadah, later):
    with clock.at(FEBRUARY), desk.by("pptk"):
        assert together.prepare_all("2027-02", 11) == 1
        with pytest.raises(Refusal):
            together.prepare_all("2027-02", 11)  # it is being computed
        run_waiting()
        assert Rincian.everything.latest("pk").total == 184_800
        with pytest.raises(Refusal):
            together.prepare_all("2027-02", 11)


@pytest.mark.parametrize("at_once", [True, False])
def test_a_bill_of_nothing_is_given_up_with_its_lines(desk, wadah, monkeypatch, at_once):
    """Whoever the law leaves out (65 years when enrolled) is not asked of again; whoever becomes aktif is."""
    members(wadah, 1, birth_date=date(1950, 1, 1))
    (other,) = members(wadah, 1, state="dikirim", kpj_index="")
    together.prepare_all("2027-02", 1)
    key = Rincian.everything.get().pk
    computing.compute_many([key]) if at_once else computing.compute(key)
    assert Rincian.everything.get().state == "dibatalkan"
    assert not Line.everything.filter(is_cancelled=False).exists()
    assert arrears.unbilled(Month(2027, 2)) == {}
    Member.everything.filter(pk=other.pk).update(state="aktif", registered_on=FEBRUARY)
    assert arrears.unbilled(Month(2027, 2)) == {wadah.pk: 1}
    assert together.prepare_all("2027-02", 1) == 1


def test_what_stands_is_asked_not_what_was_written(desk, wadah):
    """A death silences the task while it stands; a public bill elsewhere while it is not taken back."""
    dead, both = members(wadah, 1, died_on=date(2027, 1, 9)) + members(wadah, 1)
    village = a_wadah("wadah:desa", payer="apbdes", opd_code="")
    Member.everything.create(
        person=both.person, wadah=village, payer="apbdes", state="aktif", since="2027-01", made_at=clock.now()
    )
    bill = desk.prepared(wadah, a_pos(), "2027-02")
    assert bill.total == 16_800
    assert arrears.unbilled(Month(2027, 2)) == {}
    type(dead.person).everything.filter(pk=dead.person_id).update(died_on=None)
    assert arrears.unbilled(Month(2027, 2)) == {wadah.pk: 1}
    services.cancel(bill, "uji")
    assert arrears.unbilled(Month(2027, 2)) == {wadah.pk: 2, village.pk: 1}
