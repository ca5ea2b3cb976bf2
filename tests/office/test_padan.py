"""Padan: a file to the registry, its answer line by line, an officer's own reason."""

import io
from datetime import date

import pytest
from conftest_office import CITY, KESIMAN, person
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F

from tedung.office.base import clock
from tedung.office.base.crypto import blind_index
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.documents.services import read
from tedung.office.events.models import Event
from tedung.office.jobs import worker
from tedung.office.padan import asking, queries, services
from tedung.office.padan.models import Check, Request, Waiver
from tedung.office.padan.seeds import seed
from tedung.office.people.models import NikView, Person
from tedung.office.tasks.models import Task

TODAY = date(2026, 12, 1)
NIKS = ["5171021203700003", "5171021203700011", "5171021203700029"]


def known(nik, **fields):
    return person(
        KESIMAN,
        nik=nik,
        nik_index=blind_index(nik),
        nik_state="valid",
        birth_date=date(1970, 3, 12),
        **fields,
    )


@pytest.fixture
def three(as_system):
    seed()
    return [known(nik) for nik in NIKS]


def sheet(rows, head=("NIK", "HASIL", "KETERANGAN")):
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        page.write_string(0, 0, "JAWABAN DINAS KEPENDUDUKAN")
        for number, row in enumerate([head, *rows], 2):
            for place, cell in enumerate(row):
                page.write_string(number, place, cell)
    return out.getvalue()


@pytest.fixture
def asked(three):
    request = services.ask([row.pk for row in three], "usulan")
    services.sent(request, "470/1/DISNAKER/2026", TODAY)
    return request


def test_the_file_has_every_person_once_as_text(three, tmp_path):
    from python_calamine import CalamineWorkbook

    request = services.ask([row.pk for row in three], "usulan")
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(read(request.document))).get_sheet_by_index(0).to_python()
    )
    assert rows[0][:2] == ["NO", "NIK"]
    assert [row[1] for row in rows[1:]] == NIKS
    assert [check.ordinal for check in request.checks.order_by("ordinal")] == [1, 2, 3]
    assert NikView.objects.count() == 3


def test_the_answer_is_read_line_by_line_and_adds_up(asked, three):
    counts = services.read_answer(
        asked,
        sheet(
            [
                (NIKS[0], "PADAN", ""),
                (NIKS[1], "Nama Berbeda", "I MADE"),
                ("9" * 16, "PADAN", ""),
                (NIKS[2], "?", ""),
            ]
        ),
        "470/9/CAPIL/2026",
        TODAY,
    )
    assert counts["padan"] == counts["nama_berbeda"] == 1
    assert counts["unread"] == 2
    assert sum(counts.values()) == 4
    assert len(Request.everything.get(pk=asked.pk).unread) == 2
    assert queries.admitted([row.pk for row in three], TODAY) == {three[0].pk}
    assert Event.objects.filter(person=three[1], kind="padan.nama_berbeda").exists()
    assert Task.everything.filter(kind="padan.differs", params__people=1).exists()


def test_what_the_registry_wrote_is_encrypted(asked, three):
    services.read_answer(asked, sheet([(NIKS[1], "NAMA BERBEDA", "I MADE RAHASIA")]), "1", TODAY)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT told FROM padan_check WHERE result <> ''")
        assert "RAHASIA" not in cursor.fetchone()[0]


def test_padan_ends_after_its_days(asked, three):
    services.read_answer(asked, sheet([(NIKS[0], "PADAN", "")]), "1", TODAY)
    assert queries.admitted([three[0].pk], date(2027, 1, 1)) == {three[0].pk}
    assert queries.admitted([three[0].pk], date(2027, 1, 2)) == set()


def test_a_later_answer_counts(asked, three):
    services.read_answer(asked, sheet([(NIKS[0], "PADAN", "")]), "1", TODAY)
    again = services.ask([three[0].pk], "bulanan")
    services.sent(again, "2", TODAY)
    services.read_answer(again, sheet([(NIKS[0], "MENINGGAL", "")]), "2", TODAY)
    assert queries.admitted([three[0].pk], TODAY) == set()
    assert Task.everything.filter(kind="padan.died").exists()


@pytest.mark.parametrize(
    "content",
    [
        sheet([("1", "PADAN")], head=("NOMOR", "STATUS")),
        sheet([], head=("NIK", "KETERANGAN")),
    ],
)
def test_a_file_without_the_columns_is_refused_and_changes_nothing(asked, content):
    with pytest.raises(Refusal) as told, transaction.atomic():
        services.read_answer(asked, content, "1", TODAY)
    assert told.value.code == "columns"
    assert Request.everything.get(pk=asked.pk).state == "dikirim"


def test_an_answer_is_read_once(asked):
    services.read_answer(asked, sheet([(NIKS[0], "PADAN")]), "1", TODAY)
    with pytest.raises(Refusal), transaction.atomic():
        services.read_answer(asked, sheet([(NIKS[0], "MENINGGAL")]), "1", TODAY)
    assert Check.objects.get(nik_index=Check.objects.exclude(result="").get().nik_index).result == "padan"


def test_an_answer_from_before_the_question_is_refused(asked):
    for day in (date(2026, 11, 30), date(2026, 12, 2)):
        with pytest.raises(Refusal), transaction.atomic():
            services.read_answer(asked, sheet([(NIKS[0], "PADAN")]), "1", day)


def test_many_who_wait_are_written_by_the_worker_once(three, monkeypatch, offices):
    monkeypatch.setattr(queries, "COUNTED", 2)
    monkeypatch.setattr(queries, "_proposed", lambda _day: Person.everything.annotate(person_id=F("pk")))
    assert asking.ask_waiting() is None
    assert asking.ask_waiting() is None  # asked twice, it is one job
    assert asking.is_being_written()
    assert worker.run_waiting() == 1
    assert Request.objects.get().people == 3
    assert asking.write() == {"people": 0}  # killed at its end and begun again
    assert Request.objects.count() == 1


def test_few_who_wait_are_written_at_once(three, monkeypatch):
    monkeypatch.setattr(queries, "_proposed", lambda _day: Person.everything.annotate(person_id=F("pk")))
    assert asking.ask_waiting().people == 3
    with pytest.raises(Refusal):
        asking.ask_waiting()


def test_an_officers_reason_has_a_name_and_an_end(three, make_user, as_user):
    with as_user(make_user("verifikator")):
        services.waive(three[0], "KTP asli diperiksa di kantor 1 Desember", date(2026, 12, 31))
        assert queries.admitted([three[0].pk], date(2026, 12, 31)) == {three[0].pk}
        assert queries.admitted([three[0].pk], date(2027, 1, 1)) == set()
        for reason, until in (("", TODAY), ("KTP asli diperiksa di kantor", date(2030, 1, 1))):
            with pytest.raises(Refusal):
                services.waive(three[1], reason, until)
    with pytest.raises(DatabaseError), transaction.atomic():
        Waiver.objects.update(reason="lain")


def answered(persons, niks, result, day):
    """Have the registry answer about persons once more."""
    with clock.at(day):
        request = services.ask([row.pk for row in persons], "usulan")
        services.sent(request, "1", day)
        services.read_answer(request, sheet([(nik, result, "") for nik in niks]), "2", day)


def test_a_reason_is_no_older_than_the_last_answer_and_never_over_a_death(three):
    answered(three, NIKS, "NIK TIDAK DITEMUKAN", TODAY)
    keys, until = [row.pk for row in three], date(2027, 6, 30)
    for row in three:
        services.waive(row, "KTP asli diperiksa di kantor", until)
    assert queries.admitted(keys, TODAY) == set(keys)
    answered(three[:2], NIKS[:1], "MENINGGAL", TODAY)
    assert queries.admitted(keys, TODAY) == set(keys[1:])  # the second was not answered anew
    later = date(2026, 12, 5)
    answered(three[2:], NIKS[2:], "NAMA BERBEDA", later)
    assert queries.admitted(keys, later) == {keys[1]}
    with clock.at(later):
        with pytest.raises(Refusal) as told:
            services.waive(three[0], "KTP asli diperiksa di kantor", until)
        assert told.value.code == "died"
        services.waive(three[2], "KTP asli dan akta diperiksa", until)
        assert queries.admitted(keys, later) == set(keys[1:])
        Person.everything.filter(pk=keys[1]).update(died_on=later)
        with pytest.raises(Refusal):
            services.waive(three[1], "KTP asli diperiksa di kantor", until)


def test_who_stands_in_a_list_by_an_alias_alone_is_asked(three, monkeypatch):
    """A line of a list may have made somebody who was found to be known already: the known one's number goes."""
    alias, known_before, elsewhere = three
    Person.everything.filter(pk=alias.pk).update(merged_into=known_before)
    of_list = Person.everything.exclude(pk__in=[known_before.pk, elsewhere.pk]).annotate(person_id=F("pk"))
    monkeypatch.setattr(queries, "_proposed", lambda _day: of_list)
    assert queries.to_ask(TODAY) == {known_before.pk}
    assert asking.ask_waiting().people == 1
    assert Check.objects.get().person_id == known_before.pk


def test_the_dead_the_merged_and_another_number_are_not_admitted(three):
    answered(three, NIKS, "PADAN", TODAY)
    first, second, third = (Person.everything.filter(pk=row.pk) for row in three)
    keys = [row.pk for row in three]
    assert queries.admitted(keys, TODAY) == set(keys)
    first.update(died_on=TODAY)
    second.update(merged_into=three[2])
    assert queries.admitted(keys, TODAY) == {keys[2]}
    third.update(nik_index=blind_index("5171021203700037"))
    assert queries.admitted(keys, TODAY) == set()


def test_an_operator_neither_asks_nor_waives(three, make_user, as_user):
    with as_user(make_user("operator_desa", "region", KESIMAN)):
        for attempt in (
            lambda: services.ask([three[0].pk], "usulan"),
            lambda: services.waive(three[0], "KTP asli diperiksa di kantor", TODAY),
        ):
            with pytest.raises(NotAllowed):
                attempt()
        assert not Request.objects.exists()


def test_a_person_stands_once_in_a_file(asked, three):
    with pytest.raises(IntegrityError), transaction.atomic():
        Check.objects.create(request=asked, person=three[0], ordinal=99)
    assert queries.waiting([row.pk for row in three]) == {row.pk for row in three}
    assert asked.region == CITY


def test_two_persons_of_one_number_have_an_answer_each(as_system):
    seed()
    both = [known(NIKS[0]), known(NIKS[0])]
    request = services.ask([row.pk for row in both], "usulan")
    services.sent(request, "1", TODAY)
    rows = [(NIKS[0], "PADAN", ""), (NIKS[0], "NAMA BERBEDA", "")]
    counts = services.read_answer(request, sheet(rows), "2", TODAY)
    assert (counts["padan"], counts["nama_berbeda"], counts["unread"]) == (1, 1, 0)
    assert queries.admitted([row.pk for row in both], TODAY) == {both[0].pk}
