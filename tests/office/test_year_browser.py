"""A year of one wadah in Chromium: decree, code, SP2D, a death in March, a new budget, reconciliation, December."""

from collections import Counter
from contextlib import ExitStack
from datetime import date

import pytest
import year_of_wadah as year
from conftest_office import KESIMAN, PDF
from playwright.sync_api import expect

from tedung.money import rupiah
from tedung.office.access.actor import SYSTEM, acting, actor_of
from tedung.office.base import clock
from tedung.office.buku import seeds as accounts
from tedung.office.home.services import recount
from tedung.office.iuran.models import Rest, Rincian
from tedung.office.jobs import worker
from tedung.office.penetapan.models import Cover, Decree
from tedung.office.rekonsiliasi.models import Difference
from tedung.office.wadah import seeds as forms
from tedung.office.wadah.models import Wadah

ROLES = ("pptk", "verifikator", "bendahara", "kepala", "hukum", "agency")
SCAN = {"name": "pindaian.pdf", "mimeType": "application/pdf", "buffer": PDF}


class Office:
    """Whoever works in it, each at a page of one's own, on the day that it is."""

    def __init__(self, make_user, visit, picture, settings, days):
        self.users = {role: make_user(role) for role in ROLES}
        self.users["operator"] = make_user("operator_desa", "region", KESIMAN)
        self.visit, self.picture, self.pages = visit, picture, {}
        self.settings, self.days = settings, days

    def at(self, role, where="/", width=1280):
        """Return the page of a role, gone to an address."""
        if (role, width) not in self.pages:
            self.pages[role, width] = self.visit(self.users[role], width)
        page = self.pages[role, width]
        page.goto(where)
        return page

    def day(self, *day):
        """Let it be a day, for the pages and for the worker, which does what waits."""
        self.settings.DEMO_DAY = date(*day)
        self.days.enter_context(clock.at(date(*day)))
        worker.run_waiting()

    def by(self, role):
        return acting(actor_of(self.users[role].pk, clock.today()))


@pytest.fixture
def days():
    """The days that a test moves to, taken back at its end."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def office(transactional_db, make_user, visit, picture, settings):
    """Whoever works there, on 1 December 2026."""
    settings.DEMO_DAY = date(2026, 12, 1)
    forms.seed()
    accounts.seed()
    with ExitStack() as days:
        yield Office(make_user, visit, picture, settings, days)


@pytest.fixture
def decreed(office, add, plan, offices):
    """A decree over five for 2027, two in reserve."""
    year.decree_over_five(add, plan, offices, office.by)
    worker.run_waiting()
    return office


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def unfold(page, words):
    page.locator("summary").filter(has_text=words).click()


def follow(page, name):
    page.get_by_role("link", name=name).first.click()


def says(page, words):
    expect(page.get_by_text(words).first).to_be_visible()


def member(number):
    with acting(SYSTEM):
        return year.member(number)


@pytest.mark.slow
@pytest.mark.either
def test_a_year_of_one_wadah(decreed):
    for month in (december, january, march, april, july, august, december_again):
        month(decreed)


def december(office):
    """Decreed: placed in a wadah, told to the branch, one refused, mended and sent again; the budget opened."""
    page = office.at("pptk", "/wadah/")
    follow(page, "Buat wadah untuk 5 orang")
    page.get_by_label("Nama wadah").fill("Pemangku Kesiman")
    page.get_by_label("Kode wadah di BPJS").fill("SG000123")
    office.picture(page, "tahun-wadah-baru")
    press(page, "Buat wadah")
    worker.run_waiting()
    page.reload()
    agree(page)
    office.picture(page, "tahun-wadah")
    press(page, "Siapkan berkas untuk 5 orang")
    send_file(page, "560/1/DISNAKER/2026")
    read_answer(page, year.first_answer(), "B/1/BPJS/2026")
    says(page, "4 orang diterima, 1 ditolak")
    office.picture(page, "tahun-jawaban")
    mend(office)
    page.goto(f"/wadah/{Wadah.everything.get().pk}/")
    press(page, "Siapkan berkas untuk 1 orang")
    send_file(page, "560/2/DISNAKER/2026")
    open_budget(office)


def agree(page):
    follow(page, "Catat perjanjian")
    page.get_by_label("Nomor PKS").fill("PKS/12/DISNAKER/2026")
    page.get_by_label("Tanggal PKS").fill("2026-12-01")
    page.get_by_label("Para pihak").fill("Pemerintah Kota dan BPJS Ketenagakerjaan")
    page.get_by_label("Berlaku sejak").fill("2027-01-01")
    page.get_by_label("Berlaku sampai").fill("2027-12-31")
    page.get_by_label("Iuran yang tidak terpakai").select_option("refund")
    press(page, "Simpan perjanjian")


def send_file(page, number):
    page.get_by_label("Nomor surat pengantar").fill(number)
    press(page, "Catat pengiriman")


def read_answer(page, file, number):
    page.get_by_label("Berkas jawaban").set_input_files(file)
    page.get_by_label("Nomor surat jawaban").fill(number)
    press(page, "Baca jawabannya")


def mend(office):
    """The verifikator sees the card, puts the number right and lets him go with the next file."""
    refused = member(year.REFUSED)
    page = office.at("verifikator", f"/wadah/anggota/{refused.pk}/")
    says(page, "Periksa KTP orang ini")
    follow(page, "Lihat orang ini")
    follow(page, "Betulkan data")
    page.get_by_label("NIK baru").fill(year.NIK_OF_REFUSED[1])
    page.get_by_label("Dari mana diketahui?").fill("KTP dilihat langsung")
    press(page, "Simpan data yang benar")
    follow(page, "Lihat keanggotaannya")
    press(page, "Sudah dibetulkan, kirim lagi")
    says(page, "ikut dalam berkas berikutnya")


def open_budget(office):
    page = office.at("pptk", "/anggaran/baru/")
    page.get_by_label("Tahun anggaran").select_option("2027")
    page.get_by_label("Perangkat daerah").select_option("dinas_kebudayaan")
    page.get_by_label("Dibayar oleh").select_option("apbd_kota")
    page.get_by_label("Sub kegiatan").fill("2.07.05.2.01.0004 Jaminan sosial pekerja rentan")
    page.get_by_label("Kode rekening").fill("5.1.02.02.01.0080")
    page.get_by_label("Versi nomenklatur").fill("Kepmendagri 900.1-2850 Tahun 2025")
    page.get_by_label("Sumber dana").fill("PAD")
    page.get_by_label("Anggaran murni").fill(rupiah(year.BUDGET))
    page.get_by_label("Tanggal DPA").fill("2026-12-01")
    press(page, "Buka pos")
    says(page, rupiah(year.BUDGET))


def january(office):
    """The bill of half a year: the code counts one more than we, who is taken in meanwhile; then it is paid."""
    office.day(2027, 1, 4)
    page = office.at("pptk", "/iuran/")
    follow(page, "Susun rincian")
    bill(page, "2027-01", 6)
    says(page, rupiah(year.BILL_OF_FOUR))
    press(page, "Catat sudah dikirim")
    code(page, "270100000001", year.CODE_OF_FIVE, "2027-01-31")
    says(page, f"Selisih {rupiah(year.EXTRA)}: 6 orang-bulan masing-masing {rupiah(year.ONE_MONTH)}.")
    says(page, "Tepat 6 orang-bulan tidak kami tagih")
    office.picture(page, "tahun-selisih", 1280, 360)
    take_in_the_fifth(office)
    page = office.at("pptk", f"/iuran/{newest()}/")
    unfold(page, "Batalkan rincian")
    page.locator("#batal_reason").fill("BPJS sudah menerima orang kelima; disusun lagi untuk lima orang.")
    press(page, "Batalkan rincian")
    page.goto("/iuran/baru/")
    bill(page, "2027-01", 6)
    pay(office, page, "270100000001", year.CODE_OF_FIVE, "2027-01")
    balance(office, {"Iuran terutang": 0, "Pembayaran lewat SP2D": year.CODE_OF_FIVE})


def take_in_the_fifth(office):
    """The branch itself answers for the second file."""
    with acting(SYSTEM):
        key = Wadah.everything.get().exchanges(manager="everything").order_by("-pk").first().pk
    page = office.at("agency", f"/wadah/berkas/{key}/")
    read_answer(page, year.later_answer(year.NIK_OF_REFUSED[1], year.REFUSED), "B/1/BPJS/2027")
    says(page, "1 orang diterima")


def bill(page, first, months):
    page.get_by_label("Wadah").select_option(label="Pemangku Kesiman")
    page.get_by_label("Bulan pertama (BLTH)").fill(first)
    page.get_by_label("Untuk berapa bulan").select_option(str(months))
    page.get_by_label("Dibayar dari pos anggaran").select_option(index=1)
    press(page, "Hitung rincian")


def newest():
    with acting(SYSTEM):
        return Rincian.everything.order_by("-pk").first().pk


def code(page, number, amount, valid_until):
    page.get_by_label("Nomor kode iuran").fill(number)
    page.get_by_label("Jumlah menurut kode").fill(rupiah(amount))
    page.get_by_label("Berlaku sampai").fill(valid_until)
    press(page, "Catat kode iuran")


def pay(office, page, number, amount, month):
    """From the bill to the agency's word: the PPTK, the treasurer, the branch."""
    press(page, "Siapkan lampiran dan berkas")
    says(page, "Lampiran dan berkas BPJS siap diunduh")
    press(page, "Catat sudah dikirim")
    code(page, number, amount, f"{month}-28")
    says(page, "jumlahnya sama dengan rincian")
    paper(page, "SPP-LS", month)
    page = office.at("bendahara", f"/iuran/{newest()}/")
    paper(page, "SPM", month)
    paper(page, "SP2D", month)
    page.get_by_label("Bukti bayar").set_input_files(SCAN)
    press(page, "Unggah bukti bayar")
    page = office.at("agency", f"/iuran/{newest()}/")
    press(page, "Catat konfirmasi BPJS")
    says(page, "dikonfirmasi BPJS")
    office.picture(page, f"tahun-lunas-{month}")


def paper(page, kind, month):
    page.get_by_label("Nomor", exact=True).fill(f"{kind}/{month}")
    press(page, f"Catat {kind}")
    says(page, f"{kind}/{month}")


def balance(office, wanted):
    """The treasurer looks at the book."""
    page = office.at("bendahara", "/buku/")
    says(page, "seimbang")
    office.picture(page, "tahun-buku", 1280, 360)
    for name, amount in wanted.items():
        row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name, exact=True))
        if amount:
            expect(row).to_contain_text(rupiah(amount))
        else:
            expect(row).not_to_contain_text("Rp")


def march(office):
    """A death told from the village on a phone, confirmed; who is gone leaves, the reserve enters."""
    office.day(2027, 3, 12)
    report_on_a_phone(office)
    page = office.at("verifikator", "/")
    follow(page, "Pastikan")
    office.picture(page, "tahun-kejadian")
    page.get_by_label("Dari mana diketahui?").fill("Akta kematian dilihat.")
    press(page, "Laporan benar")
    office.day(2027, 3, 24)
    amendment(office)
    changes(office)


def report_on_a_phone(office):
    """The operator: finds the person, and writes the report by the keyboard alone."""
    page = office.at("operator", "/", width=360)
    office.picture(page, "tahun-operator")
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("link", name="Orang", exact=True).click()
    page.get_by_label("Nama, NIK atau telepon").fill("sudarma")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=year.NAMES[year.DEAD]).click()
    office.picture(page, "tahun-orang")
    page.get_by_role("link", name="Lapor kejadian").click()
    page.locator("input[name=kind]").first.focus()
    page.keyboard.press("Space")
    page.get_by_label("Kapan?").fill("2027-03-10")
    page.get_by_label("Siapa yang memberi tahu?").focus()
    page.keyboard.type("Istrinya")
    page.keyboard.press("Tab")
    page.keyboard.type("Di rumah")
    office.picture(page, "tahun-lapor")
    page.keyboard.press("Enter")
    says(page, "Yang dapat diharapkan keluarga")
    office.picture(page, "tahun-dilaporkan")


def amendment(office):
    """The verifikator: two leave by an amendment, the first of the reserve enters; the legal bureau issues it."""
    with acting(SYSTEM):
        decree = Decree.everything.get()
        covers = {name: Cover.everything.get(person__nama_ktp=name) for name in year.NAMES[:2]}
        year.padan_again()
    page = office.at("verifikator", f"/penetapan/{decree.pk}/")
    unfold(page, "Buat perubahan")
    page.get_by_label("Tentang").fill("Perubahan pertama penerima 2027")
    page.get_by_label("Berlaku sejak").fill("2027-04-01")
    press(page, "Buat konsep perubahan")
    take_out(page, covers[year.NAMES[year.DEAD]], "meninggal 10 Maret 2027")
    press(page, "Naikkan cadangan teratas")
    take_out(page, covers[year.NAMES[year.RESIGNED]], "mengundurkan diri")
    office.picture(page, "tahun-perubahan")
    press(page, "Ajukan kepada bagian hukum")
    page = office.at("hukum", page.url)
    page.get_by_label("Nomor keputusan").fill("188.45/25/HK/2027")
    page.get_by_label("Tanggal keputusan").fill("2027-03-24")
    page.get_by_label("Penanda tangan").fill("Wali Kota Denpasar")
    page.get_by_label("Pindaian yang ditandatangani").set_input_files(SCAN)
    press(page, "Simpan dan periksa")
    page.get_by_role("button", name="Tetapkan").click()
    worker.run_waiting()


def take_out(page, cover, reason):
    page.get_by_role("link", name=f"nomor {cover.row.ordinal}").click()
    page.get_by_label("Alasan keluar").fill(reason)
    press(page, "Keluarkan")


def changes(office):
    """The PPTK gathers April's changes and says why one left; the head approves, the branch takes the new one in."""
    page = office.at("pptk", "/mutasi/")
    page.get_by_label("Wadah").select_option(label="Pemangku Kesiman")
    page.get_by_label("Berlaku mulai bulan").fill("2027-04")
    press(page, "Kumpulkan perubahan")
    address = page.url
    page.goto(f"/wadah/anggota/{member(year.RESIGNED).pk}/")
    press(page, "Catat keluar di mutasi")
    page.get_by_label("Sebab keluar").select_option("mengundurkan_diri")
    page.get_by_label("Bulan terakhir").fill("2027-03")
    page.get_by_label("Diketahui dari").fill("Surat yang bersangkutan")
    press(page, "Masukkan ke mutasi")
    says(page, "menggantikan I WAYAN SUDARMA")
    office.picture(page, "tahun-mutasi", 1280, 360)
    press(page, "Ajukan untuk disetujui")
    page = office.at("kepala", address)
    press(page, "Setujui")
    page = office.at("pptk", address)
    page.get_by_label("Perangkat daerah yang menandatangani").select_option(label="Dinas Ketenagakerjaan")
    press(page, "Siapkan suratnya")
    says(page, "1 surat disiapkan")
    follow(page, "Kirim berkasnya ke BPJS")
    office.picture(page, "tahun-berkas-mutasi")
    send_file(page, "560/9/DISNAKER/2027")
    read_answer(page, year.later_answer(year.nik_of(year.STAND_IN), year.STAND_IN), "B/9/BPJS/2027")


def april(office):
    """The stand-in's three months are paid; what was paid for the two who are gone comes back."""
    office.day(2027, 4, 5)
    page = office.at("pptk", "/iuran/baru/")
    bill(page, "2027-04", 3)
    says(page, rupiah(year.BILL_OF_STAND_IN))
    pay(office, page, "270400000002", year.BILL_OF_STAND_IN, "2027-04")
    with acting(SYSTEM):
        rests = list(Rest.everything.order_by("pk"))
        first = rests[0].line.rincian_id
    assert sum(rest.amount for rest in rests) == year.BACK
    page = office.at("bendahara", f"/iuran/{first}/")
    office.picture(page, "tahun-sisa")
    follow(page, "Catat pengembalian")
    page.get_by_label("Nomor", exact=True).fill("BPJS/PENGEMBALIAN/7")
    press(page, "Catat pengembalian")
    says(page, "Pengembalian dicatat di buku pembantu")
    balance(office, {"Pengembalian dari BPJS Ketenagakerjaan": year.BACK, "Sisa masa iuran": 0})


def july(office):
    """The budget is too small for the half year: the change of the budget (APBD-P) says for how many it is enough."""
    office.day(2027, 7, 1)
    page = office.at("pptk", "/iuran/baru/")
    bill(page, "2027-07", 6)
    says(page, rupiah(year.BILL_OF_AUTUMN))
    address = page.url
    press(page, "Catat sudah dikirim")
    says(page, f"Sisa pos anggaran {rupiah(year.LEFT_IN_JUNE)}, rincian ini {rupiah(year.BILL_OF_AUTUMN)}.")
    page.get_by_role("link", name="5.1.02.02.01.0080").first.click()
    unfold(page, "Catat pergeseran atau perubahan")
    page.get_by_label("Jenis perubahan").select_option("perubahan")
    page.get_by_label("Jumlah setelah perubahan").fill(rupiah(year.CHANGED_BUDGET))
    page.get_by_label("Tanggal", exact=True).fill("2027-07-01")
    page.get_by_label("Nomor dokumen").fill("DPPA/7/2027")
    press(page, "Catat jumlah baru")
    says(page, rupiah(year.LEFT_AFTER_CHANGE))
    says(page, "cukup untuk 4 orang sejak Juli 2027 sampai Desember 2027")
    office.picture(page, "tahun-anggaran")
    page.goto(address)
    pay(office, page, "270700000003", year.BILL_OF_AUTUMN, "2027-07")


def august(office):
    """July's list of the branch: one difference of each kind, each answered; both sign."""
    office.day(2027, 8, 2)
    page = office.at("pptk", "/rekonsiliasi/")
    follow(page, "Bandingkan daftar baru")
    page.get_by_label("Wadah").select_option(label="Pemangku Kesiman")
    page.get_by_label("Bulan iuran (BLTH)").fill("2027-07")
    page.get_by_label("Daftar peserta dari BPJS").set_input_files(year.list_of_july())
    page.get_by_label("Nomor surat atau nama berkas").fill("DAFTAR/07/2027")
    press(page, "Bandingkan")
    says(page, "7 perbedaan belum ditangani")
    office.picture(page, "tahun-rekonsiliasi", 1280, 360)
    with acting(SYSTEM):
        found = Difference.everything.values_list("kind", "field")
        assert Counter(found) == year.DIFFERENCES
    while page.get_by_label("Alasan", exact=True).count():
        page.get_by_label("Yang dilakukan", exact=True).first.select_option("there")
        page.get_by_label("Alasan", exact=True).first.fill("Diminta dibetulkan lewat surat 560/12.")
        page.get_by_role("button", name="Catat", exact=True).first.click()
    address = page.url
    page.get_by_label("Perangkat daerah yang menandatangani").select_option(label="Dinas Ketenagakerjaan")
    press(page, "Siapkan berita acara")
    page.get_by_role("link", name="Berita acara").click()
    press(page, "Terbitkan surat")
    page.get_by_label("Pindaian").set_input_files(SCAN)
    press(page, "Unggah pindaian")
    page = office.at("kepala", address)
    press(page, "Catat bahwa keduanya sepakat")
    says(page, "Rekonsiliasi bulan ini disepakati")


def december_again(office):
    """All is paid and confirmed; four are protected until the 31st, and nobody yet for the new year."""
    office.day(2027, 12, 1)
    with acting(SYSTEM):
        recount()
        assert not Rincian.everything.exclude(state__in=["dikonfirmasi", "dibatalkan"]).exists()
    worker.run_waiting()
    page = office.at("pptk", "/kepesertaan/?bulan=2027-12")
    if page.get_by_text("sedang dihitung").count():
        worker.run_waiting()
        page.reload()
    row = page.get_by_role("row").filter(has_text="Pemangku Kesiman")
    assert [cell.strip() for cell in row.get_by_role("cell").all_inner_texts()[:5]] == [
        "4",
        "4",
        "4",
        "4",
        "0",
    ]
    office.picture(page, "tahun-kepesertaan", 1280, 360)
    balance(
        office,
        {
            "Beban iuran": year.USED,
            "Iuran terutang": 0,
            "Pembayaran lewat SP2D": year.PAID,
            "Pengembalian dari BPJS Ketenagakerjaan": year.BACK,
            "Sisa masa iuran": 0,
        },
    )
    page = office.at("kepala", "/")
    says(page, "4 orang tanpa perlindungan")
    office.picture(page, "tahun-desember")
