"""Our members against the agency's list: every line and member counted once, every difference answered, both sign."""

from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from papers_of_test import words
from wadah_of_test import TODAY, answer, cover, decree, kpj_of, nik_of, somebody, wadah

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base import clock
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.jobs.worker import run_waiting
from tedung.office.letters import services as letters
from tedung.office.organisations.models import Organisation
from tedung.office.rekonsiliasi import queries, services, told
from tedung.office.rekonsiliasi.comparing import adds_up
from tedung.office.rekonsiliasi.models import Difference, Reconciliation
from tedung.office.tasks.models import Task
from tedung.office.wadah import members, placing, seeds
from tedung.office.wadah.models import Member

HEAD = ("KPJ", "NIK", "NAMA LENGKAP", "TANGGAL LAHIR", "STATUS", "BLTH AWAL", "BLTH AKHIR")
MONTH = "2026-11"
PEOPLE = 6
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def group(as_system):
    """A wadah with six active members of 2026, born 1 July 1970, KPJ 26000000000 and on."""
    seeds.seed()
    of = decree(since=date(2026, 1, 1), until=date(2026, 12, 31))
    for number in range(PEOPLE):
        cover(somebody(number), of)
    made = wadah(agency_code="SG000123")
    placing.place_covers()
    for number, member in enumerate(Member.everything.order_by("person_id")):
        members.accept(member, kpj_of(number), date(2026, 1, 5))
    return made


def line(number, **fields):
    """A line of the agency's list about somebody of the group, all as we have it."""
    said = {
        "kpj": kpj_of(number),
        "nik": nik_of(number),
        "name": f"I WAYAN {number}",
        "born": "01-07-1970",
        "status": "AKTIF",
        "since": since(number),
        "until": until(number),
        **fields,
    }
    return tuple(said.values())


def since(number):
    return Member.everything.order_by("person_id")[number].since if number < PEOPLE else "2026-01"


def until(number):
    return Member.everything.order_by("person_id")[number].until if number < PEOPLE else ""


def begin(group, rows, head=HEAD, day=TODAY, month=MONTH):
    made = services.begin(group, month, answer(rows, head), "DAFTAR/11", day)
    made.refresh_from_db()
    assert adds_up(made.counts), made.counts
    return made


def found(row):
    return sorted((one.kind, one.field) for one in row.differences(manager="everything").all())


def test_two_lists_that_agree_have_no_difference(group):
    row = begin(group, [line(number) for number in range(PEOPLE)])
    assert (row.counts["same"], row.counts["ours"], row.counts["lines"]) == (6, 6, 6)
    assert found(row) == []
    assert Task.everything.get(about_kind=services.ABOUT, state="open").kind == "rekonsiliasi.minutes"


def test_each_way_to_differ_is_found_once(group):
    Member.everything.order_by("person_id").last().person.refresh_from_db()
    members.end(Member.everything.order_by("person_id")[5], "2026-10", "pindah")
    row = begin(
        group,
        [
            line(0, name="I WAYAN SUKARTA"),
            line(1, born="02-07-1970", since="2026-02"),
            line(2, status="NON AKTIF"),
            line(3, kpj=kpj_of(77)),  # met by NIK
            line(5),  # left us in October
            line(90),
            line(91, status="KELUAR"),
            line(0),
        ],
    )
    assert found(row) == [
        ("different", "birth_date"),
        ("different", "kpj"),
        ("different", "months"),
        ("different", "name"),
        ("different", "status"),
        ("different", "status"),
        ("only_here", ""),
        ("only_there", ""),
    ]
    assert row.counts == {
        "same": 0, "different": 4, "only_there": 2, "resting": 1, "twice": 1, "unread": 0,
        "only_here": 1, "ours": 5, "lines": 8,
    }  # fmt: skip


def test_who_left_later_counts_in_the_months_before(group):
    """One leaves with October, one with November, two by a mutasi of December; one was never taken in."""
    of = list(Member.everything.order_by("person_id"))
    for member, last in ((of[0], "2026-10"), (of[1], "2026-11"), (of[2], "2026-12"), (of[3], "2026-12")):
        members.end(member, last, "pindah")
    Member.everything.filter(pk=of[5].pk).update(
        state="keluar", until="2026-12", registered_on=None, kpj="", kpj_index=""
    )
    left = [line(1), line(2, status="NON AKTIF"), line(3), line(4)]
    october = begin(group, [line(0), *left], day=date(2026, 11, 1), month="2026-10")
    assert (october.counts["ours"], october.counts["same"]) == (5, 4)
    assert found(october) == [("different", "status")]  # on 1 November the third had not left
    november = begin(group, [line(0, status="NON AKTIF"), line(1, status="NON AKTIF"), *left[1:]])
    assert (november.counts["ours"], november.counts["same"], november.counts["resting"]) == (4, 3, 1)
    one = november.differences(manager="everything").get()
    assert (one.field, one.ours, one.theirs) == ("status", "aktif sampai Desember 2026", "tidak aktif")
    december = begin(group, [line(4)], month="2026-12")
    assert (december.counts["ours"], december.counts["only_here"]) == (3, 2)


def test_who_left_and_came_again_in_a_month_counts_once(group):
    first = Member.everything.order_by("person_id").first()
    members.end(first, MONTH, "pindah")
    again = members.start(first.person, group, MONTH, payer="apbd_kota")
    members.accept(again, kpj_of(0), date(2026, 11, 20))
    row = begin(group, [line(number, since="", until="") for number in range(PEOPLE)])
    assert (row.counts["ours"], row.counts["same"], found(row)) == (6, 6, [])


def test_what_is_not_written_does_not_differ(group):
    head = ("NIK", "NAMA LENGKAP")
    row = begin(group, [(nik_of(number), f"i wayan  {number}.") for number in range(PEOPLE)], head)
    assert found(row) == []


def test_a_name_that_sounds_alike_is_no_difference(group):
    someone = Member.everything.order_by("person_id")[0].person
    someone.nama_ktp = "I WAYAN SUDARMA"
    from tedung.office.people.meeting import name_keys

    someone.name_bag, someone.name_last = name_keys(someone.nama_ktp)
    someone.save()
    rows = [line(0, name="I Wyn Sudharma"), *(line(number) for number in range(1, PEOPLE))]
    assert found(begin(group, rows)) == []


def test_lines_without_a_number_are_counted_and_told(group):
    rows = [line(0), ("", "", "NI MADE", "", "", "", ""), ("12", "5171", "NI NYOMAN", "", "", "", "")]
    row = begin(group, rows)
    assert row.counts["unread"] == 2
    assert [number for number, _ in row.unread] == [5, 6]
    assert "NYOMAN" not in str(row.unread)


def test_the_same_list_again_changes_nothing_a_later_one_takes_its_place(group):
    first, same = begin(group, [line(0)]), answer([line(0)], HEAD)
    again = services.begin(group, MONTH, same, "", TODAY)
    assert services.begin(group, MONTH, same, "", TODAY).pk == again.pk
    first = again
    one = first.differences(manager="everything").first()
    services.answer(one, "explained", "Baru terdaftar minggu ini.")
    second = begin(group, [line(0), line(1)])
    first.refresh_from_db()
    assert first.state == "digantikan"
    assert not Task.everything.filter(about_id=first.pk, about_kind=services.ABOUT, state="open").exists()
    carried = Difference.everything.filter(reconciliation=second).exclude(how="")
    assert [(a.member_id == one.member_id, a.note) for a in carried] in (
        [],
        [(True, "Baru terdaftar minggu ini.")],
    )


@pytest.mark.parametrize(
    ("content", "month", "day"),
    [
        (b"", MONTH, TODAY),
        (b"bukan tabel", MONTH, TODAY),
        (answer([("x",)], ("LAIN",)), MONTH, TODAY),
        (answer([], HEAD), "2027-01", TODAY),
        (answer([], HEAD), MONTH, date(2027, 1, 1)),
    ],
)
def test_a_wrong_file_or_day_is_refused_and_changes_nothing(content, month, day, group):
    from django.db import transaction

    with pytest.raises(Refusal), transaction.atomic():
        services.begin(group, month, content, "", day)
    assert not Reconciliation.everything.exists()


def test_an_empty_list_leaves_everybody_only_here(group):
    row = begin(group, [])
    assert row.counts["only_here"] == PEOPLE


def test_a_large_list_is_compared_by_a_job_that_may_run_twice(group, monkeypatch):
    monkeypatch.setattr(services, "AT_ONCE", 0)
    with pytest.raises(Refusal) as caught, transaction.atomic():
        services.begin(group, MONTH, answer([], ("LAIN",)), "", TODAY)
    assert caught.value.code == "columns"
    assert not Reconciliation.everything.exists()
    row = services.begin(group, MONTH, answer([line(0)], HEAD), "", TODAY)
    assert row.state == "dibaca"
    assert run_waiting() >= 1
    before = Difference.everything.count()
    services.compare_stored(row.pk)
    assert Difference.everything.count() == before == PEOPLE - 1


def test_minutes_want_every_answer_and_both_signatures(group, make_user, as_user):
    with acting(SYSTEM):
        office, preparer, head = (
            Organisation.objects.get(code="dinas_uji"), make_user("verifikator"), make_user("kepala"),
        )  # fmt: skip
    with as_user(preparer):
        row = begin(group, [line(number) for number in range(PEOPLE - 1)])
        with pytest.raises(Refusal, match="1 perbedaan"):
            services.write_minutes(row, office)
        with pytest.raises(Refusal, match="alasannya"):
            services.answer(row.differences.first(), "there", " ")
        with pytest.raises(Refusal, match="Pilih"):
            services.answer(row.differences.first(), "lain", "karena")
        assert services.answer_all(row, "only_here", "", "there", "Sudah diminta lewat surat.") == 1
        services.write_minutes(row, office)
        with pytest.raises(Refusal, match="Berita acaranya sudah dibuat"):
            services.answer(row.differences.first(), "here", "lain")
        with pytest.raises(NotAllowed):
            services.agree(row)
    with as_user(head):
        row.refresh_from_db()
        with pytest.raises(Refusal, match="pindaian"):
            services.agree(row)
        letter = letters.issue(row.letter)
        letters.attach_signed(letter, PDF, "ba.pdf")
        row.refresh_from_db()
        services.agree(row)
        assert row.state == "disepakati"
    with as_user(preparer), pytest.raises(Refusal, match="sudah disepakati"):
        services.begin(group, MONTH, answer([line(0)], HEAD), "", TODAY)
    with acting(SYSTEM):
        assert not Task.everything.filter(about_kind=services.ABOUT, state="open").exists()


def answered(row, notes):
    """Answer the differences of a comparison in their order, and return what the minutes are told."""
    for one, note in zip(row.differences(manager="everything").order_by("pk"), notes, strict=True):
        services.answer(one, "there", note)
    office = Organisation.objects.get(code="dinas_uji")
    return services.write_minutes(row, office).letter.data


def test_the_minutes_print_each_reason_once_and_add_up(group):
    rows = [line(0), line(1, name="I WAYAN SUKARTA", born="02-07-1970"), line(90), line(91, status="KELUAR")]
    row = begin(group, rows)
    told = answered(
        row, ["Salah ketik.", "Salah ketik.", "Anggota lama.", *["Menyusul."] * 3, " Sudah diminta. "]
    )
    assert (told["same"], told["different"], told["only_here"], told["ours"]) == (1, 1, 4, 6)
    assert told["same"] + told["different"] + told["only_here"] == told["ours"]
    of_lines = [told[name] for name in ("same", "different", "only_there", "resting", "twice", "unread")]
    assert of_lines == [1, 1, 1, 1, 0, 0]
    assert sum(of_lines) == told["lines"] == 4
    assert sorted((one["what"], one["reason"], one["people"]) for one in told["answers"]) == [
        ("Berbeda: nama", "Salah ketik.", 1),
        ("Berbeda: tanggal lahir", "Salah ketik.", 1),
        ("Hanya di daftar BPJS", "Anggota lama.", 1),
        ("Hanya di daftar kota", "Menyusul.", 3),
        ("Hanya di daftar kota", "Sudah diminta.", 1),
    ]
    paper = words(letters.issue(Reconciliation.everything.get().letter).document)
    for said in ("Salah ketik.", "Anggota lama.", "Menyusul.", "Sudah diminta.", "Jumlah perbedaan"):
        assert said in paper


def test_many_reasons_are_cut_and_still_add_up(group, monkeypatch):
    monkeypatch.setattr(queries, "REASONS", 2)
    told = answered(begin(group, []), ["a", "b", "b", "c", "d", "d"])
    assert [(one["reason"], one["people"]) for one in told["answers"]] == [
        ("b", 2), ("d", 2), ("2 alasan lain", 2),
    ]  # fmt: skip


@pytest.mark.parametrize("number", ["5171021207000000", "5171 0212 0700 0000", "51.71.02.120700.0000"])
def test_a_reason_holds_no_nik(number, group):
    row = begin(group, [line(0)])
    one = row.differences(manager="everything").first()
    with pytest.raises(Refusal, match="NIK") as caught:
        services.answer(one, "there", f"Orangnya {number}.")
    assert caught.value.code == "note"
    services.answer(one, "there", "Surat 560/1/2026 tanggal 12-11-2026, telepon 0361 223344")


def test_who_compared_does_not_agree(group, make_user, as_user):
    from tedung.office.access.models import Grant

    with acting(SYSTEM):
        both = make_user("verifikator")
        Grant.objects.create(
            user=both, role="kepala", scope_kind="region", scope_code="51.71", since=date(2026, 1, 1)
        )
        office = Organisation.objects.get(code="dinas_uji")
    with as_user(both):
        row = begin(group, [line(number) for number in range(PEOPLE)])
        services.write_minutes(row, office)
        with pytest.raises((Refusal, NotAllowed)):
            services.agree(row)


def test_another_region_sees_nothing_and_its_own_office_its_own(group, make_user, as_user):
    row = begin(group, [line(0), line(90)])
    with as_user(make_user("verifikator", "region", "51.03")):
        assert not Reconciliation.objects.exists()
        assert not Difference.objects.exists()
    with as_user(make_user("operator_opd", "opd", "dinas_sosial")):
        assert not Difference.objects.exists()
    with as_user(make_user("operator_opd", "opd", "dinas_kebudayaan")):
        assert Difference.objects.filter(reconciliation=row, kind="only_here").count() == PEOPLE - 1


def test_names_and_numbers_of_others_are_encrypted(group):
    from django.db import connection

    begin(group, [line(90, name="NI KETUT RAHASIA")])
    with connection.cursor() as cursor:
        cursor.execute("SELECT ours, theirs FROM rekonsiliasi_difference")
        assert "RAHASIA" not in str(cursor.fetchall())


def test_the_pages_lead_from_the_list_to_the_minutes(group, signed_in, make_user):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = signed_in(make_user("verifikator"))
    with acting(SYSTEM):
        content = answer(
            [line(number) for number in range(1, PEOPLE)] + [line(90, name="NI KETUT LAIN")], HEAD
        )
    assert "Belum ada perbandingan" in client.get(reverse("reconciliations")).content.decode()
    wrong = client.post(reverse("reconciliation_new"), {"month": "bulan ini"})
    assert wrong.status_code == 422
    told_page = client.post(
        reverse("reconciliation_new"),
        {
            "wadah": group.pk,
            "month": MONTH,
            "day": "2026-12-01",
            "number": "",
            "file": SimpleUploadedFile("p.xlsx", content),
        },
        follow=True,
    ).content.decode()
    assert "2 perbedaan belum ditangani" in told_page
    assert "NI KETUT LAIN" in told_page
    assert nik_of(90) not in told_page
    with acting(SYSTEM):
        row = Reconciliation.everything.get()
        keys = list(row.differences(manager="everything").values_list("pk", flat=True))
    bad = client.post(reverse("difference_answer", kwargs={"key": keys[0]}), {"how": "", "note": ""})
    assert bad.status_code == 422
    for key in keys:
        client.post(reverse("difference_answer", kwargs={"key": key}), {"how": "there", "note": "Diminta."})
    page = client.get(reverse("reconciliation", kwargs={"key": row.pk})).content.decode()
    assert "Semua perbedaan sudah ditangani" in page
    with acting(SYSTEM):
        office = Organisation.objects.get(code="dinas_uji").pk
    page = client.post(
        reverse("reconciliation_minutes", kwargs={"key": row.pk}), {"office": office}, follow=True
    ).content.decode()
    assert "Berita acara" in page


@pytest.mark.parametrize(
    ("said", "is_read"),
    [
        ("2027-01", "2027-01"), ("01-2027", "2027-01"), ("1/2027", "2027-01"), ("202701", "2027-01"),
        ("01-02-2027", "2027-02"), ("2027-02-01", "2027-02"), ("012027", "2027-01"), ("13-2027", "13-2027"),
        ("", ""), ("Januari", "Januari"),
    ],
)  # fmt: skip
def test_months_are_read_as_they_are_written(said, is_read):
    assert told.month_of(said) == is_read


@pytest.mark.parametrize(
    ("said", "is_read"),
    [
        ("1970-07-01", "1970-07-01"), ("01-07-1970", "1970-07-01"), ("1/7/1970", "1970-07-01"),
        ("01071970", "1970-07-01"), ("31-02-1970", "31-02-1970"), ("1970-07-01 00:00:00", "1970-07-01"), ("", ""),
    ],
)  # fmt: skip
def test_days_are_read_as_they_are_written(said, is_read):
    assert told.day_of(said) == is_read


@settings(max_examples=300)
@given(st.text(max_size=30))
def test_no_words_break_the_reading(words):
    told.day_of(words)
    told.month_of(words)
    told.letters(words)


def test_the_demo_day_is_not_asked_twice(group):
    with clock.at(date(2026, 12, 2)):
        assert begin(group, [line(0)], day=TODAY).counts["ours"] == PEOPLE
