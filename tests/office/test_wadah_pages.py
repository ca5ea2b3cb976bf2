"""The pages of membership: what an officer sees and does, from a missing wadah to a refusal that is mended."""

import io
from datetime import date

import pytest
import xlsxwriter
from conftest_office import CITY, KESIMAN
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from wadah_of_test import TODAY, answer, cover, decree, kpj_of, nik_of, somebody, states, wadah

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base.refusals import Refusal
from tedung.office.reference.models import Format
from tedung.office.wadah import answering, mapping, placing, seeds, sending, services
from tedung.office.wadah.formats import ANSWER, OUT, guessed, in_force, reason_of
from tedung.office.wadah.models import Agreement, Exchange, Member, Template, Wadah


@pytest.fixture
def officer(offices, make_user, signed_in):
    """A verifikator's browser, in an office whose formats are there."""
    with acting(SYSTEM):
        seeds.seed()
    return signed_in(make_user("verifikator"))


@pytest.fixture
def sent(officer):
    """A file of three, sent."""
    with acting(SYSTEM):
        of = decree()
        for number in range(3):
            cover(somebody(number), of)
        made = wadah(agency_code="SG1")
        placing.place_covers()
        exchange = sending.prepare(made)
        sending.sent(exchange, "560/1", TODAY)
    return exchange


def template(*headings, title="TEMPLATE PENDAFTARAN BPU"):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("data_bpu")
        sheet.write_string(0, 0, title)
        for place, heading in enumerate(headings):
            sheet.write_string(2, place, heading)
    return out.getvalue()


def upload(content, name="contoh.xlsx"):
    return SimpleUploadedFile(name, content)


def test_who_has_no_wadah_is_shown_and_the_form_is_filled_for_them(officer):
    with acting(SYSTEM):
        cover(somebody(1), decree(), group="pedagang", opd_code="dinas_sosial")
        placing.place_covers()
    page = officer.get("/wadah/").content.decode()
    assert "1 orang belum ada wadahnya" in page
    assert "group_code=pedagang" in page
    form = officer.get("/wadah/baru/?payer=apbd_kota&group_code=pedagang").content.decode()
    assert 'value="pedagang" selected' in form
    answered = officer.post(
        "/wadah/baru/",
        {
            "name": "Pedagang Denpasar",
            "kind": "SG",
            "payer": "apbd_kota",
            "group_code": "pedagang",
            "region": CITY,
            "since": "2026-12-01",
            "is_active": "on",
        },
    )
    with acting(SYSTEM):
        made = Wadah.everything.get()
        assert answered["Location"] == reverse("wadah_detail", args=[made.pk])
        placing.place_covers()
        assert states() == {"calon": 1}
    assert "belum ada wadahnya" not in officer.get("/wadah/").content.decode()


def test_two_wadah_never_take_the_same_covers(officer, as_system):
    wadah()
    with pytest.raises(Refusal) as told, transaction.atomic():
        wadah("Lagi")
    assert told.value.code == "taken"
    other = wadah("Desa", region=KESIMAN)
    with pytest.raises(Refusal), transaction.atomic():
        services.alter(other, "Desa", region=CITY)
    cover(somebody(1), decree())
    placing.place_covers()
    with pytest.raises(Refusal) as told, transaction.atomic():
        services.alter(other, "Desa", payer="apbdes")
    assert told.value.code == "has_members"
    services.alter(other, "Desa Kesiman", pic_name="Ni Luh")
    assert Wadah.everything.get(pk=other.pk).name == "Desa Kesiman"


def test_an_agreement_is_written_down_once_with_its_rules(officer, as_system):
    made = wadah()
    given = {
        "number": "PKS/1/2026",
        "day": "2026-11-20",
        "parties": "Kota Denpasar dan BPJS Ketenagakerjaan Cabang Denpasar",
        "since": "2027-01-01",
        "until": "2027-12-31",
        "programmes": "jkk+jkm",
        "start_rule": "text",
        "refund_rule": "credit",
    }
    address = reverse("wadah_agree", args=[made.pk])
    assert officer.post(address, given).status_code == 422, "the words of the rule are missing"
    assert (
        officer.post(address, {**given, "start_note": "Pasal 5 ayat (1)", "until": "2026-01-01"}).status_code
        == 422
    )
    assert officer.post(address, {**given, "start_note": "Pasal 5 ayat (1)"}).status_code == 302
    assert officer.post(address, {**given, "start_note": "Pasal 5 ayat (1)"}).status_code == 422, "twice"
    assert Agreement.objects.get().refund_rule == "credit"
    assert "PKS/1/2026" in officer.get(reverse("wadah_detail", args=[made.pk])).content.decode()


def test_the_walk_of_a_file_from_the_page(sent, officer, django_assert_max_num_queries):
    with acting(SYSTEM):
        key = sent.wadah_id
    address = reverse("wadah_file", args=[sent.pk])
    page = officer.get(address).content.decode()
    assert "belum dicocokkan dengan kantor cabang" in page
    rows = [
        (nik_of(0), kpj_of(0), "DITERIMA", ""),
        (nik_of(1), "", "DITOLAK", "NIK tidak cocok"),
        ("9" * 16, "", "DITOLAK", ""),
    ]
    given, content = {"number": "B/1", "day": "2026-12-01"}, answer(rows)
    answered = officer.post(address + "jawaban/", {**given, "file": upload(content)}, follow=True)
    page = answered.content.decode()
    assert "1 orang diterima, 1 ditolak, 0 sudah peserta" in page
    assert "3 baris = 1 diterima + 1 ditolak + 0 sudah peserta + 0 sudah tercatat + 1 tidak terbaca." in page
    assert "Periksa KTP orang ini" in page
    assert nik_of(1) not in page
    again = officer.post(address + "jawaban/", {**given, "file": upload(content)}, follow=True)
    assert "Tidak ada yang berubah" in again.content.decode()
    for wrong in ({**given}, {**given, "file": upload(b"", "x.xlsx")}):
        assert officer.post(address + "jawaban/", wrong).status_code == 422
    assert officer.post(address + "jawaban/", {**given, "file": upload(b"%PDF-1.7 %%EOF")}).status_code == 409
    with django_assert_max_num_queries(26):
        page = officer.get(f"/wadah/{key}/?keadaan=aktif").content.decode()
    assert "•••••••0000" in page
    assert kpj_of(0) not in page
    with acting(SYSTEM):
        refused = Member.everything.get(state="ditolak")
    officer.post(reverse("wadah_again", args=[refused.pk]))
    with acting(SYSTEM):
        assert states() == {"aktif": 1, "dikirim": 1, "calon": 1}
    assert officer.post(reverse("wadah_leave", args=[refused.pk])).status_code == 302
    with acting(SYSTEM):
        left = Member.everything.get(pk=refused.pk)
        assert (left.state, left.ended_reason) == ("keluar", "salah_daftar")


def test_a_person_s_page_says_so_beside_the_cover(sent, officer):
    with acting(SYSTEM):
        answering.read_answer(sent, answer([(nik_of(0), kpj_of(0), "DITERIMA", "")]), "1", TODAY)
        active, waiting = (
            Member.everything.get(state="aktif"),
            Member.everything.filter(state="dikirim").first(),
        )
        addresses = [reverse("person", args=[one.person.public_id]) for one in (active, waiting)]
    page = officer.get(addresses[0]).content.decode()
    assert "Terdaftar di BPJS Ketenagakerjaan, KPJ •••••••0000, Pemangku Denpasar." in page
    assert "Diterima BPJS Ketenagakerjaan sebagai peserta." in page
    assert "Terdaftar di BPJS" not in officer.get(addresses[1]).content.decode()


def test_the_list_asks_as_often_for_one_wadah_as_for_many(officer, django_assert_max_num_queries):
    with acting(SYSTEM):
        for number in range(60):
            wadah(f"Wadah {number}", group_code=f"g{number}")
    with django_assert_max_num_queries(20):
        page = officer.get("/wadah/").content.decode()
    assert page.count("<tr><th") == 51
    assert "Wadah berikutnya" in page


def test_a_branch_s_template_is_read_guessed_corrected_and_kept_as_a_new_version(officer):
    content = template("No", "Nomor Identitas", "Nama Tenaga Kerja", "Tgl Lahir", "Kode Negara", "Hobi")
    answered = officer.post("/wadah/format/", {"code": OUT, "file": upload(content)})
    with acting(SYSTEM):
        row = Template.everything.get()
    assert (row.sheet, row.heading_line) == ("data_bpu", 3)
    assert mapping.guess(row) == ["ordinal", "nik", "nama_ktp", "birth_date", "", ""]
    page = officer.get(answered["Location"]).content.decode()
    assert 'value="birth_date" selected' in page
    given = {f"column_{place}": field for place, field in enumerate(mapping.guess(row))}
    given |= {"column_4": mapping.FIXED, "fixed_4": "ID", "since": "2026-12-01"}
    given |= {"file_name": "template_bpu_{wadah}", "most_rows": "5000"}
    assert officer.post(answered["Location"], {**given, "column_1": ""}).status_code == 422, "no NIK"
    assert officer.post(answered["Location"], {**given, "column_0": "nik"}).status_code == 422, "twice"
    assert officer.post(answered["Location"], {**given, "column_5": "../etc"}).status_code == 422
    assert officer.post(answered["Location"], given).status_code == 302
    assert officer.post(answered["Location"], given).status_code == 422, "taken already"
    with acting(SYSTEM):
        old, new = Format.objects.filter(code=OUT).order_by("pk")
        assert (old.version, new.version, new.is_compared, new.most_rows) == ("1", "2", True, 5000)
        assert new.columns[4] == {"heading": "Kode Negara", "fixed": "ID"}
        assert in_force(OUT, "SG", date(2026, 11, 30)) == old
        cover(somebody(1), decree())
        made = wadah(agency_code="SG9")
        placing.place_covers()
        file = sending.prepare(made).files.get()
        assert file.document.name == "template_bpu_SG9.xlsx"
    assert "dari contoh kantor cabang" in officer.get("/wadah/format/").content.decode()


def test_a_kind_of_wadah_may_have_a_form_of_its_own(officer, as_system):
    row = mapping.hand_in(OUT, template("NIK", "NAMA"), "SD")
    form = mapping.take(row, ["nik", "nama_ktp"], TODAY)
    assert in_force(OUT, "SD", TODAY) == form
    assert in_force(OUT, "SG", TODAY).version == "1"
    assert form.code == "bpu_kolektif_sd"


def test_an_answer_s_own_words_are_mapped_too(sent, officer, as_system):
    row = mapping.hand_in(ANSWER, template("NO KTP", "NOMOR KARTU", "STATUS UPLOAD", "PESAN"))
    assert mapping.guess(row) == ["nik", "kpj", "result", "reason"]
    mapping.take(row, mapping.guess(row), TODAY, says={"diterima": ["Sukses"], "ditolak": ["Gagal sistem"]})
    content = answer(
        [(nik_of(0), kpj_of(0), "sukses", ""), (nik_of(1), "", "DITERIMA", "")],
        head=("NO KTP", "NOMOR KARTU", "STATUS UPLOAD", "PESAN"),
    )
    counts = answering.read_answer(Exchange.everything.get(), content, "1", TODAY)
    assert (counts["diterima"], counts["unread"]) == (1, 1)


@pytest.mark.parametrize("content", [b"", template(), template("X"), b"PK\x03\x04", b"\x00\x01\x02"])
def test_a_template_without_headings_is_refused(officer, content):
    assert officer.post("/wadah/format/", {"code": OUT, "file": upload(content)}).status_code == 422
    with acting(SYSTEM):
        assert not Template.everything.exists()


def test_headings_are_guessed_once_each_and_a_person_s_decision_counts():
    assert guessed(["NIK", "nik", "Nama Lengkap"], OUT) == ["nik", "", "nama_ktp"]
    assert guessed(["Kolom X"], OUT, [{"heading": "KOLOM X", "field": "mother"}]) == ["mother"]
    assert guessed([], OUT) == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Tenaga kerja sudah terdaftar", "sudah_peserta"),
        ("NIK tercatat meninggal", "meninggal"),
        ("USIA > 65 TAHUN", "usia"),
        ("NIK tidak sesuai Adminduk", "nik"),
        ("Nama tidak sama", "nama"),
        ("", "lain"),
        ("=cmd|calc", "lain"),
    ],
)
def test_the_agency_s_words_become_a_reason(words, code):
    assert reason_of(words) == code


def test_a_village_s_operator_reads_its_own_wadah_alone(offices, make_user, signed_in, as_system):
    wadah("Kota")
    wadah("Kesiman", payer="apbdes", region=KESIMAN)
    with acting(SYSTEM):
        cover(somebody(1), decree("donor"))
        placing.place_covers()
    page = signed_in(make_user("operator_desa", "region", KESIMAN)).get("/wadah/").content.decode()
    assert "Kesiman" in page
    assert ">Kota<" not in page
    assert "belum ada wadahnya" not in page, "what the city lacks is the city's"
