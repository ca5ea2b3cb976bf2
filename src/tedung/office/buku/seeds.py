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
    ("denda", _("Denda"), "debit"),
)


def seed() -> None:
    """Make the accounts that are not there yet."""
    Account.objects.bulk_create(
        [Account(code=code, name=name, side=side) for code, name, side in ACCOUNTS], ignore_conflicts=True
    )
