"""One outcome for every line: what the law says of age, what linkage says of doubles."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from tedung.dates import age_on, years_before
from tedung.law import law_on
from tedung.roster.findings import REFUSES, Findings, finding, outcome_of
from tedung.roster.likeness import contradict, who_at
from tedung.texts import text

COMPLETE = (
    "nama_sebutan",
    "birth_place",
    "sex",
    "village",
    "banjar",
    "address",
    "phone",
    "mother",
    "occupation",
    "income",
)
"""What makes one row of a person more complete than another, after NIK and birth date."""
LOOKED_AT = 50
"""Lines of one NIK that each other is held against: a number copied down a whole list needs no more."""


class Ages(NamedTuple):
    """The ages between which a non-wage worker is enrolled; conventions minimum-age and age-65."""

    lowest: int
    limit: int

    @classmethod
    def on(cls, day: date) -> "Ages":
        """Read both from the law of *day*."""
        law = law_on(day)
        return cls(int(law["coverage.age_minimum"]), int(law["coverage.age_limit"]))


def judge_ages(rows: pa.Table, findings: list[Findings], on: date) -> None:
    """Add to *findings* who is too young, and who is too old and no member yet.

    Birthdays are compared with the day less the years, never the reverse.
    """
    ages = Ages.on(on)
    born = rows["birth_date"]
    youngest = pa.scalar(years_before(on, ages.lowest), pa.date32())
    eldest = pa.scalar(years_before(on, ages.limit), pa.date32())
    young = pc.greater(born, youngest)
    old = pc.and_not_kleene(pc.less_equal(born, eldest), pc.fill_null(rows["is_member"], False))
    for code, who, limit in (("too_young", young, ages.lowest), ("too_old", old, ages.limit)):
        for at in _places(who):
            age = age_on(born[at].as_py(), on)
            findings[at] += (finding(code, "birth_date", age=age, day=on.strftime("%d-%m-%Y"), limit=limit),)


def _places(flags: pa.ChunkedArray) -> list[int]:
    found: list[int] = pc.indices_nonzero(pc.fill_null(flags, False)).to_pylist()
    return found


def judge_shared_niks(rows: pa.Table, person_id: Sequence[str | None], findings: list[Findings]) -> None:
    """Hold back the lines of two persons with one valid NIK: it belongs to one, the agency refuses another.

    Where name and birth date contradict each other both are asked, since nobody knows whose the
    number is.  Where they do not, it may be one person whom nobody put together: all but the most
    complete are asked.
    """
    for places in _shared(rows["nik"].to_pylist(), person_id):
        who = who_at(rows, places)
        against = {
            at
            for at in places
            if any(person_id[at] != person_id[b] and contradict(who[at], who[b]) for b in places[:LOOKED_AT])
        }
        for at in against:
            findings[at] += (finding("nik_of_other_person", "nik", where=_beside(rows, at, places)),)
        left = [at for at in places if at not in against]
        for at in _not_kept(_rows_at(rows, left), left, person_id, findings):
            findings[at] += (finding("nik_of_other_line", "nik", where=_beside(rows, at, places)),)


def _beside(rows: pa.Table, at: int, places: Sequence[int]) -> str:
    """Name the first other line of the same NIK, but only to its own village."""
    others = [place for place in places[:LOOKED_AT] if place != at]
    here = _rows_at(rows, [at, *others])
    mine = here[at]
    near = next((here[place] for place in others if here[place]["file"] == mine["file"]), None)
    if near is None:
        return text("roster.in_check")
    sheet = "" if near["sheet"] == mine["sheet"] else text("roster.in_sheet", sheet=near["sheet"])
    return text("roster.in_line", line=near["line"], sheet=sheet)


def _shared(niks: Sequence[str | None], person_id: Sequence[str | None]) -> Iterator[list[int]]:
    """Yield the rows of each NIK that stands beside several persons."""
    who: dict[str, str | None] = {}
    shared = set()
    for nik, person in zip(niks, person_id, strict=True):
        if nik and who.setdefault(nik, person) != person:
            shared.add(nik)
    places: dict[str, list[int]] = {}
    for at, nik in enumerate(niks):
        if nik in shared and nik:
            places.setdefault(nik, []).append(at)
    yield from places.values()


def _not_kept(
    rows: dict[int, dict[str, Any]],
    places: list[int],
    person_id: Sequence[str | None],
    findings: Sequence[Findings],
) -> list[int]:
    """Return the rows of everybody but of whoever has the most complete one."""
    decided = {at: outcome_of(findings[at]) for at in places}
    admitted = [at for at in places if decided[at] != "not_eligible"]
    if not admitted:
        return []
    kept = min(admitted, key=lambda at: _rank(rows[at], decided[at], at))
    return [at for at in admitted if person_id[at] != person_id[kept]]


def outcomes(rows: pa.Table, person_id: Sequence[str | None], findings: list[Findings]) -> list[str]:
    """Return one outcome for every row, and add to *findings* why a row is a double.

    Of the rows of one person that the law admits, the most complete is kept (one without
    a fault first); then by file name, then by line.
    """
    known: dict[Findings, str] = {(): "accepted"}
    result = []
    for is_person, found in zip(rows["is_person"].to_pylist(), findings, strict=True):
        if not is_person:
            result.append("not_a_person")
        else:
            result.append(known.get(found) or known.setdefault(found, outcome_of(found)))
    groups = list(_several(person_id))
    looked_at = _rows_at(rows, sorted(at for places in groups for at in places))
    for places in groups:
        _settle_person(looked_at, places, findings, result)
    return result


def _rows_at(rows: pa.Table, places: list[int]) -> dict[int, dict[str, Any]]:
    """Return the rows at *places* as dicts, taken all at once: Arrow is slow at single rows."""
    columns = rows.select(["file", "sheet", "line", "nik", "birth_date", *COMPLETE])
    return dict(zip(places, columns.take(pa.array(places, pa.int64())).to_pylist(), strict=True))


def _several(person_id: Sequence[str | None]) -> Iterator[list[int]]:
    first: dict[str, int] = {}
    more: dict[str, list[int]] = {}
    for at, person in enumerate(person_id):
        if person is None:
            continue
        if person in first:
            more.setdefault(person, [first[person]]).append(at)
        else:
            first[person] = at
    yield from more.values()


def _settle_person(
    rows: dict[int, dict[str, Any]], places: list[int], findings: list[Findings], result: list[str]
) -> None:
    admitted = [at for at in places if result[at] != "not_eligible"]
    if not admitted:
        return
    kept, *doubles = sorted(admitted, key=lambda at: _rank(rows[at], result[at], at))
    for at in doubles:
        findings[at] = (_double(rows[at], rows[kept]),)
        result[at] = "duplicate"
    if len(admitted) < len(places) and not _codes(findings[kept]) & REFUSES:
        findings[kept] += (finding("listed_otherwise", "nama_ktp"),)
        result[kept] = outcome_of(findings[kept])


def _rank(row: dict[str, Any], outcome: str, at: int) -> tuple[Any, ...]:
    """Rows stand in the order of file name, sheet and line, so the place breaks ties."""
    filled = sum(row[name] is not None for name in COMPLETE)
    is_faulty = outcome == "needs_fix"
    return is_faulty, row["nik"] is None, row["birth_date"] is None, -filled, at


def _double(row: dict[str, Any], kept: dict[str, Any]) -> Any:
    """Name the line that is kept, but only to its own village."""
    if row["file"] != kept["file"]:
        return finding("duplicate_elsewhere", "nama_ktp")
    sheet = "" if row["sheet"] == kept["sheet"] else text("roster.in_sheet", sheet=kept["sheet"])
    return finding("duplicate_here", "nama_ktp", line=kept["line"], sheet=sheet)


def _codes(findings: Iterable[Any]) -> set[str]:
    return {found.code for found in findings}
