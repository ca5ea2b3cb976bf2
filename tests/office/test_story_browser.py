"""The whole way in Chromium: three lists uploaded, two lines mended, sent, checked, padan, chosen, decreed."""

from datetime import date

import pytest
from conftest_office import KESIMAN
from playwright.sync_api import expect
from story_lists import answer, lists

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.jobs import worker
from tedung.office.padan.models import Check
from tedung.office.padan.seeds import seed
from tedung.office.penetapan.models import Cover
from tedung.office.penetapan.queries import covered_people
from tedung.office.usulan.models import Line, Usulan

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SCAN = {"name": "pindaian.pdf", "mimeType": "application/pdf", "buffer": PDF}


def address_of_the_proposal():
    with acting(SYSTEM):
        return f"/usulan/{Usulan.everything.get().pk}/"


def upload(page, file):
    page.get_by_label("Daftar", exact=True).set_input_files(file)
    page.get_by_role("button", name="Unggah daftar").click()
    expect(page.get_by_text("sedang dibaca")).to_be_visible()
    worker.run_waiting()
    page.get_by_role("link", name="Lihat apakah sudah selesai").click()
    expect(page.get_by_role("button", name="Ambil barisnya")).to_be_visible()


def mend(page, line, field, value):
    page.get_by_role("link", name=f"Perbaiki baris {line}").click()
    page.get_by_label(field, exact=True).fill(value)


def sign(page):
    """Issue nothing more: a paper is issued when it is written; here its scan comes back."""
    page.get_by_label("Pindaian surat bertanda tangan").set_input_files(SCAN)
    page.get_by_role("button", name="Unggah pindaian").click()


def upload_all(page, picture):
    """The operator: three lists as they are, each tried before its lines are taken."""
    page.goto("/usulan/")
    picture(page, "usulan-kosong")
    page.get_by_role("link", name="Buat usulan").click()
    page.get_by_label("Judul").fill("Pekerja rentan Kesiman 2027")
    page.get_by_role("button", name="Lanjut mengunggah daftar").click()
    for number, file in enumerate(lists()):
        upload(page, file)
        if number == 0:
            picture(page, "usulan-berkas")
        page.get_by_role("button", name="Ambil barisnya").click()
        worker.run_waiting()
        page.get_by_role("link", name="Pekerja rentan Kesiman 2027").first.click()
        if number < 2:
            page.get_by_role("link", name="Unggah daftar lain").click()
    picture(page, "usulan")


def mend_two(page, picture):
    """The operator: two lines put right, one of them at the second try."""
    page.get_by_role("link", name="Perbaiki 2 baris").click()
    picture(page, "periksa-usulan")
    mend(page, 5, "NIK", "5171025206750001")
    page.get_by_role("button", name="Simpan dan periksa ulang").click()
    expect(page.get_by_role("status")).to_contain_text("Baris 5 sudah baik")
    mend(page, 6, "NIK", "517102010280")
    picture(page, "perbaiki-baris")
    page.get_by_role("button", name="Simpan dan periksa ulang").click()
    expect(page.get_by_role("alert")).to_contain_text("NIK berisi 16 angka; Anda menulis 12 angka.")
    page.get_by_label("NIK", exact=True).fill("5171020102800005")
    page.get_by_role("button", name="Simpan dan periksa ulang").click()
    expect(page.get_by_role("status")).to_contain_text("Baris 6 sudah baik")
    page.get_by_role("link", name="Kembali ke usulan: lengkapi surat, lalu kirim").click()


def send(page):
    """The operator: the papers printed, signed, scanned back; then the proposal goes."""
    for name in ("surat pengantar", "berita acara musyawarah/paruman", "SPTJM"):
        page.get_by_role("button", name=f"Buat surat {name}").click()
        sign(page)
        page.goto(address_of_the_proposal())
    page.get_by_role("button", name="Kirim usulan").click()
    expect(page.get_by_role("status")).to_contain_text("Usulan dikirim")


def check(page, picture):
    """The verifikator: the pair by the keyboard, the proposal, the registry's answer."""
    page.goto("/orang-yang-sama/")
    page.get_by_role("link", name="Mulai dari pasangan pertama").click()
    picture(page, "orang-yang-sama")
    page.keyboard.press("2")
    expect(page.get_by_role("status")).to_contain_text("Tidak ada lagi pasangan")
    page.goto(address_of_the_proposal())
    page.get_by_role("button", name="Mulai periksa").click()
    page.get_by_role("button", name="Terima 8 orang").click()
    page.goto("/padan/")
    page.get_by_role("button", name="Buat berkas untuk 8 orang").click()
    page.get_by_label("Nomor surat pengantar").fill("470/1/DISNAKER/2026")
    page.get_by_role("button", name="Catat pengiriman").click()
    with acting(SYSTEM):
        niks = [one.person.nik for one in Check.objects.select_related("person").order_by("ordinal")]
    content = answer(niks, {niks[-1]: "MENINGGAL"})
    said = {"name": "jawaban.xlsx", "mimeType": lists()[0]["mimeType"], "buffer": content}
    page.get_by_label("Berkas jawaban").set_input_files(said)
    page.get_by_label("Nomor surat jawaban").fill("470/9/CAPIL/2026")
    page.get_by_role("button", name="Baca jawabannya").click()
    expect(page.get_by_role("status")).to_contain_text(
        "7 orang padan, 1 perlu dilihat, 0 baris tidak terbaca"
    )
    picture(page, "padan")


def choose(page, picture):
    """The verifikator: five of seven under the budget; the draft goes to the legal bureau."""
    page.goto("/penetapan/seleksi/baru/")
    page.get_by_label("Nama seleksi").fill("Seleksi 2027")
    page.get_by_label("Anggaran").fill("Rp1.008.000")  # five persons: 5 x 12 x 16.800
    page.get_by_label("Kata undian").fill("kesiman")
    page.get_by_role("button", name="Simpan").click()
    page.get_by_role("button", name="Hitung").click()
    expect(page.get_by_role("status")).to_contain_text("Seleksi sedang dihitung")
    worker.run_waiting()  # the page renews itself
    expect(page.get_by_text("Ketiganya bersama: 8 orang yang diusulkan.")).to_be_visible(timeout=10_000)
    picture(page, "seleksi")
    page.get_by_role("link", name="Umumkan urutan cadangan").click()
    picture(page, "umumkan")
    page.get_by_role("button", name="Umumkan").click()
    page.get_by_label("Atas nama").select_option("disnaker")
    page.get_by_role("button", name="Buat konsep keputusan").click()
    worker.run_waiting()
    page.get_by_role("link", name="Lihat apakah sudah selesai").click()
    page.get_by_role("link", name="Konsep keputusan").click()
    page.get_by_role("button", name="Ajukan kepada bagian hukum").click()
    expect(page.get_by_role("status")).to_contain_text("Konsep diajukan")
    return page.url


def decree(page, picture, address):
    """The legal bureau: the annex printed, the signed decree recorded."""
    page.goto(address)
    page.get_by_role("button", name="Cetak lampiran").click()
    worker.run_waiting()
    page.get_by_role("link", name="Lihat apakah sudah selesai").click()
    page.get_by_label("Nomor keputusan").fill("188.45/101/HK/2026")
    page.get_by_label("Pindaian yang ditandatangani").set_input_files(SCAN)
    picture(page, "keputusan")
    page.get_by_role("button", name="Simpan dan periksa").click()
    picture(page, "tetapkan")
    page.get_by_role("button", name="Tetapkan 5 orang").click()
    worker.run_waiting()
    expect(page.get_by_role("status")).to_contain_text(
        "5 orang akan terlindungi mulai 1 Januari 2027", timeout=10_000
    )


@pytest.fixture
def people_of_the_city(transactional_db, make_user, offices):
    with acting(SYSTEM):
        seed()
    return make_user("operator_desa", "region", KESIMAN), make_user("verifikator"), make_user("hukum")


@pytest.mark.either
@pytest.mark.parametrize("width", [360, pytest.param(1280, marks=pytest.mark.slow)])
def test_from_three_lists_to_the_decree(people_of_the_city, visit, picture, width):
    operator, verifikator, hukum = people_of_the_city
    page = visit(operator, width)
    upload_all(page, picture)
    mend_two(page, picture)
    send(page)
    page = visit(verifikator, width)
    check(page, picture)
    address = choose(page, picture)
    page = visit(hukum, width)
    decree(page, picture, address)
    with acting(SYSTEM):
        assert covered_people(date(2027, 1, 1)) == 5
        covered = Cover.everything.first().person
        assert Line.everything.filter(person__isnull=False).count() == 8
    page.goto(f"/orang/{covered.public_id}/")
    picture(page, "orang")
