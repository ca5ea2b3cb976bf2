"""The agency's member list: who of the rows is a member already, and since when."""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from tedung.errors import TedungError
from tedung.roster.inputs import expand
from tedung.roster.reading import Rows, read_file
from tedung.roster.row import Context
from tedung.roster.table import table_of
from tedung.texts import text


def read_members(path: Path, context: Context) -> pa.Table:
    """Return the persons of a member list as a table of `ROWS`; a list that cannot be read is refused.

    The list may hold a person twice: that is the agency's matter.
    """
    rows = Rows()
    reasons = []
    for given in expand([path]):
        read = read_file(given, rows, context)
        if read.status != "read":
            reasons.append(text(f"roster.{given.status}") if given.status else read.source.sentence())
    table = table_of(rows.batches)
    people = table.filter(table["is_person"])
    if not people.num_rows:
        reason = "; ".join(reasons) or text("roster.no_rows")
        raise TedungError(text("roster.bad_members", file=path, reason=reason))
    return people


def mark_members(rows: pa.Table, members: pa.Table | None, linked: Mapping[str, str]) -> pa.Table:
    """Return *rows* with `is_member` and `member_since`, by the same valid NIK, else by *linked*.

    linked: row_id of a row to row_id of the member whom linkage took it for.
    """
    if members is None:
        return rows
    by_nik = _places(members["nik"])
    by_id = _places(members["row_id"])
    met = []
    for nik, row_id in zip(rows["nik"].to_pylist(), rows["row_id"].to_pylist(), strict=True):
        at = by_nik.get(nik) if nik else None
        met.append(by_id.get(linked.get(row_id, "")) if at is None else at)
    is_person = rows["is_person"].to_pylist()
    is_member = [at is not None if person else None for at, person in zip(met, is_person, strict=True)]
    since = members["member_since"].combine_chunks().take(pa.array(met, pa.int64()))
    since = pc.coalesce(since, rows["member_since"].combine_chunks())
    flags = pa.array(is_member, pa.bool_())
    rows = _with(rows, "is_member", flags)
    return _with(rows, "member_since", pc.if_else(flags, since, pa.scalar(None, pa.date32())))


def _places(column: pa.ChunkedArray) -> dict[str, int]:
    """Return the first place of each value; an empty one has none."""
    places: dict[str, int] = {}
    for at, value in enumerate(column.to_pylist()):
        if value:
            places.setdefault(value, at)
    return places


def _with(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), table.schema.field(name), values)
