"""The agency's member list: who of the rows is a member already, and since when."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from tedung.errors import TedungError
from tedung.roster.findings import Findings, finding
from tedung.roster.inputs import Input, expand
from tedung.roster.likeness import contradict, who_at
from tedung.roster.nearby import Size, read_nearby, together
from tedung.roster.reading import Rows, read_file
from tedung.roster.row import Context
from tedung.roster.table import table_of
from tedung.texts import text

NO_TERMS = '{"prior":0.0,"terms":[]}'
"""The reasons of a pair that linkage did not weigh, in its form."""


class MemberList(NamedTuple):
    """The members who may concern the rows at hand, and how many the list holds in all."""

    people: pa.Table
    """A table of `ROWS`."""
    size: Size


def read_members(path: Path, context: Context, rows: pa.Table | None = None) -> MemberList:
    """Return the persons of a member list; a list that cannot be read is refused.

    rows: of a big list only the members who may concern these are parsed (`nearby.py`).
    The list may hold a person twice: that is the agency's matter.
    """
    found, sizes = Rows(), list[Size]()
    reasons: list[str] = []
    for given in expand([path]):
        near = read_nearby(given, rows, found, context) if rows is not None else None
        if near is None:
            near, wrong = _read_whole(given, found, context)
            reasons += wrong
        sizes.append(near)
    size = together(sizes)
    if not size.members:
        reason = "; ".join(reasons) or text("roster.no_rows")
        raise TedungError(text("roster.bad_members", file=path, reason=reason))
    table = table_of(found.batches)
    return MemberList(table.filter(table["is_person"]), size)


def _read_whole(given: Input, found: Rows, context: Context) -> tuple[Size, list[str]]:
    """Read every line of one list; return its size, and what went wrong."""
    before = len(found.batches)
    read = read_file(given, found, context)
    people = table_of(found.batches[before:])
    people = people.filter(people["is_person"])
    days = Counter(f"{day:%Y%m%d}" for day in people["birth_date"].to_pylist() if day)
    size = Size(people.num_rows, days.total(), days=days)
    if read.status == "read":
        return size, []
    return size, [text(f"roster.{given.status}") if given.status else read.source.sentence()]


class Met(NamedTuple):
    """The rows with their members, and who shares a NIK with a member but contradicts it."""

    rows: pa.Table
    doubted: tuple[tuple[int, int], ...] = ()
    """Place of the row, place of the member."""


def mark_members(rows: pa.Table, members: pa.Table | None, linked: Mapping[str, str]) -> Met:
    """Return *rows* with `is_member` and `member_since`, by the same valid NIK, else by *linked*.

    linked: row_id of a row to row_id of the member whom linkage took it for.  A NIK alone makes no
    member where neither the name nor the birth date beside it agrees: a person decides.
    """
    if members is None:
        return Met(rows)
    same, doubted = _by_nik(rows, members)
    by_id = {value: at for at, value in enumerate(members["row_id"].to_pylist())}
    met = [
        same.get(at, by_id.get(linked.get(row_id, "")))
        for at, row_id in enumerate(rows["row_id"].to_pylist())
    ]
    is_person = rows["is_person"].to_pylist()
    is_member = [at is not None if person else None for at, person in zip(met, is_person, strict=True)]
    since = members["member_since"].combine_chunks().take(pa.array(met, pa.int64()))
    since = pc.coalesce(since, rows["member_since"].combine_chunks())
    flags = pa.array(is_member, pa.bool_())
    rows = _with(rows, "is_member", flags)
    rows = _with(rows, "member_since", pc.if_else(flags, since, pa.scalar(None, pa.date32())))
    return Met(rows, tuple((at, member) for at, member in doubted.items() if met[at] != member))


def _by_nik(rows: pa.Table, members: pa.Table) -> tuple[dict[int, int], dict[int, int]]:
    """Return place of a row to place of the member of its NIK: those that agree, those that contradict.

    A list may hold a member twice: the first that agrees is the one.
    """
    theirs = _places(members["nik"])
    shared = {at: theirs[nik] for at, nik in enumerate(rows["nik"].to_pylist()) if nik in theirs}
    ours = who_at(rows, list(shared))
    known = who_at(members, sorted({place for places in shared.values() for place in places}))
    same, doubted = {}, {}
    for at, places in shared.items():
        agreed = next((place for place in places if not contradict(ours[at], known[place])), None)
        if agreed is None:
            doubted[at] = places[0]
        else:
            same[at] = agreed
    return same, doubted


def _places(column: pa.ChunkedArray) -> dict[str, list[int]]:
    """Return the places of each value; an empty one has none."""
    places: dict[str, list[int]] = {}
    for at, value in enumerate(column.to_pylist()):
        if value:
            places.setdefault(value, []).append(at)
    return places


def judge_members(met: Met, findings: list[Findings]) -> None:
    """Tell members since when they are, and the rows that bear a member's NIK beside another name."""
    for at, _ in met.doubted:
        findings[at] += (finding("nik_of_other_member", "nik"),)
    days = met.rows["member_since"].to_pylist()
    for at, is_member in enumerate(met.rows["is_member"].to_pylist()):
        day = days[at]
        if is_member and day:
            findings[at] += (finding("already_member", "member_since", day=day.strftime("%d-%m-%Y")),)


def doubted_pairs(pairs: pa.Table, met: Met, members: pa.Table) -> pa.Table:
    """Return linkage's pairs of rows and members, those that share a NIK and contradict put up for review."""
    ids, theirs = met.rows["row_id"], members["row_id"]
    doubted = {(ids[at].as_py(), theirs[member].as_py()) for at, member in met.doubted}
    told = pairs.to_pylist()
    for pair in told:
        if (pair["a"], pair["b"]) in doubted and pair["zone"] == "distinct":
            pair["zone"] = "review"
    missing = sorted(doubted - {(pair["a"], pair["b"]) for pair in told})
    told += [{"a": a, "b": b, "weight": 0.0, "zone": "review", "reasons": NO_TERMS} for a, b in missing]
    return pa.Table.from_pylist(told, pairs.schema)


def _with(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), table.schema.field(name), values)
