"""The kinds of jobs: what people call each, and the function that does it, as `package.module.function`.

A handler is called with the job's arguments by name.  It is told nothing else: how far it is, it says
by `tedung.office.jobs.running.progress`.  It may be killed at any moment and called again, so
it asks its own tables what is done already, and writes each batch with its mark in one transaction.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(NamedTuple):
    """A kind of job."""

    name: str | Promise
    handler: str


def name(code: str) -> str:
    """Return what people call a kind; a kind that is gone keeps its code."""
    return str(KINDS[code].name) if code in KINDS else code


KINDS: dict[str, Kind] = {
    # part.act: a part adds its own here
    "buku.carry": Kind(_("Menjumlahkan buku pembantu"), "tedung.office.buku.carrying.carry"),
    "home.count": Kind(_("Menghitung siapa yang terlindungi"), "tedung.office.home.counting.count"),
    "kajian.source": Kind(_("Menyiapkan data kajian"), "tedung.office.kajian.sources.make"),
    "kajian.compute": Kind(_("Menghitung kajian"), "tedung.office.kajian.computing.compute"),
    "kajian.paper": Kind(_("Membuat naskah kajian"), "tedung.office.kajian.papers.make"),
    "kajian.reform": Kind(_("Menghitung perubahan hukum"), "tedung.office.kajian.reforms.run"),
    "iuran.compute": Kind(_("Menghitung rincian iuran"), "tedung.office.iuran.computing.compute"),
    "iuran.compute_many": Kind(
        _("Menghitung rincian banyak wadah"), "tedung.office.iuran.computing.compute_many"
    ),
    "iuran.daily": Kind(_("Memeriksa jatuh tempo iuran"), "tedung.office.iuran.arrears.daily"),
    "iuran.print": Kind(_("Menyiapkan berkas rincian"), "tedung.office.iuran.printing.print_papers"),
    "laporan.make": Kind(_("Membuat laporan"), "tedung.office.laporan.making.make"),
    "mandiri.daily": Kind(_("Memeriksa iuran mandiri"), "tedung.office.mandiri.daily.daily"),
    "mandiri.register": Kind(
        _("Mencatat peserta mandiri dari daftar"), "tedung.office.mandiri.roster.register_lines"
    ),
    "outbox.mail": Kind(_("Mengirim surel"), "tedung.office.outbox.mail.send_waiting"),
    "padan.ask": Kind(_("Menyiapkan berkas padan"), "tedung.office.padan.asking.write"),
    "padan.monthly": Kind(_("Menyiapkan padan bulanan"), "tedung.office.padan.monthly.ask_monthly"),
    "penetapan.compute": Kind(_("Menghitung seleksi"), "tedung.office.penetapan.jobs.compute"),
    "penetapan.draft": Kind(_("Menulis konsep keputusan"), "tedung.office.penetapan.jobs.draft"),
    "penetapan.annex": Kind(_("Mencetak lampiran keputusan"), "tedung.office.penetapan.jobs.annex"),
    "penetapan.issue": Kind(_("Menetapkan keputusan"), "tedung.office.penetapan.jobs.issue"),
    "kepesertaan.count": Kind(
        _("Menghitung kepesertaan bulan ini"), "tedung.office.kepesertaan.counting.count"
    ),
    "rekonsiliasi.compare": Kind(
        _("Membandingkan daftar peserta"), "tedung.office.rekonsiliasi.services.compare_stored"
    ),
    "wadah.place": Kind(_("Menempatkan peserta ke wadah"), "tedung.office.wadah.placing.place_covers"),
    "wadah.write": Kind(_("Menyiapkan berkas untuk BPJS"), "tedung.office.wadah.sending.write"),
    "wadah.answer": Kind(_("Membaca jawaban BPJS"), "tedung.office.wadah.answering.read_stored"),
    "usulan.carry": Kind(
        _("Menyiapkan lanjutan keputusan yang berlaku"), "tedung.office.usulan.carrying.carry_over"
    ),
    "usulan.try": Kind(_("Membaca daftar"), "tedung.office.usulan.jobs.try_out"),
    "usulan.take": Kind(_("Mengambil baris daftar"), "tedung.office.usulan.jobs.take_over"),
}
