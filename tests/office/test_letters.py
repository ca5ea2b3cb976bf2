"""A letter has its number once, without a gap; it is printed, signed, replaced, and checked by anybody."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from conftest_office import CITY, KESIMAN
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from papers_of_test import words

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.audit.models import StateChange
from tedung.office.base import clock
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.documents.services import read
from tedung.office.letters.kinds import KINDS
from tedung.office.letters.models import Letter, Sequence, State
from tedung.office.letters.numbering import filled, number
from tedung.office.letters.printing import printed
from tedung.office.letters.services import attach_signed, draft, issue, replacement
from tedung.office.organisations.models import Organisation
from tedung.office.reference.models import Setting

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
GROUPS = [{"name": "Pemangku", "people": 41}, {"name": "Pedagang kecil", "people": 45}]
COUNTS = {"year": 2027, "people": 86, "groups": GROUPS}
DATA = {
    "surat": {"answer": "Permohonan Anda kami kabulkan."},
    "surat_pengantar": COUNTS,
    "berita_acara_musyawarah": COUNTS,
    "sptjm": {"year": 2027, "people": 86},
    "rincian_iuran": {
        "wadah": "Pemangku",
        "payer": "APBD kota/kabupaten",
        "people": 86,
        "total": 86 * 16_800,
        "months": [["2027-01", 86, 86 * 10_000, 86 * 6_800, 0, 86 * 16_800]],
    },
    "berita_acara_rekonsiliasi": {
        "wadah": "Pemangku",
        "agency_code": "SG0001",
        "month": "Januari 2027",
        "file": "DAFTAR/1",
        "file_day": "2027-01-31",
        "ours": 86,
        "lines": 85,
        "same": 84,
        "different": 0,
        "only_here": 2,
        "only_there": 1,
        **dict.fromkeys(("resting", "twice", "unread"), 0),
        "answers": [
            {
                "what": "Hanya di daftar kota",
                "how": "diminta dibetulkan BPJS",
                "reason": "Sudah diminta lewat surat.",
                "people": 2,
            }
        ],
    },
}
SAYS = {"surat": "Permohonan Anda kami kabulkan.", "berita_acara_rekonsiliasi": "Sudah diminta lewat surat."}
"""What a kind's paper says; the others say how many people."""


def write(organisation, kind="surat_pengantar", **more):
    given = {"subject": "Usulan peserta tahun 2027", "addressee": "Kepala Dinas", "data": DATA[kind], **more}
    return draft(kind, organisation, **given)


@pytest.fixture
def kesiman(as_system, offices):
    return offices["desa:kesiman"]


def test_a_letter_is_numbered_by_office_kind_and_year(kesiman, offices):
    first, second = issue(write(kesiman)), issue(write(kesiman))
    other_kind, other_office = issue(write(kesiman, "sptjm")), issue(write(offices["disnaker"]))
    with clock.at(date(2027, 1, 4)):
        next_year = issue(write(kesiman))
    assert [letter.number for letter in (first, second, other_kind, other_office, next_year)] == [
        "001/SP/KESIMAN/XII/2026",
        "002/SP/KESIMAN/XII/2026",
        "001/SPTJM/KESIMAN/XII/2026",
        "001/SP/DISNAKER/XII/2026",
        "001/SP/KESIMAN/I/2027",
    ]
    assert (first.day, first.state, first.document.kind) == (date(2026, 12, 1), State.ISSUED, "letter")
    assert first.document.name == "Surat pengantar 001-SP-KESIMAN-XII-2026.pdf"


def test_an_office_has_its_own_form_of_numbers(kesiman):
    Setting.objects.create(
        key="letters.number",
        since=date(2026, 12, 1),
        value={"*": "{number}/{year}", "desa:kesiman": "560/{number:4}/DK/{month}/{year}"},
    )
    assert issue(write(kesiman)).number == "560/0001/DK/XII/2026"


@pytest.mark.parametrize(
    "form", ["{year}", "", "{number.__class__}", "{number}{0}", "{number}{", "{number}{secret}", "{number!r}"]
)
def test_a_form_that_numbers_two_letters_alike_or_looks_inside_is_refused(form):
    with pytest.raises(ValueError, match="form of the letters"):
        filled(form, {"number": 7, "kind": "SP", "unit": "X", "month": "I", "year": 2026})


def test_the_months_are_roman(kesiman):
    months = [number(kesiman, "surat", 1, date(2026, month, 1)).split("/")[3] for month in range(1, 13)]
    assert months == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]


def test_a_letter_that_could_not_be_printed_takes_no_number(kesiman, monkeypatch):
    broken = write(kesiman)
    monkeypatch.setitem(
        KINDS, "surat_pengantar", KINDS["surat_pengantar"]._replace(template=KINDS["surat"].template)
    )
    with pytest.raises(Exception, match=r"surat\.typ"), transaction.atomic():
        issue(broken)
    monkeypatch.undo()
    assert not Sequence.objects.exists()
    assert issue(broken).ordinal == 1


def test_an_issued_letter_is_not_issued_again(kesiman):
    letter = issue(write(kesiman))
    with pytest.raises(Refusal, match="001/SP/KESIMAN"):
        issue(letter)
    assert Sequence.objects.get().last == 1


def test_the_database_itself_refuses_half_a_letter(kesiman):
    letter = write(kesiman)
    for broken in ({"state": State.ISSUED}, {"number": "1"}, {"state": "signed"}, {"ordinal": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Letter.everything.filter(pk=letter.pk).update(**broken)


def test_a_draft_about_the_same_thing_is_written_anew(kesiman):
    first = write(kesiman, about=("usulan", 7))
    again = write(kesiman, about=("usulan", 7), subject="Diperbaiki")
    assert (again.pk, again.subject, Letter.everything.count()) == (first.pk, "Diperbaiki", 1)
    issue(again)
    assert write(kesiman, about=("usulan", 7)).pk != first.pk


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_printed_with_what_it_says(kesiman, kind):
    kesiman.head_title, kesiman.head_name, kesiman.address = (
        "Perbekel Kesiman",
        "I Ketut Contoh",
        "Jalan Uji 1",
    )
    kesiman.email, kesiman.head_nip = "desa@example.invalid", "198001012005011001"
    kesiman.save()
    letter = issue(write(kesiman, kind))
    told = words(letter.document)
    assert letter.number in told
    assert "DESA KESIMAN" in told
    assert "PEMERINTAH KOTA DENPASAR" in told
    assert "1 Desember 2026" in told
    assert f"/cek/{letter.token}/" in told
    assert "I Ketut Contoh" in told
    assert "NIP 198001012005011001" in told
    assert "desa@example.invalid" in told
    assert "Tedung" not in told
    assert SAYS.get(kind, "86 orang") in told


def test_a_letter_tells_amounts_with_their_articles_and_what_happens_next(kesiman):
    amounts = [
        {"label": "Santunan kematian", "article": "PP 82/2019 Pasal 34", "amount": 20_000_000},
        {"label": "Biaya pemakaman", "article": "PP 82/2019 Pasal 34", "amount": 10_000_000},
    ]
    data = {**DATA["surat"], "amounts": amounts, "next": ["Siapkan KTP."], "contact": "Bidang X"}
    told = words(issue(write(kesiman, "surat", data=data)).document)
    for shown in (
        "Rp20.000.000",
        "Rp10.000.000",
        "Rp30.000.000",
        "PP 82/2019 Pasal 34",
        "1. Siapkan KTP.",
        "Bidang X",
    ):
        assert shown in told


def test_what_a_person_typed_is_shown_and_never_run(kesiman):
    hostile = '#panic("x") $ x^2 $ *tebal* @label <label> \\ `kode` // komentar "]}'
    told = words(issue(write(kesiman, "surat", data={"answer": hostile}, subject=hostile)).document)
    assert '#panic("x")' in told
    assert "*tebal*" in told


@how(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=120),
    st.lists(
        st.builds(dict, name=st.text(max_size=60), people=st.integers(0, 10**9)), min_size=1, max_size=40
    ),
)
def test_whatever_is_typed_is_printed(kesiman, words, groups):
    letter = Letter(
        kind="surat_pengantar",
        organisation=kesiman,
        subject=words,
        addressee=words,
        data={"year": 2027, "people": 1, "groups": groups, "contact": words},
    )
    assert printed(letter, "1", date(2026, 12, 1)).startswith(b"%PDF")


def test_a_table_whose_groups_overlap_says_so(kesiman):
    groups = [{"name": "Pemangku", "people": 41}, {"name": "Petani", "people": 50}]
    told = words(issue(write(kesiman, data={"year": 2027, "people": 86, "groups": groups})).document)
    assert "setiap orang satu kali" in told
    assert "setiap orang satu kali" not in words(issue(write(kesiman)).document)


def test_a_letter_is_in_indonesian_whoever_prints_it(kesiman):
    with override("en"):
        letter = issue(write(kesiman))
    assert letter.document.name.startswith("Surat pengantar")
    assert "1 Desember 2026" in words(letter.document)


@pytest.mark.parametrize("groups", [1, 13, 14, 15, 16, 60])
def test_a_signature_never_stands_alone_on_a_page(kesiman, groups):
    """Whatever the table's length, the last words are on the page that is signed."""
    rows = [{"name": f"Kelompok {number}", "people": 1} for number in range(groups)]
    told = words(
        issue(write(kesiman, "sptjm", data={"year": 2027, "people": groups, "groups": rows})).document
    )
    signed = next(page for page in told.split("\f") if "Yang menyatakan," in page)
    assert "Demikian pernyataan ini" in signed


@pytest.mark.parametrize("data", [{}, {"answer": "x", "unknown": 1}])
def test_data_that_the_template_does_not_read_is_a_fault(kesiman, data):
    with pytest.raises(KeyError):
        write(kesiman, "surat", data=data)


@pytest.mark.parametrize("place", ["subject", "addressee", "data"])
def test_a_nik_is_not_written_into_a_letter(kesiman, place):
    words_with_nik = "Untuk pemilik NIK 5171012345678901."
    more = {place: {"answer": [words_with_nik]} if place == "data" else words_with_nik}
    with pytest.raises(Refusal, match="NIK"):
        write(kesiman, "surat", **more)


def test_the_scan_comes_back_and_a_better_one_after_it(kesiman):
    letter = issue(write(kesiman))
    with pytest.raises(Refusal):
        attach_signed(write(kesiman), PDF, "pindai.pdf")
    attach_signed(letter, PDF, "pindai.pdf")
    first = letter.signed_document
    attach_signed(letter, PDF + b"\n", "pindai lagi.pdf")
    letter.refresh_from_db()
    assert (letter.state, letter.signed_document_id != first.pk) == (State.SIGNED, True)
    assert read(first) == PDF


def test_a_scan_that_is_no_scan_is_refused(kesiman):
    letter = issue(write(kesiman))
    with pytest.raises(Refusal):
        attach_signed(letter, b"<html></html>", "pindai.pdf")
    letter.refresh_from_db()
    assert letter.state == State.ISSUED


def test_a_letter_replaced_is_no_longer_valid_once_the_new_one_is_issued(kesiman):
    old = issue(write(kesiman, about=("usulan", 7)))
    new = replacement(old)
    old.refresh_from_db()
    assert (new.state, old.state, new.data) == (State.DRAFT, State.ISSUED, old.data)
    issue(new)
    old.refresh_from_db()
    assert old.state == State.REPLACED
    steps = StateChange.objects.filter(kind="letters.letter", row_id=old.pk).order_by("pk")
    assert list(steps.values_list("after", "reason")) == [
        ("draft", ""),
        ("issued", ""),
        ("replaced", "002/SP/KESIMAN/XII/2026"),
    ]
    with pytest.raises(Refusal):
        replacement(old)


def test_the_list_offers_the_next_step_of_each_letter(kesiman, make_user, signed_in):
    drafted, issued = write(kesiman), issue(write(kesiman, "sptjm"))
    signed = issue(write(kesiman, "berita_acara_musyawarah"))
    attach_signed(signed, PDF, "pindaian.pdf")
    client = signed_in(make_user("operator_desa", "region", KESIMAN))
    page = client.get("/surat/").content.decode()
    for said in (
        f"/surat/{drafted.pk}/konsep/",
        f"/dokumen/{issued.document.public_id}/",
        f"/surat/{issued.pk}/#pindaian",
        f"/dokumen/{signed.signed_document.public_id}/",
        "Surat pengantar, usulan 2027",
        "1 Desember 2026",
    ):
        assert said in page
    assert "#pindaian" not in signed_in(make_user("inspektorat")).get("/surat/").content.decode()
    told = client.get(f"/surat/{issued.pk}/").content.decode()
    assert "Usulan 2027, 86 orang" in told
    assert "hanya terbuka di komputer ini" in told  # the address of the QR is still the demo's


def test_a_letter_whose_qr_nobody_could_open_is_not_issued_in_production(kesiman, settings):
    settings.PRODUCTION = True
    with pytest.raises(Refusal) as told:
        issue(write(kesiman))
    assert told.value.code == "no_address"
    Setting.objects.create(
        key="office.public_address", value="https://tedung.denpasarkota.go.id", since=date(2026, 1, 1)
    )
    assert issue(write(kesiman)).number


def test_a_letter_of_another_village_is_neither_written_nor_issued(kesiman, offices, make_user, as_user):
    letter = write(offices["desa:sumerta"])
    with as_user(make_user("operator_desa", "region", KESIMAN)):
        assert issue(write(kesiman)).number == "001/SP/KESIMAN/XII/2026"
        with pytest.raises(NotAllowed):
            write(offices["desa:sumerta"])
        with pytest.raises(NotAllowed):
            issue(letter)
        assert Letter.objects.count() == 1


def test_an_office_writes_its_own_letters_by_its_own_grant(kesiman, offices, make_user, as_user):
    with as_user(make_user("operator_opd", "opd", "dinas_kebudayaan")):
        assert issue(write(offices["dinas_kebudayaan"])).opd_code == "dinas_kebudayaan"
        with pytest.raises(NotAllowed):
            write(offices["dinas_sosial"])


@pytest.mark.django_db(transaction=True)
def test_letters_issued_at_once_have_every_number_once():
    with acting(SYSTEM):
        office = Organisation.objects.create(code="disnaker", kind="office", name="Dinas", region=CITY)
        letters = [write(office, "sptjm") for _ in range(16)]

    def one(letter):
        try:
            with acting(SYSTEM), clock.at(date(2026, 12, 1)):
                return _issued_unless_third(letter)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as several:
        list(several.map(one, letters))
    with acting(SYSTEM):
        given = sorted(Letter.everything.filter(ordinal__isnull=False).values_list("ordinal", flat=True))
    assert given == list(range(1, len(given) + 1))
    assert len(given) == sum(letter.pk % 3 != 1 for letter in letters)


def _issued_unless_third(letter):
    """Issue a letter; each third one fails after it has been given its number, and gives it back."""
    with transaction.atomic():
        issue(letter)
        if letter.pk % 3 == 1:
            transaction.set_rollback(True)
