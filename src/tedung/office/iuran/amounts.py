"""What a month asks of each of many members, or why nothing: one Arrow table in, few outcomes out.

A million members have a handful of outcomes among them (an amount, or a reason), so that a member is written
as three numbers beside a table of outcomes.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from tedung.dates import Month
from tedung.law.bill import bill
from tedung.office.iuran.dues import SEGMENT
from tedung.office.iuran.reasons import OF_STATE
from tedung.office.penetapan.models import PUBLIC

READ = {
    # column -> SQL of a member m, of its person p and of whom that one was found to be (r)
    "member": "m.id",
    "person": "r.id",
    "wadah": "m.wadah_id",
    "birth_date": "CAST(p.birth_date AS text)",
    "died_on": "CAST(COALESCE(r.died_on, p.died_on) AS text)",
    "since": "m.since",
    "until": "m.until",
    "state": "m.state",
    "programmes": "m.programmes",
    "payer": "m.payer",
    "income": "m.income",
    "registered_on": "CAST(m.registered_on AS text)",
    "has_kpj": "CASE WHEN m.kpj_index <> '' THEN 1 ELSE 0 END",
}
"""Days as text: Arrow reads a column of them at once, a database's driver one by one."""
DECLARED = ("bpu_kind", "transport")
"""Columns that only a declaration holds."""

NUMBERS = {"member", "person", "wadah", "income", "has_kpj"}


class Outcome(NamedTuple):
    """What a month asks of a member, or why nothing."""

    jkk: int
    jkm: int
    jht: int
    total: int
    why_not: str
    is_public: bool


def table_of(rows: list[tuple[object, ...]]) -> pa.Table:
    """Return what was read of some members, by the columns of `READ`."""
    columns = zip(*rows, strict=True)
    kinds = (pa.int64() if name in NUMBERS else pa.string() for name in READ)
    return pa.table(
        {name: pa.array(column, kind) for name, column, kind in zip(READ, columns, kinds, strict=True)}
    )


def outcomes(members: pa.Table, month: Month, first: Month) -> tuple[list[Outcome], list[int]]:
    """Return the outcomes of a month, and for each member the place of its own among them."""
    found = bill(_workers(members), month, first_month=first)
    why = pc.fill_null(_first_of(ours(members, month), pc.fill_null(found["why_not"], "")), "")
    is_billed = pc.equal(why, "")
    amounts = [
        pc.cast(pc.if_else(is_billed, found[name], 0), pa.string())
        for name in ("jkk", "jkm", "jht_worker", "total")
    ]
    public = pc.if_else(pc.is_in(members["payer"], pa.array(sorted(PUBLIC))), "1", "")
    joined = pc.binary_join_element_wise(*amounts, why, public, ",").combine_chunks()
    coded = pc.dictionary_encode(joined)
    return [_outcome(text) for text in coded.dictionary.to_pylist()], coded.indices.to_pylist()


def _outcome(text: str) -> Outcome:
    *amounts, why, public = text.split(",")
    jkk, jkm, jht, total = map(int, amounts)
    return Outcome(jkk, jkm, jht, total, why, bool(public))


def _first_of(ours_: pa.ChunkedArray, law: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.if_else(pc.equal(ours_, ""), law, ours_)


def as_declared(members: pa.Table, history: Mapping[int, Any], month: Month) -> pa.Table:
    """Return the members with what holds in a month of whoever declared it: who pays oneself."""
    held = [
        next((terms for since, terms in reversed(history.get(key, ())) if since <= str(month)), None)
        for key in members["member"].to_pylist()
    ]
    own = {name: members[name].to_pylist() for name in ("income", "programmes")}
    told = {
        "income": pa.array(
            [one.income if one else was for one, was in zip(held, own["income"], strict=True)], pa.int64()
        ),
        "programmes": pa.array(
            [one.programmes if one else was for one, was in zip(held, own["programmes"], strict=True)],
            pa.string(),
        ),
        "bpu_kind": pa.array([one.bpu_kind if one else None for one in held], pa.string()),
        "transport": pa.array([one.is_transport if one else None for one in held], pa.bool_()),
    }
    rest = members.drop_columns(list(own))
    for name, column in told.items():
        rest = rest.append_column(name, column)
    return rest


def _workers(members: pa.Table) -> pa.Table:
    """Return the members as the law reads them; who was never registered is so with the first month."""
    begun = pc.cast(pc.binary_join_element_wise(members["since"], "01", "-"), pa.date32())
    registered = pc.min_element_wise(pc.cast(members["registered_on"], pa.date32()), begun)
    more = {name: members[name] for name in DECLARED if name in members.column_names}
    return pa.table(
        {
            **more,
            "enrolment_id": pc.cast(members["member"], pa.string()),
            "segment": pa.repeat(pa.scalar(SEGMENT), len(members)),
            "income": members["income"],
            "programmes": members["programmes"],
            "payer": members["payer"],
            "birth_date": pc.cast(members["birth_date"], pa.date32()),
            "registered_on": registered,
        }
    )


def ours(members: pa.Table, month: Month) -> pa.ChunkedArray:
    """Return for each member why the office bills nothing this month, empty where it does."""
    text, until, state = str(month), members["until"], members["state"]
    is_over = pc.and_(pc.not_equal(until, ""), pc.less(until, text))
    died = pc.fill_null(pc.less(members["died_on"], month.first_day.isoformat()), fill_value=False)
    is_known = pc.or_(pc.is_valid(members["registered_on"]), pc.equal(members["has_kpj"], 1))
    holds = {
        "before_start": [pc.greater(members["since"], text)],
        "after_end": [is_over],
        "died": [died],
        "not_yet_accepted": [pc.and_(pc.equal(state, "keluar"), pc.invert(is_known))],
    }
    for code, why in OF_STATE.items():
        holds.setdefault(why, []).append(pc.equal(state, code))
    names = [why for why, several in holds.items() for _ in several]
    conditions = [one for several in holds.values() for one in several]
    found: pa.ChunkedArray = pc.case_when(
        pc.make_struct(*(one.combine_chunks() for one in conditions)), *names, ""
    )
    return found
