"""The demo's money of the running year: ten months paid and confirmed, two with a code that is not ours."""

from datetime import date

from tedung.office.anggaran import services as anggaran
from tedung.office.base import clock
from tedung.office.demo.acting import as_user
from tedung.office.iuran import services as iuran
from tedung.office.iuran.models import Rincian
from tedung.office.kepesertaan import counting
from tedung.office.mutasi import services as mutasi
from tedung.office.wadah.models import Wadah

CITY = "51.71"
BUDGET = 60_000_000
"""Rupiah of the line that pays the demo's wadah."""
LEFT_OUT = 3
"""People whom the agency's code leaves out: a question that waits for its answer."""
PROOF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def pay(year: int, today: date) -> None:
    """Open the line, bill the first wadah for its year, pay what can be paid, leave the rest to be done."""
    wadah = Wadah.everything.order_by("pk").first()
    if wadah is None:
        return
    with as_user("pptk"), clock.at(date(year, 1, 5)):
        pos = anggaran.open_pos(
            CITY,
            "dinas_tenaga_kerja",
            BUDGET,
            clock.today(CITY),
            year=year,
            payer="apbd_kota",
            sub_activity="Perlindungan jaminan sosial pekerja rentan",
            account="Belanja iuran jaminan sosial bagi pekerja rentan",
            nomenclature="contoh, belum dicocokkan",
            sumber_dana="PAD",
        )
        anggaran.plan_cash(pos, [BUDGET // 4] * 4)
        first = iuran.prepare(wadah, f"{year}-01", 10, pos)
        iuran.send(first)
        _code(first, f"K{year}0001", first.payable, date(year, 1, 31))
        iuran.record_spp(first, f"SPP-LS/001/{year}", clock.today(CITY))
    _paid(first, year)
    with as_user("pptk"), clock.at(today):
        second = iuran.prepare(wadah, f"{year}-11", 2, pos)
        iuran.send(second)
        missing = LEFT_OUT * 2 * second.payable // max(second.lines_covered, 1)
        _code(second, f"K{year}0011", second.payable - missing, date(year, 12, 31))
    with as_user("verifikator"), clock.at(today):
        mutasi.open_month(wadah, f"{today:%Y-%m}")
    counting.count(f"{today:%Y-%m}")


def _code(rincian: Rincian, number: str, amount: int, until: date) -> None:
    rincian.refresh_from_db()
    first, last = rincian.first_month, rincian.last_month
    iuran.record_code(rincian, number, amount, first=first, last=last, valid_until=until)


def _paid(rincian: Rincian, year: int) -> None:
    with as_user("bendahara"), clock.at(date(year, 1, 14)):
        iuran.record_spm(rincian, f"SPM/001/{year}", date(year, 1, 12))
        iuran.record_sp2d(rincian, f"SP2D/001/{year}", date(year, 1, 13))
        iuran.record_proof(rincian, PROOF, date(year, 1, 14))
    with as_user("verifikator"), clock.at(date(year, 1, 16)):
        iuran.confirm(rincian, date(year, 1, 16))
