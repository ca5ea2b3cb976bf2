"""The kinds of tasks: what each asks, with its counts; a part adds its own here."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(NamedTuple):
    """The sentence of a task, its fields being counts, and the verb of its button."""

    sentence: str | Promise
    action: str | Promise


KINDS: dict[str, Kind] = {
    # part.act: what waits, and the verb
    "usulan.verify": Kind(_("Usulan baru menunggu diperiksa: %(people)d orang."), _("Periksa usulan")),
    "usulan.mend": Kind(_("Usulan dikembalikan untuk diperbaiki."), _("Perbaiki usulan")),
    "usulan.take": Kind(
        _("Daftar Anda sudah dibaca: %(lines)d baris menunggu diambil."), _("Lihat hasilnya")
    ),
    "usulan.confirm": Kind(
        _("Pastikan %(people)d orang dari keputusan tahun ini untuk diusulkan lagi."), _("Pastikan orangnya")
    ),
    "usulan.lines": Kind(_("%(lines)d baris daftar Anda perlu diperbaiki."), _("Perbaiki barisnya")),
    "usulan.papers": Kind(
        _("Usulan untuk %(people)d orang belum dikirim: lengkapi suratnya lebih dulu."), _("Lengkapi surat")
    ),
    "usulan.ready": Kind(_("Usulan untuk %(people)d orang siap dikirim."), _("Kirim usulan")),
    "usulan.rest": Kind(
        _("Usulan sudah dikirim; %(lines)d baris masih perlu diperbaiki dan dikirim sebagai susulan."),
        _("Perbaiki sisanya"),
    ),
    "penetapan.issue": Kind(_("Konsep keputusan menunggu ditetapkan: %(people)d orang."), _("Tetapkan")),
    "penetapan.village_confirm": Kind(
        _("Konsep keputusan desa menunggu disahkan: %(people)d orang."), _("Sahkan")
    ),
    "penetapan.scan": Kind(
        _("Keputusan sudah ditetapkan, pindaian yang ditandatangani belum diunggah."), _("Unggah pindaian")
    ),
    "padan.send": Kind(
        _("Berkas padan sudah dibuat dan belum dikirim: %(people)d orang menunggu."), _("Kirim berkas")
    ),
    "padan.monthly": Kind(
        _("Berkas padan bulanan siap dikirim: %(people)d orang yang ditanggung."), _("Kirim berkas")
    ),
    "padan.died": Kind(_("Data kependudukan mencatat %(people)d orang meninggal."), _("Lihat siapa")),
    "padan.differs": Kind(_("%(people)d orang tidak padan dan perlu diperiksa."), _("Periksa")),
    "iuran.prepare": Kind(
        _("Iuran bulan ini belum disusun untuk %(people)d peserta aktif."), _("Susun rincian")
    ),
    "iuran.code": Kind(_("Rincian iuran %(people)d orang menunggu kode iuran BPJS."), _("Catat kode iuran")),
    "iuran.difference": Kind(
        _("Jumlah kode iuran berbeda dari rincian, sekitar %(months)d orang-bulan."), _("Jawab selisihnya")
    ),
    "iuran.expired": Kind(
        _("Kode iuran untuk %(people)d orang sudah tidak berlaku dan belum dibayar."), _("Minta kode baru")
    ),
    "mandiri.difference": Kind(
        _("Pembayaran mandiri berbeda dari peraturan; cukup untuk %(months)d bulan."), _("Periksa jumlahnya")
    ),
    "iuran.due": Kind(_("Iuran %(people)d orang belum dibayar dan jatuh tempo."), _("Lihat rinciannya")),
    "iuran.confirm": Kind(
        _("Iuran %(people)d orang sudah dibayar SP2D; pastikan BPJS sudah menerimanya."), _("Pastikan")
    ),
    "iuran.rest": Kind(
        _("%(months)d orang-bulan terbayar setelah peserta meninggal atau keluar."), _("Lihat sisanya")
    ),
    "kejadian.confirm": Kind(
        _("Ada kejadian yang dilaporkan; pastikan sebelum batas 2 x 24 jam."), _("Pastikan")
    ),
    "mutasi.submit": Kind(_("Mutasi bulan ini belum diajukan: %(people)d perubahan."), _("Periksa mutasi")),
    "mutasi.approve": Kind(_("Mutasi menunggu disetujui: %(people)d perubahan."), _("Periksa dan setujui")),
    "mutasi.send": Kind(
        _("Berkas perubahan untuk BPJS belum dikirim: %(people)d baris."), _("Kirim berkasnya")
    ),
    "rekonsiliasi.answer": Kind(
        _("%(people)d perbedaan dengan daftar BPJS belum ditangani."), _("Tangani perbedaan")
    ),
    "rekonsiliasi.minutes": Kind(
        _("Semua perbedaan dengan daftar BPJS sudah ditangani; berita acaranya belum dibuat."),
        _("Siapkan berita acara"),
    ),
    "rekonsiliasi.sign": Kind(
        _("Berita acara rekonsiliasi menunggu tanda tangan kedua pihak."), _("Lihat berita acara")
    ),
    "wadah.unplaced": Kind(_("%(people)d orang ditetapkan tetapi belum ada wadahnya."), _("Buat wadahnya")),
    "wadah.to_send": Kind(_("%(people)d calon peserta belum didaftarkan ke BPJS."), _("Siapkan berkas")),
    "wadah.refused": Kind(_("BPJS menolak %(people)d orang."), _("Lihat yang harus dilakukan")),
    "wadah.unread": Kind(_("%(lines)d baris jawaban BPJS tidak terbaca."), _("Lihat barisnya")),
    "organisations.bank_approve": Kind(
        _("Rekening baru sebuah organisasi menunggu disetujui orang lain."), _("Periksa rekening")
    ),
    "access.ending": Kind(
        _("%(grants)d hak akses berakhir dalam 14 hari. Perpanjang yang masih diperlukan."),
        _("Lihat pengguna"),
    ),
    "jobs.failed": Kind(_("Pekerjaan yang Anda minta berhenti sebelum selesai."), _("Lihat sebabnya")),
}
