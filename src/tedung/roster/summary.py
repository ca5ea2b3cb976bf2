"""The account of a run: counts that add up, and what each file was taken for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from tedung import __version__
from tedung.columns import OUTCOMES
from tedung.law import law_on, law_version
from tedung.roster.cells import Remark, letter
from tedung.roster.findings import Findings
from tedung.roster.mark import Marked
from tedung.roster.reading import FileRows, SheetRows
from tedung.roster.twins import Linked
from tedung.texts import text

CONVENTIONS = ("coverage.age_minimum", "coverage.age_limit")


def summarise(
    files: Sequence[FileRows],
    outcomes: Sequence[str],
    findings: list[Findings],
    *,
    linked: Linked,
    people: pa.Table,
    marked: Mapping[str, Marked],
    on: date,
) -> dict[str, Any]:
    """Return the account as plain dicts, the same for the same input."""
    accounts = [_file(file, outcomes, findings, marked.get(file.name)) for file in files]
    _name_copies(accounts)
    law = law_on(on)
    return {
        "tedung": __version__,
        "on": on.isoformat(),
        "law_version": law_version(),
        "conventions": sorted({law.cite(name).convention or "" for name in CONVENTIONS} - {""}),
        "totals": {
            "files": len(files),
            "files_read": sum(file.is_read for file in files),
            "lines": len(outcomes),
            "person_lines": len(outcomes) - outcomes.count("not_a_person"),
            "persons": len({person for person in linked.person_id if person}),
            "people": people.num_rows,
            "members": sum(bool(one) for one in people["is_member"].to_pylist()),
            "pairs": _zones(linked.pairs),
        },
        "outcomes": _counts(outcomes),
        "findings": _codes(findings),
        "remarks": [{"code": one.code, **one.fields} for one in linked.remarks],
        "files": accounts,
    }


def _counts(outcomes: Sequence[str]) -> dict[str, int]:
    counted = Counter(outcomes)
    return {outcome: counted[outcome] for outcome in OUTCOMES}


def _codes(findings: Sequence[Findings]) -> dict[str, int]:
    counted = Counter(found.code for row in findings for found in row)
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def _zones(pairs: pa.Table) -> dict[str, int]:
    return dict(sorted(Counter(pairs["zone"].to_pylist()).items()))


def _file(
    file: FileRows, outcomes: Sequence[str], findings: list[Findings], marked: Marked | None
) -> dict[str, Any]:
    sheets = [_sheet(sheet, outcomes, findings) for sheet in file.sheets]
    here: Counter[str] = Counter()
    for sheet in sheets:
        here.update(sheet["outcomes"])
    return {
        "file": file.name,
        "status": file.status,
        "sentence": status_sentence(file),
        "kind": file.source.kind,
        "sha256": file.source.sha256,
        "lines": sum(sheet["lines"] for sheet in sheets),
        "outcomes": {outcome: here[outcome] for outcome in OUTCOMES},
        "remarks": file.sentences,
        "unread_columns": [
            remark.sentence()
            for sheet in file.sheets
            for remark in sheet.header.remarks
            if remark.code == "column_unknown"
        ],
        "marked": _marked(file, marked),
        "sheets": sheets,
    }


def status_sentence(file: FileRows) -> str:
    """Return what a clerk is told about the file; empty where all of it was read."""
    if file.status == "read":
        return "" if file.has_persons else text("roster.no_rows")
    if file.status in {"missing_file", "unreadable_file", "empty_folder"}:
        return text(f"roster.{file.status}")
    if file.status == "no_header" and file.source.status == "read":
        return text("roster.no_header")
    if file.source.status == "damaged" and not file.has_persons:
        return text("files_read.damaged_whole", file=file.name)
    return Remark(file.source.status, {**file.source.details, "file": file.name}).sentence()


def with_file(file: str, sentence: str) -> str:
    """Return a sentence about a file that names the file, once."""
    return sentence if file in sentence else f"{file}: {sentence}"


def _marked(file: FileRows, marked: Marked | None) -> dict[str, Any] | None:
    if marked is None:
        return None
    name = Path(file.name).with_name(marked.path.name)
    return {"file": str(name), "dead_cells": marked.dead_cells, "values_only": marked.values_only}


def _sheet(sheet: SheetRows, outcomes: Sequence[str], findings: list[Findings]) -> dict[str, Any]:
    header = sheet.header
    return {
        "sheet": sheet.name,
        "status": header.status,
        "lines": sheet.last - sheet.first,
        "outcomes": _counts(outcomes[sheet.first : sheet.last]),
        "findings": _codes(findings[sheet.first : sheet.last]),
        "header_lines": list(header.lines),
        "columns": {
            field: {"column": letter(at), "heading": header.headings.get(field, "")}
            for field, at in sorted(header.columns.items(), key=lambda pair: pair[1])
        },
        "unknown_columns": {letter(at): heading for at, heading in sorted(header.unknown.items())},
        "date_style": sheet.profile.date_style,
        "habits": sorted({habit.code for habit in sheet.profile.habits}),
    }


def _name_copies(accounts: Sequence[dict[str, Any]]) -> None:
    """Say of a file that another one has the very same bytes."""
    first: dict[str, str] = {}
    for account in accounts:
        same = first.setdefault(account["sha256"], account["file"]) if account["sha256"] else account["file"]
        account["same_bytes_as"] = "" if same == account["file"] else same


def needs_mending(summary: dict[str, Any]) -> bool:
    """Say whether a clerk has something to do: a line to mend, or a file that could not be read."""
    counts = summary["outcomes"]
    to_mend = sum(counts[outcome] for outcome in OUTCOMES if outcome not in {"accepted", "not_a_person"})
    return bool(to_mend) or any(file["status"] != "read" for file in summary["files"])
