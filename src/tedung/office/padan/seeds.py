"""The forms of the files to and from the registry, until the office has compared them with its own."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tedung.office.padan.services import ANSWERS, ASKS
from tedung.office.reference.models import Format

SINCE = date(2025, 1, 1)
ASKED: list[dict[str, Any]] = [
    {"heading": "NO", "field": "ordinal"},
    {"heading": "NIK", "field": "nik", "is_required": True},
    {"heading": "NAMA LENGKAP", "field": "nama_ktp"},
    {"heading": "TEMPAT LAHIR", "field": "birth_place"},
    {"heading": "TANGGAL LAHIR", "field": "birth_date"},
    {"heading": "JENIS KELAMIN", "field": "sex"},
    {"heading": "DESA/KELURAHAN", "field": "village"},
]
RESULTS = {
    "PADAN": "padan",
    "SESUAI": "padan",
    "NAMA BERBEDA": "nama_berbeda",
    "TANGGAL LAHIR BERBEDA": "tanggal_lahir_berbeda",
    "NIK TIDAK DITEMUKAN": "nik_tidak_ditemukan",
    "MENINGGAL": "meninggal",
    "PINDAH": "pindah",
    "GANDA": "ganda",
}
ANSWERED: list[dict[str, Any]] = [
    {"heading": "NIK", "field": "nik", "is_required": True},
    {"heading": "HASIL", "field": "result", "is_required": True, "values": RESULTS},
    {"heading": "NAMA MENURUT DUKCAPIL", "field": "nama_ktp"},
    {"heading": "TANGGAL LAHIR MENURUT DUKCAPIL", "field": "birth_date"},
    {"heading": "KETERANGAN", "field": "remarks"},
]


def seed() -> None:
    """Make the forms that are not there yet."""
    note = _("Belum dicocokkan dengan formulir Dinas Kependudukan dan Pencatatan Sipil.")
    for code, name, columns in (
        (ASKS, _("Berkas verifikasi NIK"), ASKED),
        (ANSWERS, _("Jawaban verifikasi NIK"), ANSWERED),
    ):
        Format.objects.get_or_create(
            code=code, version="1", defaults={"name": name, "columns": columns, "note": note, "since": SINCE}
        )
