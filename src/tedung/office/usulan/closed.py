"""A proposal that was sent is not changed any more: what can be done instead, by how far it has come."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tedung.office.base.refusals import Refusal
from tedung.office.usulan.models import OPEN, State, Usulan

INSTEAD: dict[str, str | Promise] = {
    State.DIKIRIM: _("Usulan ini sudah dikirim dan tidak dapat diubah. Minta verifikator mengembalikannya."),
    State.DIPERIKSA: _(
        "Usulan ini sedang diperiksa dan tidak dapat diubah. Minta verifikator mengembalikannya."
    ),
    State.DITERIMA: _(
        "Usulan ini sudah diterima dan tidak dapat diubah lagi. Ajukan orang tambahan dengan usulan baru; "
        "yang keluar dicatat dalam perubahan keputusan."
    ),
    State.DITARIK: _("Usulan ini sudah ditarik. Buat usulan baru bila masih diperlukan."),
}


def must_be_open(usulan: Usulan) -> None:
    """Refuse where a proposal may not be changed any more."""
    if usulan.state not in OPEN:
        raise Refusal(str(INSTEAD[usulan.state]))
