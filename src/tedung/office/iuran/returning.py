"""A payment that does not stand: the SP2D came back (retur), or it was recorded wrongly.

The bill goes back to where it was before, its payment is taken back in the book by its opposite, and the
line of the budget has its money again.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tedung.office.access.change import change, four_eyes
from tedung.office.audit.steps import step, taken
from tedung.office.base.refusals import Refusal
from tedung.office.iuran import posting
from tedung.office.iuran.arrears import fall_behind
from tedung.office.iuran.models import PAID, STEPS_BACK, Rest, RestState, Rincian, State
from tedung.office.iuran.telling import told
from tedung.office.jobs.services import enqueue
from tedung.office.tasks.services import close_tasks

BACK_TO = (State.SPM, State.KODE)
TREASURY = {"spp_number": "", "spp_day": None, "spm_number": "", "spm_day": None}
PAYMENT = {
    "sp2d_number": "",
    "sp2d_day": None,
    "paid_on": None,
    "proof": None,
    "confirmed_on": None,
    "paid_by": None,
}


class Cause(models.TextChoices):
    """Why a payment does not stand."""

    RETUR = "retur", gettext_lazy("SP2D diretur")
    SALAH_CATAT = "salah_catat", gettext_lazy("salah catat")


@change("iuran.unpay")
def unpay(rincian: Rincian, cause: str, back_to: str, reason: str) -> None:
    """Take the payment of a bill back, by somebody else than recorded or confirmed it.

    back_to: the SPM, where only the SP2D is new; or the code, where the treasury's papers begin again.
    Refused once the agency gave months of it back: it has the money then.
    """
    Rincian.everything.select_for_update().get(pk=rincian.pk)
    rincian.refresh_from_db()
    _must_be_taken_back(rincian, back_to, reason)
    said = f"{Cause(cause).label}: {reason.strip()}"[:240]
    papers = PAYMENT if back_to == State.SPM else PAYMENT | TREASURY
    step(rincian, back_to, STEPS_BACK, said, **papers)
    posting.unpaid(rincian, said)
    fall_behind(rincian)
    close_tasks(posting.KIND, rincian.pk, "iuran.confirm")
    told("iuran.due", rincian, people=rincian.people)
    if rincian.payer == "self":
        enqueue("mandiri.daily")  # how each of its members stands now


def _must_be_taken_back(rincian: Rincian, back_to: str, reason: str) -> None:
    if rincian.state not in PAID:
        raise Refusal(_("Rincian ini tidak tercatat dibayar. Muat ulang halaman ini."), "step")
    four_eyes(rincian.paid_by, _("Pembayaran ini Anda catat; orang lain yang membatalkannya."))
    if rincian.state == State.DIKONFIRMASI:
        who = taken(rincian).filter(after=State.DIKONFIRMASI).values_list("user_id", flat=True).first()
        four_eyes(who or 0, _("Konfirmasi rincian ini Anda catat; orang lain yang membatalkannya."))
    if back_to not in ways(rincian):
        raise Refusal(_("Pilih ke mana rincian ini kembali."), "step")
    if not reason.strip():
        raise Refusal(_("Tulis alasannya; alasan ini dibaca saat pemeriksaan."))
    used = Rest.everything.filter(
        line__rincian=rincian, state__in=[RestState.DIKEMBALIKAN, RestState.DIPERHITUNGKAN]
    )
    if used.exists():
        raise Refusal(
            _("BPJS sudah mengembalikan atau memperhitungkan sisa masa iuran rincian ini: uangnya diterima."),
            "rest",
        )


def ways(rincian: Rincian) -> tuple[Any, ...]:
    """Return to where a bill may go back: what members pay themselves passed no treasury."""
    return (State.KODE,) if rincian.payer == "self" else BACK_TO
