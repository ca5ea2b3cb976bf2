"""What a run leaves: rows, people and pairs as Parquet, and each village's own file, marked."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tedung.columns import PERSON, WORKER
from tedung.roster.findings import MUST_FIX, REFUSES, Findings
from tedung.roster.mark import Marked, write_marked
from tedung.roster.marks import Mark
from tedung.roster.reading import FileRows, SheetRows
from tedung.roster.table import FINDINGS
from tedung.texts import text

PLACE = ("row_id", "row_key", "file", "sheet", "line")
TOLD = ("nik_state", "birth_source", "sex_source", "village", "occupation", "kelompok_sasaran", "is_member")
"""What `rows.parquet` tells beside outcome and person: nothing by which a person is known."""

EXPLAINS = {
    "nik_of_other_person": ("nik_of_other_member", "birth_differs_from_nik", "sex_differs_from_nik"),
    "birth_impossible": ("birth_missing", "birth_from_nik"),
    "birth_implausible": ("birth_missing", "birth_from_nik"),
}
"""What needs no sentence of its own: a borrowed number bears its owner's birth date and sex."""
PEOPLE = pa.schema([(column.name, column.type) for column in (*WORKER, *PERSON)])
WRITING = ".menulis"
"""Folder of a marked copy until its name is known."""
COSTLY = frozenset({"no_memory", "timeout"})
"""What a second reading of the file would meet again, after as long."""
SLICE = 100_000
"""Rows turned into Arrow at once, so that a million findings need little memory."""


def write_rows(
    path: Path,
    rows: pa.Table,
    outcomes: Sequence[str],
    findings: list[Findings],
    person_id: Sequence[str | None],
) -> None:
    """Write a line for every line read: where it stands, its outcome, findings and person."""
    names = {name: rows.schema.field(name).type for name in (*PLACE, *TOLD)}
    before = [(name, names[name]) for name in PLACE]
    after = [(name, names[name]) for name in TOLD]
    told = [("outcome", pa.string()), ("findings", FINDINGS), ("person_id", pa.string())]
    schema = pa.schema([*before, *told, *after])
    with path.open("wb") as file, pq.ParquetWriter(file, schema) as writer:
        for first in range(0, max(rows.num_rows, 1), SLICE):
            part = rows.slice(first, SLICE)
            here = slice(first, first + SLICE)
            columns = [part[name] for name in PLACE]
            columns += [pa.array(outcomes[here], pa.string()), findings_array(findings[here])]
            columns += [pa.array(person_id[here], pa.string()), *(part[name] for name in TOLD)]
            writer.write_table(pa.table(columns, schema=schema))


def findings_array(findings: Sequence[Findings]) -> pa.Array:
    """Return the findings of each row as an Arrow list of {code, column, sentence}."""
    flat = [found for row in findings for found in row]
    columns = list(zip(*flat, strict=True)) if flat else [(), (), ()]
    parts = [pa.array(column, pa.string()) for column in columns]
    offsets = pa.array(list(accumulate((len(row) for row in findings), initial=0)), pa.int32())
    struct = pa.StructArray.from_arrays(parts, names=["code", "column", "sentence"])
    return pa.ListArray.from_arrays(offsets, struct).cast(FINDINGS)


def people_of(rows: pa.Table, outcomes: Sequence[str], person_id: Sequence[str | None]) -> pa.Table:
    """Return a row for every person who may be proposed, in the columns of `columns.py`.

    Columns that nobody filled in stay empty: the bill, not the roster, has defaults.
    """
    kept = [at for at, outcome in enumerate(outcomes) if outcome in {"accepted", "accepted_with_warnings"}]
    part = rows.take(pa.array(kept, pa.int64()))
    ids = pa.array([person_id[at] for at in kept], pa.string())
    made = {"person_id": ids, "worker_id": ids, "enrolment_id": part["row_id"]}
    columns = []
    for field in PEOPLE:
        if field.name in made:
            columns.append(made[field.name])
        elif field.name in part.schema.names:
            columns.append(part[field.name])
        else:
            columns.append(pa.nulls(len(kept), field.type))
    return pa.table(columns, schema=PEOPLE)


def write_table(path: Path, table: pa.Table) -> None:
    """Write *table* as Parquet through a file of our own, so that a full disk is told as such."""
    with path.open("wb") as file:
        pq.write_table(table, file)


def write_pairs(path: Path, pairs: pa.Table) -> None:
    """Write the pairs in the order of their row ids."""
    write_table(path, pairs.sort_by([("a", "ascending"), ("b", "ascending")]))


def write_marked_files(
    folder: Path,
    files: Sequence[FileRows],
    lines: pa.ChunkedArray,
    outcomes: Sequence[str],
    findings: list[Findings],
) -> dict[str, Marked]:
    """Write each file's marked copy under its own name; return what was written, by name.

    A file that could be read only in part comes back as far as it was read.
    """
    written = {}
    taken = {file.name.lower() for file in files}
    for file in files:
        if not can_return(file):
            continue
        aside = folder / WRITING / Path(file.name).name
        aside.parent.mkdir(parents=True, exist_ok=True)
        headers = {sheet.name: sheet.header for sheet in file.sheets}
        marks = {sheet.name: _marks(sheet, lines, outcomes, findings) for sheet in file.sheets}
        marked = write_marked(file.source.path, file.source, headers, marks, aside)
        target = folder / marked_name(file.name, marked.path, taken)
        target.parent.mkdir(parents=True, exist_ok=True)
        written[file.name] = marked._replace(path=marked.path.replace(target))
        aside.parent.rmdir()
    return written


def can_return(file: FileRows) -> bool:
    """Say whether there is something to give back, at no more cost than a file that is whole."""
    return file.status == "read" or (file.is_read and file.status not in COSTLY)


def marked_name(name: str, written: Path, taken: set[str]) -> str:
    """Return the name of the marked copy *written* of the file *name*, beside no other file's.

    taken: the names of all files and of the copies before this one, in lower case.
    """
    found = str(Path(name).with_name(written.name))
    if found == name:
        return name
    if found.lower() in taken:
        found = name + written.suffix
    taken.add(found.lower())
    return found


def _marks(
    sheet: SheetRows, lines: pa.ChunkedArray, outcomes: Sequence[str], findings: list[Findings]
) -> Iterator[Mark]:
    shown = {outcome: text(f"outcome.{outcome}") for outcome in set(outcomes[sheet.first : sheet.last])}
    numbers = lines.slice(sheet.first, sheet.last - sheet.first).to_pylist()
    for at, number in enumerate(numbers, start=sheet.first):
        if outcomes[at] != "not_a_person":
            yield Mark(number, shown[outcomes[at]], to_mend(findings[at]))


def to_mend(findings: Findings) -> str:
    """Return the sentences of a row as one text, what decides first."""
    if not findings:
        return ""
    refused = tuple(found for found in findings if found.code in REFUSES)
    if refused:  # whoever is left out has nothing else to mend
        return " ".join(dict.fromkeys(found.sentence for found in refused))
    explained = {code for found in findings for code in EXPLAINS.get(found.code, ())}
    told = [found for found in findings if found.code not in explained]
    ranked: Any = sorted(told, key=lambda found: (found.code not in REFUSES, found.code not in MUST_FIX))
    return " ".join(dict.fromkeys(found.sentence for found in ranked))
