"""A payment that does not stand is taken back by another: in the book, the budget, and for its members."""

from datetime import date

import pytest
from django.urls import reverse
from iuran_of_test import PDF, Desk, a_pos, a_wadah, agreement, members

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.anggaran import queries as anggaran
from tedung.office.base import clock
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.buku import queries as buku
from tedung.office.buku.models import Entry
from tedung.office.buku.seeds import seed
from tedung.office.iuran import leaving, returning, services
from tedung.office.iuran.models import Rest, Rincian
from tedung.office.tasks.models import Task
from tedung.office.wadah.models import Member

APRIL = date(2027, 4, 20)


@pytest.fixture
def desk(offices, make_user):
    with clock.at(APRIL), acting(SYSTEM):
        seed()
        yield Desk(make_user)


@pytest.fixture
def bill(desk):
    """Two people, January to March, confirmed on 20 April."""
    wadah = a_wadah()
    agreement(wadah, "refund")
    members(wadah, 2)
    made = desk.prepared(wadah, a_pos(), months=3)
    desk.paid(made, APRIL)
    return made


def held():
    return tuple(buku.held(account) for account in ("beban_iuran", "iuran_terutang", "pembayaran"))


def test_a_returned_sp2d_goes_back_to_the_spm_and_is_paid_anew(desk, bill):
    """By hand: 2 x 3 x Rp16.800 = Rp100.800, paid, owed again, paid again: not twice."""
    assert held() == (100_800, 0, -100_800)
    with desk.by("bendahara"), pytest.raises(Refusal) as refused:
        returning.unpay(bill, "retur", "spm", "rekening tujuan salah")
    assert refused.value.code == "four_eyes"
    with desk.by("pptk"), pytest.raises(NotAllowed):
        returning.unpay(bill, "retur", "spm", "rekening tujuan salah")
    with desk.by("verifikator"):
        returning.unpay(bill, "retur", "spm", "rekening tujuan salah")
    assert held() == (100_800, -100_800, 0)
    assert anggaran.figures([bill.pos])[bill.pos.pk] == anggaran.Figures(1_200_000_000, 0, 100_800)
    bill = Rincian.everything.get(pk=bill.pk)
    assert (bill.state, bill.spm_number, bill.sp2d_number, bill.sp2d_day) == (
        *("spm", f"SPM/{bill.pk}", "", None),
    )
    reasons = set(Entry.objects.filter(kind="balik").values_list("reason", flat=True))
    assert reasons == {"SP2D diretur: rekening tujuan salah"}
    open_tasks = Task.everything.filter(about_id=bill.pk, state="open").values_list("kind", flat=True)
    assert set(open_tasks) == {"iuran.due"}
    with desk.by("bendahara"):
        services.record_sp2d(bill, "SP2D/2", APRIL)
    assert held() == (100_800, 0, -100_800)
    assert anggaran.figures([bill.pos])[bill.pos.pk].realised == 100_800
    with desk.by("verifikator"):
        returning.unpay(bill, "retur", "spm", "sekali lagi")
    with desk.by("bendahara"):
        services.record_sp2d(bill, "SP2D/3", APRIL)
    assert held() == (100_800, 0, -100_800)


def test_a_wrong_record_goes_back_to_the_code_and_its_members_lapse_again(desk, bill, make_user):
    """On 20 April four months would be unpaid: PP 44/2015 Pasal 39, 42."""
    desk.confirmed(bill, APRIL)
    with desk.by("verifikator"), pytest.raises(Refusal) as refused:
        returning.unpay(bill, "salah_catat", "kode", "milik wadah lain")
    assert refused.value.code == "four_eyes"  # they confirmed it
    desk.users["kepala"] = make_user("kepala")
    with desk.by("kepala"):
        returning.unpay(bill, "salah_catat", "kode", "milik wadah lain")
    bill = Rincian.everything.get(pk=bill.pk)
    assert (bill.state, bill.spp_number, bill.proof, bill.paid_on, bill.confirmed_on) == (
        *("kode", "", None, None, None),
    )
    states = Member.everything.values_list("state", flat=True).distinct()
    assert set(states.all()) == {"nonaktif"}
    with desk.by("pptk"):
        services.record_spp(bill, "SPP/2", APRIL)
    with desk.by("bendahara"):
        services.record_spm(bill, "SPM/2", APRIL)
        services.record_sp2d(bill, "SP2D/2", APRIL)
    assert set(states.all()) == {"aktif"}


def test_no_other_step_takes_a_payment_back(desk, bill):
    code = {"first": "2027-01", "last": "2027-03", "valid_until": APRIL}
    with desk.by("pptk"), pytest.raises(Refusal):
        services.record_code(bill, "lain", 100_801, **code)
    with desk.by("bendahara"), pytest.raises(Refusal):
        services.record_spm(Rincian.everything.get(pk=bill.pk), "SPM/9", APRIL)
    assert (Rincian.everything.get(pk=bill.pk).state, held()[2]) == ("sp2d", -100_800)


def test_what_cannot_be_taken_back(desk, bill):
    with desk.by("verifikator"):
        for back_to, reason in (("spm", " "), ("rincian", "x"), ("dibatalkan", "x")):
            with pytest.raises(Refusal):
                returning.unpay(bill, "retur", back_to, reason)
    Member.everything.filter(pk=Member.everything.first().pk).update(until="2027-02", state="keluar")
    leaving.set_aside(bill)
    with desk.by("bendahara"):
        leaving.refunded(Rest.everything.get(), "BKM/1", APRIL)
    with desk.by("verifikator"), pytest.raises(Refusal) as refused:
        returning.unpay(bill, "retur", "spm", "uangnya kembali")
    assert refused.value.code == "rest"
    assert held()[2] == -100_800
    other = desk.prepared(bill.wadah, bill.pos, "2027-04")
    with desk.by("verifikator"), pytest.raises(Refusal) as refused:
        returning.unpay(other, "retur", "spm", "belum dibayar")
    assert refused.value.code == "step"


def test_no_paper_has_a_day_that_has_not_come(desk, bill):
    """The day after tomorrow's payment would count as paid today."""
    tomorrow = date(2027, 4, 21)
    other = desk.prepared(bill.wadah, bill.pos, "2027-04")
    desk.coded(other)

    def refused(role, act, *given):
        with desk.by(role), pytest.raises(Refusal) as found:
            act(*given)
        assert found.value.code == "day"

    refused("pptk", services.record_spp, other, "SPP/2", tomorrow)
    with desk.by("pptk"):
        services.record_spp(other, "SPP/2", APRIL)
    refused("bendahara", services.record_spm, other, "SPM/2", tomorrow)
    with desk.by("bendahara"):
        services.record_spm(other, "SPM/2", APRIL)
    refused("bendahara", services.record_sp2d, other, "SP2D/2", tomorrow)
    refused("bendahara", services.record_proof, bill, PDF, tomorrow)
    with desk.by("bendahara"):
        services.record_proof(bill, PDF, APRIL)
    refused("verifikator", services.confirm, bill, tomorrow)
    Member.everything.filter(pk=Member.everything.first().pk).update(until="2027-02", state="keluar")
    leaving.set_aside(bill)
    refused("bendahara", leaving.refunded, Rest.everything.get(), "BKM/1", tomorrow)


def test_an_officer_takes_it_back_on_a_page(desk, bill, client):
    where = reverse("rincian_unpay", args=[bill.pk])
    client.force_login(desk.users["bendahara"])
    assert where not in client.get(reverse("rincian", args=[bill.pk])).content.decode()
    given = {"cause": "retur", "back_to": "spm", "reason": "rekening tutup"}
    assert client.post(where, given).status_code == 422  # recorded by oneself
    client.force_login(desk.users["verifikator"])
    assert where in client.get(reverse("rincian", args=[bill.pk])).content.decode()
    assert client.get(where).status_code == 200
    assert client.post(where, {**given, "reason": ""}).status_code == 422
    assert client.post(where, given).status_code == 302
    assert Rincian.everything.get(pk=bill.pk).state == "spm"
