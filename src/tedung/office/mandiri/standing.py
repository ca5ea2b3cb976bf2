"""How a member stands: which months are paid, open, in arrears or lapsed; and what is to be paid next.

Every month of a membership has one place: paid + open + arrears + lapsed + not asked = all of them.  Three
months past their day can still be paid; of a hole that is longer no month is collected any more, and one
begins again with the month in which one pays (PP 44/2015 Pasal 39, 42; the agency's practice).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tedung.dates import Month
from tedung.law import law_on
from tedung.office.iuran.arrears import latest_due
from tedung.office.iuran.dues import due_of
from tedung.office.mandiri.dues import Due

PAID, OPEN, ARREARS, LAPSED, NOTHING = "paid", "open", "arrears", "lapsed", "nothing"
PLACES = (PAID, OPEN, ARREARS, LAPSED, NOTHING)


class Placed(NamedTuple):
    """A month, what it asks, and where it stands."""

    due: Due
    place: str

    @property
    def month(self) -> str:
        """Return the month."""
        return self.due.month

    @property
    def due_day(self) -> date | None:
        """Return the last day on which it is paid in time; None where the calendar does not know it."""
        return due_of(Month.parse(self.due.month))


def placed(dues: Sequence[Due], paid: Collection[str], day: date) -> list[Placed]:
    """Return where each month stands on a day.

    dues: the months of one membership in their order.  paid: months that are paid.
    """
    latest = latest_due(day)
    borne: int = law_on(latest.first_day)["dues.arrears_months"]
    return [Placed(due, place) for due, place in zip(dues, _places(dues, paid, latest, borne), strict=True)]


def _places(dues: Sequence[Due], paid: Collection[str], latest: Month, borne: int) -> list[str]:
    places: list[str] = []
    first: str | None = None  # of the hole that we stand in
    for due in dues:
        if due.month in paid:
            places.append(PAID)
            first = None
        elif not due.total:
            places.append(NOTHING)
        elif due.month > str(latest):
            places.append(OPEN)
        else:
            first = first or due.month
            places.append(ARREARS if latest - Month.parse(first) < borne else LAPSED)
    return places


def is_lapsed(months: Iterable[Placed]) -> bool:
    """Say whether the last months past their day are more than the agency bears."""
    past = [one.place for one in months if one.place not in {OPEN, NOTHING}]
    return bool(past) and past[-1] == LAPSED


def payable(months: Sequence[Placed], day: date) -> list[Placed]:
    """Return the months that can be paid on a day, in their order, the first of them first.

    Whoever has lapsed begins again with the month of the day; what lapsed is not collected.
    """
    again = str(Month.of(day)) if is_lapsed(months) else "9999-12"
    return [
        one for one in months if one.place in {ARREARS, OPEN} or (one.place == LAPSED and one.month >= again)
    ]


class Sums(NamedTuple):
    """Months and rupiah by place, and what the law let off."""

    months: Mapping[str, int]
    amounts: Mapping[str, int]
    relief: int
    full: int


def sums(months: Iterable[Placed], paid_amounts: Mapping[str, int]) -> Sums:
    """Return what all months come to; full = the amounts of all places + relief.

    paid_amounts: what was paid of each month, which is what was due when it was.
    """
    rows = list(months)
    counts = {place: sum(one.place == place for one in rows) for place in PLACES}
    amounts = {
        place: sum(
            paid_amounts.get(one.month, one.due.total) if place == PAID else one.due.total
            for one in rows
            if one.place == place
        )
        for place in PLACES
    }
    relief = sum(one.due.relief for one in rows)
    return Sums(counts, amounts, relief, sum(amounts.values()) + relief)
