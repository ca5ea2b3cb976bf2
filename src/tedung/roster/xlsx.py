"""The inside of an .xlsx: which part is which sheet, and how far each sheet truly reaches.

A dense reader makes room for every cell up to the last one: a single stray cell at the far corner
costs gigabytes.  So the sheet's XML is looked at first, as a stream.
"""

import posixpath
import zipfile
from dataclasses import dataclass, field
from typing import NamedTuple

from tedung.roster.markup import FAULTS, elements, feed, local, parser

STRAYS = 20
"""So few cells beyond a wide empty gap are strays; more of them are data."""
GAP_COLUMNS = 50
GAP_ROWS = 100
"""Longer runs of empty rows are skipped where a sheet is mostly emptiness."""


class SheetPart(NamedTuple):
    """A sheet of a workbook: its name and the part that holds it (empty for charts and macros)."""

    name: str
    part: str


def sheet_parts(archive: zipfile.ZipFile) -> list[SheetPart]:
    """Return the worksheets in the workbook's order; one of `FAULTS` where the directory is damaged."""
    book = next(name for name in archive.namelist() if name.lower().endswith("workbook.xml"))
    folder, file = posixpath.split(book)
    targets = _worksheets(archive, f"{folder}/_rels/{file}.rels".lstrip("/"))
    found = []
    for name, attributes in elements(archive, book):
        if name == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            target = targets.get(relation, "")
            part = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/") if target else ""
            found.append(SheetPart(attributes.get("name", ""), part))
    return found


def _worksheets(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    return {
        attributes.get("Id", ""): attributes.get("Target", "")
        for name, attributes in elements(archive, part)
        if name == "Relationship" and attributes.get("Type", "").endswith("/worksheet")
    }


@dataclass
class Extent:
    """How far a sheet reaches, counting only cells that hold something.  Rows and columns are 0-based."""

    rows: int = 0
    """Rows that hold something."""
    last_row: int = -1
    columns: dict[int, int] = field(default_factory=dict)
    """Cells that hold something, by column."""
    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    """Failed formulas: row to column to ``#REF!`` and the like (the dense reader shows them as empty)."""
    damaged: bool = False
    unknown: bool = False
    """Nobody looked how far the sheet reaches (.xls and .xlsb are dense and small)."""
    far_cell: tuple[int, int] = (0, 0)
    """The lowest and rightmost cell, for the remark."""

    @property
    def width(self) -> int:
        """Columns in use, leaving aside a few stray cells beyond a wide empty gap."""
        used, total = 0, sum(self.columns.values())
        seen = 0
        for column in sorted(self.columns):
            if column - used >= GAP_COLUMNS and total - seen <= STRAYS and seen:
                return used
            used, seen = column + 1, seen + self.columns[column]
        return used

    @property
    def strays(self) -> int:
        """Cells beyond `width`."""
        width = self.width
        return sum(count for column, count in self.columns.items() if column >= width)

    @property
    def sparse(self) -> bool:
        """Whether the sheet is mostly empty rows, or wider than its data."""
        cells = (self.last_row + 1) * (max(self.columns, default=0) + 1)
        return self.last_row > 2 * self.rows + 10_000 or (self.strays > 0 and cells > 3_000_000)


def scan(archive: zipfile.ZipFile, part: str) -> Extent:
    """Read a sheet's XML once and return how far it reaches; damage ends it and is noted."""
    scanner = _Scanner()
    try:
        with archive.open(part) as stream:
            feed(scanner.reader, stream)
        if scanner.formula:
            scanner.no_value()
    except FAULTS:
        scanner.extent.damaged = True
    return scanner.extent


class _Scanner:
    """Counts the cells that hold something; two million calls a second, so it does little in each."""

    def __init__(self) -> None:
        self.extent = Extent()
        self.reader = parser()
        self.reader.StartElementHandler = self.root
        self.names: dict[str, int] = {}
        self.row, self.column = -1, -1
        self.kind: str | None = None
        self.formula = self.filled = False
        self.error = ""

    def root(self, name: str, _attributes: dict[str, str]) -> None:
        prefix = name.removesuffix(local(name))
        self.row_name, self.cell_name = prefix + "row", prefix + "c"
        self.value_name, self.inline_name, self.formula_name = prefix + "v", prefix + "is", prefix + "f"
        self.reader.StartElementHandler = self.start
        self.reader.EndElementHandler = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == self.cell_name:
            if self.formula:
                self.no_value()
            self.column = column_of(attributes["r"]) if "r" in attributes else self.column + 1
            self.kind = attributes.get("t")
        elif name in (self.value_name, self.inline_name):
            self.value()
        elif name == self.row_name:
            if self.formula:
                self.no_value()
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
        elif name == self.formula_name:
            self.formula = True

    def value(self) -> None:
        extent, column = self.extent, self.column
        self.formula = False
        extent.columns[column] = extent.columns.get(column, 0) + 1
        if self.row > extent.last_row:
            extent.last_row = self.row
            extent.rows += 1
        if column >= extent.far_cell[1] or self.row - extent.far_cell[0] > GAP_ROWS:
            extent.far_cell = (self.row, column)
        if self.kind == "e":
            self.error = ""
            self.reader.CharacterDataHandler = self.text
            self.reader.EndElementHandler = self.end_of_error

    def text(self, data: str) -> None:
        self.error += data

    def end_of_error(self, _name: str) -> None:
        self.note(self.error.strip() or "#VALUE!")
        self.reader.CharacterDataHandler = None
        self.reader.EndElementHandler = None

    def no_value(self) -> None:
        """Note a formula whose value no program ever computed."""
        self.formula = False
        self.note("#FORMULA")

    def note(self, code: str) -> None:
        self.extent.errors.setdefault(self.row, {})[self.column] = code[:20]


_columns: dict[str, int] = {}


def column_of(reference: str) -> int:
    """Return the 0-based column of a reference such as ``AB12``."""
    letters = reference.rstrip("0123456789")
    column = _columns.get(letters)
    if column is None:
        if len(letters) > 3:
            raise ValueError("not a cell reference")
        column = 0
        for character in letters.upper():
            if not "A" <= character <= "Z":
                raise ValueError("not a cell reference")
            column = column * 26 + ord(character) - 64
        column = _columns[letters] = column - 1
    return column
