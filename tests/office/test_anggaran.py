"""A line of the budget: what it has, what is bound and paid of it, and for how many people the rest suffices."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from iuran_of_test import Desk, a_pos, a_wadah, members

from tedung.dates import Month
from tedung.office.access.actor import SYSTEM, acting
from tedung.office.anggaran import queries, services
from tedung.office.anggaran.models import CashPlan, Pos, PosAmount
from tedung.office.base import clock
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.documents.services import read
from tedung.office.iuran import services as iuran


@pytest.fixture
def pos(offices):
    with clock.at(date(2027, 1, 4)), acting(SYSTEM):
        yield a_pos(1_091_664_000)


def budget_on(pos, day):
    with clock.at(day):
        return queries.figures([pos])[pos.pk].budget


def test_the_amount_of_the_latest_day_that_has_come_counts_and_all_of_them_stay(pos):
    services.change_amount(pos, "pergeseran", 1_000_000_000, date(2027, 5, 2), number="DPPA/1")
    services.change_amount(pos, "perubahan", 1_200_000_000, date(2027, 9, 30), number="Perda 7/2027")
    for day, amount in (
        (date(2026, 11, 30), 0),  # the budget itself is of 1 December
        (date(2026, 12, 1), 1_091_664_000),
        (date(2027, 5, 1), 1_091_664_000),
        (date(2027, 5, 2), 1_000_000_000),
        (date(2027, 8, 31), 1_000_000_000),  # a change of the end of September is not spendable in August
        (date(2027, 9, 30), 1_200_000_000),
        (date(2028, 1, 1), 1_200_000_000),
    ):
        assert budget_on(pos, day) == amount
    kept = list(pos.amounts.order_by("sequence").values_list("version", "amount"))
    assert kept == [("murni", 1_091_664_000), ("pergeseran", 1_000_000_000), ("perubahan", 1_200_000_000)]
    for act in (lambda: PosAmount.objects.update(amount=1), lambda: PosAmount.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_a_shift_that_is_entered_late_counts_by_its_day_and_of_one_day_the_later(pos):
    services.change_amount(pos, "perubahan", 1_200_000_000, date(2027, 3, 1))
    services.change_amount(pos, "pergeseran", 1_100_000_000, date(2027, 2, 1))  # entered after, dated before
    assert budget_on(pos, date(2027, 2, 28)) == 1_100_000_000
    assert budget_on(pos, date(2027, 3, 1)) == 1_200_000_000
    services.change_amount(pos, "perubahan", 1_300_000_000, date(2027, 3, 1))
    assert budget_on(pos, date(2027, 3, 1)) == 1_300_000_000


def test_nobody_sends_a_bill_or_plans_cash_on_money_that_is_not_there_yet(offices, make_user):
    """12 x 16,800 x 3 = 604,800 are due; the line has 16,800 until its change of October."""
    with acting(SYSTEM):
        wadah, small = a_wadah(), a_pos(16_800)
        members(wadah, 3)
        services.change_amount(small, "perubahan", 604_800, date(2027, 10, 1))
    desk = Desk(make_user)
    with clock.at(date(2027, 8, 2)):
        bill = desk.prepared(wadah, small, months=12)
        with pytest.raises(Refusal, match=r"16\.800"), desk.by("pptk"):
            iuran.send(bill)
        with pytest.raises(Refusal, match="keempat"), acting(SYSTEM):
            services.plan_cash(small, [0, 0, 0, 604_800])
    with clock.at(date(2027, 10, 1)), desk.by("pptk"):
        iuran.send(bill)


@pytest.mark.parametrize(
    ("month", "people"),
    [
        ("2027-01", 5_415),  # Rp1,091,664,000 a year / Rp201,600 (law/jkk-jkm-bpu.md, 7.2)
        ("2027-12", 64_980),  # a month of Rp16,800 is left to pay
        ("2027-07", 10_830),
    ],
)
def test_for_how_many_people_the_rest_suffices(pos, month, people):
    assert queries.enough_for(pos, Month.parse(month)) == people


def test_reliefs_of_each_month_count_for_who_has_them(offices):
    """PP 50/2025: half in BLTH April to December 2026, not for APBD; village money: apbdes-donor-relief."""
    with clock.at(date(2026, 1, 5)), acting(SYSTEM):
        city, village = a_pos(year=2026), a_pos(year=2026, payer="apbdes", account="desa")
        assert queries.cost_until_december(city, Month(2026, 1)) == 12 * 16_800
        assert queries.cost_until_december(village, Month(2026, 1)) == 3 * 16_800 + 9 * 8_400


def test_a_rupiah_too_little_is_a_person_less(offices):
    with acting(SYSTEM):
        assert queries.enough_for(a_pos(201_600 * 3 - 1), Month(2027, 1)) == 2
        assert queries.enough_for(a_pos(0, account="kosong"), Month(2027, 1)) == 0


def test_cash_of_the_quarters_is_never_more_than_the_budget(pos):
    services.plan_cash(pos, [300_000_000, 300_000_000, 300_000_000, 191_664_000])
    with pytest.raises(Refusal):
        services.plan_cash(pos, [300_000_000, 300_000_000, 300_000_000, 191_664_001])
    for wrong in ([1, 2, 3], [-1, 0, 0, 0]):
        with pytest.raises(Refusal):
            services.plan_cash(pos, wrong)
    assert sum(CashPlan.objects.values_list("amount", flat=True)) == 1_091_664_000
    with pytest.raises(Refusal, match="Anggaran kas"):
        services.change_amount(pos, "perubahan", 1_000_000_000, date(2027, 9, 30))
    assert pos.amounts.count() == 1


def test_what_cannot_be_is_refused(pos, make_user, as_user):
    with pytest.raises(Refusal, match="sudah ada"):
        a_pos()
    with pytest.raises(Refusal):
        services.change_amount(pos, "murni", 5, date(2027, 2, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        PosAmount.objects.create(
            pos=pos, version="murni", sequence=2, amount=1, day=date(2027, 1, 1), by="x", at=clock.now()
        )
    with as_user(make_user("bendahara")), pytest.raises(NotAllowed):
        services.change_amount(pos, "perubahan", 5, date(2027, 2, 1))
    with as_user(make_user("pptk", "opd", "dinas_kebudayaan")), pytest.raises(NotAllowed):
        services.change_amount(pos, "perubahan", 5, date(2027, 2, 1))


def test_the_pages_by_which_an_officer_opens_and_changes_a_line(offices, make_user, signed_in):
    enter = signed_in(make_user("pptk"))
    line = {
        "year": 2027, "opd_code": "dinas_sosial", "payer": "apbd_kota", "sub_activity": "2.07.05", "account": "5.1.02",
        "nomenclature": "Kepmendagri 900.1-2850", "sumber_dana": "PAD", "amount": "Rp1.091.664.000", "day": "2026-12-01",
    }  # fmt: skip
    for field, wrong in (
        ("amount", "1,5"),
        ("amount", "-1"),
        ("amount", "9" * 30),
        ("day", "x"),
        ("account", ""),
    ):
        answer = enter.post("/anggaran/baru/", {**line, field: wrong})
        assert answer.status_code == 422, field
        assert f'href="#id_{field}"' in answer.content.decode()
    assert enter.post("/anggaran/baru/", line).status_code == 302
    with acting(SYSTEM):
        pos = Pos.everything.get()
    with clock.at(date(2027, 1, 4)):
        page = enter.get(f"/anggaran/{pos.pk}/").content.decode()
    assert "cukup untuk 5.415 orang sejak Januari 2027 sampai Desember 2027" in page
    assert "5.415 orang sampai Desember" in enter.get("/anggaran/?tahun=2027").content.decode()
    scan = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF"
    from django.core.files.uploadedfile import SimpleUploadedFile

    shift = {"version": "perubahan", "amount": "1.200.000.000", "day": "2027-09-30", "number": "Perda 7/2027"}
    sent = enter.post(f"/anggaran/{pos.pk}/ubah/", {**shift, "upload": SimpleUploadedFile("p.pdf", scan)})
    assert sent.status_code == 302
    page = enter.get(f"/anggaran/{pos.pk}/").content.decode()
    assert "belum berlaku" in page
    assert page.count("sedang berlaku") == 1
    with acting(SYSTEM):
        assert read(pos.amounts.last().document) == scan
    assert (
        enter.post(f"/anggaran/{pos.pk}/kas/", {"q1": "1", "q2": "2", "q3": "3", "q4": "x"}).status_code
        == 422
    )
    assert enter.get("/anggaran/?tahun=999999999999999999").status_code == 200


def test_the_list_asks_the_same_however_long_it_is(
    offices, make_user, signed_in, django_assert_max_num_queries
):
    with acting(SYSTEM):
        for number in range(60):
            a_pos(account=f"5.1.{number}")
    enter = signed_in(make_user("kepala"))
    with django_assert_max_num_queries(18):
        page = enter.get("/anggaran/?tahun=2027").content.decode()
    assert page.count('scope="row"') == 50
