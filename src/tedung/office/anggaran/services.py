"""Open a line of the budget, give it its amounts, plan its cash."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.access.scope import require_within
from tedung.office.anggaran import queries
from tedung.office.anggaran.models import CashPlan, Pos, PosAmount, Version
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.base.templatetags.tedung import rupiah
from tedung.office.documents.services import store

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

QUARTERS = (1, 2, 3, 4)


@change("anggaran.change")
def open_pos(region: str, opd_code: str, amount: int, day: date, **codes: Any) -> Pos:
    """Open a line with its original budget.

    codes: year, payer, sub_activity, account, nomenclature, sumber_dana, as the office's papers say.
    """
    require_within("anggaran.change", region=region, opd=opd_code)
    try:
        with transaction.atomic():
            pos = Pos.everything.create(
                region=region,
                opd_code=opd_code,
                prepared_by=current().user_id,
                made_at=clock.now(),
                **codes,
            )
    except IntegrityError:
        raise Refusal(
            _("Pos ini sudah ada untuk tahun itu. Buka posnya, lalu tambahkan pergeseran atau perubahannya."),
            "twice",
        ) from None
    _add(pos, Version.MURNI, amount, day)
    return pos


@change("anggaran.change")
def change_amount(
    pos: Pos,
    version: str,
    amount: int,
    day: date,
    *,
    number: str = "",
    upload: "UploadedFile[Any] | None" = None,
) -> PosAmount:
    """Give a line another amount by a shift or a change of the budget; what was there stays to be read."""
    Pos.everything.select_for_update().get(pk=pos.pk)
    if version not in {Version.PERGESERAN, Version.PERUBAHAN}:
        raise Refusal(_("Anggaran murni dicatat sekali, saat posnya dibuka."))
    bound = queries.bound(pos)
    if amount < bound:
        raise Refusal(
            _("Dari pos ini sudah terpakai atau terikat %(bound)s; anggarannya tidak dapat kurang dari itu.")
            % {"bound": rupiah(bound)},
            "spent",
        )
    document = None
    if upload is not None:
        document = store(upload, "evidence", region=pos.region, opd_code=pos.opd_code)
    made = _add(pos, version, amount, day, number=number, document=document)
    planned = sum(pos.cash_plan.values_list("amount", flat=True))
    if planned > amount:
        raise Refusal(
            _("Anggaran kas pos ini lebih besar dari jumlah baru. Kecilkan dahulu rencana per triwulannya.")
        )
    return made


def _add(pos: Pos, version: str, amount: int, day: date, **told: Any) -> PosAmount:
    last = pos.amounts.order_by("-sequence").values_list("sequence", flat=True).first() or 0
    who = current()
    return PosAmount.objects.create(
        pos=pos,
        version=version,
        sequence=last + 1,
        amount=amount,
        day=day,
        user_id=who.user_id,
        by=who.label,
        at=clock.now(),
        **told,
    )


@change("anggaran.change")
def plan_cash(pos: Pos, amounts: Sequence[int]) -> None:
    """Say what may be paid in each quarter; never more than the budget."""
    Pos.everything.select_for_update().get(pk=pos.pk)
    if len(amounts) != len(QUARTERS) or any(amount < 0 for amount in amounts):
        raise Refusal(_("Isi keempat triwulan dengan rupiah utuh, nol bila tidak ada."))
    if sum(amounts) > queries.figures([pos])[pos.pk].budget:
        raise Refusal(
            _("Jumlah keempat triwulan lebih besar dari anggaran yang sudah berlaku. Kecilkan salah satunya.")
        )
    for quarter, amount in zip(QUARTERS, amounts, strict=True):
        CashPlan.objects.update_or_create(pos=pos, quarter=quarter, defaults={"amount": amount})
