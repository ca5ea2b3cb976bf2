"""Rough readings of cells, enough to tell the habits of a list; `fields` decides what a row truly says."""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from tedung.roster.cells import Cell, shown

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january", "feb peb februari pebruari february", "mar maret march", "apr april",
            "mei may", "jun juni june", "jul juli july", "agu ags agt agust agustus aug august",
            "sep sept september",
            "okt oct oktober october", "nov nop november nopember", "des dec desember december",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
DATE = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2}|[^\W\d_]{3,9})\.?\s*[-/., ]\s*(\d{4}|\d{2})(?: 00:00:00)?")
ISO = re.compile(r"((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]00:00:00)?")
PLACE = re.compile(r"[^\W\d_][^\d]*?[\s,./-]\s*(?=\d{1,2}\s*[-/. ]\s*(\d|[^\W\d_]{3}))")
AGE = re.compile(r"(\d{1,3})\s*(th|thn|tahun|t|years?|yo)?\.?", re.IGNORECASE)
LONGEST = 100
"""A longer text is no date."""
FIRST_SERIAL, LAST_SERIAL = 7_000, 46_000
"""Spreadsheet day numbers of 1919 to 2025."""
EPOCH = date(1899, 12, 30)


class Birth(NamedTuple):
    """A day as two systems can compare it: the century is left out."""

    day: int
    month: int
    year: int
    """Of the century: 0 to 99."""

    def swapped(self) -> "Birth":
        """Return it with day and month exchanged."""
        return Birth(self.month, self.day, self.year)


class NikBirth(NamedTuple):
    """The day inside a NIK, and whether it is a woman's (40 added to the day)."""

    birth: Birth
    woman: bool


class Written(NamedTuple):
    """A date as written: its two first numbers where they stand for day and month in some order."""

    parts: tuple[int, int] | None = None
    birth: Birth | None = None
    """Read with the day first."""
    iso: bool = False


def written(cell: Cell) -> Written:
    """Read a date roughly, with the day first where the order is open."""
    if isinstance(cell, date):
        return Written(birth=Birth(cell.day, cell.month, cell.year % 100))
    if is_serial(cell):
        day = EPOCH + timedelta(days=int(float(shown(cell))))
        return Written(birth=Birth(day.day, day.month, day.year % 100))
    return _written(shown(cell)) if isinstance(cell, str) and len(cell) <= LONGEST else Written()


@lru_cache(50_000)
def _written(text: str) -> Written:
    if found := ISO.fullmatch(text):
        return Written(birth=Birth(int(found[3]), int(found[2]), int(found[1]) % 100), iso=True)
    place = PLACE.match(text)
    found = DATE.fullmatch(text[place.end() :] if place else text)
    if not found:
        return Written()
    first, second, year = int(found[1]), found[2], int(found[3]) % 100
    if not second.isdigit():
        month = MONTHS.get(second.casefold(), 0)
        return Written(birth=Birth(first, month, year)) if month else Written()
    return Written((first, int(second)), Birth(first, int(second), year))


def is_serial(cell: Cell) -> bool:
    """Say whether the cell may be a spreadsheet's day number: a whole number of five digits or so."""
    if isinstance(cell, bool | date) or not re.fullmatch(r"\d{4,5}(\.0)?", shown(cell)):
        return False
    return FIRST_SERIAL <= float(shown(cell)) <= LAST_SERIAL


def is_place_with_date(cell: Cell) -> bool:
    """Say whether a place stands before a date in one cell."""
    if not isinstance(cell, str) or len(cell) > LONGEST:
        return False
    text = shown(cell)
    place = PLACE.match(text)
    return place is not None and bool(DATE.fullmatch(text[place.end() :]))


def is_age(cell: Cell) -> bool:
    """Say whether the cell is an age of a grown person rather than a date."""
    found = AGE.fullmatch(shown(cell))
    return found is not None and 10 <= int(found[1]) <= 110


def nik_digits(cell: Cell) -> str:
    """Return the digits of a NIK cell, a number's without its decimal point."""
    if isinstance(cell, float):
        return f"{cell:.0f}"
    return "" if isinstance(cell, bool | date) else re.sub(r"\D", "", shown(cell))


def nik_birth(digits: str) -> NikBirth | None:
    """Return the day inside sixteen digits; None where there is none."""
    if len(digits) != 16:
        return None
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    woman = day > 40
    day -= 40 * woman
    return NikBirth(Birth(day, month, year), woman) if 1 <= day <= 31 and 1 <= month <= 12 else None


def phone_digits(cell: Cell) -> str:
    """Return a phone's digits without 0 or 62 in front, so that its spellings meet; empty below eight."""
    digits = re.sub(r"\D", "", f"{cell:.0f}" if isinstance(cell, float) else shown(cell))
    digits = digits.removeprefix("0").removeprefix("62").removeprefix("0")
    return digits if len(digits) >= 8 else ""
