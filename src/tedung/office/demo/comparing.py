"""The agency's member list of last month for the first wadah: nearly ours, so that there is work to see."""

import io
from collections.abc import Iterator
from datetime import date

import xlsxwriter

from tedung.dates import Month
from tedung.office.base import clock
from tedung.office.demo.acting import as_user
from tedung.office.rekonsiliasi import services
from tedung.office.wadah.models import Member, MemberState, Wadah

CITY = "51.71"
HEADINGS = (
    "KPJ",
    "NIK",
    "NAMA LENGKAP",
    "TANGGAL LAHIR",
    "STATUS",
    "BLTH AWAL",
    "BLTH AKHIR",
)
FIRST_OF_OTHERS = 26_900_000_000
OTHERS = ("I GUSTI PUTU CONTOH SATU", "NI KADEK CONTOH DUA")
"""Whom the agency has in this wadah and we do not."""
LEFT_OUT, RESTING, NAMED, BORN = (3, 8), (5,), (12,), (19,)
"""Which of our members in turn it leaves out, has at rest, calls otherwise, has born on another day."""


def compare(today: date) -> None:
    """Compare the first wadah with the agency's list of last month; leave the differences to be answered."""
    wadah = Wadah.everything.order_by("pk").first()
    if wadah is None:
        return
    month = str(Month.of(today) + -1)
    with as_user("verifikator"), clock.at(today):
        services.begin(wadah, month, _list(wadah, month), f"B/90/BPJS-DPS/{today:%Y}", today)


def _list(wadah: Wadah, month: str) -> bytes:
    """Return the workbook of the agency's members."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Peserta")
        for number, row in enumerate([HEADINGS, *_rows(wadah, month)]):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell)
    return out.getvalue()


def _rows(wadah: Wadah, month: str) -> Iterator[tuple[str, ...]]:
    found = Member.everything.filter(wadah=wadah, state=MemberState.AKTIF, since__lte=month)
    for number, member in enumerate(found.select_related("person").order_by("pk"), 1):
        if number in LEFT_OUT:
            continue
        person = member.person
        born = person.birth_date
        if born and number in BORN:
            born = born.replace(year=born.year - 1, day=1)
        name = f"{person.nama_ktp} WIRAWAN" if number in NAMED else person.nama_ktp
        state = "NONAKTIF" if number in RESTING else "AKTIF"
        day = f"{born:%d-%m-%Y}" if born else ""
        yield member.kpj, person.nik, name, day, state, member.since, member.until
    for number, name in enumerate(OTHERS):
        yield str(FIRST_OF_OTHERS + number), "", name, "01-01-1980", "AKTIF", month, ""
