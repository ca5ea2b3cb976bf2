"""The forms of the agency's files as we think they are, until a branch's own template was compared."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tedung.office.reference.models import Format
from tedung.office.wadah.formats import ANSWER, KINDS, MEMBERS, OUT

SINCE = date(2025, 1, 1)
MOST_ROWS = 10_000
FILE_NAMES = {OUT: "bpu_kolektif_{wadah}_{day}_{part}"}
COLUMNS: dict[str, list[dict[str, Any]]] = {
    OUT: [
        {"heading": "NO", "field": "ordinal"},
        {"heading": "NIK", "field": "nik", "is_required": True},
        {"heading": "KPJ", "field": "kpj"},
        {"heading": "NAMA LENGKAP", "field": "nama_ktp", "is_required": True},
        {"heading": "TEMPAT LAHIR", "field": "birth_place"},
        {"heading": "TANGGAL LAHIR", "field": "birth_date", "date": "%d-%m-%Y"},
        {"heading": "JENIS KELAMIN", "field": "sex"},
        {"heading": "NAMA IBU KANDUNG", "field": "mother"},
        {"heading": "ALAMAT", "field": "address"},
        {"heading": "DESA/KELURAHAN", "field": "village"},
        {"heading": "NO HP", "field": "phone"},
        {"heading": "PEKERJAAN", "field": "group"},
        {"heading": "PENGHASILAN", "field": "income"},
        {"heading": "PROGRAM", "field": "programmes"},
        {"heading": "BLTH MULAI", "field": "since"},
        {"heading": "BLTH AKHIR", "field": "until"},
        {"heading": "YANG DIMINTA", "field": "act"},
    ],
    ANSWER: [
        {"heading": "NIK", "field": "nik"},
        {"heading": "KPJ", "field": "kpj"},
        {
            "heading": "HASIL",
            "field": "result",
            "is_required": True,
            "values": {
                "DITERIMA": "diterima",
                "BERHASIL": "diterima",
                "VALID": "diterima",
                "DITOLAK": "ditolak",
                "GAGAL": "ditolak",
                "TIDAK VALID": "ditolak",
                "SUDAH PESERTA": "sudah_peserta",
                "SUDAH TERDAFTAR": "sudah_peserta",
            },
        },
        {"heading": "KETERANGAN", "field": "reason"},
    ],
    MEMBERS: [
        {"heading": "KPJ", "field": "kpj"},
        {"heading": "NIK", "field": "nik"},
        {"heading": "NAMA LENGKAP", "field": "nama_ktp", "is_required": True},
        {"heading": "TANGGAL LAHIR", "field": "birth_date"},
        {"heading": "STATUS", "field": "member_state"},
        {"heading": "BLTH AWAL", "field": "since"},
        {"heading": "BLTH AKHIR", "field": "until"},
        {"heading": "TANGGAL KEPESERTAAN", "field": "registered_on"},
    ],
}


def seed() -> None:
    """Make the forms that are not there yet."""
    for code, columns in COLUMNS.items():
        Format.objects.get_or_create(
            code=code,
            version="1",
            defaults={
                "name": str(KINDS[code].name),
                "columns": columns,
                "note": _("Belum dicocokkan dengan kantor cabang."),
                "since": SINCE,
                "file_name": FILE_NAMES.get(code, ""),
                "most_rows": MOST_ROWS,
            },
        )
