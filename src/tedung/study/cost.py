"""What each person costs a payer over some months, by the bill of the law."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tedung.columns import PAYERS, WORKER
from tedung.dates import Month
from tedung.law.bill import bill
from tedung.study.people import Whole, ids

NOT_PAID = "no_cost_to_payer"
NOT_WORKING, NO_SEGMENT = "not_working", "other_scheme"


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
    table = offered(people, named, payer, programmes)
    first = months[0]
    by_month, why_not = {}, np.full(len(named), "", dtype=object)
    for month in months:
        billed = bill(table, month, first_month=first)
        by_month[str(month)] = np.asarray(billed[_column(payer)].to_numpy(), dtype=np.int64)
        reasons = np.array(billed["why_not"].fill_null("").to_pylist(), dtype=object)
        why_not = np.where(why_not == "", reasons, why_not)
    amount = np.zeros(len(named), dtype=np.int64)
    for paid in by_month.values():
        amount = amount + paid
    return Costs(named, amount, by_month, _reasons(people, amount, why_not))


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


def paid_by(people: pa.Table, payer: str | None) -> pa.Table:
    """Return the people with *payer* in every row; None leaves them as they are."""
    if payer is None:
        return people
    kept = people.drop_columns([name for name in ("payer",) if name in people.column_names])
    return kept.append_column("payer", pa.repeat(pa.scalar(payer), people.num_rows))


def _reasons(people: pa.Table, amount: Whole, why_not: "np.typing.NDArray[np.object_]") -> tuple[str, ...]:
    """Say why nobody is billed: at rest or in another scheme first, then what the bill says."""
    free = np.where((amount == 0) & (why_not == ""), NOT_PAID, np.where(amount > 0, "", why_not))
    if {"is_working", "segment"} <= set(people.column_names):  # a population; a roster lists workers only
        working = people["is_working"]
        idle = np.asarray(pc.fill_null(pc.invert(working), False).to_numpy(zero_copy_only=False))
        at_work = np.asarray(pc.fill_null(working, False).to_numpy(zero_copy_only=False))
        none = np.asarray(pc.is_null(people["segment"]).to_numpy(zero_copy_only=False))
        free = np.where(idle, NOT_WORKING, np.where(at_work & none, NO_SEGMENT, free))
    return tuple(free.tolist())
