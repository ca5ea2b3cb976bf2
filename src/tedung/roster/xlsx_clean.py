"""A sheet written anew without its emptiness: runs of blank rows closed up, stray columns left out.

Used where a dense reader would need gigabytes, and for a sheet damaged midway, of which every
complete row is saved.  Formats stay (dates need them); formulas give way to their values.
"""

import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from tedung.roster.cells import letter
from tedung.roster.markup import FAULTS, feed, local, parser
from tedung.roster.xlsx import GAP_ROWS, column_of

OPENING = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
CLOSING = b"</sheetData></worksheet>"
FLUSH = 5_000


def clean_copy(archive: zipfile.ZipFile, widths: Mapping[str, int]) -> tuple[IO[bytes], dict[str, list[int]]]:
    """Return a copy of the workbook with the parts of *widths* cleaned, and each one's 0-based row numbers.

    The copy is a temporary file that goes when it is closed.  One of `FAULTS` where another part is damaged.
    """
    copy: IO[bytes] = tempfile.TemporaryFile(prefix="tedung-")  # noqa: SIM115 -- the caller closes it
    numbers = {}
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as target:
        for member in archive.infolist():
            if member.filename in widths:
                numbers[member.filename] = _clean(archive, member.filename, widths[member.filename], target)
            else:
                with (
                    archive.open(member) as part,
                    target.open(member.filename, "w", force_zip64=True) as place,
                ):
                    shutil.copyfileobj(part, place)
    copy.seek(0)
    return copy, numbers


def _clean(archive: zipfile.ZipFile, part: str, width: int, target: zipfile.ZipFile) -> list[int]:
    with target.open(part, "w", force_zip64=True) as place:
        place.write(OPENING)
        cleaner = _Cleaner(width, place)
        try:
            with archive.open(part) as stream:
                feed(cleaner.reader, stream)
        except FAULTS:
            pass  # the extent says so already; the complete rows are saved
        cleaner.flush()
        place.write(CLOSING)
    return cleaner.numbers


class _Cleaner:
    """Writes each complete row that holds something; `numbers` has the original row of each row written."""

    def __init__(self, width: int, place: IO[bytes]) -> None:
        self.width, self.place = width, place
        self.numbers: list[int] = []
        self.reader = parser()
        self.reader.StartElementHandler = self.start
        self.reader.EndElementHandler = self.end
        self.reader.CharacterDataHandler = self.text
        self.row, self.column = -1, -1
        self.cells: list[str] = []
        self.rows: list[str] = []
        self.attributes: dict[str, str] = {}
        self.content: list[str] = []
        self.inside = ""
        self.inline = self.phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
            self.cells = []
        elif name == "c":
            self.column = column_of(attributes["r"]) if "r" in attributes else self.column + 1
            self.attributes, self.content, self.inline = attributes, [], False
        elif name in ("v", "t"):
            self.inside = name
        elif name == "is":
            self.inline = True
        elif name == "rPh":
            self.phonetic = True

    def text(self, data: str) -> None:
        if self.inside and not self.phonetic:
            self.content.append(data)

    def end(self, name: str) -> None:
        name = local(name)
        if name in ("v", "t"):
            self.inside = ""
        elif name == "rPh":
            self.phonetic = False
        elif name == "c" and self.content and self.column < self.width:
            self.cells.append(self.cell())
        elif name == "row" and self.cells:
            self.write_row()

    def cell(self) -> str:
        kept = "".join(
            f" {key}={quoteattr(self.attributes[key])}" for key in ("s", "t") if key in self.attributes
        )
        value = escape("".join(self.content))
        inner = f'<is><t xml:space="preserve">{value}</t></is>' if self.inline else f"<v>{value}</v>"
        return f'<c r="{letter(self.column)}@"{kept}>{inner}</c>'

    def write_row(self) -> None:
        last = self.numbers[-1] if self.numbers else -1
        if last < self.row <= last + GAP_ROWS:
            self.numbers.extend(range(last + 1, self.row))
        self.numbers.append(self.row)
        number = str(len(self.numbers))
        cells = "".join(cell.replace("@", number, 1) for cell in self.cells)
        self.rows.append(f'<row r="{number}">{cells}</row>')
        if len(self.rows) >= FLUSH:
            self.flush()

    def flush(self) -> None:
        self.place.write("".join(self.rows).encode())
        self.rows = []
