"""What the law asks of who pays oneself, month by month: by what was declared, with the reliefs of the month.

PP 44/2015 Pasal 20 and Lampiran II, PP 46/2015 Pasal 18; reliefs: PP 50/2025 Pasal 3-4.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from tedung.dates import Month
from tedung.law import Law, bpu, law_on, law_version
from tedung.law.bill import bill
from tedung.office.mandiri.models import Declaration
from tedung.office.wadah.models import Member

SEGMENT, PAYER = "bpu", "self"


class Due(NamedTuple):
    """What a month asks: its parts, what the law lets off and by which article; or why nothing."""

    month: str
    jkk: int
    jkm: int
    jht: int
    total: int
    relief: int
    article: str
    why_not: str

    @property
    def full(self) -> int:
        """Return what the month would ask without relief."""
        return self.total + self.relief


class Terms(NamedTuple):
    """What holds for a member in a month."""

    income: int
    programmes: str
    bpu_kind: str = "self_employed"
    is_transport: bool = False


Asked = tuple[Terms, Any, Any]
"""Terms, birth date, and since when somebody is registered: all that a month's due depends on but the law."""
KEPT: dict[tuple[str, Asked, Month], Due] = {}
"""By the law's version, as results are everywhere."""
MOST_KEPT, FEW = 20_000, 100
"""Dues that a process keeps: a page asks for thirty months of a member, 2 ms each.  Only where few are asked
at once: the day's round asks once for everybody and would push out what the pages ask."""
History = Sequence[tuple[str, Terms]]
"""What was declared, by its first month; of two for one month the later."""


def declared(members: Collection[int]) -> dict[int, list[tuple[str, Terms]]]:
    """Return what members declared, in the order of its months."""
    found: dict[int, list[tuple[str, Terms]]] = {key: [] for key in members}
    rows = Declaration.objects.filter(member__in=list(members)).order_by("since", "pk")
    for row in rows:
        terms = Terms(row.income, row.programmes, row.bpu_kind, row.is_transport)
        found[row.member_id].append((row.since, terms))
    return found


def terms_in(history: History, month: str, member: Member) -> Terms:
    """Return what holds in a month; before the first declaration what the membership says."""
    held = [terms for since, terms in history if since <= month]
    return held[-1] if held else Terms(member.income or 0, member.programmes)


def dues(
    members: Iterable[Member],
    months: Iterable[Month],
    history: dict[int, list[tuple[str, Terms]]] | None = None,
) -> dict[int, list[Due]]:
    """Return what each of some months asks of each member who is one in it, in the order of the months.

    members: with their persons.  Not decided: whether it was paid.
    """
    rows = list(members)
    known = declared([row.pk for row in rows]) if history is None else history
    found: dict[int, list[Due]] = {row.pk: [] for row in rows}
    for month in months:
        text = str(month)
        there = [row for row in rows if row.since <= text and (not row.until or text <= row.until)]
        alive = [row for row in there if not _is_dead(row, month)]
        terms = [terms_in(known[row.pk], text, row) for row in alive]
        for row, due in zip(alive, _of_month(alive, terms, month), strict=True):
            found[row.pk].append(due)
    return found


def due_by(terms: Terms, month: Month, birth_date: Any = None, registered_on: Any = None) -> Due:
    """Return what a month asks of somebody who is not a member yet."""
    (due,) = dues_by([(terms, birth_date, registered_on)], month)
    return due


def dues_by(given: Sequence[Asked], month: Month) -> list[Due]:
    """Return what a month asks of each of many who are no members yet: terms, birth date, first day."""
    return list(_billed(given, month))


def _is_dead(member: Member, month: Month) -> bool:
    died = (member.person.merged_into or member.person).died_on or member.person.died_on
    return died is not None and died < month.first_day


def _of_month(members: Sequence[Member], terms: Sequence[Terms], month: Month) -> Iterable[Due]:
    given = []
    for member, one in zip(members, terms, strict=True):
        begun = Month.parse(member.since).first_day
        birth = (member.person.merged_into or member.person).birth_date or member.person.birth_date
        given.append((one, birth, min(member.registered_on or begun, begun)))
    return _billed(given, month)


def _billed(given: Sequence[Asked], month: Month) -> Iterable[Due]:
    """Return what a month asks of each; what was asked before, as when a page is opened again, is kept."""
    if len(set(given)) > min(FEW, MOST_KEPT):
        return _by_law(given, month)
    version = law_version()
    found = {one: due for one in given if (due := KEPT.get((version, one, month)))}
    missing = [one for one in dict.fromkeys(given) if one not in found]
    if missing:
        told = dict(zip(missing, _by_law(missing, month), strict=True))
        if len(KEPT) + len(missing) > MOST_KEPT:
            KEPT.clear()
        KEPT.update(((version, one, month), due) for one, due in told.items())
        found.update(told)
    return [found[one] for one in given]


def _by_law(given: Sequence[Asked], month: Month) -> Iterable[Due]:
    """Yield what a month asks, one Arrow table in."""
    law = law_on(month.first_day)
    terms = [one for one, _birth, _day in given]
    rows = bill(_table(given), month)
    names = ("jkk", "jkm", "jht_worker", "total", "why_not")
    full = _without_relief(terms, law).tolist()
    for one, whole, jkk, jkm, jht, total, why in zip(
        terms, full, *(rows[name].to_pylist() for name in names), strict=True
    ):
        relief = 0 if why else whole - total
        article = _article(one, law) if relief else ""
        yield Due(str(month), jkk, jkm, jht, total, relief, article, why or "")


def _table(given: Sequence[Asked]) -> pa.Table:
    count, terms = len(given), [one for one, _birth, _day in given]
    return pa.table(
        {
            "segment": pa.repeat(pa.scalar(SEGMENT), count),
            "payer": pa.repeat(pa.scalar(PAYER), count),
            "bpu_kind": pa.array([one.bpu_kind for one in terms], pa.string()),
            "income": pa.array([one.income for one in terms], pa.int64()),
            "programmes": pa.array([one.programmes for one in terms], pa.string()),
            "transport": pa.array([one.is_transport for one in terms], pa.bool_()),
            "birth_date": pa.array([birth for _one, birth, _day in given], pa.date32()),
            "registered_on": pa.array([day for _one, _birth, day in given], pa.date32()),
        }
    )


def _without_relief(terms: Sequence[Terms], law: Law) -> Any:
    """Return what the programmes ask without any relief."""
    base = bpu.income_base(np.array([one.income for one in terms], np.int64), law)
    asks = {"jkk": bpu.jkk(base, law), "jkm": np.full(len(terms), bpu.jkm(law)), "jht": bpu.jht(base, law)}
    whole = np.zeros(len(terms), np.int64)
    for name, amount in asks.items():
        has = np.array([name in one.programmes.split("+") for one in terms])
        whole += np.where(has, amount, 0)
    return whole


def _article(terms: Terms, law: Law) -> str:
    """Return the article of the relief that holds."""
    if law["relief.covid_factor"] != 1:
        return law.cite("relief.covid_factor").source
    name = "relief.bpu_transport_factor" if terms.is_transport else "relief.bpu_other_factor"
    return law.cite(name).source
