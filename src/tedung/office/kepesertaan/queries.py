"""What stands beside the counts of a wadah: its bill, changes at work, the reserve, the money left."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Max, Q, Sum

from tedung.office.anggaran.queries import figures
from tedung.office.iuran.models import PAID, Rincian
from tedung.office.iuran.models import State as BillState
from tedung.office.kepesertaan.models import Count
from tedung.office.mutasi.models import Mutasi
from tedung.office.mutasi.models import State as MutasiState

SELF = Q(wadah__payer="self")


@dataclass(frozen=True)
class Beside:
    """What is known of a wadah's month besides its counts."""

    bill: Rincian | None
    mutasi: Mutasi | None
    reserve: int
    rest: int | None  # rupiah left on the line that pays; None where no line is chosen

    @property
    def due(self) -> date | None:
        """Return by when the month is to be paid, while it is not."""
        return self.bill.due_day if self.bill and self.bill.state not in PAID else None


def totals(month: str) -> dict[str, int]:
    """Return the sums over all that the actor may see; `_self`: of those wadah whose members pay themselves.

    people = dibayar + mandiri + unpaid.
    """
    unpaid = F("people") - F("dibayar") - F("mandiri")
    sums = Count.objects.filter(month=month).aggregate(
        unpaid=Sum(unpaid),  # first: an aggregate's name hides the column of the same name
        unpaid_self=Sum(unpaid, filter=SELF),
        people_self=Sum("people", filter=SELF),
        people=Sum("people"),
        padan=Sum("padan"),
        aktif=Sum("aktif"),
        dibayar=Sum("dibayar"),
        mandiri=Sum("mandiri"),
    )
    return {name: value or 0 for name, value in sums.items()}


def counted_at(month: str) -> Any:
    """Return when the month was last counted, None where it never was."""
    return Count.everything.filter(month=month).aggregate(at=Max("at"))["at"]


def beside(rows: Collection[Count], month: str) -> dict[int, Beside]:
    """Return what stands beside some wadah, by key: a statement for each kind, however many there are."""
    keys = [row.wadah_id for row in rows]
    bills = _bills(keys, month)
    at_work = Mutasi.objects.filter(wadah__in=keys, state__in=[MutasiState.KONSEP, MutasiState.DIAJUKAN])
    mutasi = {one.wadah_id: one for one in at_work}
    money = figures({bill.pos for bill in bills.values() if bill.pos})
    return {
        row.wadah_id: Beside(
            bill := bills.get(row.wadah_id),
            mutasi.get(row.wadah_id),
            row.reserve,
            money[bill.pos_id].rest if bill and bill.pos_id else None,
        )
        for row in rows
    }


def _bills(keys: Collection[int], month: str) -> dict[int, Rincian]:
    """Return of each wadah the bill of the month that waits and is due first; else the last that is paid."""
    found = Rincian.objects.filter(wadah__in=keys, first_month__lte=month, last_month__gte=month)
    rows = found.exclude(state=BillState.DIBATALKAN).select_related("pos").order_by("pk")
    return {bill.wadah_id: bill for bill in sorted(rows, key=_urgency)}


def _urgency(bill: Rincian) -> tuple[bool, int, int]:
    """Return a key by which the paid come first in their order, then who waits, the first due at the end."""
    if bill.state in PAID:
        return False, 0, bill.pk
    return True, -(bill.due_day or date.max).toordinal(), -bill.pk
