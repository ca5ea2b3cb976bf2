"""The file to the agency and its answer, line by line: every line counted, the same answer twice changes nothing."""

import io
import os
import zipfile
from datetime import date

import pytest
from conftest_office import CITY, KESIMAN
from django.db import connection, transaction
from python_calamine import CalamineWorkbook
from wadah_of_test import (
    TODAY,
    answer,
    cover,
    decree,
    kpj_of,
    nik_of,
    somebody,
    states,
    wadah,
)

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.audit.models import StateChange
from tedung.office.base import clock
from tedung.office.base.bulk import copy_rows
from tedung.office.base.crypto import blind_index
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.documents.services import read
from tedung.office.events.models import Event
from tedung.office.jobs.models import Job
from tedung.office.people.models import NikView
from tedung.office.tasks.models import Task
from tedung.office.wadah import answering, members, placing, seeds, sending
from tedung.office.wadah.formats import OUT, in_force
from tedung.office.wadah.models import Exchange, ExchangeFile, ExchangeLine, Member

PEOPLE = 6


@pytest.fixture
def group(as_system):
    """A wadah with six candidates."""
    seeds.seed()
    of = decree()
    for number in range(PEOPLE):
        cover(somebody(number), of)
    made = wadah(agency_code="SG000123")
    placing.place_covers()
    return made


@pytest.fixture
def gone(group):
    """Their file, sent today."""
    exchange = sending.prepare(group)
    sending.sent(exchange, "560/1/DISNAKER", TODAY)
    return exchange


def sheet_of(file):
    return CalamineWorkbook.from_filelike(io.BytesIO(read(file.document))).get_sheet_by_index(0).to_python()


def accepted(*numbers):
    return [(nik_of(number), kpj_of(number), "DITERIMA", "") for number in numbers]


def test_the_file_has_each_candidate_once_as_text_under_the_format_s_name(group):
    exchange = sending.prepare(group)
    [file] = exchange.files.all()
    assert file.document.name == "bpu_kolektif_SG000123_20261201_1.xlsx"
    head, *rows = sheet_of(file)
    assert head[:6] == ["NO", "NIK", "KPJ", "NAMA LENGKAP", "TEMPAT LAHIR", "TANGGAL LAHIR"]
    assert sorted(row[1] for row in rows) == sorted(nik_of(number) for number in range(PEOPLE))
    assert {row[5] for row in rows} == {"01-07-1970"}
    assert {row[14] for row in rows} == {"01-2027"}
    assert all(type(cell) is str for row in rows for cell in row)
    assert NikView.objects.count() == PEOPLE
    assert states() == {"calon": PEOPLE}, "nobody is sent before the letter is"
    with pytest.raises(Refusal):
        sending.prepare(group)


def test_a_cell_that_looks_like_a_formula_stays_text(group):
    member = Member.everything.first()
    hostile = "=cmd|'/c calc'!A1"
    type(member.person).everything.filter(pk=member.person_id).update(nama_ktp=hostile, address="+1+1")
    content = read(sending.prepare(group).files.get().document)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert hostile in {row[3] for row in rows}
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(("people", "parts"), [(3, [3]), (4, [3, 1]), (7, [3, 3, 1])])
def test_no_part_is_longer_than_the_format_allows(as_system, people, parts):
    seeds.seed()
    form = in_force(OUT, "SG", TODAY)
    form.most_rows = 3
    form.save()
    of = decree()
    for number in range(people):
        cover(somebody(number), of)
    made = wadah()
    placing.place_covers()
    exchange = sending.prepare(made)
    assert list(exchange.files.order_by("ordinal").values_list("lines", flat=True)) == parts
    assert exchange.lines_out == people == exchange.lines.count()
    written = [row[1] for file in exchange.files.all() for row in sheet_of(file)[1:]]
    assert sorted(written) == sorted(nik_of(number) for number in range(people))
    assert [file.document.name[-6:] for file in exchange.files.order_by("ordinal")] == [
        f"{number}.xlsx" for number in range(1, len(parts) + 1)
    ]


def test_who_has_no_valid_nik_or_died_stays_behind_and_is_counted(group):
    first, second, third = Member.everything.order_by("pk")[:3]
    type(first.person).everything.filter(pk=first.person_id).update(nik_state="dummy")
    type(first.person).everything.filter(pk=second.person_id).update(died_on=TODAY)
    type(first.person).everything.filter(pk=third.person_id).update(merged_into=first.person)
    assert sending.without_nik(group) == 2
    assert sending.prepare(group).lines_out == PEOPLE - 3


def test_sent_brings_everybody_one_step_and_cancelled_back(gone):
    assert states() == {"dikirim": PEOPLE}
    assert StateChange.objects.filter(kind="wadah.member", before="calon", after="dikirim").count() == PEOPLE
    assert Event.objects.filter(kind="wadah.sent").count() == PEOPLE
    sending.cancel(gone, "Salah wadah")
    assert states() == {"calon": PEOPLE}
    assert sending.prepare(gone.wadah).lines_out == PEOPLE


@pytest.mark.parametrize(
    ("number", "day"), [("", TODAY), ("1", date(2026, 11, 30)), ("1", date(2026, 12, 2))]
)
def test_a_letter_without_number_or_on_an_impossible_day_is_refused(group, number, day):
    exchange = sending.prepare(group)
    with pytest.raises(Refusal), transaction.atomic():
        sending.sent(exchange, number, day)
    assert states() == {"calon": PEOPLE}


def test_the_answer_is_read_line_by_line_and_adds_up(gone):
    rows = [
        *accepted(0, 1),
        (nik_of(2), "", "Ditolak", "Usia lebih dari 65 tahun"),
        (nik_of(3), kpj_of(3), "SUDAH PESERTA", "peserta aktif di Badung"),
        ("5171020101700000", kpj_of(9), "DITERIMA", ""),
        (nik_of(4), kpj_of(4), "entah", ""),
        ("", "", "DITERIMA", ""),
        ("", "", "", ""),
    ]
    counts = answering.read_answer(gone, answer(rows), "B/1/BPJS", TODAY)
    assert counts == {"diterima": 2, "ditolak": 1, "sudah_peserta": 1, "same": 0, "unread": 3}
    assert states() == {"aktif": 2, "ditolak": 2, "dikirim": 2}
    file = gone.files.get(way="in")
    assert (file.lines, len(file.unread)) == (7, 3)
    assert [line for line, _ in file.unread] == [8, 9, 10], "as the spreadsheet numbers them"
    assert not any(nik_of(4) in why or kpj_of(9) in why for _, why in file.unread)
    active = Member.everything.get(person__nik_index=blind_index(nik_of(0)))
    assert (active.kpj, active.kpj_index, active.registered_on) == (
        kpj_of(0),
        blind_index(kpj_of(0)),
        TODAY,
    )
    refused = Member.everything.get(person__nik_index=blind_index(nik_of(2)))
    assert refused.refused_for == "usia"
    already = Member.everything.get(person__nik_index=blind_index(nik_of(3)))
    assert (already.refused_for, already.kpj) == ("sudah_peserta", kpj_of(3))
    assert Exchange.everything.get().state == "dikirim", "two lines have no answer yet"
    assert Task.everything.get(kind="wadah.refused").params == {"people": 2}
    assert Task.everything.get(kind="wadah.unread").params == {"lines": 3}
    told = dict(Event.objects.filter(kind__startswith="wadah.").values_list("person", "kind"))
    assert told[already.person_id] == "wadah.sudah_peserta"


def test_the_same_answer_twice_and_its_lines_again_change_nothing(gone):
    first = answer(accepted(0, 1))
    answering.read_answer(gone, first, "1", TODAY)
    steps, told = StateChange.objects.count(), Event.objects.count()
    assert answering.read_answer(gone, first, "1", TODAY)["same"] == 2
    again = answering.read_answer(gone, answer(accepted(0, 1, 2)), "2", TODAY)
    assert again == {"diterima": 1, "ditolak": 0, "sudah_peserta": 0, "same": 2, "unread": 0}
    assert (StateChange.objects.count(), Event.objects.count()) == (steps + 1, told + 1)
    assert gone.files.filter(way="in").count() == 2


def test_a_file_is_answered_when_its_last_line_is_and_a_later_answer_may_still_put_right(gone):
    rows = [*accepted(0, 1, 2, 3, 4), (nik_of(5), "", "DITOLAK", "NIK tidak cocok Dukcapil")]
    answering.read_answer(gone, answer(rows), "1", TODAY)
    assert Exchange.everything.get().state == "dijawab"
    member = Member.everything.get(state="ditolak")
    assert member.refused_for == "nik"
    answering.read_answer(Exchange.everything.get(), answer(accepted(5)), "2", TODAY)
    assert states() == {"aktif": PEOPLE}
    assert not Task.everything.filter(kind="wadah.refused", state="open").exists()
    counts = answering.read_answer(
        Exchange.everything.get(), answer([(nik_of(5), "", "DITOLAK", "keliru")]), "3", TODAY
    )
    assert counts["unread"] == 1, "an accepted line is not taken back by a file"
    assert states() == {"aktif": PEOPLE}


@pytest.mark.parametrize("kpj", ["2600000001", "260000000011", "26ABC000001", "", "=cmd|calc", "٢٦٠٠٠٠٠٠٠٠١"])
def test_an_acceptance_without_a_number_that_can_be_one_is_not_believed(gone, kpj):
    counts = answering.read_answer(gone, answer([(nik_of(0), kpj, "DITERIMA", "")]), "1", TODAY)
    assert counts["unread"] == 1
    assert states() == {"dikirim": PEOPLE}


def test_a_number_of_somebody_else_or_given_to_two_is_not_believed(gone):
    answering.read_answer(gone, answer(accepted(0)), "1", TODAY)
    rows = [(nik_of(1), kpj_of(0), "DITERIMA", ""), *((nik_of(n), kpj_of(7), "DITERIMA", "") for n in (2, 3))]
    counts = answering.read_answer(gone, answer(rows), "2", TODAY)
    assert (counts["diterima"], counts["unread"]) == (0, 3)
    assert states() == {"aktif": 1, "dikirim": PEOPLE - 1}


def test_a_line_without_nik_is_met_by_the_number_that_went_out(group):
    member = Member.everything.get(person__nik_index=blind_index(nik_of(0)))
    members.set_kpj(member, kpj_of(0))
    exchange = sending.prepare(group)
    sending.sent(exchange, "1", TODAY)
    rows = [("", kpj_of(0), "DITERIMA", "")]
    assert answering.read_answer(exchange, answer(rows), "1", TODAY)["diterima"] == 1
    assert Member.everything.get(pk=member.pk).state == "aktif"


def test_numbers_that_a_spreadsheet_made_of_texts_are_read(gone):
    rows = [
        (nik_of(0), int(kpj_of(0)), "diterima", ""),
        (nik_of(1), f"'{kpj_of(1)[:2]} {kpj_of(1)[2:]}", "VALID", ""),
    ]
    counts = answering.read_answer(gone, answer(rows), "1", TODAY)
    assert (counts["diterima"], counts["unread"]) == (1, 1)


def test_two_of_one_number_have_an_answer_each(as_system):
    seeds.seed()
    of = decree()
    for _ in range(2):
        cover(somebody(1), of)
    made = wadah()
    placing.place_covers()
    exchange = sending.prepare(made)
    sending.sent(exchange, "1", TODAY)
    rows = [*accepted(1), (nik_of(1), "", "DITOLAK", "nama berbeda"), (nik_of(1), "", "DITOLAK", "lagi")]
    counts = answering.read_answer(exchange, answer(rows), "1", TODAY)
    assert (counts["diterima"], counts["ditolak"], counts["unread"]) == (1, 1, 1)
    assert states() == {"aktif": 1, "ditolak": 1}


@pytest.mark.parametrize(
    "content",
    [
        answer([("1", "2", "3")], head=("NOMOR", "KARTU", "STATUSNYA")),
        answer([("DITERIMA",)], head=("HASIL",)),
        b"",
        b"PK\x03\x04 rusak",
        b"%PDF-1.7 bukan lembar %%EOF",
        b"\x00" * 100,
    ],
)
def test_a_wrong_empty_or_damaged_file_is_refused_and_changes_nothing(gone, content):
    with pytest.raises(Refusal), transaction.atomic():
        answering.read_answer(gone, content, "1", TODAY)
    assert states() == {"dikirim": PEOPLE}
    assert not ExchangeFile.objects.filter(way="in").exists()


def test_an_answer_before_the_file_went_or_without_its_letter_is_refused(group):
    exchange = sending.prepare(group)
    for number, day in (("1", TODAY), ("", TODAY)):
        with pytest.raises(Refusal), transaction.atomic():
            answering.read_answer(exchange, answer(accepted(0)), number, day)
    sending.sent(exchange, "1", TODAY)
    for day in (date(2026, 11, 30), date(2026, 12, 2)):
        with pytest.raises(Refusal), transaction.atomic():
            answering.read_answer(exchange, answer(accepted(0)), "1", day)


def test_what_the_agency_wrote_and_its_numbers_are_encrypted(gone):
    rows = [*accepted(0), (nik_of(1), kpj_of(1), "DITOLAK", "I MADE RAHASIA")]
    answering.read_answer(gone, answer(rows), "1", TODAY)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reason, kpj FROM wadah_exchangeline UNION ALL SELECT '', kpj FROM wadah_member"
        )
        stored = str(cursor.fetchall())
        cursor.execute("SELECT before, after FROM audit_entry")
        stored += str(cursor.fetchall())
    assert "RAHASIA" not in stored
    assert kpj_of(0) not in stored
    line = ExchangeLine.everything.get(result="ditolak")
    assert (line.reason, line.kpj, line.reason_code) == ("I MADE RAHASIA", kpj_of(1), "lain")


def test_a_large_answer_is_read_by_a_job_that_may_run_twice(gone, monkeypatch):
    monkeypatch.setattr(answering, "AT_ONCE", 10)
    with pytest.raises(Refusal), transaction.atomic():
        answering.read_answer(gone, answer([], head=("LAIN",)), "1", TODAY)
    assert answering.read_answer(gone, answer(accepted(0, 1)), "1", TODAY) is None
    job = Job.everything.get(kind="wadah.answer")
    assert answering.read_stored(**job.arguments)["diterima"] == 2
    assert answering.read_stored(**job.arguments)["same"] == 2
    assert states() == {"aktif": 2, "dikirim": PEOPLE - 2}


def test_a_large_file_is_written_by_a_job_that_may_run_twice(group, monkeypatch):
    monkeypatch.setattr(sending, "AT_ONCE", 1)
    exchange = sending.prepare(group)
    with pytest.raises(Refusal), transaction.atomic():
        sending.sent(exchange, "1", TODAY)
    job = Job.everything.get(kind="wadah.write")
    assert sending.write(**job.arguments) == {"people": PEOPLE}
    sending.write(**job.arguments)
    assert (exchange.files.count(), exchange.lines.count()) == (1, PEOPLE)


def test_an_office_sees_its_own_and_another_region_s_officer_nothing(gone, make_user, as_user):
    with as_user(make_user("operator_opd", "opd", "dinas_kebudayaan")):
        assert Member.objects.count() == ExchangeLine.objects.count() == PEOPLE
        assert not Exchange.objects.exists(), "the city's file is the city's"
    for role, kind, code in (("verifikator", "region", "51.03"), ("operator_opd", "opd", "dinas_sosial")):
        with as_user(make_user(role, kind, code)):
            assert not Member.objects.exists()
            assert not Exchange.objects.exists()
            with pytest.raises(NotAllowed):
                answering.read_answer(gone, answer(accepted(0)), "1", TODAY)
    with as_user(make_user("agency", "region", CITY)):
        answering.read_answer(gone, answer(accepted(0)), "1", TODAY)
        with pytest.raises(NotAllowed):
            sending.prepare(gone.wadah)
    with acting(SYSTEM):
        assert states() == {"aktif": 1, "dikirim": PEOPLE - 1}


def test_one_by_one_the_agency_s_officer_says_what_a_file_would(gone, make_user, as_user):
    first, second, third = Member.everything.order_by("pk")[:3]
    with as_user(make_user("agency", "region", CITY)):
        members.accept(first, kpj_of(0), TODAY)
        members.reject(second, "nik")
        for kpj in ("123", kpj_of(0)):
            with pytest.raises(Refusal), transaction.atomic():
                members.accept(third, kpj, TODAY)
    assert states() == {"aktif": 1, "ditolak": 1, "dikirim": PEOPLE - 2}
    members.send_again(second)
    assert Member.everything.get(pk=second.pk).state == "calon"
    with pytest.raises(Refusal), transaction.atomic():
        members.reactivate(second)


@pytest.mark.slow
def test_100_000_lines_are_matched_in_under_30_seconds(as_system, monkeypatch):
    """Processor seconds of this process and of the one that reads the workbook."""
    seeds.seed()
    made, size = wadah(), 100_000
    exchange = Exchange.everything.create(
        wadah=made,
        form=in_force(OUT, "SG", TODAY),
        region=CITY,
        state="dikirim",
        sent_on=TODAY,
        made_at=clock.now(),
    )
    people = (
        (
            f"P{number:011d}",
            f"ORANG {number}",
            "",
            KESIMAN,
            blind_index(f"{number:016d}"),
            "valid",
            clock.now(),
            *[""] * 9,
        )
        for number in range(size)
    )
    copy_rows(
        "people_person",
        (
            "public_id",
            "nama_ktp",
            "nama_sebutan",
            "village",
            "nik_index",
            "nik_state",
            "made_at",
            "name_bag",
            "name_last",
            "nik",
            "birth_place",
            "sex",
            "mother",
            "phone",
            "address",
            "domicile",
        ),
        people,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO wadah_member (person_id, wadah_id, payer, programmes, kpj, kpj_index, state, refused_for, since, "
            "until, ended_reason, village, opd_code, unit_code, group_code, made_at) SELECT id, %s, 'apbd_kota', 'jkk+jkm', "
            "'', '', 'dikirim', '', '2027-01', '2027-12', '', village, '', '', '', made_at FROM people_person",
            [made.pk],
        )
        cursor.execute(
            "INSERT INTO wadah_exchangeline (exchange_id, member_id, ordinal, act, nik_index, kpj_index, result, "
            "reason_code, reason, kpj, village, opd_code, unit_code, group_code) SELECT %s, m.id, m.id, 'daftar', "
            "p.nik_index, '', '', '', '', '', p.village, '', '', '' FROM wadah_member m JOIN people_person p "
            "ON p.id = m.person_id",
            [exchange.pk],
        )
    rows = [
        (f"{number:016d}", kpj_of(number), "DITERIMA", "")
        if number % 20
        else (f"{number:016d}", "", "DITOLAK", "NIK tidak cocok")
        for number in range(size)
    ]
    content = answer(rows)
    monkeypatch.setattr(answering, "AT_ONCE", 1 << 30)
    before = os.times()
    counts = answering.read_answer(exchange, content, "1", TODAY)
    after = os.times()
    spent = sum(after[:4]) - sum(before[:4])
    assert counts == {"diterima": 95_000, "ditolak": 5_000, "sudah_peserta": 0, "same": 0, "unread": 0}
    assert spent < 30, f"{spent:.1f} s"
