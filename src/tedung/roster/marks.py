"""What each line of a sheet is told, as a stream in the order of the lines."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tedung.roster.header import Header

STATUS, PERBAIKI = "Status", "Perbaiki"


class Mark(NamedTuple):
    """What a line is told."""

    line: int
    status: str
    perbaiki: str


class Marks:
    """The marks of one sheet as a stream: asked for rising lines, it gives each one's two cells."""

    def __init__(self, header: Header, marks: Iterable[Mark]) -> None:
        self.header = header
        self.heading_line = min(header.lines, default=0)
        """The line that gets the two headings; 0 where the list has none."""
        self.count = 0
        self.marks = self._rising(marks)
        self.held = next(self.marks, None)

    def _rising(self, marks: Iterable[Mark]) -> Iterator[Mark]:
        """Yield the marks with the headings among them."""
        last, heading = 0, self.heading_line
        for mark in marks:
            if mark.line <= last:
                raise ValueError(f"marks must rise: line {mark.line} came after line {last}")
            last = mark.line
            if heading and mark.line >= heading:
                yield Mark(heading, STATUS, PERBAIKI)
                heading = 0
                if mark.line == self.heading_line:
                    continue
            self.count += 1
            yield mark
        if heading:
            yield Mark(heading, STATUS, PERBAIKI)

    def at(self, line: int) -> tuple[str, str]:
        """Take the two cells of a line; empty ones where nothing is said of it."""
        while (mark := self.held) is not None and mark.line <= line:
            self.held = next(self.marks, None)
            if mark.line == line:
                return mark.status, mark.perbaiki
        return "", ""

    def column(self, width: int) -> int:
        """Return the 0-based column of the first cell: the two of an earlier run, else the first free one."""
        for column, heading in self.header.unknown.items():
            if heading == STATUS and self.header.unknown.get(column + 1) == PERBAIKI:
                return column
        return max(width, self.header.width)

    def again(self, width: int) -> bool:
        """Say whether the file was marked before: then the old marks go."""
        return self.column(width) < width

    def before(self, line: int) -> Iterator[Mark]:
        """Take the marks of lines before this one that nobody asked for."""
        while self.held is not None and self.held.line < line:
            mark, self.held = self.held, next(self.marks, None)
            yield mark
