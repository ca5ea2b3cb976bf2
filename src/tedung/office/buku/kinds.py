"""What the happenings of the ledger are called, and the page of what each is about."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tedung.office.buku.models import Entry

KINDS: dict[str, str | Promise] = {
    "rincian": _("Rincian iuran"),
    "baris": _("Baris dibatalkan"),
    "kode": _("Selisih kode iuran diterima"),
    "kredit": _("Sisa masa iuran diperhitungkan"),
    "bayar": _("Dibayar SP2D"),
    "sisa": _("Sisa masa iuran"),
    "hangus": _("Sisa masa iuran yang tidak kembali"),
    "sisa_batal": _("Sisa masa iuran ditarik kembali"),
    "hangus_batal": _("Sisa masa iuran ditarik kembali"),
    "kembali": _("Pengembalian dari BPJS"),
    "balik": _("Pembalikan"),
}
PAGES = {"iuran.rincian": "rincian"}
"""Kind of the row that an entry is about -> the name of its page."""


def named(kind: str) -> str:
    """Return what a kind of happening is called, its code where it has no name."""
    return str(KINDS.get(kind, kind))


def about(entry: Entry) -> str:
    """Return the address of what an entry is about, nothing where it has no page."""
    page = PAGES.get(entry.about_kind)
    return reverse(page, args=[entry.about_id]) if page else ""
