"""What a line of the budget has, has paid, is bound to pay, and for how many people the rest suffices."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pyarrow as pa
from django.db.models import Q, QuerySet, Sum

from tedung.dates import Month
from tedung.law import law_version
from tedung.law.bill import bill
from tedung.office.access.actor import seeing_everything
from tedung.office.anggaran.models import Pos, PosAmount
from tedung.office.base import clock
from tedung.office.iuran.models import COMMITTED, PAID, Rincian

PROGRAMMES = "jkk+jkm"


@dataclass(frozen=True)
class Figures:
    """A line's budget in force today, what SP2D have paid of it, what rincian that were sent still bind."""

    budget: int = 0
    realised: int = 0
    committed: int = 0

    @property
    def rest(self) -> int:
        """Return what is neither paid nor bound; below zero where more is bound than there is."""
        return self.budget - self.realised - self.committed


def figures(many: Iterable[Pos]) -> dict[int, Figures]:
    """Return the figures of lines, by key, in two statements."""
    with seeing_everything():  # a bill of another office's wadah binds the line too
        return _figures([pos.pk for pos in many])


def by_day(keys: Collection[int]) -> QuerySet[PosAmount]:
    """Return the amounts of lines in the order in which they come into force."""
    return PosAmount.objects.filter(pos__in=keys).order_by("day", "sequence")


def in_force(keys: Collection[int]) -> dict[int, PosAmount]:
    """Return the amount of each line that counts today: of those whose day has come, the latest."""
    return {one.pos_id: one for one in by_day(keys).filter(day__lte=clock.today())}


def _figures(keys: list[int]) -> dict[int, Figures]:
    budgets = {key: one.amount for key, one in in_force(keys).items()}
    sums = {
        key: (paid or 0, bound or 0)
        for key, paid, bound in Rincian.everything.filter(pos__in=keys)
        .values_list("pos")
        .annotate(
            paid=Sum("payable", filter=Q(state__in=PAID)), bound=Sum("payable", filter=Q(state__in=COMMITTED))
        )
        .order_by()
    }
    return {key: Figures(budgets.get(key, 0), *sums.get(key, (0, 0))) for key in keys}


def bound(pos: Pos) -> int:
    """Return what is paid from a line or bound to be."""
    one = figures([pos])[pos.pk]
    return one.realised + one.committed


def paid_by_quarter(pos: Pos) -> dict[int, int]:
    """Return what SP2D paid from a line, by the quarter of the SP2D's day."""
    found = dict.fromkeys((1, 2, 3, 4), 0)
    paid = Rincian.everything.filter(pos=pos, state__in=PAID).values_list("sp2d_day", "payable")
    with seeing_everything():
        for day, amount in paid:
            if day is not None:
                found[(day.month - 1) // 3 + 1] += amount
    return found


def cost_until_december(pos: Pos, month: Month) -> int:
    """Return what a person of the lowest bracket costs from `month` to December, by each month's law."""
    return sum(_a_month(str(one), pos.payer, law_version()) for one in month.until(Month(pos.year, 12)))


@lru_cache(maxsize=4_096)
def _a_month(month: str, payer: str, _law: str) -> int:
    """Return a person's contribution of one month, reliefs of the month and the payer taken off."""
    lowest = pa.Table.from_pylist([{"segment": "bpu", "payer": payer, "programmes": PROGRAMMES}])
    total: int = bill(lowest, month)["total"][0].as_py()
    return total


def enough_for(pos: Pos, month: Month, rest: int | None = None) -> int:
    """Return for how many people the rest suffices from `month` to December; 0 once the year is over."""
    cost = cost_until_december(pos, month)
    left = figures([pos])[pos.pk].rest if rest is None else rest
    return max(left, 0) // cost if cost else 0


def first_left(pos: Pos, day: date) -> Month | None:
    """Return the month from which a line's rest must do: this one, January before the year, none after it."""
    month = max(Month.of(day), Month(pos.year, 1))
    return month if month.year == pos.year else None


def open_lines(year: int, opd_codes: Collection[str] = ()) -> list[Pos]:
    """Return the lines of a year that the actor sees."""
    found = Pos.objects.filter(year=year)
    if opd_codes:
        found = found.filter(opd_code__in=opd_codes)
    return list(found.order_by("opd_code", "sub_activity", "pk")[:200])
