"""A month's changes: found with their source, left or taken, approved by another, then done and sent to the agency."""

import io
from datetime import date

import pytest
from conftest_office import KESIMAN
from django.urls import reverse
from python_calamine import CalamineWorkbook
from wadah_of_test import TODAY, cover, decree, kpj_of, nik_of, somebody, wadah

from tedung.dates import Month
from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base import clock
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.documents.services import read
from tedung.office.letters.models import Letter
from tedung.office.mutasi import alone, letters, queries, services
from tedung.office.mutasi.models import Change, Mutasi
from tedung.office.organisations.models import Organisation
from tedung.office.padan.models import Check, Request
from tedung.office.people.models import Evidence, Person
from tedung.office.reference.models import Format
from tedung.office.tasks.models import Task
from tedung.office.wadah import members, placing, seeds, sending
from tedung.office.wadah.members import start
from tedung.office.wadah.models import ALONE_KIND, ExchangeFile, ExchangeLine, Member
from tedung.office.wadah.seeds import OUT

MONTH, PEOPLE = "2026-12", 8


@pytest.fixture
def group(as_system):
    """A wadah whose eight members of 2026 are active, born 1 July 1970."""
    seeds.seed()
    of = decree(since=date(2026, 1, 1), until=date(2026, 12, 31))
    for number in range(PEOPLE):
        cover(somebody(number), of)
    made = wadah(agency_code="SG000123")
    placing.place_covers()
    for number, member in enumerate(Member.everything.order_by("person_id")):
        members.accept(member, kpj_of(number), date(2026, 1, 5))
    return made


def one(number):
    return Member.everything.select_related("person").order_by("person_id")[number]


def evidence(person, kind, until=None, group="pemangku", day=date(2024, 1, 1)):
    Evidence.objects.create(
        person=person, kind=kind, group_code=group if kind == "jabatan" else "", number=f"{kind}/1",
        day=day, until=until, by="uji", at=clock.now(),
    )  # fmt: skip


def answer_of_the_registry(person, result, day):
    form = Format.objects.first()
    made = Request.everything.create(region="51.71", reason="usulan", form=form, made_at=clock.now())
    Check.objects.create(request=made, person=person, ordinal=1, result=result, answered_on=day)


def found(row):
    rows = Change.everything.filter(mutasi=row).order_by("member__person_id")
    return [(c.member.person.nama_ktp, c.act, c.reason, c.source, c.last_month) for c in rows]


def test_each_source_tells_its_own(group):
    died, moved, back, ended, again, earns = (one(number).person for number in range(6))
    died.died_on = date(2026, 11, 20)
    died.save()
    answer_of_the_registry(moved, "pindah", date(2026, 11, 3))
    answer_of_the_registry(back, "pindah", date(2026, 11, 3))
    answer_of_the_registry(back, "padan", date(2026, 11, 25))
    evidence(ended, "jabatan", until=date(2026, 11, 30))
    evidence(again, "jabatan", until=date(2026, 11, 30))
    evidence(again, "jabatan", until=None, day=date(2026, 11, 1))
    evidence(earns, "pekerjaan")
    old = one(6).person
    old.birth_date = date(1961, 11, 30)  # 65 before December 2026
    old.save()
    row = services.open_month(group, MONTH)
    assert found(row) == [
        (died.nama_ktp, "keluar", "meninggal", "kejadian", "2026-11"),
        (moved.nama_ktp, "keluar", "pindah", "padan", "2026-11"),
        (ended.nama_ktp, "keluar", "selesai_jabatan", "jabatan", "2026-11"),
        (earns.nama_ktp, "keluar", "menjadi_pu", "bukti", "2026-11"),
        (old.nama_ktp, "keluar", "usia", "umur", "2026-11"),
    ]
    assert Task.everything.get(about_kind=services.ABOUT, state="open").kind == "mutasi.submit"


def test_whose_term_is_over_leaves_in_the_next_year(group):
    with clock.at(date(2027, 1, 2)):
        row = services.open_month(group, "2027-01")
        assert {(reason, last) for _, _, reason, _, last in found(row)} == {("masa_berakhir", "2026-12")}
        assert len(found(row)) == PEOPLE


def test_a_newcomer_a_stand_in_and_changed_data_are_found(group):
    of = decree(since=date(2026, 12, 1), until=date(2027, 12, 31))
    cover(somebody(20), of)
    gone, stand_in = one(0), somebody(21)
    leaving = of.rows.create(
        ordinal=90, act="keluar", person=gone.person, nama_ktp="x", village=KESIMAN, group_code="pemangku",
        since=of.since, until=of.until,
    )  # fmt: skip
    made = cover(stand_in, of)
    made.row.replaces = leaving
    made.row.save()
    placing.place_covers()
    from tedung.office.events.services import record

    exchange_line(one(1))
    record(one(1).person, "people.changed", TODAY)
    row = services.open_month(group, MONTH)
    assert [(name, act) for name, act, *_ in found(row)] == [
        ("I WAYAN 1", "perubahan"), ("I WAYAN 20", "masuk"), ("I WAYAN 21", "pengganti"),
    ]  # fmt: skip
    assert Change.everything.get(act="pengganti").replaces_id == gone.pk


def exchange_line(member):
    """Let the agency have answered about somebody in January."""
    made = member.wadah.exchanges(manager="everything").create(
        form=Format.objects.filter(code=OUT).first(), state="dijawab", region="51.71", made_at=clock.now()
    )
    ExchangeLine.everything.create(
        exchange=made, member=member, ordinal=1, act="daftar", result="diterima", answered_on=date(2026, 1, 5)
    )


def test_what_was_left_or_written_stays_when_it_is_looked_again(group):
    for number in (0, 1):
        person = one(number).person
        person.died_on = date(2026, 11, 20)
        person.save()
    row = services.open_month(group, MONTH)
    first = Change.everything.filter(mutasi=row).first()
    services.leave(first, "Keluarga belum dihubungi.")
    services.add_exit(row, one(5), "mengundurkan_diri", MONTH, "Surat tanggal 20 November.")
    services.look_again(row)
    services.look_again(row)
    assert queries.counts(row) == {"masuk": 0, "pengganti": 0, "keluar": 2, "perubahan": 0, "ditunda": 1}
    with pytest.raises(Refusal, match="Tulis mengapa"):
        services.leave(first, " ")
    services.take(first)
    assert queries.taken(row) == 3


@pytest.mark.parametrize(
    ("reason", "last", "note"),
    [("", MONTH, "x"), ("lain", MONTH, "x"), ("pindah", "2027-01", "x"), ("pindah", "2025-01", "x"), ("pindah", MONTH, " ")],
)  # fmt: skip
def test_an_impossible_exit_is_refused(reason, last, note, group):
    row = services.open_month(group, MONTH)
    with pytest.raises(Refusal):
        services.add_exit(row, one(0), reason, last, note)
    assert not Change.everything.exists()


@pytest.mark.parametrize("month", ["2026-11", "2027-03", "2030-01"])
def test_only_this_month_and_the_next_two_are_opened(month, group):
    with pytest.raises(Refusal, match="Pilih bulan"):
        services.open_month(group, month)


def test_nothing_found_is_not_handed_in(group):
    row = services.open_month(group, MONTH)
    assert services.open_month(group, MONTH).pk == row.pk
    with pytest.raises(Refusal, match="Belum ada perubahan"):
        services.submit(row)


@pytest.fixture
def handed_in(group, make_user, as_user):
    """Two exits (a death, a move) and a newcomer, handed in by a verifikator; and the head."""
    with acting(SYSTEM):
        preparer, head = make_user("verifikator"), make_user("kepala")
        died = one(0).person
        died.died_on = date(2026, 11, 20)
        died.save()
        answer_of_the_registry(one(1).person, "pindah", date(2026, 11, 3))
        cover(somebody(30), decree(since=date(2026, 12, 1), until=date(2027, 12, 31)))
        placing.place_covers()
    with as_user(preparer):
        row = services.open_month(group, MONTH)
        services.submit(row)
        with pytest.raises(NotAllowed):
            services.approve(row)
        with pytest.raises(Refusal, match="sudah diajukan"):
            services.look_again(row)
    return row, preparer, head


def test_approved_it_is_done_once_and_the_agency_gets_only_changes(handed_in, as_user):
    row, _preparer, head = handed_in
    with as_user(head):
        services.approve(row)
        with pytest.raises(Refusal):
            services.approve(Mutasi.everything.get(pk=row.pk))
    with acting(SYSTEM):
        row.refresh_from_db()
        assert row.counts == {"masuk": 1, "pengganti": 0, "keluar": 2, "perubahan": 0, "ditunda": 0}
        gone = Member.everything.filter(state="keluar").order_by("person_id")
        assert [(m.ended_reason, m.until) for m in gone] == [("meninggal", "2026-11"), ("pindah", "2026-11")]
        assert Member.everything.filter(state="aktif").count() == PEOPLE - 2
        lines = ExchangeLine.everything.filter(exchange=row.exchange).order_by("ordinal")
        assert [(line.act, line.member.person.nama_ktp) for line in lines] == [
            ("nonaktif", "I WAYAN 1"), ("daftar", "I WAYAN 30"),
        ]  # fmt: skip
        file = ExchangeFile.objects.get(exchange=row.exchange)
        sheet = (
            CalamineWorkbook.from_filelike(io.BytesIO(read(file.document))).get_sheet_by_index(0).to_python()
        )
        assert [line[1] for line in sheet[1:]] == [nik_of(1), nik_of(30)]
        kinds = set(
            Task.everything.filter(about_kind=services.ABOUT, state="open").values_list("kind", flat=True)
        )
        assert kinds == {"mutasi.send"}
        sending.sent(row.exchange, "560/9", TODAY)
        assert Member.everything.get(person__nama_ktp="I WAYAN 30").state == "dikirim"
        assert Member.everything.filter(state="keluar").count() == 2


def test_given_back_it_may_be_changed_again(handed_in, as_user):
    row, preparer, head = handed_in
    with as_user(head):
        with pytest.raises(Refusal, match="Tulis apa"):
            services.give_back(row, "")
        services.give_back(row, "Periksa yang pindah.")
    with as_user(preparer):
        services.look_again(row)
        services.submit(row)


def test_who_may_go_on_alone_gets_one_letter_with_the_law_s_amount(handed_in, as_user):
    row, preparer, head = handed_in
    with as_user(preparer), pytest.raises(Refusal, match="setelah mutasi disetujui"):
        letters.write_letters(row, Organisation.objects.get(code="dinas_uji"))
    with as_user(head):
        services.approve(row)
    with as_user(preparer):
        office = Organisation.objects.get(code="dinas_uji")
        row.refresh_from_db()
        assert letters.write_letters(row, office) == 1
        assert letters.write_letters(row, office) == 0
    with acting(SYSTEM):
        letter = Letter.everything.get(about_kind=letters.ABOUT)
        assert letter.addressee == "I WAYAN 1"
        assert letter.data["answer"].startswith(
            "Iuran Anda tidak lagi dibayar pemerintah mulai Desember 2026."
        )
        assert [line["amount"] for line in letter.data["amounts"]] == [10_000, 6_800, -8_400]
        assert "15 Desember 2026" in letter.data["next"][1]


def test_the_relief_of_who_pays_alone_has_its_article_and_its_end():
    """PP 50/2025: others until December 2026, drivers and couriers until March 2027; then Rp16.800 again."""
    lowest, december, january = alone.LOWEST, Month(2026, 12), Month(2027, 1)
    jkk, jkm, relief = alone.amounts(lowest, december)
    assert (jkk["amount"], jkm["amount"], relief["amount"]) == (10_000, 6_800, -8_400)
    assert "Pasal 20" in jkk["article"]
    assert relief["article"].startswith("PP 50/2025 Pasal 4")
    assert alone.cost(lowest, december)[1:] == (december, 16_800)
    assert alone.cost(lowest, Month(2026, 10))[1:] == (december, 16_800)
    assert [line["amount"] for line in alone.amounts(lowest, january)] == [10_000, 6_800]
    drives = lowest._replace(is_transport=True)
    assert alone.cost(drives, january)[1:] == (Month(2027, 3), 16_800)
    assert alone.cost(lowest, january)[1:] == (None, 0)


def test_the_letter_says_until_when_the_lower_amount_holds_and_what_drivers_pay():
    assert alone.explained(alone.LOWEST, Month(2026, 12)).split(". ")[1:] == [
        "Iuran Rp8.400 hanya untuk bulan Desember 2026",
        "Mulai Januari 2027 iurannya Rp16.800 sebulan",
        "Pengemudi dan kurir membayar Rp8.400 sebulan sampai bulan Maret 2027, dan Rp16.800 mulai April 2027.",
    ]
    assert "Januari" not in alone.explained(alone.LOWEST, Month(2027, 1))  # nothing is lower but for drivers
    assert "Rp" not in alone.explained(alone.LOWEST, Month(2027, 4))  # nothing is lower for anybody


def test_an_article_is_cited_without_our_notes():
    assert alone.article("PP 44/2015 Pasal 20 ayat (1), Lampiran II (salinan praktisi)") == (
        "PP 44/2015 Pasal 20 ayat (1), Lampiran II"
    )


def left(reason, payer="apbd_kota", *, is_member=True, **fields):
    """Return the letter's words to a member who leaves with November 2026."""
    made = wadah(payer=payer, **fields)
    who = start(somebody(1), made, "2026-01", payer=payer)
    if is_member:
        members.accept(who, kpj_of(1), date(2026, 1, 5))
    row = services.open_month(made, MONTH)
    services.add_exit(row, who, reason, "2026-11", "uji")
    Mutasi.everything.filter(pk=row.pk).update(state="disetujui", approved_by=1, approved_on=TODAY)
    row.refresh_from_db()
    decree()  # makes the office that signs
    letters.write_letters(row, Organisation.objects.get(code="dinas_uji"))
    found = Letter.everything.filter(about_kind=letters.ABOUT).first()
    return found and found.data


@pytest.mark.parametrize(
    ("payer", "first"),
    [
        ("apbdes", "Iuran Anda tidak lagi dibayar pemerintah mulai Desember 2026."),
        ("donor", "Iuran Anda tidak lagi dibayar donatur mulai Desember 2026."),
        ("self", "Iuran Anda tidak lagi dikumpulkan Pemangku Denpasar mulai Desember 2026."),
    ],
)
def test_the_letter_names_who_paid(payer, first, as_system):
    assert left("pindah", payer)["answer"].startswith(first)


def test_who_pays_through_nobody_gets_no_letter(as_system):
    assert left("mengundurkan_diri", "self", kind=ALONE_KIND) is None


def test_who_leaves_by_age_may_go_on_as_a_member(as_system):
    """docs/conventions.md, age-65: a limit of enrolment; whoever already is a member may go on."""
    told = left("usia")
    assert "sudah menjadi peserta dan masih bekerja boleh melanjutkan" in told["paragraphs"][0]
    assert "Permenaker 5/2021; Perdir BPJS 22/PERDIR.02/072022" in told["paragraphs"][0]


def test_who_is_too_old_and_no_member_yet_gets_no_letter(as_system):
    assert left("usia", is_member=False) is None


def test_a_past_day_is_not_asked_for(as_system):
    with clock.at(date(2026, 12, 20)):
        assert "15 Desember 2026 sudah lewat" in left("pindah")["next"][1]


def test_who_pays_oneself_is_asked_before_a_programme_s_exit_is_taken(as_system):
    """The age of 65 is the programme's rule; the death of a member is none."""
    made = wadah(payer="self")
    old, dead = (start(somebody(number), made, "2026-01") for number in (1, 2))
    for number, member in enumerate((old, dead)):
        members.accept(member, kpj_of(number), date(2026, 1, 5))
    Person.everything.filter(pk=old.person_id).update(birth_date=date(1961, 11, 30))
    Person.everything.filter(pk=dead.person_id).update(died_on=date(2026, 11, 20))
    row = services.open_month(made, MONTH)
    asked = Change.everything.filter(mutasi=row).order_by("member")
    assert list(asked.values_list("reason", "is_taken")) == [("usia", False), ("meninggal", True)]
    services.take(asked[0])
    services.look_again(row)
    assert list(asked.values_list("reason", "is_taken")) == [("usia", True), ("meninggal", True)]
    Change.everything.filter(reason="usia").update(is_taken=False)
    Person.everything.filter(pk=old.person_id).update(birth_date=date(1970, 11, 30))
    services.look_again(row)
    assert list(asked.values_list("reason", "is_taken")) == [("meninggal", True)]


def test_another_region_sees_nothing(handed_in, make_user, as_user):
    with acting(SYSTEM):
        stranger = make_user("verifikator", "region", "51.03")
    with as_user(stranger):
        assert not Mutasi.objects.exists()
        assert not Change.objects.exists()


def test_the_pages_lead_from_found_to_approved(handed_in, signed_in):
    row, preparer, head = handed_in
    client = signed_in(head)
    page = client.get(reverse("mutasi_detail", kwargs={"key": row.pk})).content.decode()
    assert "Setujui" in page
    assert "bulan terakhir November 2026" in page
    done = client.post(reverse("mutasi_approve", kwargs={"key": row.pk}), follow=True).content.decode()
    assert "Kirim berkasnya ke BPJS" in done
    client.force_login(preparer)
    listing = client.get(reverse("mutasi")).content.decode()
    assert "Kumpulkan perubahan" in listing
    assert client.post(reverse("mutasi_begin"), {"month": "kapan"}).status_code == 422
    with acting(SYSTEM):
        group = row.wadah_id
    page = client.post(
        reverse("mutasi_begin"), {"wadah": group, "month": MONTH}, follow=True
    ).content.decode()
    assert "Tidak ada perubahan yang ditemukan" in page
    with acting(SYSTEM):
        new = Mutasi.everything.order_by("-pk").first()
        who = one(5).person.public_id
    address = reverse("mutasi_exit", kwargs={"key": new.pk, "public_id": who})
    assert client.post(address, {"reason": "pindah", "last_month": "x", "note": ""}).status_code == 422
    page = client.post(
        address, {"reason": "pindah", "last_month": "2026-12", "note": "Surat desa."}, follow=True
    )
    assert "1" in page.content.decode()
    assert "Surat desa." in page.content.decode()
