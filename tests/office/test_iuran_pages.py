"""The pages of contributions and of the ledger: a bill walked by its buttons, papers, what each may see."""

import io
import zipfile
from datetime import date

import pytest
from conftest_office import KESIMAN
from django.core.files.uploadedfile import SimpleUploadedFile
from iuran_of_test import PDF, Desk, a_pos, a_wadah, agreement, members

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base import clock
from tedung.office.buku.seeds import seed
from tedung.office.documents.services import read
from tedung.office.iuran import arrears, printing
from tedung.office.iuran.models import Line, Rest, Rincian
from tedung.office.letters.models import Letter
from tedung.office.people.models import NikView, Person
from tedung.print import compile_pdf

NIK = "5171025006850001"


@pytest.fixture
def desk(offices, make_user):
    with clock.at(date(2027, 1, 4)), acting(SYSTEM):
        seed()
        yield Desk(make_user)


@pytest.fixture
def ask(desk, client):
    """Open or send a page as one of the desk."""

    def answer(role, where, **given):
        client.force_login(desk.users[role])
        return client.post(where, given) if given else client.get(where)

    return answer


def test_a_bill_goes_its_way_by_the_buttons_of_its_pages(desk, ask):
    wadah, pos = a_wadah(), a_pos()
    members(wadah, 3)
    assert "Belum ada rincian" in ask("pptk", "/iuran/").content.decode()
    wrong = ask("pptk", "/iuran/baru/", wadah=wadah.pk, first_month="2027-13", months=1)
    assert wrong.status_code == 422
    assert 'href="#rincian_first_month"' in wrong.content.decode()
    made = ask("pptk", "/iuran/baru/", wadah=wadah.pk, first_month="2027-01", months=3, pos=pos.pk)
    at = made["Location"]
    page = ask("pptk", at).content.decode()
    assert "Rp151.200" in page
    assert page.count("button primary") == 1  # one primary action
    ask("pptk", f"{at}kirim/", ok=1)
    code = {"number": "270001", "amount": "151.200", "first": "2027-01", "last": "2027-03"}
    assert ask("pptk", f"{at}kode/", **code, valid_until="besok").status_code == 422
    ask("pptk", f"{at}kode/", **code, valid_until="2027-02-15")
    ask("pptk", f"{at}spp/", number="SPP/1", day="2027-01-01")
    assert "Rp151.200" in ask("bendahara", at).content.decode()
    ask("bendahara", f"{at}spm/", number="SPM/1", day="2027-01-02")
    ask("bendahara", f"{at}sp2d/", number="SP2D/1", day="2027-01-03")
    ask("bendahara", f"{at}bukti/", proof=SimpleUploadedFile("bukti.pdf", PDF), day="2027-01-03")
    ask("verifikator", f"{at}konfirmasi/", day="2027-01-04")
    rincian = Rincian.everything.get()
    assert (rincian.state, rincian.sp2d_number) == ("dikonfirmasi", "SP2D/1")
    page = ask("pptk", at).content.decode()
    assert "button primary" not in page
    assert "SP2D/1, 3 Januari 2027" in page
    assert ask("pptk", f"{at}batalkan/", reason="coba").status_code == 409


def test_a_difference_is_answered_on_the_page_that_names_it(desk, ask):
    wadah, pos = a_wadah(), a_pos()
    members(wadah, 3)
    members(wadah, 1, died_on=date(2026, 12, 2))
    rincian = desk.prepared(wadah, pos)
    desk.coded(rincian, 4 * 16_800)
    page = ask("pptk", f"/iuran/{rincian.pk}/").content.decode()
    assert "Selisih Rp16.800: 1 orang-bulan masing-masing Rp16.800." in page
    assert "Tepat 1 orang-bulan tidak kami tagih karena: meninggal sebelum bulan ini." in page
    assert "Jawab selisih kode" in ask("pptk", "/iuran/").content.decode()
    assert ask("pptk", f"/iuran/{rincian.pk}/selisih/", answer="diterima", reason="").status_code == 422
    ask("pptk", f"/iuran/{rincian.pk}/selisih/", answer="diterima", reason="BPJS belum mencatat kematiannya")
    assert "Selisih yang sudah dijawab" in ask("pptk", f"/iuran/{rincian.pk}/").content.decode()


@pytest.mark.parametrize("month", ["0001-01", "2014-12"])
def test_a_month_before_the_law_of_due_days_is_refused(desk, ask, month):
    wadah = a_wadah()
    members(wadah, 1, since=month)
    given = {"wadah": wadah.pk, "first_month": month, "months": 12}
    assert ask("pptk", "/iuran/baru/", **given).status_code in {409, 422}
    assert ask("pptk", "/iuran/semua/", **given).status_code in {409, 422}
    assert not Rincian.everything.exists()


def test_more_people_than_paper_holds_are_named_in_the_workbook_alone(desk, monkeypatch):
    wadah, pos = a_wadah(), a_pos()
    members(wadah, 2)
    rincian, told = desk.prepared(wadah, pos), []
    monkeypatch.setattr(printing, "compile_pdf", lambda *given: told.append(given[1]) or compile_pdf(*given))
    for most, rows in ((1, 0), (2, 2)):
        monkeypatch.setattr(printing, "MOST_PAPER", most)
        printing.print_papers(rincian.pk)
        assert (len(told[-1]["rows"]), told[-1]["people"], told[-1]["is_cut"]) == (rows, 2, not rows)


def test_the_papers_mask_the_numbers_and_the_agencys_file_has_them_whole(desk, ask):
    wadah, pos = a_wadah(), a_pos()
    (member,) = members(wadah, 1)
    Person.everything.filter(pk=member.person_id).update()
    member.person.nik = NIK
    member.person.save()
    rincian = desk.prepared(wadah, pos)
    ask("pptk", f"/iuran/{rincian.pk}/cetak/", ok=1)
    rincian.refresh_from_db()
    assert read(rincian.annex).startswith(b"%PDF")
    strings = zipfile.ZipFile(io.BytesIO(read(rincian.file))).read("xl/worksheets/sheet1.xml").decode()
    assert NIK in strings
    assert NikView.objects.get().person_id == member.person_id
    for page in (f"/iuran/{rincian.pk}/", f"/iuran/{rincian.pk}/baris/"):
        assert NIK not in ask("pptk", page).content.decode()
    ask("pptk", f"/iuran/{rincian.pk}/surat/", ok=1)
    letter = Letter.everything.get()
    assert letter.data["total"] == 16_800
    with desk.by("pptk"):
        from tedung.office.letters.services import issue

        assert read(issue(letter).document).startswith(b"%PDF")


def test_lines_by_reason_are_taken_off_on_their_page(desk, ask):
    wadah, pos = a_wadah(), a_pos()
    members(wadah, 3)
    members(wadah, 1, state="calon")
    rincian = desk.prepared(wadah, pos)
    page = ask("pptk", f"/iuran/{rincian.pk}/baris/?sebab=not_yet_accepted").content.decode()
    assert page.count('scope="row"') == 1
    line = Line.everything.filter(rincian=rincian, total__gt=0).first()
    other = desk.prepared(wadah, pos, "2027-02")
    stranger = Line.everything.filter(rincian=other, total__gt=0).first()
    where = f"/iuran/{rincian.pk}/baris/batalkan/"
    for wrong in ([stranger.pk], ["x", "9" * 40], []):
        assert ask("pptk", where, baris=wrong, alasan="x").status_code == 409
    assert ask("pptk", where, baris=[line.pk], alasan="").status_code == 409
    assert ask("pptk", where, baris=[line.pk], alasan="ganda").status_code == 302
    assert "dibatalkan" in ask("pptk", f"/iuran/{rincian.pk}/baris/?batal=1").content.decode()
    assert ask("pptk", f"/iuran/{rincian.pk}/baris/?sebab=%00").status_code == 400


def test_a_rest_is_given_back_on_its_page(desk, ask):
    wadah, pos = a_wadah(), a_pos()
    agreement(wadah, "refund")
    (member, _other) = members(wadah, 2)
    desk.paid(desk.prepared(wadah, pos, months=3))
    member.until, member.state = "2027-02", "keluar"
    member.save()
    arrears.daily()
    rest = Rest.everything.get()
    assert ask("bendahara", f"/iuran/sisa/{rest.pk}/").status_code == 200
    assert ask("bendahara", f"/iuran/sisa/{rest.pk}/", number="", day="2027-01-04").status_code == 422
    assert ask("bendahara", f"/iuran/sisa/{rest.pk}/", number="BKM/9", day="2027-01-04").status_code == 302
    assert "Dikembalikan" in ask("bendahara", f"/iuran/{rest.line.rincian_id}/").content.decode()


def test_the_ledger_is_read_by_day_account_and_wadah(desk, ask):
    wadah, pos = a_wadah(), a_pos()
    members(wadah, 2)
    desk.paid(desk.prepared(wadah, pos))
    page = ask("bendahara", "/buku/?hari=2027-01-31").content.decode()
    assert page.count("Rp33.600") == 4  # expense and payment, and both sums
    assert "seimbang" in page
    assert "Buku masih kosong" in ask("bendahara", "/buku/?hari=2026-12-31").content.decode()
    assert ask("bendahara", "/buku/?hari=kemarin").status_code == 422
    page = ask("bendahara", "/buku/akun/iuran_terutang/?wadah=wadah:sosial&bulan=2027-01").content.decode()
    assert page.count('scope="row"') == 2
    assert "Belum ada catatan" in ask("bendahara", "/buku/akun/iuran_terutang/?wadah=lain").content.decode()
    assert "Dibayar SP2D" in ask("bendahara", "/buku/jurnal/").content.decode()
    answer = ask("bendahara", "/buku/ekspor/?hari=2027-01-31")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "rincian:" in zipfile.ZipFile(io.BytesIO(answer.content)).read("xl/worksheets/sheet3.xml").decode()


def test_who_sees_one_office_reads_its_wadah_alone_in_the_ledger(desk, make_user, client):
    mine, other = a_wadah(), a_wadah("wadah:budaya", opd_code="dinas_kebudayaan")
    for wadah, people in ((mine, 1), (other, 2)):
        members(wadah, people)
        desk.prepared(wadah, a_pos(account=wadah.opd_code))
    client.force_login(make_user("pptk", "opd", "dinas_sosial"))
    page = client.get("/buku/?hari=2027-01-31").content.decode()
    assert "Rp16.800" in page
    assert "Rp50.400" not in page
    assert client.get("/buku/jurnal/").content.decode().count('scope="row"') == 1
    assert client.get(f"/iuran/{Rincian.everything.get(wadah=other).pk}/").status_code == 404
    client.force_login(make_user("operator_desa", "region", KESIMAN))
    assert client.get("/buku/").status_code == 403


def test_lists_ask_the_same_however_long_they_are(desk, client, django_assert_max_num_queries):
    for number in range(5):
        wadah = a_wadah(f"wadah:{number}", group_code=f"g{number}")
        members(wadah, 2)
        desk.paid(desk.prepared(wadah, a_pos(account=f"{number}"), months=6))
    client.force_login(desk.users["pptk"])
    for where, most in (
        ("/iuran/", 20),
        (f"/iuran/{Rincian.everything.first().pk}/", 32),
        (f"/iuran/{Rincian.everything.first().pk}/baris/", 20),
        ("/buku/", 16),
        ("/buku/akun/beban_iuran/", 18),
        ("/buku/jurnal/", 20),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(where).status_code == 200
    assert client.get("/buku/jurnal/").content.decode().count('scope="row"') == 50
