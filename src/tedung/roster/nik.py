"""NIK, the number of a person: what the sixteen digits say and what they are worth.

Sixteen digits: region of first registration (6), birth date DDMMYY with 40 added to
the day of a woman (6), serial (4, from 0001).  PP 37/2007 Pasal 37 as quoted by the
civil registry.  A NIK is for life: it follows neither a move nor a corrected birth
date, so a number that differs from the columns beside it is a warning, never a fault.

Nothing here is guessed: a digit that a spreadsheet has eaten is asked again.
"""

import csv
import re
import unicodedata
from datetime import date
from functools import cache
from importlib import resources
from typing import NamedTuple

from tedung.roster.findings import Finding, Findings, finding
from tedung.roster.tidying import is_nothing, tidy

LENGTH = 16
LONGEST = 200
"""Letters of a cell that are looked at."""

SEPARATORS = re.compile(r"[\s.,'`’‘´\"“”_/\\:;()-]+")
LABEL = re.compile(r"^\s*(?:no(?:mor|\.)?\s*)?(?:nik|ktp|e-?ktp)\s*[:.=]?\s*(?=\S)", re.IGNORECASE)
SCIENTIFIC = re.compile(r"^[+-]?\d(?:[.,]\d+)?e\+?\d+$", re.IGNORECASE)
WHOLE_AS_DECIMAL = re.compile(r"^\s*\d{10,20}[.,]0{1,2}\s*$")
LOOK_ALIKE = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "i": "1", "|": "1"})
SIXTEEN = re.compile(r"(?<!\d)\d{16}(?!\d)")
UP, DOWN = "0123456789" * 3, "9876543210" * 3
COUNTING = frozenset(line[start : start + LENGTH] for line in (UP, DOWN) for start in range(10))


class Nik(NamedTuple):
    """What a cell for a NIK holds.

    ``state``: valid, dummy, damaged, lost or missing.  ``digits``: those found,
    whatever their worth.  Region, birth date and sex are read only from sixteen
    digits whose date exists; the century is the plausible one.
    """

    state: str
    digits: str = ""
    region: str = ""
    birth_date: date | None = None
    sex: str = ""
    findings: Findings = ()

    @property
    def usable(self) -> str:
        """The sixteen digits where they may serve as evidence, else empty."""
        return self.digits if self.state == "valid" else ""


def parse(cell: object, on: date) -> Nik:
    """Return what *cell* says as a NIK, seen from the day *on* (which decides the century)."""
    if cell is None or isinstance(cell, bool):
        return _faulty("missing", "", "nik_missing")
    if isinstance(cell, int | float):
        return _from_number(cell, on)
    if not isinstance(cell, str):
        return _faulty("damaged", "", "nik_letters")
    if len(cell) == LENGTH and cell.isascii() and cell.isdigit():
        return judge(cell, on)
    return _from_text(tidy(unicodedata.normalize("NFKC", cell[:LONGEST])), on)


def judge(digits: str, on: date, noted: Findings = ()) -> Nik:
    """Return what sixteen *digits* are worth: dummy, damaged, or valid with what they say."""
    if _is_dummy(digits):
        return _faulty("dummy", digits, "nik_dummy")
    birth = birth_in(digits, on)
    if birth is None:
        return _faulty("damaged", digits, "nik_impossible_date")
    if digits[0] == "0":  # the provinces count from 11
        return _faulty("damaged", digits, "nik_impossible_region")
    sex = "P" if digits[6] > "3" else "L"
    return Nik("valid", digits, _dotted(digits), birth, sex, noted + _doubts(digits))


def birth_in(digits: str, on: date) -> date | None:
    """Return the birth date inside sixteen *digits*, or None where no such day exists."""
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    if day > 40:
        day -= 40
    try:
        return date(full_year(year, on), month, day)
    except ValueError:
        return _leap_day_of_the_other_century(day, month, year, on)


def _leap_day_of_the_other_century(day: int, month: int, year: int, on: date) -> date | None:
    """29 February 00 exists in 2000 but not in 1900: take the century in which it does."""
    if (day, month) != (29, 2):
        return None
    for century in (2000, 1900):
        try:
            found = date(century + year, 2, 29)
        except ValueError:
            continue
        if found <= on:
            return found
    return None


def full_year(two_digits: int, on: date) -> int:
    """Return the plausible year of birth behind two digits, for somebody listed on *on*.

    The later century unless that would be the future, or a child where a person of
    at most a hundred fits as well.
    """
    late = on.year - on.year % 100 + two_digits
    if late > on.year:
        return late - 100
    is_child = on.year - late < 15
    return late - 100 if is_child and on.year - (late - 100) <= 100 else late


def _from_number(cell: float, on: date) -> Nik:
    """A number cell keeps fifteen digits: a sixteenth that is 0 was lost, not typed."""
    if cell == 0:
        return _faulty("missing", "", "nik_missing")
    if not 0 < cell < 1e17 or cell != int(cell):
        return _faulty("damaged", "", "nik_letters")
    digits = str(int(cell))
    if len(digits) == LENGTH and digits.endswith("0"):
        return _faulty("lost", digits, "nik_lost")
    return _sized(digits, on, (finding("nik_number", "nik"),))


def _from_text(text: str, on: date) -> Nik:
    if is_nothing(text):
        return _faulty("missing", "", "nik_missing")
    text = LABEL.sub("", text)
    if SCIENTIFIC.match(text):
        return _faulty("lost", "", "nik_lost")
    if WHOLE_AS_DECIMAL.match(text):
        return _from_number(int(re.split(r"[.,]", text.strip())[0]), on)
    squeezed = SEPARATORS.sub("", text)
    if _only_digits(squeezed):
        return _sized_or_several(squeezed, text, on)
    return _with_letters(squeezed, text, on)


def _sized_or_several(squeezed: str, text: str, on: date) -> Nik:
    if len(squeezed) <= LENGTH + 1:
        return _sized(squeezed, on)
    return _one_among(text, on)


def _one_among(text: str, on: date) -> Nik:
    """Several numbers in one cell: the only one of sixteen digits is the NIK, else nobody knows."""
    found = set(SIXTEEN.findall(text))
    if len(found) == 1:
        return judge(found.pop(), on, (finding("nik_repaired", "nik"),))
    digits = "".join(re.findall(r"\d+", text))[:40]
    return _faulty("damaged", digits, "nik_several" if len(found) > 1 else "nik_long", count=len(digits))


def _with_letters(squeezed: str, text: str, on: date) -> Nik:
    read = squeezed.translate(LOOK_ALIKE)
    if len(read) == LENGTH and _only_digits(read) and _mostly_digits(squeezed):
        return judge(read, on, (finding("nik_repaired", "nik"),))
    if SIXTEEN.search(text):
        return _one_among(text, on)
    digits = "".join(re.findall(r"[0-9]+", squeezed))
    if not digits:
        return _faulty("missing", "", "nik_missing")
    return _faulty("damaged", digits[:40], "nik_letters")


def _sized(digits: str, on: date, noted: Findings = ()) -> Nik:
    if len(digits) == LENGTH:
        return judge(digits, on, noted)
    if len(set(digits)) == 1:
        return _faulty("dummy", digits, "nik_dummy")
    code = "nik_short" if len(digits) < LENGTH else "nik_long"
    return _faulty("damaged", digits, code, count=len(digits), lacking=abs(LENGTH - len(digits)))


def _faulty(state: str, digits: str, code: str, **fields: int) -> Nik:
    return Nik(state, digits, findings=(finding(code, "nik", **fields),))


def _only_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _mostly_digits(text: str) -> bool:
    return sum(one.isdigit() for one in text) >= LENGTH - 6


def _is_dummy(digits: str) -> bool:
    """One digit repeated, counting up or down, or a region followed by nothing but zeros."""
    return len(set(digits)) == 1 or digits in COUNTING or not digits[6:].strip("0")


def _doubts(digits: str) -> tuple[Finding, ...]:
    doubts: tuple[Finding, ...] = ()
    if not is_known_region(digits[:6]):
        doubts += (finding("nik_unknown_region", "nik"),)
    if digits.endswith("0000"):
        doubts += (finding("nik_serial", "nik"),)
    return doubts


def is_known_region(six: str) -> bool:
    """Say whether a district has, or once had, this code: a NIK outlives the district that gave it."""
    return six in known_regions()


@cache
def known_regions() -> frozenset[str]:
    """Return the six digits of every district in force or withdrawn since 2015."""
    adm = resources.files("tedung") / "data/adm"
    now = csv.DictReader((adm / "districts.csv").read_text("utf-8").splitlines())
    once = csv.DictReader((adm / "code_history.csv").read_text("utf-8").splitlines())
    codes = {row["code"] for row in now} | {row["code"] for row in once if row["level"] == "district"}
    return frozenset(code.replace(".", "") for code in codes)


def _dotted(digits: str) -> str:
    return f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}"
