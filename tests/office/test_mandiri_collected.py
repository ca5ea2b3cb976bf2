"""A cooperative collects from its members and pays one code: their own money, beside the city's and never in it."""

from datetime import date

import pytest
from conftest_office import PDF
from django.db.models import Sum
from django.urls import reverse
from mandiri_of_test import known, paid, trader

from tedung.dates import Month
from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.buku.models import Posting
from tedung.office.iuran import arrears, services
from tedung.office.iuran.models import Line, Rincian
from tedung.office.mandiri import keeping, standing
from tedung.office.mandiri import services as mandiri
from tedung.office.mandiri.daily import daily
from tedung.office.mandiri.models import Standing
from tedung.office.wadah import services as wadah

TODAY = date(2026, 12, 1)


@pytest.fixture
def group(offices):
    """Three members of a cooperative since November; one declares more from December on."""
    with acting(SYSTEM):
        made = wadah.make(
            "Koperasi Pasar", kind="SL", payer="self", region="51.71", unit_code="koperasi:pasar"
        )
        rows = [known(number, "2026-11", who=trader(f"ANGGOTA {number}"), wadah=made) for number in (1, 2, 3)]
        mandiri.declare(rows[2], "2026-12", 1_200_000, programmes="jkk+jkm")
        return made


def ledger():
    rows = (
        Posting.objects.values_list("account__code").annotate(amount=Sum("amount")).order_by("account__code")
    )
    return {code: amount for code, amount in rows if amount}


def refused(call, *given, **told):
    with pytest.raises(Refusal) as caught:
        call(*given, **told)
    return caught.value.code


def test_members_pay_their_code_with_their_own_money(group, make_user, as_user):
    """Six months of half 16,800, but the third member's December: half of 18,800 (bracket 2)."""
    pptk, verifikator, kepala = (make_user(role) for role in ("pptk", "verifikator", "kepala"))
    with as_user(pptk):
        bill = services.prepare(group, "2026-11", 2)
        assert (bill.total, bill.people) == (5 * 8_400 + 9_400, 3)
        services.send(bill)
        told = {"first": "2026-11", "last": "2026-12", "valid_until": date(2026, 12, 31)}
        services.record_code(bill, "K1", bill.total, **told)
        assert refused(services.record_spp, bill, "SPP/1", TODAY) == "payer"
        assert refused(services.record_collected, bill, PDF, TODAY) == "four_eyes"
    with as_user(verifikator):
        assert refused(services.record_collected, bill, PDF, date(2026, 12, 2)) == "day"
        services.record_collected(bill, PDF, TODAY)
        assert refused(services.record_collected, bill, PDF, TODAY) == "step"
        assert refused(services.confirm, bill, TODAY) == "four_eyes"
    with as_user(kepala):
        services.confirm(bill, TODAY)
    with acting(SYSTEM):
        assert ledger() == {"iuran_anggota": 51_400, "setoran_anggota": -51_400}
        bill.refresh_from_db()
        assert (bill.state, bill.pos_id, bill.sp2d_number) == ("dikonfirmasi", None, "")
        daily()
        assert set(Standing.objects.values_list("mood", "paid_until")) == {("lunas", "2026-12")}


def test_a_month_is_paid_once_by_whichever_way(group, make_user, as_user):
    with acting(SYSTEM):
        first, second, _third = group.members(manager="everything").order_by("pk")
        paid(first, "2026-11", amount=8_400)
        bill = services.prepare(group, "2026-11", 1)
        assert dict(Line.everything.values_list("member", "why_not"))[first.pk] == "paid_alone"
        assert bill.people == 2
        assert refused(paid, second, "2026-11", amount=8_400) == "billed"
        services.cancel(bill, "dibayar sendiri-sendiri")
        assert ledger() == {}
        assert paid(second, "2026-11", amount=8_400).state == "tercatat"


def test_who_pays_through_nobody_is_never_billed(offices, as_system):
    row = known(9, "2026-12")
    with pytest.raises(Refusal):
        services.prepare(row.wadah, "2026-12", 1)
    assert arrears.unbilled(Month(2026, 12)) == {}
    assert keeping.months_of([row], clock.today())[row.pk][0].place == "open"


def test_the_page_of_the_bill_takes_the_proof(group, make_user, signed_in):
    with acting(SYSTEM):
        bill = services.prepare(group, "2026-11", 2)
        services.send(bill)
        services.record_code(
            bill, "K1", bill.total, first="2026-11", last="2026-12", valid_until=date(2026, 12, 31)
        )
    desk = signed_in(make_user("verifikator"))
    page = desk.get(reverse("rincian", args=[bill.pk])).content.decode()
    assert "uang anggotanya sendiri" in page
    assert "SPP-LS" not in page
    address = reverse("rincian_collected", args=[bill.pk])
    assert desk.post(address, {"day": "2026-12-01"}).status_code == 422
    with acting(SYSTEM):
        assert Rincian.everything.get().state == "kode"


def coded(group):
    bill = services.prepare(group, "2026-11", 2)
    services.send(bill)
    told = {"first": "2026-11", "last": "2026-12", "valid_until": date(2026, 12, 31)}
    services.record_code(bill, "K1", bill.total, **told)
    return bill


def test_a_proof_does_not_pass_by_the_payment_and_the_book(group, as_system):
    """The treasurer's proof follows an SP2D; a code of members' money has none, and would not be posted."""
    bill = coded(group)
    assert refused(services.record_proof, bill, PDF, TODAY) == "step"
    services.record_collected(bill, PDF, TODAY)
    assert ledger()["setoran_anggota"] == -51_400


def test_who_pays_alone_after_a_bill_neither_lapses_nor_is_asked_for_again(group, as_system):
    services.record_collected(coded(group), PDF, TODAY)
    for month in ("2027-01", "2027-02", "2027-03", "2027-04", "2027-05"):
        with clock.at(date(2027, int(month[5:]), 10)):
            for row in group.members(manager="everything").all():
                due = standing.payable(keeping.months_of([row], clock.today())[row.pk], clock.today())[0]
                paid(row, month, amount=due.due.total)
    with clock.at(date(2027, 5, 20)):
        assert arrears.lapse(clock.today()) == 0
        assert arrears.unbilled(Month(2027, 5)) == {}
        assert arrears.unbilled(Month(2027, 6)) == {group.pk: 3}
        assert daily()["lapsed"] == 0
    with clock.at(date(2027, 9, 20)):  # four months past their day
        assert daily()["lapsed"] == 3
