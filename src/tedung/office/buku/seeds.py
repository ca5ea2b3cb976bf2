"""The accounts of the subsidiary ledger."""

from django.utils.translation import gettext as _

from tedung.office.buku.models import Account

ACCOUNTS = (
    # code, name, the side on which it grows
    ("beban_iuran", _("Beban iuran"), "debit"),
    ("iuran_terutang", _("Iuran terutang"), "credit"),
    ("pembayaran", _("Pembayaran lewat SP2D"), "credit"),
    ("sisa_masa_iuran", _("Sisa masa iuran"), "debit"),
    ("sisa_tidak_kembali", _("Sisa masa iuran yang tidak kembali"), "debit"),
    ("pengembalian", _("Pengembalian dari BPJS Ketenagakerjaan"), "debit"),
    ("selisih", _("Selisih rincian dan kode iuran"), "debit"),
    ("iuran_anggota", _("Iuran anggota yang membayar sendiri"), "debit"),
    ("terutang_anggota", _("Iuran anggota yang terutang"), "credit"),
    ("setoran_anggota", _("Setoran anggota"), "credit"),
    ("sisa_anggota", _("Sisa masa iuran anggota"), "debit"),
    ("sisa_anggota_hangus", _("Sisa masa iuran anggota yang tidak kembali"), "debit"),
    ("pengembalian_anggota", _("Pengembalian kepada anggota"), "debit"),
    ("selisih_anggota", _("Selisih rincian dan kode iuran anggota"), "debit"),
    ("denda", _("Denda"), "debit"),
)


def seed() -> None:
    """Make the accounts that are not there yet."""
    Account.objects.bulk_create(
        [Account(code=code, name=name, side=side) for code, name, side in ACCOUNTS], ignore_conflicts=True
    )
