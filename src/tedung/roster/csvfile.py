"""Text files (.csv, .tsv, .txt): encoding and delimiter found out, then lines in batches.

**Line numbers.**  A record that runs over several physical lines (a line break inside quotes) has the
number of the physical line on which it begins, as a text editor shows it.

A quote that is never closed would swallow the rest of the file: a record of more than `RECORD_LINES`
physical lines is taken back and its first line read without quotes.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from tedung.roster.cells import Cell, Line
from tedung.roster.decoding import Decoder, encoding_of

if TYPE_CHECKING:
    from tedung.roster.sheets import SheetStream, Source

DELIMITERS = (";", ",", "\t", "|")
BATCH = 20_000
RECORD_LINES = 60
FIELD = 100_000
"""The longest record in characters; a longer one is cut and says so."""
SAMPLE = 256 << 10


class Record(NamedTuple):
    """A record as it stands in the file: where it begins, its text with the line end, its fields."""

    number: int
    raw: str
    fields: list[str]


class _OpenQuoteError(Exception):
    """A quote was opened and not closed within a sensible number of lines."""


def sniff(source: "Source") -> None:
    """Find the encoding and the delimiter, and put them into the source's details."""
    with source.path.open("rb") as stream:
        head = stream.read(SAMPLE)
    encoding = encoding_of(head)
    source.details["encoding"] = encoding
    lines = list(islice(io.StringIO(head.decode(encoding, "replace"), newline=""), 400))
    source.details["delimiter"] = delimiter_of(lines)


def delimiter_of(lines: list[str]) -> str:
    """Return the delimiter under which the lines most nearly form a table; a comma where none does.

    An ``sep=;`` on the first line is believed, as spreadsheets do.
    """
    if lines and (told := re.fullmatch(r'\ufeff?"?sep=(.)"?', lines[0].strip("\r\n"), re.IGNORECASE)):
        return told[1]
    return max(DELIMITERS[::-1], key=lambda delimiter: (_tabular(lines, delimiter), delimiter == ","))


def _tabular(lines: list[str], delimiter: str) -> float:
    """Measure how like a table the lines are: the columns of the commonest width, weighed by their share."""
    widths = Counter(
        len(row)
        for row in _parsed(lines, delimiter)
        if any(field.strip() for field in row) and len(row) <= 5_000
    )
    total = widths.total()
    if not total:
        return 0
    return max((width - 1) * (count / total) ** 2 for width, count in widths.items())


def _parsed(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            continue


def records(source: "Source", decoder: Decoder) -> Iterator[Record]:
    """Yield every record of the file with its raw text, blank ones too.

    The raw text lets a marked copy give back each byte it does not have to change.
    """
    physical = _Physical(decoder)
    delimiter = source.details["delimiter"]
    reader = csv.reader(physical, delimiter=delimiter)
    while True:
        try:
            fields = next(reader)
            raw, number = physical.take()
        except StopIteration:
            return
        except (csv.Error, _OpenQuoteError):
            raw, number = physical.take_first()
            fields = _unquoted(raw, delimiter)
            reader = csv.reader(physical, delimiter=delimiter)
            source.details["open_quotes"] = source.details.get("open_quotes", 0) + 1
        yield Record(number, raw, fields)


def _unquoted(raw: str, delimiter: str) -> list[str]:
    """Read one physical line whose quotes cannot be trusted; a monstrous line is cut."""
    text = raw.rstrip("\r\n")[:FIELD]
    return next(csv.reader([text], delimiter=delimiter, quoting=csv.QUOTE_NONE), [])


class _Physical:
    """Physical lines for `csv.reader`, remembering those of the record being read so it can be taken back."""

    def __init__(self, decoder: Decoder) -> None:
        self.lines = decoder.lines()
        self.again: list[str] = []
        self.record: list[str] = []
        self.number = 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.record) >= RECORD_LINES:
            raise _OpenQuoteError
        line = self.again.pop() if self.again else next(self.lines, None)
        if line is None:
            if self.record:  # the file ends inside quotes
                raise _OpenQuoteError
            raise StopIteration
        self.record.append(line)
        return line

    def take(self) -> tuple[str, int]:
        """Return the raw text of the record just read and the line it begins on."""
        raw = self.record[0] if len(self.record) == 1 else "".join(self.record)
        number, self.number = self.number, self.number + len(self.record)
        self.record = []
        return raw, number

    def take_first(self) -> tuple[str, int]:
        """Return the first physical line of a record that failed; the others will be read again."""
        first, *others = self.record
        self.again.extend(reversed(others))
        self.record = []
        self.number += 1
        return first, self.number - 1


def stream_sheets(source: "Source") -> Iterator["SheetStream"]:
    """Yield the file's one table."""
    decoder = Decoder(source.path, source.details["encoding"])
    try:
        yield source.stream("", _batches(source, decoder))
    except OSError as fault:
        source.fault("unreadable", {"reason": fault.strerror or "?"})
    for code in ("mixed_encoding", "nul_bytes", "long_lines"):
        if count := getattr(decoder, code):
            source.remark(code, count=count)
    for code in ("open_quotes", "wide_lines"):
        if count := source.details.pop(code, 0):
            source.remark(code, count=count)


def _batches(source: "Source", decoder: Decoder) -> Iterator[list[Line]]:
    """Yield lines; a file whose first thousand lines are mostly too wide is refused."""
    limit = source.limits.columns
    lines = _lines(source, decoder)
    first = True
    while batch := list(islice(lines, BATCH)):
        wide = sum(len(line.cells) > limit for line in batch)
        if wide:
            if first and wide * 2 > len(batch):
                source.fault(
                    "too_wide", {"sheet": source.path.name, "columns": max(len(line.cells) for line in batch)}
                )
                return
            source.details["wide_lines"] = source.details.get("wide_lines", 0) + wide
            batch = [Line(number, cells[:limit]) for number, cells in batch]
        first = False
        source.widths[""] = max(source.widths.get("", 0), *(len(line.cells) for line in batch))
        yield batch


def _lines(source: "Source", decoder: Decoder) -> Iterator[Line]:
    for number, _, fields in records(source, decoder):
        yield Line(number, _cells(fields))


def _cells(fields: list[str]) -> tuple[Cell, ...]:
    """Return the fields as cells, the empty ones at the end left out: a spreadsheet shows none there."""
    last = len(fields)
    while last and not fields[last - 1]:
        last -= 1
    return tuple(value or None for value in fields[:last])
