"""Where the header of a sheet is, and which column carries which field.

A header may take one line or two (*Tempat/Tgl Lahir* over *Tempat* and *Tanggal*) and have a line of column
numbers below it.  The header is the place among the first lines where most fields are named.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from tedung.roster.cells import CellError, Line, Remark, is_blank, letter, shown
from tedung.roster.header import Header, Twice
from tedung.roster.lexicon import FIELDS, NOT_OURS, compact, field_of
from tedung.roster.lines import Kind, classify_line, is_numbering, kinds
from tedung.roster.mapping import MappingFile, load_mapping

__all__ = [
    "FIELDS", "Header", "Kind", "MappingFile", "Twice", "classify_line", "find", "is_numbering", "kinds",
    "load_mapping",
]  # fmt: skip

WINDOW = 60
"""The header stands among the first lines that hold something."""
ANCHORS = {"nik", "nama_ktp", "birth", "birth_date", "mother", "bpjs_number", "worker_id", "enrolment_id"}
PARTNERS = {"birth_place": "birth_date", "birth_date": "birth_place", "sex_l": "sex_p", "sex_p": "sex_l"}
"""Fields whose short headings mean them only side by side: *Tempat* and *Tanggal*, *L* and *P*."""
READ_TWICE = {"occupation", "remarks"}
"""Fields of which a second column is read as well, where its heading is another: *Jabatan*, *Pekerjaan*."""
UNKNOWN_NAMED = 6
"""Columns under unknown headings that are named; of more, how many."""
FILLED = 300
"""Lines below the header that decide which of two columns is better filled."""


class _Candidate(NamedTuple):
    """Lines that might be the header: where they end in the sample, and what each column is called."""

    last: int
    numbers: tuple[int, ...]
    texts: Mapping[int, str]
    fields: Mapping[int, str]

    @property
    def score(self) -> int:
        return len(set(self.fields.values()) - {NOT_OURS})

    @property
    def is_header(self) -> bool:
        named = set(self.fields.values())
        return self.score >= 2 and bool(named & ANCHORS)


def find(sample: Sequence[Line], mapping: Mapping[str, str] | None = None) -> Header:
    """Find the header among the first lines of a sheet; *mapping* (field to heading or letter) overrides."""
    best = _best(sample)
    if best is None and not mapping:
        from tedung.roster.headerless import infer

        return infer(sample)
    if best is None:
        return _mapped(Header(), {}, sample, mapping or {})
    header = _header(best, sample)
    return _mapped(header, best.texts, sample, mapping) if mapping else header


def _best(sample: Sequence[Line]) -> _Candidate | None:
    """Return the candidate that names most fields; the earliest, then the shortest, of equals."""
    found: _Candidate | None = None
    for candidate in _candidates(sample):
        if candidate.is_header and (found is None or candidate.score > found.score):
            found = candidate
    return found


def _candidates(sample: Sequence[Line]) -> Iterator[_Candidate]:
    looked = 0
    for index, line in enumerate(sample[:1_000]):
        looked += not is_blank(line)
        if looked > WINDOW:
            return
        top = _texts(line)
        if len(top) < 2:
            continue
        yield _Candidate(
            index, (line.number,), top, _contextual({c: field_of(text) for c, text in top.items()})
        )
        if index + 1 < len(sample) and (sub := _texts(sample[index + 1])):
            texts = _joined(top, sub)
            fields = _contextual(_two_line_fields(top, sub))
            yield _Candidate(index + 1, (line.number, sample[index + 1].number), texts, fields)


def _texts(line: Line) -> dict[int, str]:
    """Return the headings a line might hold; none at all where a cell is data (a number, a day, a NIK)."""
    if is_numbering(line):
        return {}
    texts = {}
    for column, cell in enumerate(line.cells):
        text = shown(cell)
        if not text:
            continue
        if not isinstance(cell, str | CellError) or sum(c.isdigit() for c in text) >= 5:
            return {}
        texts[column] = text
    return texts


def _groups(top: Mapping[int, str], sub: Mapping[int, str]) -> dict[int, str]:
    """Return the heading above each sub-heading: a group's heading reaches right over empty cells."""
    groups, above = {}, ""
    for column in range(max(*top, *sub) + 1):
        above = top.get(column, above if column in sub else "")
        if column in sub:
            groups[column] = above
    return groups


def _joined(top: Mapping[int, str], sub: Mapping[int, str]) -> dict[int, str]:
    texts = dict(top)
    for column, group in _groups(top, sub).items():
        own = sub[column]
        texts[column] = own if compact(own) == compact(group) or not group else f"{group} / {own}"
    return texts


def _two_line_fields(top: Mapping[int, str], sub: Mapping[int, str]) -> dict[int, str]:
    groups = _groups(top, sub)
    shared = [group for column, group in groups.items() if column not in top]
    fields = {column: field_of(text) for column, text in top.items() if column not in sub}
    for column, group in groups.items():
        fields[column] = _sub_field(group, sub[column], group_of_many=group in shared)
    return fields


def _in_parts(fields: dict[int, str]) -> dict[int, str]:
    """Where a column holds the month alone, the dates before and after it are the day and the year."""
    month = next((column for column in sorted(fields) if fields[column] == "birth_month"), None)
    if month is None:
        return fields
    return {
        column: ("birth_day" if column < month else "birth_year") if name == "birth_date" else name
        for column, name in fields.items()
    }


def _sub_field(group: str, own: str, *, group_of_many: bool) -> str:
    """Return the field of a sub-heading in the light of the heading above it."""
    above, below = field_of(group), field_of(own)
    if compact(group) == compact(own) or not group:
        return below
    if above == NOT_OURS:
        return NOT_OURS
    if above in ("birth", "birth_date") and below.endswith("?"):
        return below.removesuffix("?")
    return below or field_of(f"{group} {own}") or ("" if group_of_many else above)


def _contextual(fields: dict[int, str]) -> dict[int, str]:
    """Settle headings that mean something only beside their partner, and drop the unknown."""
    settled = {}
    for column, found in fields.items():
        name = found.removesuffix("?")
        near = {fields.get(column - 1, "").rstrip("?"), fields.get(column + 1, "").rstrip("?")}
        if found and (name == found or PARTNERS[name] in near):
            settled[column] = name
    return _in_parts(settled)


def _header(best: _Candidate, sample: Sequence[Line]) -> Header:
    """Turn the best candidate into a header, its numbering line and its columns settled."""
    body = sample[best.last + 1 : best.last + 1 + FILLED]
    numbers = best.numbers
    if body and is_numbering(body[0]):
        numbers, body = (*numbers, body[0].number), body[1:]
    columns, twice = _choose(best, body)
    unknown = {
        column: text for column, text in best.texts.items() if best.fields.get(column, NOT_OURS) == NOT_OURS
    }
    header = Header(
        lines=numbers,
        columns=columns,
        headings={name: best.texts[column] for name, column in columns.items()},
        unknown=unknown,
        twice=twice,
        width=max(best.texts) + 1,
    )
    return replace(header, remarks=(*_twice_remarks(twice), *_unknown_remarks(best, body)))


def _choose(best: _Candidate, body: Sequence[Line]) -> tuple[dict[str, int], tuple[Twice, ...]]:
    """Give each field the better filled of its columns, the first of equals."""
    found = defaultdict(list)
    for column in sorted(best.fields):
        if best.fields[column] != NOT_OURS:
            found[best.fields[column]].append(column)
    columns, twice = {}, []
    for name, places in found.items():
        taken = max(
            places, key=lambda column: (sum(shown(line.cell(column)) != "" for line in body), -column)
        )
        columns[name] = taken
        twice += [
            Twice(name, taken, best.texts[taken], left, best.texts[left]) for left in places if left != taken
        ]
    return columns, tuple(twice)


def _twice_remarks(twice: Sequence[Twice]) -> Iterator[Remark]:
    for found in twice:
        if found.field in READ_TWICE and compact(found.taken_heading) != compact(found.left_heading):
            continue
        fields = {
            "heading": found.taken_heading[:60], "column": letter(found.taken),
            "other": found.left_heading[:60], "other_column": letter(found.left),
        }  # fmt: skip
        yield Remark("column_twice", fields)


def _unknown_remarks(best: _Candidate, body: Sequence[Line]) -> Iterator[Remark]:
    """Name, in one sentence, the columns that hold something under a heading we do not know."""
    left = [
        f'{letter(column)} "{best.texts[column][:40]}"'
        for column in sorted(best.texts)
        if column not in best.fields and any(shown(line.cell(column)) for line in body)
    ]
    if left:
        more = len(left) - UNKNOWN_NAMED
        told = ", ".join(left[:UNKNOWN_NAMED]) + (f", … (+{more})" if more > 0 else "")
        yield Remark("column_unknown", {"columns": told})


def _mapped(
    header: Header, texts: Mapping[int, str], sample: Sequence[Line], mapping: Mapping[str, str]
) -> Header:
    """Let the mapping override what was found; headings the sheet does not have become one remark."""
    width = max((len(line.cells) for line in sample), default=0)
    columns, headings, missing = dict(header.columns), dict(header.headings), []
    for name, wanted in mapping.items():
        column = _mapped_column(wanted, texts, sample, width)
        if column is None:
            missing.append(f"{name} = {wanted[:60]}")
            continue
        for other in [other for other, place in columns.items() if place == column]:
            del columns[other], headings[other]
        columns[name], headings[name] = column, texts.get(column, wanted)
    if not columns:
        return Header(status="no_header")
    remarks = (Remark("mapping_missing", {"missing": "; ".join(sorted(missing))}),) if missing else ()
    unknown = {column: text for column, text in header.unknown.items() if column not in columns.values()}
    return replace(
        header, columns=columns, headings=headings, unknown=unknown,
        width=max(header.width, *columns.values(), 0) + (not header.width), remarks=header.remarks + remarks,
    )  # fmt: skip


def _mapped_column(wanted: str, texts: Mapping[int, str], sample: Sequence[Line], width: int) -> int | None:
    """Return the column of a heading text, or of a letter from A to ZZ."""
    for column in sorted(texts):
        if compact(wanted) in (compact(texts[column]), compact(texts[column].rpartition(" / ")[2])):
            return column
    if len(wanted) <= 2 and wanted.isascii() and wanted.isalpha() and wanted.isupper():
        column = 0
        for character in wanted:
            column = column * 26 + ord(character) - 64
        return column - 1 if column <= width else None
    for line in sample[:WINDOW]:
        for column, cell in enumerate(line.cells):
            if isinstance(cell, str) and compact(cell) == compact(wanted):
                return column
    return None
