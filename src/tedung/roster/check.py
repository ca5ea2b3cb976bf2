"""The whole of the roster: files in; every line with an outcome, persons, and the files marked.

Linkage is handed in (`link`), because imports run down only.  Everything is written
aside and takes its name at the end: nobody ever finds half a result.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tedung.errors import TedungError
from tedung.files import folder_aside
from tedung.progress import Progress
from tedung.roster import phone
from tedung.roster.findings import Findings, finding
from tedung.roster.headers import load_mapping
from tedung.roster.inputs import Input, expand, refuse_out_over_input
from tedung.roster.members import MemberList, doubted_pairs, judge_members, mark_members, read_members
from tedung.roster.outcomes import judge_ages, judge_shared_niks, outcomes
from tedung.roster.outputs import people_of, write_marked_files, write_pairs, write_rows, write_table
from tedung.roster.places import HOME, gazetteer
from tedung.roster.reading import FileRows, Rows, read_file
from tedung.roster.row import Context
from tedung.roster.summary import status_sentence, summarise, with_file
from tedung.roster.table import table_of
from tedung.roster.twins import Linked, twins
from tedung.texts import text

KEY = b"tedung row key 1"
"""The common key of `row_key`: it keeps keys alike between versions, not secret (hand in your own)."""

LINE_BYTES = 90
"""What a line takes on disk, roughly, packed in a workbook or plain in a text file."""

Link = Callable[..., Linked]


@dataclass(frozen=True)
class Wish:
    """What is asked of a run beside its files."""

    on: date
    """The day of enrolment: it decides ages."""
    members: Path | None = None
    mapping: Path | None = None
    decisions: Path | None = None
    trust: str = "full"
    home: str = HOME
    key: bytes = field(default=KEY, repr=False)


@dataclass(frozen=True)
class Checked:
    """Every row of a run with what was decided of it, for a caller who keeps more than the files."""

    rows: pa.Table
    outcomes: Sequence[str]
    findings: Sequence[Findings]
    linked: Linked


def check(
    paths: Iterable[Path],
    out: Path,
    wish: Wish,
    link: Link | None = None,
    keep: Callable[[Checked], None] | None = None,
) -> dict[str, Any]:
    """Check the files and write the results into the folder *out*; return the summary.

    link: `tedung.linkage.link`, or None for twin lines only.  keep is handed every row, names and
    numbers too, which the files do not hold.  TedungError where nothing could be read, or *out* is
    no folder of ours.
    """
    inputs = expand(paths)
    refuse_out_over_input(out, inputs)
    context = Context(wish.on, gazetteer(wish.home), wish.key)
    files, rows = _read(inputs, context, wish.mapping)
    members = read_members(wish.members, context, table_of(rows.batches)) if wish.members else None
    with folder_aside(out) as aside:
        return _finish(aside, files, rows, members=members, wish=wish, link=link, keep=keep)


def _read(inputs: Sequence[Input], context: Context, mapping: Path | None) -> tuple[list[FileRows], Rows]:
    mapped = load_mapping(mapping) if mapping else None
    rows, files = Rows(), []
    guesses = [_lines_in(given) for given in inputs]
    with Progress(text("roster.reading"), sum(guesses)) as progress:
        for given, guess in zip(inputs, guesses, strict=True):
            columns = mapped.of(given.path.name) if mapped else None
            before = len(rows.findings)
            files.append(read_file(given, rows, context, columns, on_lines=progress.step))
            progress.step(max(0, guess - len(rows.findings) + before))
    if not any(file.is_read for file in files):
        told = "\n".join("  " + with_file(file.name, status_sentence(file)) for file in files)
        raise TedungError(text("roster.nothing_read", files=told))
    return files, rows


def _lines_in(given: Input) -> int:
    """Guess a file's lines from its size, for the progress bar alone."""
    return 1 + given.path.stat().st_size // LINE_BYTES if given.path.is_file() else 1


def _finish(
    aside: Path,
    files: list[FileRows],
    read: Rows,
    *,
    members: MemberList | None,
    wish: Wish,
    link: Link | None,
    keep: Callable[[Checked], None] | None,
) -> dict[str, Any]:
    findings = read.findings
    rows = _without_common_phones(table_of(read.batches), files, read)
    linked = _linked(rows, members, wish, link)
    met = mark_members(rows, members.people if members else None, linked.members)
    rows = met.rows
    judge_members(met, findings)
    judge_ages(rows, findings, wish.on)
    judge_shared_niks(rows, linked.person_id, findings)
    decided = outcomes(rows, linked.person_id, findings)
    people = people_of(rows, decided, linked.person_id)
    if keep:
        keep(Checked(rows, decided, findings, linked))
    with Progress(text("roster.writing"), len(files) + 2) as progress:
        write_rows(aside / "rows.parquet", rows, decided, findings, linked.person_id)
        write_table(aside / "people.parquet", people)
        write_pairs(aside / "pairs.parquet", linked.pairs)
        if members is not None:
            write_pairs(
                aside / "member_pairs.parquet", doubted_pairs(linked.member_pairs, met, members.people)
            )
        progress.step(2)
        marked = write_marked_files(aside / "marked", files, rows["line"], decided, findings)
        progress.step(len(files))
    summary = summarise(files, decided, findings, linked=linked, people=people, marked=marked, on=wish.on)
    if members is not None:
        summary["member_list"] = {"members": members.size.members, "parsed": members.people.num_rows}
    (aside / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return summary


def _linked(rows: pa.Table, members: MemberList | None, wish: Wish, link: Link | None) -> Linked:
    if link is None:
        return twins(rows)
    with Progress(text("roster.linking"), rows.num_rows) as progress:
        return link(
            rows,
            decisions=wish.decisions,
            members=members.people if members else None,
            members_in_all=members.size if members else None,
            trust=wish.trust,
            on_progress=progress.step,
        )


def _without_common_phones(rows: pa.Table, files: Sequence[FileRows], read: Rows) -> pa.Table:
    """Take away the numbers that serve too many people, and say so beside each row that had one."""
    numbers = rows["phone"].to_pylist()
    by_file = [[n for sheet in file.sheets for n in numbers[sheet.first : sheet.last]] for file in files]
    common = phone.too_common(by_file)
    if not common:
        return rows
    told = finding("phone_common", "phone")
    for at, number in enumerate(numbers):
        if number in common:
            read.findings[at] += (told,)
    is_common = pc.is_in(rows["phone"], value_set=pa.array(sorted(common)))
    kept = pc.if_else(is_common, pa.scalar(None, pa.string()), rows["phone"])
    return rows.set_column(rows.schema.get_field_index("phone"), rows.schema.field("phone"), kept)
