"""Kepesertaan bulan ini: a line a wadah, every number opens its people and why."""

from datetime import date

import pytest
from conftest_office import SUMERTA
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from mandiri_of_test import known as alone
from mandiri_of_test import paid as paid_alone
from wadah_of_test import cover, decree, kpj_of, somebody, wadah

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base import clock
from tedung.office.documents.services import store
from tedung.office.iuran.models import Line, Rincian
from tedung.office.jobs.worker import run_waiting
from tedung.office.kepesertaan import counting, queries
from tedung.office.kepesertaan.models import Count
from tedung.office.mandiri.models import PaidMonth
from tedung.office.padan.models import Check, Request
from tedung.office.penetapan.models import Candidate, Decree, Selection
from tedung.office.people.models import Person
from tedung.office.reference.models import Format
from tedung.office.wadah import members, placing, seeds
from tedung.office.wadah.models import Member, Wadah

MONTH, PEOPLE = "2026-12", 6
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def group(as_system):
    """Six of a decree: five padan, four active, three paid for; and one whose year is over."""
    seeds.seed()
    of = decree(since=date(2026, 1, 1), until=date(2026, 12, 31))
    for number in range(PEOPLE):
        cover(somebody(number), of)
    cover(somebody(9), decree(since=date(2026, 1, 1), until=date(2026, 12, 31)))
    made = wadah(agency_code="SG000123")
    placing.place_covers()
    all_of = list(Member.everything.select_related("person").order_by("person_id"))
    over, those = all_of[-1], all_of[:-1]
    Member.everything.filter(pk=over.pk).update(until="2026-11")
    request = Request.everything.create(
        region="51.71", reason="usulan", form=Format.objects.first(), made_at=made.made_at
    )
    for number, member in enumerate(those):
        if number < 4:
            members.accept(member, kpj_of(number), date(2026, 1, 5))
        result = "padan" if number < 5 else "nama_berbeda"
        Check.objects.create(
            request=request,
            person=member.person,
            ordinal=number,
            result=result,
            answered_on=date(2026, 11, 1),
        )
    paid(made, those[:3])
    return made


def paid(made, those, state="sp2d", **fields):
    """Bill some of them Rp16,800 each; paid for unless told otherwise."""
    number = f"K{Rincian.everything.count() + 1}"
    told = {
        "payer": "apbd_kota", "state": state, "total": 16_800 * len(those), "payable": 16_800 * len(those),
        "code_number": number, "code_amount": 1, "code_valid_until": date(2026, 12, 31),
        "sp2d_number": "SP2D/1", "sp2d_day": date(2026, 12, 1), "paid_on": date(2026, 12, 1), **fields,
    }  # fmt: skip
    bill = Rincian.everything.create(
        wadah=made, region=made.region, first_month=MONTH, last_month=MONTH, months=1, law_day=date(2026, 12, 1),
        law_version="uji", made_at=made.made_at, **told,
    )  # fmt: skip
    for member in those:
        Line.everything.create(
            rincian=bill, member=member, person=member.person, month=MONTH, jkk=10_000, jkm=6_800, total=16_800,
            is_covered=True, is_public=bill.payer != "self", village=member.village, opd_code=member.opd_code,
            group_code=member.group_code,
        )  # fmt: skip
    return bill


def test_each_number_is_counted_and_again_the_same(group):
    for _ in range(2):
        counting.count(MONTH)
        row = Count.everything.get(month=MONTH)
        assert (row.people, row.padan, row.aktif, row.dibayar, row.unpaid) == (6, 5, 4, 3, 3)
    known = {"people": 6, "padan": 5, "aktif": 4, "dibayar": 3, "mandiri": 0, "unpaid": 3}
    assert queries.totals(MONTH) == {**known, "people_self": 0, "unpaid_self": 0}
    counting.count("2027-06")
    assert Count.everything.get(month="2027-06").people == 0


def test_who_left_later_was_active_in_the_months_before(group):
    """One leaves with November, one with December by a mutasi of today, one who was never taken in."""
    of = list(Member.everything.filter(wadah=group).order_by("person_id"))
    members.end(of[0], "2026-11", "pindah")
    members.end(of[1], MONTH, "pindah")
    members.end(of[5], MONTH, "mengundurkan_diri")
    for month, people, aktif in (("2026-11", 7, 4), (MONTH, 5, 3), ("2027-01", 0, 0)):
        counting.count(month)
        row = Count.everything.get(month=month)
        assert (month, row.people, row.aktif) == (month, people, aktif)
        assert counting.who(group.pk, month, "aktif").count() == aktif
        assert counting.who(group.pk, month, "not_aktif").count() == people - aktif


@pytest.mark.parametrize("what", ["padan", "aktif", "dibayar"])
def test_a_number_and_who_is_missing_from_it_are_the_whole(what, group):
    counting.count(MONTH)
    row = Count.everything.get(month=MONTH)
    within = counting.who(group.pk, MONTH, what).count()
    assert within == getattr(row, what)
    assert within + counting.who(group.pk, MONTH, f"not_{what}").count() == row.people


def test_who_pays_alone_is_paid_by_their_own_money_and_never_by_sp2d(group):
    """Two who pay themselves, one of them has; an association that paid its one member's code by cash."""
    rows = [alone(number, MONTH) for number in (30, 31)]
    paid_alone(rows[0], MONTH, amount=8_400)  # half of 16,800 in 2026 (PP 50/2025)
    together = wadah("Koperasi Pasar", payer="self", kind="SL", group_code="koperasi")
    third = members.start(somebody(32), together, MONTH)
    paid(together, [third], state="bukti", payer="self", proof=a_proof())
    counting.count(MONTH)
    sums = queries.totals(MONTH)
    assert (sums["people"], sums["dibayar"], sums["mandiri"], sums["unpaid"]) == (9, 3, 2, 4)
    assert (sums["people_self"], sums["unpaid_self"]) == (3, 1)
    of = rows[0].wadah_id
    row = Count.everything.get(month=MONTH, wadah=of)
    assert (row.people, row.dibayar, row.mandiri, row.unpaid) == (2, 0, 1, 1)
    found = {what: counting.who(of, MONTH, what).count() for what in ("dibayar", "mandiri", "not_dibayar")}
    assert found == {"dibayar": 0, "mandiri": 1, "not_dibayar": 1}
    PaidMonth.objects.update(is_cancelled=True)
    counting.count(MONTH)
    assert queries.totals(MONTH)["mandiri"] == 1


def a_proof():
    return store(PDF, "evidence", region="51.71")


def test_the_reason_is_words_and_the_bill_that_stands_decides(group, signed_in, make_user):
    """The fourth is billed and not paid; the fifth refused; a supplement says of the first `billed_before`."""
    all_of = list(Member.everything.filter(wadah=group).order_by("person_id"))
    waits = paid(group, all_of[3:4], state="spm", due_day=date(2026, 12, 15))
    extra = paid(group, [], state="bukti", proof=a_proof())
    for member, why in ((all_of[0], "billed_before"), (all_of[4], "rejected")):
        Line.everything.create(
            rincian=extra, member=member, person=member.person, month=MONTH, is_covered=False, is_public=True,
            why_not=why, village=member.village,
        )  # fmt: skip
    counting.count(MONTH)
    (row,) = Count.everything.filter(month=MONTH, wadah=group)
    beside = queries.beside([row], MONTH)[group.pk]
    assert (beside.bill, beside.due) == (waits, date(2026, 12, 15))
    client = signed_in(make_user("pptk"))

    def shown(what):
        where = {"key": group.pk, "month": MONTH, "what": what}
        return client.get(reverse("kepesertaan_people", kwargs=where)).content.decode()

    assert "sudah ditagih dalam rincian lain" not in shown("dibayar")
    words = shown("not_dibayar")
    assert "ditolak BPJS Ketenagakerjaan" in words
    assert "rejected" not in words
    assert "SPM" in words
    page = client.get(reverse("kepesertaan"), {"bulan": MONTH}).content.decode()
    assert "15 Desember 2026" in page
    assert 'data-label="Selisih">3<' in page.split("<tfoot>")[1]


def test_what_was_cancelled_or_not_yet_paid_does_not_count(group):
    Rincian.everything.update(state="spm")
    counting.count(MONTH)
    assert Count.everything.get(month=MONTH).dibayar == 0
    Rincian.everything.update(state="sp2d")
    Line.everything.update(is_cancelled=True)
    counting.count(MONTH)
    assert Count.everything.get(month=MONTH).dibayar == 0


def test_the_page_counts_by_itself_and_opens_each_number(group, signed_in, make_user):
    client = signed_in(make_user("pptk"))
    assert "sedang dihitung" in client.get(reverse("kepesertaan"), {"bulan": MONTH}).content.decode()
    with acting(SYSTEM):
        run_waiting()
    page = client.get(reverse("kepesertaan"), {"bulan": MONTH}).content.decode()
    assert "SP2D" in page
    where = {"key": group.pk, "month": MONTH}
    shown = client.get(reverse("kepesertaan_people", kwargs={**where, "what": "not_padan"})).content.decode()
    assert "nama berbeda" in shown
    assert "I WAYAN 5" in shown
    shown = client.get(
        reverse("kepesertaan_people", kwargs={**where, "what": "not_dibayar"})
    ).content.decode()
    assert "belum ada rincian" in shown
    assert client.get(reverse("kepesertaan"), {"bulan": "kapan"}).status_code == 200
    assert client.get(f"/kepesertaan/{group.pk}/{MONTH}/semua/").status_code == 404
    assert client.get(f"/kepesertaan/{group.pk}/2026-13/people/").status_code == 404


def test_another_region_and_another_office_see_nothing(group, make_user, as_user):
    counting.count(MONTH)
    with acting(SYSTEM):
        users = [
            make_user("verifikator", "region", "51.03"),
            make_user("operator_opd", "opd", "dinas_sosial"),
        ]
    for user in users:
        with as_user(user):
            assert not Count.objects.exists()
            assert not counting.who(group.pk, MONTH, "people").exists()


def test_a_thousand_wadah_are_one_page_with_few_queries(group, signed_in, make_user):
    counting.count(MONTH)
    client = signed_in(make_user("pptk"))

    def asked():
        client.get(reverse("kepesertaan"), {"bulan": MONTH})
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse("kepesertaan"), {"bulan": MONTH}).status_code == 200
        return len(found)

    few = asked()
    with acting(SYSTEM):
        for number in range(60):
            wadah(f"Kelompok {number}", group_code=f"g{number}")
        counting.count(MONTH)
        assert Wadah.everything.count() == 61
    assert asked() <= few <= 30


def test_a_large_wadah_is_looked_through_part_by_part(group, monkeypatch):
    monkeypatch.setattr(counting, "LOOKED", 2)
    found, after, pages = [], 0, 0
    while after is not None:
        rows, after = counting.page_of(group.pk, MONTH, "not_dibayar", after)
        found += rows
        pages += 1
    assert [row.pk for row in found] == list(
        counting.who(group.pk, MONTH, "not_dibayar").values_list("pk", flat=True)
    )
    assert (len(found), pages) == (3, 4)  # of six, two at a time, and the end


def a_selection(**fields):
    given = {"payer": "apbd_kota", "state": "diumumkan", **fields}
    return Selection.everything.create(
        region="51.71", name="uji", year=2026, first_month="2026-01", months=12, budget=1, seed="uji",
        made_at=clock.now(), **given,
    )  # fmt: skip


def waits(selection, *people, **fields):
    """Put people into the reserve of a selection, as pemangku of their village."""
    for rank, one in enumerate(people):
        Candidate.everything.create(
            selection=selection, person=one, line_id=rank, status="reserve", rank=rank,
            **{"village": one.village, "group_code": "pemangku", **fields},
        )  # fmt: skip


def reserve(month=MONTH):
    counting.count(month)
    return dict(Count.everything.filter(month=month, reserve__gt=0).values_list("wadah", "reserve"))


def test_who_waits_in_the_reserve_is_counted_until_they_enter(group):
    selection = a_selection()
    waiting = [somebody(number) for number in (20, 21)]
    waits(selection, *waiting)
    assert reserve() == {group.pk: 2}
    of = decree(since=date(2026, 1, 1), until=date(2026, 12, 31))
    Decree.everything.filter(pk=of.pk).update(selection=selection)
    cover(waiting[0], of)  # moved up
    assert reserve() == {group.pk: 1}
    assert reserve("2027-01") == {}


def test_only_an_announced_reserve_counts_once_a_person_in_the_wadah_that_would_take_them(group):
    """Three wait: one in two selections, one by the province's money, one in a village with its own wadah."""
    one, two, three = (somebody(number) for number in (20, 21, 22))
    Person.everything.filter(pk=three.pk).update(village=SUMERTA)
    three.refresh_from_db()
    waits(a_selection(state="konsep"), one, two, three)
    waits(a_selection(state="dihitung"), one, two, three)
    assert reserve() == {}
    waits(a_selection(), one, three)
    waits(a_selection(), one, group_code="serati")
    province = a_selection(payer="apbd_prov")
    waits(province, two)
    assert reserve() == {group.pk: 2}
    by_province = wadah("Pemangku, provinsi", payer="apbd_prov", group_code="pemangku")
    in_sumerta = wadah("Pemangku Sumerta", region=SUMERTA, group_code="pemangku")
    other = wadah("Pemangku Badung", region="51.03", group_code="pemangku", payer="apbn")
    assert reserve() == {group.pk: 1, by_province.pk: 1, in_sumerta.pk: 1}
    assert other.pk not in reserve()
    same = somebody(23)
    waits(a_selection(), same)
    Person.everything.filter(pk=same.pk).update(merged_into=one.pk)  # found to be the first
    assert reserve()[group.pk] == 1
