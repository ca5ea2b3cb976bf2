"""How a paper names months, payers, groups and how sure something is: in Indonesian, its one language."""

import csv
from datetime import date
from functools import cache
from importlib import resources

from tedung.dates import Month

MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
PAYERS = {
    "self": "peserta sendiri",
    "employer": "pemberi kerja",
    "apbd_kota": "APBD kota atau kabupaten",
    "apbd_prov": "APBD provinsi",
    "apbdes": "APBDes",
    "apbn": "APBN",
    "donor": "donatur",
}
CERTAINTIES = {
    "official": "angka resmi",
    "text": "naskahnya dibaca",
    "press": "sumber kedua (pers)",
    "derived": "diturunkan dari angka lain",
    "assumed": "anggapan kami",
    "open": "rumusannya tidak terbaca",
    "agency": "buku atau surat BPJS",
    "predecessor": "dari peraturan pendahulunya",
    "convention": "kebiasaan kami",
    "recalled": "dari ingatan, wajib diperiksa",
}
SECTIONS = {
    "A": "Pertanian, kehutanan, perikanan",
    "B": "Pertambangan",
    "C": "Industri pengolahan",
    "D": "Listrik dan gas",
    "E": "Air dan limbah",
    "F": "Konstruksi",
    "G": "Perdagangan",
    "H": "Pengangkutan",
    "I": "Penginapan dan makan minum",
    "J": "Informasi dan komunikasi",
    "K": "Keuangan dan asuransi",
    "L": "Real estat",
    "M": "Jasa profesional",
    "N": "Jasa penunjang usaha",
    "O": "Pemerintahan",
    "P": "Pendidikan",
    "Q": "Kesehatan",
    "R": "Kesenian dan hiburan",
    "S": "Jasa lainnya",
    "T": "Rumah tangga",
    "U": "Badan internasional",
}

COLUMNS = {
    "birth_date": "tanggal lahir",
    "sex": "jenis kelamin",
    "village": "desa atau kelurahan",
    "is_working": "bekerja atau tidak",
    "employment_status": "status pekerjaan",
    "sector": "lapangan usaha",
    "segment": "penerima upah atau bukan",
    "is_member": "kepesertaan",
    "desil": "desil kesejahteraan",
    "kelompok_sasaran": "kelompok sasaran",
    "opd_pengampu": "perangkat daerah pengampu",
    "enterprise_size": "skala usaha pemberi kerja",
}
"""Columns whose absence a paper must admit; another one is named by its code."""

SEXES = {"L": "Laki-laki", "P": "Perempuan"}


def group_said(column: str, value: str) -> str:
    """Return the name of a group's value: a village, an office, a decile; the code where we know none."""
    if not value:
        return "tidak diketahui"
    if column == "sector":
        return SECTIONS.get(value, value)
    if column == "sex":
        return SEXES.get(value, value)
    if column == "desil":
        return f"Desil {value}"
    if column == "age_band":
        return f"{value.replace('-', '–')} tahun"
    known = group_names() if column == "kelompok_sasaran" else place_names()
    return known.get(value, value.replace("_", " ").capitalize())


def month_said(month: Month) -> str:
    """Return ``Januari 2027``."""
    return f"{MONTHS[month.number - 1]} {month.year}"


def day_said(day: date) -> str:
    """Return ``12 Agustus 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def payer_said(payer: str) -> str:
    """Return who pays, in words."""
    return PAYERS[payer]


def programmes_said(programmes: str) -> str:
    """Return ``JKK dan JKM``."""
    named = [one.upper() for one in programmes.split("+")]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} dan {named[-1]}"


def percent(per_mille: int) -> str:
    """Return ``44,9 %``."""
    return f"{per_mille // 10},{per_mille % 10} %"


def range_said(low: object, central: object, high: object) -> str:
    """Return ``0,63 – 1 – 1,3`` of decimals."""
    return " – ".join(str(one).replace(".", ",") for one in (low, central, high))


@cache
def place_names() -> dict[str, str]:
    """Return the names of provinces, regencies, districts and the villages of Bali, by code."""
    found: dict[str, str] = {}
    for file in ("provinces.csv", "regencies.csv", "districts.csv", "bali_villages.csv"):
        table = (resources.files("tedung") / "data/adm" / file).read_text("utf-8")
        found |= {row["code"]: row["name"] for row in csv.DictReader(table.splitlines())}
    return found


@cache
def group_names() -> dict[str, str]:
    """Return the Indonesian names of the target groups that we know, by code."""
    table = (resources.files("tedung") / "data/offices/denpasar_groups.csv").read_text("utf-8")
    return {row["kelompok_sasaran"]: row["name_id"] for row in csv.DictReader(table.splitlines())}
