"""The kinds of events and their sentences; a part adds its own here."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, str | Promise] = {
    # part.act: what happened; fields are counts, codes and days, never a name
    "people.listed": _("Tercantum dalam daftar."),
    "people.merged": _("Digabung dengan data orang yang sama."),
    "padan.padan": _("Data kependudukan: padan."),
    "padan.nama_berbeda": _("Data kependudukan: nama berbeda."),
    "padan.tanggal_lahir_berbeda": _("Data kependudukan: tanggal lahir berbeda."),
    "padan.nik_tidak_ditemukan": _("Data kependudukan: NIK tidak ditemukan."),
    "padan.meninggal": _("Data kependudukan: tercatat meninggal."),
    "padan.pindah": _("Data kependudukan: tercatat pindah."),
    "padan.ganda": _("Data kependudukan: tercatat ganda."),
    "padan.waived": _("Petugas memberi alasan untuk melanjutkan tanpa padan."),
    "kejadian.meninggal": _("Dilaporkan meninggal."),
    "kejadian.kecelakaan": _("Dilaporkan mengalami kecelakaan kerja."),
    "kejadian.denied": _("Laporan kematian dinyatakan tidak benar."),
    "wadah.placed": _("Masuk wadah sebagai calon peserta."),
    "wadah.sent": _("Didaftarkan ke BPJS Ketenagakerjaan."),
    "wadah.diterima": _("Diterima BPJS Ketenagakerjaan sebagai peserta."),
    "wadah.ditolak": _("Pendaftarannya ditolak BPJS Ketenagakerjaan."),
    "wadah.sudah_peserta": _("BPJS Ketenagakerjaan menyatakan sudah peserta."),
    "wadah.lapsed": _("Kepesertaan nonaktif karena iuran tertunggak."),
    "wadah.reactivated": _("Kepesertaan aktif kembali."),
    "wadah.ended": _("Kepesertaan berakhir."),
    "people.changed": _("Data diri dibetulkan."),
    "people.unmerged": _("Penggabungan data dibatalkan."),
}
