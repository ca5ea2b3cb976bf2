"""The figures of the reports, by the queries that the screens use: never a second way of counting."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, Sum

from tedung.dates import Month
from tedung.office.anggaran import queries as anggaran
from tedung.office.anggaran.models import Pos
from tedung.office.base import clock
from tedung.office.home import counting as home_counting
from tedung.office.home import queries as home
from tedung.office.iuran.models import PAID, Rest, RestState
from tedung.office.kepesertaan import counting, queries
from tedung.office.wadah.models import RefundRule


def freshen(months: Collection[Month]) -> None:
    """Count anew what the screens would: the people of today, each month that was counted long ago."""
    if home.is_stale(home.counted()):
        home_counting.count(clock.today().isoformat())
    oldest = clock.now() - timedelta(minutes=counting.STALE_MINUTES)
    for month in months:
        at = queries.counted_at(str(month))
        if at is None or at < oldest:
            counting.count(str(month))


def known(month: Month) -> home.Total | None:
    """Return who is known and who is covered today, None where the month asked for is not this one."""
    if month != Month.of(clock.today()):
        return None
    return home.Total.of(home.figures())


def chain(month: Month) -> dict[str, int]:
    """Return how many are decreed, padan, active and paid for in a month, by whose money."""
    return queries.totals(str(month))


MEMBERS = ("Bulan", "Peserta", "Padan", "Aktif BPJS", "Dibayar SP2D", "Bayar sendiri", "Belum dibayar")
"""The headings of `members`."""


def members(month: Month) -> list[Any]:
    """Return a month's row: who is in a wadah, padan, active; paid by SP2D, by oneself, by nobody."""
    known = chain(month)
    return [
        str(month),
        *(known[name] for name in ("people", "padan", "aktif", "dibayar", "mandiri", "unpaid")),
    ]


@dataclass(frozen=True)
class Line:
    """A line of the budget with what the screen *Anggaran* shows of it."""

    pos: Pos
    figures: anggaran.Figures
    enough: int
    first: str  # the month from which `enough` counts; empty once the year is over


def lines(year: int, opd_code: str = "") -> list[Line]:
    """Return the lines of a year, of one office where one is given, by office and sub-activity."""
    found = Pos.everything.filter(year=year)
    if opd_code:
        found = found.filter(opd_code=opd_code)
    rows = list(found.order_by("opd_code", "sub_activity", "pk"))
    figures = anggaran.figures(rows)
    return [_line(pos, figures[pos.pk]) for pos in rows]


def _line(pos: Pos, figures: anggaran.Figures) -> Line:
    first = anggaran.first_left(pos, clock.today())
    enough = anggaran.enough_for(pos, first, figures.rest) if first else 0
    return Line(pos, figures, enough, str(first) if first else "")


@dataclass(frozen=True)
class Money:
    """Lines of the budget added up, and what was paid and not used and may still come back."""

    budget: int
    realised: int
    committed: int
    rest: int
    enough: int
    first: str
    unused: int


def money(rows: Collection[Line]) -> Money:
    """Add lines up; for how many people the rest suffices is asked of each line by itself."""
    return Money(
        budget=sum(row.figures.budget for row in rows),
        realised=sum(row.figures.realised for row in rows),
        committed=sum(row.figures.committed for row in rows),
        rest=sum(row.figures.rest for row in rows),
        enough=sum(row.enough for row in rows),
        first=max((row.first for row in rows), default=""),
        unused=unused(),
    )


def unused() -> int:
    """Return the city's rupiah of months that were paid, not used, and that the agreement lets come back."""
    waits = Rest.everything.filter(state=RestState.MENUNGGU, line__rincian__state__in=PAID)
    waits = waits.filter(~Q(rule=RefundRule.NONE))
    waits = waits.exclude(line__rincian__payer="self")  # members' own money comes back to them
    return waits.aggregate(amount=Sum("amount"))["amount"] or 0
