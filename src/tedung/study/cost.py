"""What each person costs a payer over some months, by the bill of the law."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tedung.columns import PAYERS, WORKER
from tedung.dates import Month
from tedung.law import Law, law_on
from tedung.law.bill import bill
from tedung.study.people import Flags, Whole, ids

NOT_PAID = "no_cost_to_payer"
NOT_WORKING, OTHER_SCHEME = "not_working", "other_scheme"


@dataclass(frozen=True)
class Costs:
    """Each person's cost to the payer, (n,) int64 rupiah, and why there is none (empty where there is)."""

    ids: tuple[str, ...]
    amount: Whole
    by_month: dict[str, Whole]
    why_not: tuple[str, ...]

    @property
    def reasons(self) -> Counter[str]:
        """How many cannot be paid for, by reason."""
        return Counter(reason for reason in self.why_not if reason)


def costs(people: pa.Table, months: Sequence[Month], *, payer: str, programmes: str = "jkk+jkm") -> Costs:
    """Return what *payer* pays for each person over *months*.  The bill's rules: `law/bill.py`.

    people: a row a person.  Their own `payer` and `programmes` count for nothing: it is
    asked what another would pay for them.  Members are left out (`already_member`), and
    whoever does not work, or works under a scheme of their own.
    """
    named = tuple(ids(people))
    stopped = barred(people)
    free = stopped == ""
    asked = [named[place] for place in np.flatnonzero(free).tolist()]
    table = offered(people.filter(pa.array(free)), asked, payer, programmes)
    by_month: dict[str, Whole] = {}
    why_not, last = stopped, None
    for month, billed in bills(table, months):
        if billed is not last:
            paid = _spread(np.asarray(billed[_column(payer)].to_numpy(), dtype=np.int64), free, 0)
            reasons = np.array(billed["why_not"].fill_null("").to_pylist(), dtype=object)
            why_not = np.where(why_not == "", _spread(reasons, free, ""), why_not)
            last = billed
        by_month[str(month)] = paid
    amount = np.zeros(len(named), dtype=np.int64)
    for paid in by_month.values():
        amount = amount + paid
    said = np.where(amount > 0, "", np.where(why_not == "", NOT_PAID, why_not))
    return Costs(named, amount, by_month, tuple(said.tolist()))


def _spread(values: Any, places: Flags, empty: Any) -> Any:
    """Return *values* in their *places* among all, and *empty* in the others."""
    found = np.full(len(places), empty, dtype=values.dtype)
    found[places] = values
    return found


def bills(table: pa.Table, months: Sequence[Month]) -> Iterator[tuple[Month, pa.Table]]:
    """Yield the bill of each month; a month under the same law as the one before has the same bill.

    But for tables in which the months themselves matter: days of registration, and
    contracts that are charged once.  (The column `month` of a bill used again is the first's.)
    """
    matters = _months_matter(table)
    last: tuple[Law, pa.Table] | None = None
    for month in months:
        law = law_on(month.first_day)
        if last is None or matters or not _is_same(law, last[0]):
            last = (law, bill(table, month, first_month=months[0]))
        yield month, last[1]


def spans(first: Month, count: int) -> Iterator[tuple[Month, int]]:
    """Yield *count* months from *first* on as months under one law: the first of each, and how many."""
    begun, times = first, 0
    for month in first.until(first + (count - 1)):
        if times and not _is_same(law_on(month.first_day), law_on(begun.first_day)):
            yield begun, times
            begun, times = month, 0
        times += 1
    yield begun, times


def _months_matter(table: pa.Table) -> bool:
    names = set(table.column_names)
    is_dated = "registered_on" in names and table["registered_on"].null_count < table.num_rows
    once = pa.array(["jakon", "pmi"])
    segments = table["segment"].cast(pa.string()) if "segment" in names else None
    return is_dated or (segments is not None and bool(pc.any(pc.is_in(segments, value_set=once)).as_py()))


def _is_same(law: Law, other: Law) -> bool:
    """Say whether two days have the same law; the Covid relief looks at the month itself."""
    return dict(law.entries) == dict(other.entries) and law["relief.covid_factor"] == 1


def _column(payer: str) -> str:
    return {"self": "by_worker", "employer": "by_employer"}.get(payer, f"by_{payer}")


def offered(people: pa.Table, named: Sequence[str], payer: str, programmes: str) -> pa.Table:
    """Return the people as the bill wants them, with *payer* and *programmes* in every row."""
    if payer not in PAYERS:
        raise ValueError(payer)
    known = [column.name for column in WORKER if column.name in people.column_names]
    replaced = {"enrolment_id", "worker_id", "payer", "programmes"}
    table = people.select([name for name in known if name not in replaced])
    table = table.append_column("enrolment_id", pa.array(named, pa.string()))
    for name, value in (("payer", payer), ("programmes", programmes)):
        table = table.append_column(name, pa.repeat(pa.scalar(value), len(named)))
    return table


def in_lowest_bracket(people: pa.Table) -> pa.Table:
    """Return the people without their income, so that the lowest bracket is billed.

    PP 44/2015 Pasal 20 ayat (2) lets the income pick it; that budgets pay for vulnerable
    workers in the lowest, whatever they earn, is practice (press), not a text that was read.
    """
    return people.drop_columns([name for name in ("income",) if name in people.column_names])


def paid_by(people: pa.Table, payer: str | None) -> pa.Table:
    """Return the people with *payer* in every row; None leaves them as they are."""
    if payer is None:
        return people
    kept = people.drop_columns([name for name in ("payer",) if name in people.column_names])
    return kept.append_column("payer", pa.repeat(pa.scalar(payer), people.num_rows))


def barred(people: pa.Table) -> Any:
    """Return (n,) why the scheme is not theirs, empty where it is: at rest, or in another scheme.

    A population says who works and in which segment; a roster lists workers, and an empty
    segment there is a non-wage worker's.
    """
    why_not = np.full(people.num_rows, "", dtype=object)
    if not {"is_working", "segment"} <= set(people.column_names):
        return why_not
    working = people["is_working"]
    idle, at_work = _true(pc.invert(working)), _true(working)
    none = _true(pc.is_null(people["segment"]))
    return np.where(idle, NOT_WORKING, np.where(at_work & none, OTHER_SCHEME, why_not))


def _true(flags: Any) -> Flags:
    return np.asarray(pc.fill_null(flags, False).to_numpy(zero_copy_only=False), dtype=bool)
