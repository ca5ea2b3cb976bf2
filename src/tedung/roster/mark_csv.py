"""Two fields appended to each record of a text file: same delimiter, quoting, line ends and encoding.

A field that a spreadsheet would run (it begins with ``=``, ``+``, ``-``, ``@``, a tab or a line end) gets an
apostrophe in front.  A lone dash and a plain signed number (``-5``, ``+62812…``) are not run and stay.
"""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tedung.roster.csvfile import Record, records
from tedung.roster.decoding import Decoder

if TYPE_CHECKING:
    from tedung.roster.marks import Marks
    from tedung.roster.sheets import Source

STARTS = frozenset("=+-@\t\r\n＝＋－＠")
HARMLESS = re.compile(r"[-–+\s]*|[-+]\d[\d\s.,-]*")
FLUSH = 1 << 20


def write(path: Path, source: "Source", marks: "Marks", out: Path) -> int:
    """Write the marked text file; return how many fields were given an apostrophe."""
    decoder = Decoder(path, source.details["encoding"])
    delimiter = source.details["delimiter"]
    column = marks.column(source.widths.get("", 0))
    old = 2 if marks.again(source.widths.get("", 0)) else 0
    encode = _encoder(
        source.details["encoding"], mixed=any(remark.code == "mixed_encoding" for remark in source.remarks)
    )
    dead, held, size = 0, [], 0
    with out.open("wb") as stream:
        for record in records(source, decoder):
            text, killed = _marked(record, delimiter, column, marks.at(record.number), old)
            dead += killed
            held.append(text)
            size += len(text)
            if size > FLUSH:
                stream.write(encode("".join(held)))
                held, size = [], 0
        stream.write(encode("".join(held)))
    return dead


def _marked(record: Record, delimiter: str, column: int, cells: tuple[str, str], old: int) -> tuple[str, int]:
    """Return a record's text with the two cells, and how many fields were made harmless.

    column: where the two cells go, or after the record's own fields where it has more.  old: how many
    fields of an earlier run stand there and give way.
    """
    fields = record.fields
    if not any(cells) and not old and not any(field[:1] in STARTS for field in fields if field):
        return record.raw, 0
    body = record.raw.rstrip("\r\n")
    end = record.raw[len(body) :] or "\n"
    kept = fields[:column] + fields[column + old :] if old else fields
    safe = [_safe(field) for field in kept]
    killed = sum(after != before for after, before in zip(safe, kept, strict=True))
    if killed or len(kept) != len(fields):
        body = _joined(safe, delimiter)
    if any(cells):
        missing = max(column - max(len(kept), 1), 0)
        body += delimiter * (missing + 1) + _joined([_safe(cell) for cell in cells], delimiter)
    return body + end, killed


def _safe(field: str) -> str:
    if field[:1] in STARTS and field and not HARMLESS.fullmatch(field):
        return "'" + field
    return field


def _joined(fields: list[str], delimiter: str) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=delimiter, lineterminator="").writerow(fields)
    return line.getvalue()


def _encoder(encoding: str, *, mixed: bool) -> Callable[[str], bytes]:
    """Return the way back to bytes; a mixed file comes back as UTF-8, the mark of the order of bytes once."""
    name = "utf-8" if mixed and encoding == "cp1252" else encoding
    first = {"utf-8-sig": "\ufeff", "utf-16": "\ufeff"}.get(name, "")
    plain = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(name, name)

    def encode(text: str) -> bytes:
        nonlocal first
        text, first = first + text, ""
        try:
            return text.encode(plain)
        except UnicodeEncodeError:
            return "".join(map(_printable, text)).encode(plain, "replace")

    return encode


def _printable(character: str) -> str:
    return {"\u2212": "-", "\u00a0": " "}.get(character, character)
