"""The same year of one wadah by its services, without a browser: the sums of year_of_wadah, on both databases."""

from collections import Counter
from contextlib import ExitStack
from datetime import date

import pytest
import year_of_wadah as year
from conftest_office import CITY, KESIMAN, put_in_force
from iuran_of_test import Desk, a_pos, agreement
from wadah_of_test import kpj_of

from tedung.dates import Month
from tedung.office.access.actor import acting, actor_of
from tedung.office.anggaran import queries as budget
from tedung.office.anggaran import services as anggaran
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.buku import seeds as accounts
from tedung.office.buku.queries import trial_balance
from tedung.office.iuran import differences, leaving
from tedung.office.iuran import services as iuran
from tedung.office.iuran.models import Rest
from tedung.office.kejadian import services as kejadian
from tedung.office.mutasi import queries as changes
from tedung.office.mutasi import services as mutasi
from tedung.office.penetapan import decrees
from tedung.office.penetapan.models import Cover
from tedung.office.rekonsiliasi import services as rekonsiliasi
from tedung.office.rekonsiliasi.models import Difference
from tedung.office.wadah import members, placing
from tedung.office.wadah import seeds as forms
from tedung.office.wadah import services as wadah


class Year:
    """The wadah, its decree and its line of the budget, and whoever acts."""

    def __init__(self, make_user, add, plan, offices, days):
        self.desk, self.days = Desk(make_user), days
        self.users = self.desk.users
        self.users |= {role: make_user(role) for role in ("kepala", "hukum")}
        self.users["operator"] = make_user("operator_desa", "region", KESIMAN)
        self.decree = year.decree_over_five(add, plan, offices, self.by)
        scope = {"group_code": "pemangku", "unit_code": "desa:kesiman", "region": CITY}
        self.wadah = wadah.make("Pemangku Kesiman", kind="SG", payer="apbd_kota", **scope)
        agreement(self.wadah, "refund")
        self.pos = a_pos(year.BUDGET)

    def by(self, role):
        return acting(actor_of(self.users[role].pk, clock.today()))

    def on(self, *day):
        self.days.enter_context(clock.at(date(*day)))
        return date(*day)

    def billed(self, first, months):
        return self.desk.prepared(self.wadah, self.pos, first, months)


@pytest.fixture
def a_year(as_system, make_user, add, plan, offices):
    forms.seed()
    accounts.seed()
    with ExitStack() as days:
        yield Year(make_user, add, plan, offices, days)


def test_a_year_adds_up_by_hand(a_year):
    placing.place_covers()
    first_half(a_year)
    replacement(a_year)
    rest_of_the_year(a_year)
    held = {row.code: row.amount for row in trial_balance(date(2027, 12, 31)) if row.amount}
    assert held == {"beban_iuran": year.USED, "pengembalian": year.BACK, "pembayaran": -year.PAID}


def first_half(one):
    """Four are taken in; the code counts the fifth, who is taken in meanwhile."""
    today = one.on(2027, 1, 4)
    for number in range(year.CHOSEN):
        if number != year.REFUSED:
            members.accept(year.member(number), kpj_of(number), today)
    bill = one.billed("2027-01", 6)
    assert bill.total == year.BILL_OF_FOUR
    one.desk.coded(bill, year.CODE_OF_FIVE, "270100000001")
    found = differences.explain(bill, differences.open_difference(bill).amount)
    assert (found.amount, found.person_months, found.unit) == (year.EXTRA, 6, year.ONE_MONTH)
    assert found.exact == ["not_yet_accepted"]
    members.accept(year.member(year.REFUSED), kpj_of(year.REFUSED), today)
    with one.by("pptk"):
        iuran.cancel(bill, "disusun lagi untuk lima orang")
    again = one.billed("2027-01", 6)
    assert again.total == year.CODE_OF_FIVE
    one.desk.coded(again, year.CODE_OF_FIVE, "270100000001")
    one.desk.confirmed(again)


def replacement(one):
    """A death told and confirmed, an amendment, the changes of April; what was paid too much comes back."""
    today = one.on(2027, 3, 24)
    dead, resigned = (year.member(number) for number in (year.DEAD, year.RESIGNED))
    with one.by("operator"):
        told = kejadian.report(dead.person, "meninggal", date(2027, 3, 10))
    with one.by("verifikator"):
        kejadian.confirm(told, "Akta kematian dilihat.")
        year.padan_again()
        amendment = decrees.amend(one.decree, "Perubahan pertama", date(2027, 4, 1))
        decrees.take_out(amendment, Cover.everything.get(person=dead.person), "meninggal")
        decrees.move_up(amendment)
        decrees.take_out(amendment, Cover.everything.get(person=resigned.person), "mengundurkan diri")
        decrees.submit(amendment)
    with one.by("hukum"):
        put_in_force(amendment, "188.45/25/HK/2027", today, "Wali Kota Denpasar")
    placing.place_covers()
    with one.by("pptk"):
        row = mutasi.open_month(one.wadah, "2027-04")
        mutasi.add_exit(row, resigned, "mengundurkan_diri", "2027-03", "Surat yang bersangkutan")
        mutasi.submit(row)
    assert {act: n for act, n in changes.counts(row).items() if n} == {"keluar": 2, "pengganti": 1}
    with one.by("kepala"):
        mutasi.approve(row)
    members.accept(year.member(year.STAND_IN), kpj_of(year.STAND_IN), today)
    one.on(2027, 4, 5)
    bill = one.billed("2027-04", 3)
    assert bill.total == year.BILL_OF_STAND_IN
    one.desk.confirmed(bill)
    rests = list(Rest.everything.order_by("pk"))
    assert sum(rest.amount for rest in rests) == year.BACK
    with one.by("bendahara"):
        assert leaving.refunded_together(rests[0], "BPJS/7", date(2027, 4, 5)) == len(rests)


def rest_of_the_year(one):
    """The budget is too small, then changed; the second half is paid; July's lists differ in each way once."""
    today = one.on(2027, 7, 1)
    bill = one.billed("2027-07", 6)
    assert bill.total == year.BILL_OF_AUTUMN
    with one.by("pptk"), pytest.raises(Refusal, match=r"50\.400"):
        iuran.send(bill)
    assert budget.figures([one.pos])[one.pos.pk].rest == year.LEFT_IN_JUNE
    with one.by("pptk"):
        anggaran.change_amount(one.pos, "perubahan", year.CHANGED_BUDGET, today, number="DPPA/7/2027")
    assert budget.figures([one.pos])[one.pos.pk].rest == year.LEFT_AFTER_CHANGE
    assert budget.enough_for(one.pos, Month(2027, 7)) == 4
    one.desk.confirmed(bill)
    today = one.on(2027, 8, 2)
    with one.by("pptk"):
        rekonsiliasi.begin(one.wadah, "2027-07", year.list_of_july()["buffer"], "DAFTAR/07/2027", today)
    assert Counter(Difference.everything.values_list("kind", "field")) == year.DIFFERENCES
