"""The six reports: what each is for, who may see it, and what it asks."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tedung.office.access.actor import current
from tedung.office.laporan.models import Kind

CITY, OFFICE, SP2D, NIK = "laporan.city", "laporan.office", "laporan.sp2d", "laporan.nik"


class About(NamedTuple):
    """A report: what it is for, who sees it, by which permission, and the field of its form."""

    purpose: str | Promise
    seen_by: str | Promise
    permission: str
    asks: str  # which form of forms.FORMS


_CITY = _("Kepala dinas, Bappeda, Inspektorat, PPTK, verifikator, analis. Tanpa nama.")

REPORTS: dict[str, About] = {
    Kind.WALI_KOTA: About(
        _("Satu halaman: terlindungi, santunan keluarga, meninggal tanpa perlindungan, sisa uang."),
        _CITY,
        CITY,
        "month",
    ),
    Kind.DPRD: About(
        _("Untuk rapat: perlindungan menurut desa dan kelompok, uang setahun, yang belum selesai."),
        _CITY,
        CITY,
        "until",
    ),
    Kind.TRIWULAN: About(
        _("Tiga bulan: peserta, pembayaran, mutasi, rekonsiliasi, anggaran kas dan realisasinya."),
        _CITY,
        CITY,
        "quarter",
    ),
    Kind.REALISASI: About(
        _("Anggaran, SP2D, dan sisa setiap pos, dicocokkan dengan buku pembantu."),
        _("Yang boleh melihat anggaran; perangkat daerah melihat miliknya sendiri."),
        OFFICE,
        "office",
    ),
    Kind.PEMERIKSAAN: About(
        _("Untuk Inspektorat dan BPK: setiap orang yang dibayar satu SP2D, dari keputusan sampai bukti."),
        _("Verifikator, PPTK, bendahara, kepala, Inspektorat. NIK disamarkan, kecuali diminta Inspektorat."),
        SP2D,
        "sp2d",
    ),
    Kind.PARITRANA: About(
        _("Yang diketahui kantor ini untuk penilaian Paritrana, dan yang masih harus diisi kota."),
        _CITY,
        CITY,
        "year",
    ),
}


def open_to_actor() -> dict[str, About]:
    """Return the reports that the actor may make and read, in order."""
    who = current()
    return {str(kind): about for kind, about in REPORTS.items() if who.may(about.permission)}
