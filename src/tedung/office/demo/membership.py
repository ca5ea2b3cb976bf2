"""The demo's wadah: made after the decree, their files sent, the agency's answers not all what one hoped."""

import io
from datetime import date, timedelta

import xlsxwriter

from tedung.office.base import clock
from tedung.office.wadah import answering, placing, sending, services
from tedung.office.wadah.models import Exchange, Wadah

CITY = "51.71"
KPJ_FIRST = 26_100_000_000
REFUSED = {
    11: ("DITOLAK", "NIK tidak sesuai data Adminduk"),
    17: ("DITOLAK", "Usia lebih dari 65 tahun"),
    23: ("SUDAH PESERTA", "Peserta aktif pada wadah lain"),
    29: ("DITOLAK", "Nama tidak sesuai"),
    31: ("MENUNGGU", ""),
}
"""Which line of forty gets which answer; everybody else is taken in."""

WADAH = (
    # name, kind, agency code, whom it takes, who looks after it
    ("Rohaniawan dan prajuru adat", "SG", "SG5171001", {"opd_code": "dinas_kebudayaan"}, "Ni Made Suriani"),
    ("Pekerja rentan Dangin Puri Kauh", "SA", "SA5171042", {"region": "51.71.04.2002"}, "I Ketut Suardana"),
    ("Pekerja rentan Dauh Puri Kelod", "SA", "", {"region": "51.71.03.2004"}, "Ni Luh Sari"),
)
"""Whoever else was decreed has no wadah yet: a task to see."""


def join(since: date, until: date) -> None:
    """Make the wadah of a decree, place whom it covers, and send the files of those that have a code."""
    today = clock.today(CITY)
    made = [_wadah(one, today) for one in WADAH]
    _agree(made, since, until, today)
    placing.place_covers()
    for wadah in made:
        if wadah.agency_code and sending.waiting(wadah).exists():
            exchange = sending.prepare(wadah)
            sending.sent(exchange, f"560/{exchange.pk}/DTKSK/{today:%Y}", today)


def answered() -> None:
    """Let the agency answer the first file, and not always well."""
    today = clock.today(CITY)
    exchange = Exchange.everything.order_by("pk").first()
    if exchange is not None:
        answering.read_answer(exchange, _answer(exchange), f"B/{exchange.pk}/BPJS-DPS/{today:%Y}", today)
    later = Exchange.everything.order_by("pk").last()
    if later is not None and later != exchange:
        answering.read_answer(later, _answer(later, faults=False), f"B/{later.pk}/BPJS-DPS/{today:%Y}", today)


def _wadah(told: tuple[str, str, str, dict[str, str], str], today: date) -> Wadah:
    name, kind, code, takes, pic = told
    return services.make(
        name,
        kind=kind,
        agency_code=code,
        payer="apbd_kota",
        sumber_dana="PAD",
        pic_name=pic,
        pic_phone="0361 000000",
        since=today,
        **{"region": CITY, **takes},
    )


def _agree(made: list[Wadah], since: date, until: date, today: date) -> None:
    services.agree(
        made[0],
        made[1:2],
        number=f"415.4/{since.year}/DPS",
        day=today - timedelta(days=10),
        parties="Pemerintah Kota Denpasar dan BPJS Ketenagakerjaan Cabang Denpasar",
        since=since,
        until=until,
        start_rule="first_of_month",
        refund_rule="credit",
        refund_note="Diperhitungkan dengan iuran bulan berikutnya.",
    )


def _answer(exchange: Exchange, *, faults: bool = True) -> bytes:
    """Return the workbook that answers a file."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Hasil")
        for place, heading in enumerate(("NIK", "KPJ", "HASIL", "KETERANGAN")):
            sheet.write_string(0, place, heading)
        lines = exchange.lines(manager="everything").select_related("member__person").order_by("ordinal")
        for number, line in enumerate(lines, 1):
            said, why = REFUSED.get(line.ordinal % 40, ("DITERIMA", "")) if faults else ("DITERIMA", "")
            kpj = str(KPJ_FIRST + line.member.person_id) if said != "DITOLAK" else ""
            for place, cell in enumerate((line.member.person.nik, kpj, said, why)):
                sheet.write_string(number, place, cell)
    return out.getvalue()
