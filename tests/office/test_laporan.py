"""Reports: every figure is the screen's, sums add up, the same makes the same bytes; who may make and read which."""

import io
import json
from datetime import date

import pytest
from conftest_office import KESIMAN, SUMERTA, person
from django.db import transaction
from django.urls import reverse
from iuran_of_test import Desk
from laporan_of_test import MONTHLY, MONTHS, PEOPLE, a_paid_quarter, those
from mandiri_of_test import known, paid
from python_calamine import CalamineWorkbook
from wadah_of_test import cover, decree

from tedung.dates import Month
from tedung.office.access.actor import SYSTEM, acting
from tedung.office.access.models import Grant
from tedung.office.base import clock
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.documents.models import Document, Fetch
from tedung.office.documents.services import read
from tedung.office.iuran.models import Rincian
from tedung.office.jobs.worker import run_waiting
from tedung.office.kejadian import services as kejadian
from tedung.office.kepesertaan import counting
from tedung.office.laporan import examination, gap, mayor, services
from tedung.office.laporan.making import TOLD
from tedung.office.laporan.models import Kind, Report
from tedung.office.padan.models import Check
from tedung.office.penetapan.models import Cover
from tedung.office.people.models import NikView, Person
from tedung.office.wadah.models import Member

DECEMBER = Month(2026, 12)
PAID = PEOPLE * MONTHS * MONTHLY


@pytest.fixture
def bill(as_system, offices, make_user):
    return a_paid_quarter(Desk(make_user))


def made(kind, **given):
    """Make a report as whoever acts."""
    given = {"first": DECEMBER, "last": DECEMBER, **given}
    return services.finish(services.ask(kind, **given))


def told(kind, **given):
    """Return what a report's paper is told."""
    report = Report(kind=kind, region="51.71", first_month="2026-01", last_month="2026-12", **given)
    return TOLD[kind](report).told


def test_the_mayors_page_says_what_the_screens_say(bill, make_user, signed_in):
    client = signed_in(make_user("kepala"))
    made(Kind.WALI_KOTA)
    said = told(Kind.WALI_KOTA)
    month = client.get(reverse("kepesertaan"), {"bulan": "2026-12"}).context["totals"]
    assert said["chain"] == month
    assert [month[name] for name in ("people", "padan", "aktif", "dibayar", "mandiri", "unpaid")] == [
        6
    ] * 4 + [0] * 2
    today = client.get(reverse("home")).context["total"]
    assert said["known"] == {"people": today.people, "covered": today.covered, "ending": today.ending}
    (row,) = client.get(reverse("anggaran"), {"tahun": "2026"}).context["rows"]
    money, figures = said["money"], row["figures"]
    assert (money["budget"], money["realised"], money["rest"]) == (1_000_000, PAID, 1_000_000 - PAID)
    assert (money["realised"], money["committed"], money["rest"], money["enough"]) == (
        figures.realised,
        figures.committed,
        figures.rest,
        row["enough"],
    )
    assert money["enough"] == (1_000_000 - PAID) // MONTHLY  # December alone is left
    assert any("1 Januari 2027" in point for point in said["points"])


def test_a_month_that_is_over_claims_no_count_of_people_that_was_not_kept(bill):
    report = Report(kind=Kind.WALI_KOTA, region="51.71", first_month="2026-11", last_month="2026-11")
    assert mayor.told(report).told["known"] is None
    assert made(Kind.WALI_KOTA, first=Month(2026, 11), last=Month(2026, 11)).state == "siap"


def test_the_file_of_an_sp2d_adds_up_and_names_each_exception(bill, make_user):
    first, second, third, fourth, fifth, sixth = those()
    Check.objects.filter(person=second.person_id).update(result="nama_berbeda")
    Person.everything.filter(pk=third.person_id).update(died_on=date(2026, 11, 3))
    Member.everything.filter(pk=fourth.pk).update(kpj="", kpj_index="")
    Cover.everything.filter(pk=fifth.cover_id).update(until=date(2026, 11, 30))
    Person.everything.filter(pk=sixth.person_id).update(merged_into=first.person_id)  # one man in two lists
    said = told(Kind.PEMERIKSAAN, rincian=bill)
    assert [row[9] for row in said["rows"]] == [
        "orang yang sama dibayar dua kali untuk satu bulan",
        "tidak padan pada hari SP2D",
        "meninggal sebelum bulan yang dibayar",
        "belum ada KPJ",
        "ada bulan di luar masa keputusan",
        "orang yang sama dibayar dua kali untuk satu bulan",
    ]
    assert sum(row[8] for row in said["rows"]) == said["lines_sum"] == said["paid"] == PAID == bill.payable
    assert all(ours == theirs for _what, ours, theirs in said["checks"])
    assert sum(row[3] for row in said["ledger"]) == sum(row[4] for row in said["ledger"]) == 2 * PAID
    assert said["people"] == PEOPLE - 1
    assert said["decrees"] == [["188.45/1", date(2026, 12, 1), PEOPLE]]
    assert said["rows"][1][1:9] == [
        "I WAYAN 1",
        f"{'•' * 13}000",
        "188.45/1",
        2,
        "–",
        f"{'•' * 7}0001",
        "2026-10 – 2026-12 (3)",
        MONTHS * MONTHLY,
    ]


def test_papers_that_are_missing_and_codes_that_differed_are_told(bill):
    bill.differences.create(
        code_number="K", ours=PAID, theirs=PAID + 1, answer="diterima", reason="pembulatan",
        found_at=clock.now(), answered_at=clock.now(),
    )  # fmt: skip
    Rincian.everything.update(state="sp2d", proof=None, code_valid_until=date(2026, 10, 1))
    bill.refresh_from_db()
    said = " ".join(told(Kind.PEMERIKSAAN, rincian=bill)["findings"])
    for words in (
        "bukti bayar belum",
        "belum memastikan",
        "masa berlaku kode",
        "berbeda +1 rupiah",
        "pembulatan",
    ):
        assert words in said


def test_full_numbers_stand_where_the_inspectorate_asks_and_each_is_logged(
    bill, make_user, as_user, signed_in
):
    with as_user(make_user("inspektorat")):
        report = made(Kind.PEMERIKSAAN, first=Month(2026, 10), bill=bill, has_nik=True)
    assert NikView.objects.count() == PEOPLE
    book = CalamineWorkbook.from_filelike(io.BytesIO(read(report.xlsx)))
    rows = book.get_sheet_by_name("Orang").to_python()[1:]
    assert {row[2] for row in rows} == {one.person.nik for one in those()}
    assert sum(row[10] for row in rows) == PAID
    for role, status in (("inspektorat", 200), ("bendahara", 404)):
        user = make_user(role, username=f"{role}-2")
        assert signed_in(user).get(reverse("report", args=[report.pk])).status_code == status
        assert signed_in(user).get(reverse("report_paper", args=[report.pk, "xlsx"])).status_code == status
    assert Fetch.objects.filter(document=report.xlsx).count() == 1
    assert (
        signed_in(make_user("kepala")).get(reverse("document", args=[report.xlsx.public_id])).status_code
        == 404
    )
    with as_user(make_user("pptk", username="pptk-2")), pytest.raises(NotAllowed):
        made(Kind.PEMERIKSAAN, bill=bill, has_nik=True)


def test_the_same_figures_make_the_same_bytes_but_for_the_day(bill):
    one, two = (made(Kind.PEMERIKSAAN, bill=bill) for _ in range(2))
    assert (one.sha256, read(one.pdf), read(one.xlsx)) == (two.sha256, read(two.pdf), read(two.xlsx))
    with clock.at(date(2026, 12, 2)):
        later = made(Kind.PEMERIKSAAN, bill=bill)
    assert (later.sha256, read(later.xlsx)) == (one.sha256, read(one.xlsx))
    assert read(later.pdf) != read(one.pdf)
    assert later.law_version == one.law_version != ""


def test_a_large_report_is_made_by_a_job_and_once(bill, make_user, signed_in, monkeypatch):
    monkeypatch.setattr(services, "AT_ONCE", PEOPLE - 1)
    client = signed_in(make_user("bendahara", username="bendahara-2"))
    answer = client.post(reverse("report_make", args=["pemeriksaan"]), {"number": bill.sp2d_number})
    report = Report.everything.get()
    assert answer["Location"] == reverse("report", args=[report.pk])
    assert "di belakang" in client.get(answer["Location"]).content.decode()
    with acting(SYSTEM):
        run_waiting()
    report.refresh_from_db()
    assert report.state == "siap"
    count = Document.everything.count()
    services.making.make(report.pk)
    assert Document.everything.count() == count


DIED = date(2026, 11, 20)
GAPS = {
    # what is done to the cover of whoever died on 20 November: the reason that is told
    "covered": "",
    "unpaid": "not_paid",
    "ended": "decree_ended",
    "later": "decree_later",
    "nobody": "no_decree",
    "no_wadah": "no_wadah",
    "off": "no_bill",
}


def done_to_the_cover(what, bill):
    """Do what GAPS names, and return who dies."""
    who = those()[0].person
    if what == "unpaid":
        Rincian.everything.update(state="spm")
    elif what == "off":
        bill.lines(manager="everything").update(is_cancelled=True)
    elif what in {"nobody", "no_wadah"}:
        who = person(KESIMAN, name="NI LUH SARI")
        if what == "no_wadah":
            cover(who, decree(since=date(2026, 1, 1), until=date(2026, 12, 31)))
    elif what != "covered":
        span = {"ended": ("2026-01-01", "2026-10-31"), "later": ("2026-12-01", "2026-12-31")}[what]
        Cover.everything.filter(person=who).update(since=span[0], until=span[1])
    return who


def test_a_death_in_a_gap_has_its_reason(bill):
    for what, why_not in GAPS.items():
        with transaction.atomic():
            kejadian.report(done_to_the_cover(what, bill), "meninggal", DIED)
            found = gap.deaths(Month(2026, 1), DECEMBER)
            assert [one.why_not for one in found.told] == [why_not]
            assert len(found.covered) + len(found.in_gap) == 1
            assert sum(many for _why, many in found.reasons()) == len(found.in_gap)
            assert found.expected == (42_000_000 if what == "covered" else 0)  # PP 44/2015 Pasal 34, JKM
            transaction.set_rollback(True)


def test_who_paid_alone_and_died_was_not_in_a_gap(bill):
    row = known(99, "2026-09")
    paid(row, "2026-09", "2026-11", 3 * 8_400)
    kejadian.report(row.person, "meninggal", date(2026, 11, 20))
    found = gap.deaths(Month(2026, 1), DECEMBER)
    assert [one.why_not for one in found.told] == [""]


def test_who_pays_alone_is_no_debt_of_the_city(bill):
    """One paid December alone (half of 16,800, PP 50/2025), one did not; the city paid all of its six."""
    for number in (98, 99):
        row = known(number, "2026-12")
    paid(row, "2026-12", amount=8_400)
    counting.count("2026-12")
    city, award = told(Kind.WALI_KOTA), told(Kind.PARITRANA)
    assert [city["chain"][name] for name in ("people", "dibayar", "mandiri", "unpaid")] == [8, 6, 1, 1]
    unpaid = [point for point in city["points"] if "Desember 2026" in point]
    assert unpaid == ["1 dari 2 peserta mandiri belum membayar sendiri iuran Desember 2026."]
    assert told(Kind.DPRD)["points"] == city["points"]
    answers = {item[0]: item[1] for _aspect, items in award["aspects"] for item in items}
    assert answers["Dibayar iurannya dengan SP2D, bulan terakhir"] == PEOPLE
    assert answers["Membayar sendiri iurannya, bulan terakhir"] == 1


def test_of_two_roles_neither_opens_what_the_other_holds(bill, make_user, signed_in):
    """An analyst reads counts of the whole city, a planner (PPTK) of another office names of that office alone."""
    report = made(Kind.PEMERIKSAAN, bill=bill)
    counts = made(Kind.WALI_KOTA)
    user = make_user("analis")
    Grant.objects.create(
        user=user, role="pptk", scope_kind="opd", scope_code="dinas_sosial", since=date(2026, 1, 1)
    )
    client = signed_in(user)
    assert client.get(reverse("report", args=[counts.pk])).status_code == 200
    assert client.get(reverse("report", args=[report.pk])).status_code == 404
    assert client.get(reverse("report_paper", args=[report.pk, "pdf"])).status_code == 404
    rows = client.get(reverse("reports")).context["rows"]
    assert [row.pk for row, _of in rows] == [counts.pk]


def test_a_death_that_was_denied_or_of_another_year_does_not_count(bill):
    one, two = (member.person for member in those()[:2])
    kejadian.deny(kejadian.report(one, "meninggal", DIED), "masih hidup")
    kejadian.report(two, "meninggal", date(2025, 12, 31))
    assert gap.deaths(Month(2026, 1), DECEMBER).told == ()


def test_realisation_is_what_the_budget_and_the_ledger_say(bill, make_user, signed_in):
    client, said = signed_in(make_user("kepala")), told(Kind.REALISASI)
    (row,) = client.get(reverse("anggaran"), {"tahun": "2026"}).context["rows"]
    ((line,),) = [office["lines"] for office in said["offices"]]
    assert (line["budget"], line["realised"], line["rest"]) == (
        row["figures"].budget,
        row["figures"].realised,
        row["figures"].rest,
    )
    balance = {one.code: one for one in client.get(reverse("buku")).context["rows"]}
    paid = balance["pembayaran"].credit
    assert paid == line["booked"] == said["booked"] == said["sp2d_sum"] == said["balance"]["trial"] == PAID
    assert said["balance"]["others"] == 0
    assert [amount for _number, _plan, amount in line["quarters"]] == [0, 0, 0, PAID]
    assert told(Kind.REALISASI, opd_code="dinas_kebudayaan")["offices"] == []


def test_what_the_ledger_does_not_hold_is_shown_as_a_difference(bill):
    Rincian.everything.update(payable=PAID + 7)
    said = told(Kind.REALISASI)
    assert (said["sp2d_sum"], said["booked"]) == (PAID + 7, PAID)
    wrong = [ours == theirs for _what, ours, theirs in told(Kind.PEMERIKSAAN, rincian=bill)["checks"]]
    assert not all(wrong)


def test_the_tables_of_the_council_add_up_and_show_no_few(bill):
    for number in range(12):
        person(KESIMAN if number < 10 else SUMERTA, name=f"NI LUH {number}")
    made(Kind.DPRD, first=Month(2026, 1))
    said = told(Kind.DPRD)
    known = said["known"]
    assert (known["people"], known["covered"]) == (PEOPLE + 12, PEOPLE)
    for table in said["tables"]:
        for at in (1, 2, 3):
            assert sum(row[at] for row in table["rows"]) == table["total"][at]
        assert not [row for row in table["rows"] if any(0 < count < 5 for count in row[1:4])]
    assert said["tables"][0]["total"][1:4] == [PEOPLE + 12, PEOPLE, 12]
    assert [row[4] for row in said["months"]] == [0] * 9 + [PEOPLE] * MONTHS
    assert all(row[1] == sum(row[4:]) for row in said["months"])
    assert [row[1] for row in said["months"]] == [PEOPLE] * 12


def test_the_quarter_and_the_award_tell_the_same_money(bill):
    made(Kind.TRIWULAN, first=Month(2026, 10))
    report = Report(kind=Kind.TRIWULAN, first_month="2026-10", last_month="2026-12")
    quarter, award = TOLD[Kind.TRIWULAN](report).told, told(Kind.PARITRANA)
    assert quarter["sp2d_sum"] == sum(row[3] for row in quarter["cash"]) == PAID
    assert quarter["months"] == [[f"2026-{month}", *[PEOPLE] * 4, 0, 0] for month in (10, 11, 12)]
    assert not quarter["is_over"]
    answers = {item[0]: item[1] for _aspect, items in award["aspects"] for item in items}
    assert answers["Dibayar dengan SP2D"] == PAID
    assert answers["Dibayar iurannya dengan SP2D, bulan terakhir"] == PEOPLE
    assert answers["Membayar sendiri iurannya, bulan terakhir"] == 0
    assert answers["Santunan yang dibayar BPJS"] is None  # nobody has told it: never a guess
    assert award["known"] + award["open"] == len(answers)


def test_every_report_is_a_paper_and_a_workbook_and_an_office_has_its_own(bill, make_user, signed_in):
    chief = signed_in(make_user("kepala"))
    fields = {
        "month": "2026-12",
        "quarter": "2026-4",
        "year": "2026",
        "office": "",
        "number": bill.sp2d_number,
    }
    for kind in services.REPORTS:
        where = chief.post(reverse("report_make", args=[kind]), fields)["Location"]
        for form, first in (("pdf", b"%PDF"), ("xlsx", b"PK")):
            answer = chief.get(f"{where}{form}/")
            assert answer.content.startswith(first)
            assert answer["Content-Disposition"].startswith("attachment")
    assert {row.kind for row, _of in chief.get(reverse("reports")).context["rows"]} == set(services.REPORTS)
    offered = chief.get(reverse("reports"), {"rincian": bill.pk}).content.decode()
    assert f'value="{bill.sp2d_number}"' in offered
    own = signed_in(make_user("operator_opd", "opd", "dinas_sosial"))
    assert (
        own.post(reverse("report_make", args=["realisasi"]), {**fields, "office": "disnaker"}).status_code
        == 422
    )
    assert own.post(reverse("report_make", args=["realisasi"]), fields).status_code == 422
    answer = own.post(reverse("report_make", args=["realisasi"]), {**fields, "office": "dinas_sosial"})
    assert own.get(answer["Location"]).status_code == 200
    assert [row.opd_code for row, _of in own.get(reverse("reports")).context["rows"]] == ["dinas_sosial"]


def test_each_role_is_offered_its_own_reports(bill, make_user, signed_in):
    offered = {}
    for role in ("kepala", "analis", "bendahara", "operator_opd"):
        scope = ("opd", "dinas_sosial") if role == "operator_opd" else ("region", "51.71")
        page = signed_in(make_user(role, *scope, username=f"{role}-3")).get(reverse("reports"))
        offered[role] = {kind for kind, *_ in page.context["kinds"]}
    city = {"wali_kota", "dprd", "triwulan", "paritrana"} & set(services.REPORTS)
    assert offered["kepala"] == set(services.REPORTS)
    assert offered["analis"] == city
    assert offered["bendahara"] == set(services.REPORTS) - city
    assert offered["operator_opd"] <= {"realisasi"}


def test_no_report_is_made_beyond_ones_scope(bill, make_user, as_user):
    with as_user(make_user("kepala", "region", "51.03")):
        for kind, given in ((Kind.WALI_KOTA, {}), (Kind.PEMERIKSAAN, {"bill": bill})):
            with pytest.raises(NotAllowed):
                made(kind, **given)
    with as_user(make_user("kepala", username="kepala-2")), pytest.raises(Refusal):
        made(Kind.WALI_KOTA, first=Month(2027, 1), last=Month(2027, 1))
    assert not Report.everything.exists()


HOSTILE = (
    {},
    {"month": "2027-01", "number": "tidak ada", "quarter": "2026-9", "year": "nol"},
    {"month": "x" * 9_000},
    {"month": "1999-01", "number": "a\0b"},
    {"month": "٢٠٢٦-١٢", "number": "' OR 1=1 --", "office": "lain"},
)


def test_what_no_form_sends_is_told_and_makes_nothing(bill, make_user, signed_in):
    client = signed_in(make_user("kepala"))
    for kind in services.REPORTS:
        for given in HOSTILE:
            assert client.post(reverse("report_make", args=[kind]), given).status_code in {400, 422}
    assert client.post(reverse("report_make", args=["lain"]), {}).status_code == 404
    assert not Report.everything.exists()


def test_no_name_and_no_number_stands_in_what_is_kept_of_a_report(bill):
    report = made(Kind.PEMERIKSAAN, bill=bill)
    row = json.dumps({field.name: str(getattr(report, field.attname)) for field in report._meta.local_fields})
    assert not [one for one in those() if one.person.nama_ktp in row or one.person.nik in row]
    assert examination.bills_of(bill) == [bill]
