"""The queue of pairs that wait for a person, and where each row stands in the files.

The output folder holds no names beside row ids, so the rows are read again from the
marked copies: the reviewer sees what the clerk typed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import pyarrow.parquet as pq

from tedung.errors import TedungError
from tedung.linkage.decisions import Decision, standing
from tedung.linkage.reasons import Reasons
from tedung.roster import headers
from tedung.roster.cells import shown as cell_text
from tedung.roster.sheets import open_source
from tedung.texts import text


@dataclass(frozen=True)
class Place:
    """Where a row stands, and its key for decisions."""

    row_id: str
    row_key: str
    file: str
    sheet: str
    line: int


@dataclass(frozen=True)
class Question:
    """Are these two rows one person?"""

    a: Place
    b: Place
    weight: float
    zone: str
    reasons: Reasons


def places(folder: Path) -> dict[str, Place]:
    """Return where every row of the run in *folder* stands, by row_id."""
    columns = ["row_id", "row_key", "file", "sheet", "line"]
    rows = _table(folder, "rows.parquet").select(columns).to_pylist()
    return {row["row_id"]: Place(**row) for row in rows}


def questions(folder: Path, zone: str = "") -> list[Question]:
    """Return the pairs of the run in *folder*, those of one *zone* where it is named."""
    where = places(folder)
    pairs = _table(folder, "pairs.parquet").to_pylist()
    return [
        Question(where[p["a"]], where[p["b"]], p["weight"], p["zone"], Reasons.parse(p["reasons"]))
        for p in pairs
        if not zone or p["zone"] == zone
    ]


def queue(found: Iterable[Question], decisions: Sequence[Decision]) -> list[Question]:
    """Return what nobody has answered yet, the most likely first: each yes is a person found."""
    answered = standing(decisions)
    waiting = [q for q in found if _keys(q) not in answered]
    return sorted(waiting, key=lambda q: (-q.weight, q.a.row_id, q.b.row_id))


def _keys(question: Question) -> tuple[str, str]:
    first, second = sorted((question.a.row_key, question.b.row_key))
    return first, second


def verdict(question: Question, said: str, by: str, at: str) -> Decision:
    """Return the decision on *question*: same, different, unknown, or open to take one back."""
    return Decision(*_keys(question), said, by, at)


def find(found: Sequence[Question], a: str, b: str) -> Question:
    """Return the pair of two rows, *a* first; TedungError if there is none.

    a, b: each a row_id, or FILE:LINE.
    """
    for question in found:
        if _is(question.a, a) and _is(question.b, b):
            return question
        if _is(question.b, a) and _is(question.a, b):
            return replace(question, a=question.b, b=question.a)
    raise TedungError(text("linkage.no_such_pair", a=a, b=b))


def _is(place: Place, given: str) -> bool:
    return given in (place.row_id, f"{place.file}:{place.line}")


Cells = Mapping[str, tuple[str, str]]
"""What a row holds: field -> heading and cell."""


def shown(folder: Path, wanted: Iterable[Place]) -> dict[str, Cells]:
    """Return the cells of rows as the marked copies show them, by row_id; empty cells are left out."""
    by_file: dict[str, dict[tuple[str, int], str]] = {}
    for place in wanted:
        by_file.setdefault(place.file, {})[place.sheet, place.line] = place.row_id
    found: dict[str, Cells] = {}
    for file, lines in by_file.items():
        found |= _cells(_marked(folder, file), lines)
    return found


def _cells(path: Path, wanted: Mapping[tuple[str, int], str]) -> Iterator[tuple[str, Cells]]:
    """Yield row_id and cells of the lines of one marked copy."""
    for sheet in open_source(path).sheets():
        header = headers.find(sheet.head)
        for line in chain.from_iterable(sheet.batches):
            row_id = wanted.get((sheet.name, line.number))
            if row_id:
                typed = ((field, cell_text(line.cell(at))) for field, at in header.columns.items())
                yield (
                    row_id,
                    {field: (header.headings.get(field, field), cell) for field, cell in typed if cell},
                )


def _marked(folder: Path, file: str) -> Path:
    """Return the marked copy of *file*; workbooks of older kinds come back as .xlsx."""
    exact = folder / "marked" / file
    if exact.exists():
        return exact
    alike = sorted(exact.parent.glob(f"{exact.stem}.*")) if exact.parent.exists() else []
    return alike[0] if alike else exact


def _table(folder: Path, name: str) -> "pq.Table":
    path = folder / name
    if not path.is_file():
        raise TedungError(text("linkage.not_a_run", folder=folder))
    return pq.read_table(path)
