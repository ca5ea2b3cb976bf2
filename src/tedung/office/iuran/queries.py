"""What is read of bills: sums by month and reason, what comes next, arrears, what a wadah has left over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tedung.office.iuran.models import PAID, Line, Rest, RestState, Rincian, State
from tedung.office.iuran.reasons import sentence
from tedung.office.wadah.models import Wadah

STEPPER = (
    State.RINCIAN,
    State.DIKIRIM,
    State.KODE,
    State.SPP,
    State.SPM,
    State.SP2D,
    State.BUKTI,
    State.DIKONFIRMASI,
)
OF_MEMBERS = tuple(state for state in STEPPER if state not in {State.SPP, State.SPM, State.SP2D})
"""The way of a bill that members pay with their own money: past the treasury."""

NEXT: dict[str, str | Promise] = {
    State.MENGHITUNG: _("Tunggu sampai selesai dihitung"),
    State.RINCIAN: _("Kirim kepada BPJS"),
    State.DIKIRIM: _("Catat kode iuran"),
    State.KODE: _("Buat SPP-LS"),
    State.SPP: _("Catat SPM"),
    State.SPM: _("Catat SP2D"),
    State.SP2D: _("Unggah bukti bayar"),
    State.BUKTI: _("Pastikan BPJS menerimanya"),
    State.DIKONFIRMASI: _("Selesai"),
    State.DIBATALKAN: _("Dibatalkan"),
}
"""What comes next, by state."""


def what_next(rincian: Rincian) -> str:
    """Return what comes next of a bill."""
    if rincian.payer == "self" and rincian.state == State.KODE:
        return str(_("Catat setoran anggota"))
    return str(NEXT[rincian.state])


def next_of(row: Any, day: date) -> str:
    """Return what comes next of a bill of the list: `asks` says that a difference waits."""
    expired = row.code_valid_until is not None and row.code_valid_until < day
    if row.state in {State.KODE, State.SPP, State.SPM}:
        if row.asks:
            return str(_("Jawab selisih kode"))
        if expired:
            return str(_("Minta kode baru"))
    return what_next(row)


@dataclass(frozen=True)
class MonthSum:
    """What a month of a bill asks."""

    month: str
    people: int
    jkk: int
    jkm: int
    jht: int
    total: int


def months(rincian: Rincian) -> list[MonthSum]:
    """Return what each month of a bill asks."""
    stands = Line.everything.filter(rincian=rincian, is_cancelled=False, is_covered=True)
    rows = stands.values_list("month").annotate(
        people=Count("pk"), a=Sum("jkk"), b=Sum("jkm"), c=Sum("jht"), d=Sum("total")
    )
    return [MonthSum(*row) for row in rows.order_by("month")]


def reasons(rincian: Rincian) -> list[tuple[str, str, int]]:
    """Return why months are not billed: code, sentence, how many person-months; the most first."""
    found = Line.everything.filter(rincian=rincian, is_cancelled=False).exclude(why_not="")
    rows = found.values_list("why_not").annotate(many=Count("pk")).order_by("-many", "why_not")
    return [(code, sentence(code), many) for code, many in rows]


def cancelled(rincian: Rincian) -> int:
    """Count the lines that were taken off."""
    return Line.everything.filter(rincian=rincian, is_cancelled=True).count()


@dataclass(frozen=True)
class Account:
    """What is due of a wadah, split without a rest: paid and used, paid and not used, not yet paid."""

    due: int
    paid: int
    rest: int
    unpaid: int


def account(wadah: Wadah | None = None, until: str = "9999-12") -> Account:
    """Return what the lines say is due and what became of it; due = paid + rest + unpaid."""
    found = Line.everything.filter(is_cancelled=False, month__lte=until)
    rests = Rest.everything.exclude(state=RestState.DIBATALKAN).filter(month__lte=until)
    if wadah is not None:
        found = found.filter(rincian__wadah=wadah)
        rests = rests.filter(wadah=wadah)
    sums = found.aggregate(due=Sum("total"), paid=Sum("total", filter=Q(rincian__state__in=PAID)))
    due, paid = sums["due"] or 0, sums["paid"] or 0
    rest = rests.filter(line__rincian__state__in=PAID).aggregate(amount=Sum("amount"))["amount"] or 0
    return Account(due, paid - rest, rest, due - paid)


def rests(rincian: Rincian) -> QuerySet[Any, Any]:
    """Return what was paid of a bill and not used, that the actor sees."""
    return Rest.objects.filter(line__rincian=rincian).select_related("line__person").order_by("pk")


def waiting(day: date) -> dict[str, int]:
    """Return what waits, in the actor's scope: bills to pay, those past their day, what they come to."""
    found = Rincian.objects.exclude(state__in=[*PAID, State.DIBATALKAN, State.MENGHITUNG])
    return found.aggregate(
        bills=Count("pk"), late=Count("pk", filter=Q(due_day__lt=day)), amount=Sum("payable")
    )


def paid_months(members: Iterable[int]) -> dict[int, list[str]]:
    """Return the months that are paid of members, for the pages of other parts."""
    found: dict[int, list[str]] = {}
    lines = Line.everything.filter(
        member__in=list(members), is_cancelled=False, total__gt=0, rincian__state__in=PAID
    )
    for member, month in lines.order_by("month").values_list("member", "month"):
        found.setdefault(member, []).append(month)
    return found


def billed_months(members: Iterable[int], first: str, last: str) -> list[tuple[int, str, bool]]:
    """Return the paid months of members within two: member, month, whether the agency confirmed it."""
    lines = Line.everything.filter(
        member__in=list(members),
        month__gte=first,
        month__lte=last,
        is_cancelled=False,
        total__gt=0,
        rincian__state__in=PAID,
    )
    rows = lines.values_list("member", "month", "rincian__state")
    return [(member, month, state == State.DIKONFIRMASI) for member, month, state in rows]
