"""Two cells appended to each row of the sheets inside an .xlsx; everything else stays as it is.

The sheet's XML is handled as text, row by row, in a stream: formats, formulas, merged cells, tables, pictures
and whatever a later Excel invents are never parsed, so they cannot be lost.  The cells hold inline text; a
long one wraps, in a format added behind those of the workbook.
"""

import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from tedung.roster.cells import letter
from tedung.roster.markup import FAULTS
from tedung.roster.wrapping import PART, height, with_wrapping
from tedung.roster.xlsx import column_of, sheet_parts

if TYPE_CHECKING:
    from tedung.roster.marks import Mark, Marks
    from tedung.roster.sheets import Source

CHUNK = 1 << 20
WIDTHS = (26, 70)
"""Widths of the two columns, in characters."""
ROOM = 32_767
"""The most characters a cell may hold."""
UNLAWFUL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ROW_NUMBER = re.compile(rb"""\sr=["'](\d+)["']""")
SPANS = re.compile(rb"""\sspans=["'][^"']*["']""")
REFERENCE = re.compile(rb"""\sr=["']([A-Z]+)\d+["']""")
HEIGHT = re.compile(rb"""\sht=["'](?:(\d{1,4}(?:\.\d+)?)["']|[^"']*["'])""")
FIXED = re.compile(rb"""\scustomHeight=["'](?:1|true)["']""")
STYLE = re.compile(rb"""\ss=["']\d+["']""")


def can_keep(path: Path, source: "Source") -> bool:
    """Say whether the sheets can be handled as text: read whole, UTF-8, no comments or CDATA."""
    if source.status != "read":
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.testzip() is None and all(
                _plain(archive, sheet.part) for sheet in sheet_parts(archive) if sheet.part
            )
    except FAULTS:
        return False


def _plain(archive: zipfile.ZipFile, part: str) -> bool:
    tail = b""
    with archive.open(part) as stream:
        head = stream.read(200)
        if not head.lstrip(b"\xef\xbb\xbf").startswith(b"<") or re.search(
            rb"encoding=[\"'](?!utf-8)", head, re.IGNORECASE
        ):
            return False
        while chunk := stream.read(CHUNK):
            if b"<!" in tail + chunk:
                return False
            tail = chunk[-1:]
    return b"<!" not in head


def write(path: Path, source: "Source", streams: Mapping[str, "Marks"], out: Path) -> None:
    """Copy the workbook part by part, the marked sheets rewritten on the way."""
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(out, "w") as target:
        marked = {
            sheet.part: sheet.name for sheet in sheet_parts(archive) if sheet.part and sheet.name in streams
        }
        styles, wrapped = with_wrapping(archive)
        for member in archive.infolist():
            with archive.open(member) as stream, target.open(_same(member), "w", force_zip64=True) as place:
                if member.filename in marked:
                    name = marked[member.filename]
                    _SheetMarker(streams[name], source.widths.get(name, 0), wrapped).copy(stream, place)
                elif member.filename == PART and wrapped is not None:
                    place.write(styles)
                else:
                    shutil.copyfileobj(stream, place, CHUNK)


def _same(member: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """Return the entry's name, time and attributes for the copy."""
    same = zipfile.ZipInfo(member.filename, member.date_time)
    same.compress_type = (
        zipfile.ZIP_STORED if member.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
    )
    same.external_attr, same.create_system = member.external_attr, member.create_system
    return same


class _Words(NamedTuple):
    """The elements as this sheet spells them, with its namespace prefix."""

    prefix: bytes
    row: re.Pattern[bytes]
    cell: re.Pattern[bytes]
    end: re.Pattern[bytes]


def _words(head: bytes) -> _Words:
    found = re.search(rb"<((?:[\w.-]+:)?)worksheet[\s>]", head)
    prefix = found[1] if found else b""
    name = re.escape(prefix)

    def element(tag: bytes) -> re.Pattern[bytes]:
        opening = rb"<" + name + tag + rb"(?=[\s/>])([^>]*?)"
        return re.compile(opening + rb"(?:/>|>(.*?)</" + name + tag + rb"\s*>)", re.DOTALL)

    return _Words(prefix, element(b"row"), element(b"c"), re.compile(rb"</" + name + rb"sheetData\s*>"))


class _SheetMarker:
    """Marks one sheet; `column` is the 0-based column of the first of the two cells.

    wrapped: the number of the format that wraps, None where there is none.
    """

    def __init__(self, marks: "Marks", width: int, wrapped: int | None) -> None:
        self.wrapped = b"" if wrapped is None else b' s="%d"' % wrapped
        self.marks, self.again = marks, marks.again(width)
        self.column = marks.column(width)
        self.names = (letter(self.column).encode(), letter(self.column + 1).encode())
        self.row = 0
        self.words = _words(b"")

    def copy(self, stream: IO[bytes], place: IO[bytes]) -> None:
        """Copy the sheet's XML, its rows marked."""
        head, rest = _until_rows(stream)
        self.words = _words(head)
        place.write(_widened(_dimensioned(head, self.column + 1), self.column, self.words.prefix))
        while True:
            more = stream.read(CHUNK)
            rest += more
            written, rest = self._rows(rest)
            place.writelines(written)
            if not more:
                break
        end = self.words.end.search(rest)
        at = end.start() if end else 0
        place.write(rest[:at])
        if end:
            place.writelines(self._missing(1 << 40))
        place.write(rest[at:])

    def _rows(self, text: bytes) -> tuple[list[bytes], bytes]:
        """Return the complete rows of the text, marked, and what is left of it."""
        written, at = [], 0
        for found in self.words.row.finditer(text):
            written.append(text[at : found.start()])
            at = found.end()
            number = ROW_NUMBER.search(found[1])
            self.row = int(number[1]) if number else self.row + 1
            written.extend(self._missing(self.row))
            cells = self.marks.at(self.row)
            written.append(self._row(found, cells) if any(cells) or self.again else found[0])
        return written, text[at:]

    def _missing(self, before: int) -> Iterator[bytes]:
        """Write rows that were marked but do not stand in the XML."""
        for mark in self.marks.before(before):
            yield self._new_row(mark)

    def _new_row(self, mark: "Mark") -> bytes:
        points = height(mark.perbaiki, WIDTHS[1])
        style, high = (self.wrapped, _high_enough(b"", points)) if points else (b"", b"")
        cells = self._cells(mark.line, (mark.status, mark.perbaiki), (style, style))
        prefix = self.words.prefix
        return b'<%srow r="%d"%s>%s</%srow>' % (prefix, mark.line, high, cells, prefix)

    def _row(self, found: re.Match[bytes], cells: tuple[str, str]) -> bytes:
        attributes, inner = SPANS.sub(b"", found[1]), found[2] or b""
        before, styles, after = self._split(inner)
        if self.row == self.marks.heading_line and not any(styles):
            styles = (_last_style(before),) * 2
        elif (points := height(cells[1], WIDTHS[1])) and not FIXED.search(attributes):
            attributes = _high_enough(attributes, points)
            styles = (self.wrapped or styles[0], self.wrapped or styles[1])
        prefix = self.words.prefix
        marked = b"".join((before, self._cells(self.row, cells, styles), after))
        return b"<%srow%s>%s</%srow>" % (prefix, attributes, marked, prefix)

    def _split(self, inner: bytes) -> tuple[bytes, tuple[bytes, bytes], bytes]:
        """Return the cells before ours, the styles of cells that stand in our place, the cells after."""
        at = inner.rfind(b"<" + self.words.prefix + b"c ")
        last = REFERENCE.search(inner, at) if at >= 0 else None
        if last and column_of(last[1].decode()) < self.column:
            return inner, (b"", b""), b""
        styles, column, start, end = [b"", b""], -1, len(inner), len(inner)
        for cell in self.words.cell.finditer(inner):
            reference = REFERENCE.search(cell[1])
            column = column_of(reference[1].decode()) if reference else column + 1
            if column >= self.column:
                start = min(start, cell.start())
            if column > self.column + 1:
                end = cell.start()
                break
            if column >= self.column:
                style = STYLE.search(cell[1])
                styles[column - self.column] = style[0] if style else b""
        return inner[:start], (styles[0], styles[1]), inner[end:]

    def _cells(self, row: int, texts: tuple[str, str], styles: tuple[bytes, bytes]) -> bytes:
        p = self.words.prefix
        return b"".join(
            b'<%sc r="%s%d"%s t="inlineStr"><%sis><%st xml:space="preserve">%s</%st></%sis></%sc>'
            % (p, name, row, style, p, p, _escaped(text), p, p, p)
            if text
            else (b'<%sc r="%s%d"%s/>' % (p, name, row, style) if style else b"")
            for name, text, style in zip(self.names, texts, styles, strict=True)
        )


def _high_enough(attributes: bytes, points: int) -> bytes:
    """Return a row's attributes with that height, or the row's own where it is more."""
    stated = HEIGHT.search(attributes)
    high = max(float(points), float(stated[1] or 0) if stated else 0.0)
    return HEIGHT.sub(b"", attributes).rstrip() + b' ht="%g"' % high


def _escaped(text: str) -> bytes:
    clean = UNLAWFUL.sub("", text)[:ROOM]
    return clean.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()


def _last_style(cells: bytes) -> bytes:
    """Return the style of the row's last cell: the new headings look like their neighbours."""
    found = STYLE.search(cells, max(cells.rfind(b"<c "), cells.rfind(b":c "), 0))
    return found[0] if found else b""


def _until_rows(stream: IO[bytes]) -> tuple[bytes, bytes]:
    """Return what comes before ``sheetData`` and the rest of what was read."""
    text = b""
    while chunk := stream.read(CHUNK):
        text += chunk
        if found := re.search(rb"<(?:[\w.-]+:)?sheetData[\s/>]", text):
            return text[: found.start()], text[found.start() :]
    return text, b""


def _dimensioned(head: bytes, last: int) -> bytes:
    """Widen the sheet's stated extent to our columns: some readers believe it."""

    def widened(found: re.Match[bytes]) -> bytes:
        return found[1] + letter(max(column_of(found[2].decode()), last)).encode() + found[3]

    return re.sub(rb"""(dimension\s+ref=["'][A-Z]+\d+:)([A-Z]+)(\d+["'])""", widened, head, count=1)


def _widened(head: bytes, column: int, prefix: bytes) -> bytes:
    """Give our two columns a readable width, unless the sheet already says something of them."""
    ours = b"".join(
        b'<%scol min="%d" max="%d" width="%d" customWidth="1"/>'
        % (prefix, column + 1 + i, column + 1 + i, width)
        for i, width in enumerate(WIDTHS)
    )
    stated = [int(found) for found in re.findall(rb"""<(?:[\w.-]+:)?col\s[^>]*?\bmax=["'](\d+)["']""", head)]
    if not stated:
        return head + b"<%scols>%s</%scols>" % (prefix, ours, prefix)
    closing = head.rfind(b"</" + prefix + b"cols>")
    if max(stated) > column or closing < 0:
        return head
    return head[:closing] + ours + head[closing:]
