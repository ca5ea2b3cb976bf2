"""Kalender program: what the year asks for, so that nobody is without cover on 1 January.

The days are a city's usual ones.  Those that a regulation sets bear its name; none was compared with
its text for this table, and the page says so.  An office sets its own by a setting
``calendar.<code>`` = {"first": "MM-DD", "last": "MM-DD"}, from a day on.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tedung.office.reference.models import Setting

PREFIX = "calendar."


@dataclass(frozen=True)
class Row:
    """A step of the year: its usual first and last day, what is done, and by what."""

    code: str
    first: str
    last: str
    name: str | Promise
    what: str | Promise
    basis: str = ""


ROWS = (
    Row(
        "rkpd",
        "03-01",
        "06-30",
        _("RKPD"),
        _("Masukkan program ke Rencana Kerja Pemerintah Daerah tahun depan."),
        "Permendagri 86/2017",
    ),
    Row(
        "kua",
        "07-01",
        "08-14",
        _("KUA dan PPAS"),
        _("Sepakati plafon anggaran iuran tahun depan dengan DPRD."),
        "PP 12/2019",
    ),
    Row(
        "apbdp",
        "08-01",
        "09-30",
        _("APBD Perubahan"),
        _("Tambah atau geser anggaran iuran tahun ini bila kurang atau tersisa."),
        "PP 12/2019",
    ),
    Row(
        "pendataan",
        "08-01",
        "10-31",
        _("Pendataan dan usulan"),
        _("Desa, desa adat, subak dan OPD mengunggah daftarnya; surat ditandatangani."),
    ),
    Row(
        "padan",
        "10-15",
        "11-30",
        _("Pemeriksaan dan padan"),
        _("Baris diperbaiki, pasangan diputuskan, NIK dipadankan dengan data kependudukan."),
    ),
    Row(
        "sk",
        "12-01",
        "12-18",
        _("Keputusan kepala daerah"),
        _("Seleksi diumumkan, keputusan dan lampirannya ditetapkan."),
    ),
    Row(
        "mutasi",
        "12-15",
        "12-24",
        _("Tutup data Desember"),
        _("Berkas mutasi Januari diserahkan; yang meninggal dan pindah sudah keluar."),
    ),
)


@dataclass(frozen=True)
class Step:
    """A step of one year, and where the day stands to it."""

    row: Row
    first: date
    last: date
    state: str  # past, now, next

    @property
    def is_now(self) -> bool:
        """Say whether the day lies in it."""
        return self.state == "now"


def steps(day: date) -> list[Step]:
    """Return the steps of a day's year in their order, with the office's own days where it set some."""
    own = _own(day)
    found = [_step(row, own.get(row.code, {}), day) for row in ROWS]
    return sorted(found, key=lambda step: (step.first, step.last, step.row.code))


def _own(day: date) -> dict[str, dict[str, str]]:
    rows = Setting.objects.filter(key__startswith=PREFIX, since__lte=day).order_by("since")
    return {row.key.removeprefix(PREFIX): row.value for row in rows}


def _step(row: Row, own: dict[str, str], day: date) -> Step:
    first = date.fromisoformat(f"{day.year}-{own.get('first', row.first)}")
    last = date.fromisoformat(f"{day.year}-{own.get('last', row.last)}")
    state = "past" if last < day else "now" if first <= day else "next"
    return Step(row, first, last, state)
