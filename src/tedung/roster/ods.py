"""How far the sheets of an .ods reach, and where a formula failed; told from content.xml as a stream."""

from typing import IO

from tedung.roster.markup import FAULTS, feed, parser
from tedung.roster.xlsx import Extent


def ods_extents(stream: IO[bytes]) -> dict[str, Extent]:
    """Return each table's extent by name, counting repeated cells; damage ends the last one and is noted."""
    scanner = _Scanner()
    try:
        feed(scanner.reader, stream)
    except FAULTS:
        for extent in scanner.extents.values():
            extent.damaged = True
    return scanner.extents


class _Scanner:
    def __init__(self) -> None:
        self.extents: dict[str, Extent] = {}
        self.extent = Extent()
        self.reader = parser()
        self.reader.StartElementHandler = self.start
        self.reader.EndElementHandler = self.end
        self.row, self.column, self.rows_repeated = 0, 0, 1
        self.held: list[int] = []
        self.error = ""
        self.error_at: int | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("table:table-cell", "table:covered-table-cell"):
            self.cell(attributes)
        elif name == "table:table-row":
            self.rows_repeated = int(attributes.get("table:number-rows-repeated", 1))
            self.column, self.held = 0, []
        elif name == "table:table":
            self.extent = self.extents[attributes.get("table:name", "")] = Extent()
            self.row = 0

    def cell(self, attributes: dict[str, str]) -> None:
        repeated = int(attributes.get("table:number-columns-repeated", 1))
        if "office:value-type" in attributes:
            last = self.column + repeated - 1
            self.extent.columns[last] = self.extent.columns.get(last, 0) + repeated
            self.held.append(last)
        if attributes.get("calcext:value-type") == "error":
            self.error, self.error_at = "", self.column
            self.reader.CharacterDataHandler = self.text
        self.column += repeated

    def text(self, data: str) -> None:
        self.error += data

    def end(self, name: str) -> None:
        if name == "table:table-cell" and self.error_at is not None:
            self.extent.errors.setdefault(self.row, {})[self.error_at] = self.error.strip()[:20] or "#VALUE!"
            self.reader.CharacterDataHandler = None
            self.error_at = None
        elif name == "table:table-row":
            if self.held:
                self.extent.rows += self.rows_repeated
                self.extent.last_row = self.row + self.rows_repeated - 1
                self.extent.far_cell = (self.extent.last_row, max(self.held))
            self.row += self.rows_repeated
