"""Telephone numbers to E.164, and the numbers that serve too many people to say anything."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from tedung.roster.findings import Findings, finding
from tedung.roster.tidying import as_text, is_nothing

LONGEST = 120
"""Letters of a cell that can be numbers; a longer one is a story."""

IN_A_FILE, IN_ALL = 3, 5
"""A number on more lines than this is the village head's, not the worker's."""

APART = re.compile(r"[/,;|&\n]|\batau\b|\bdan\b|\s{2,}", re.IGNORECASE)
NOT_DIGITS = re.compile(r"[^0-9]+")
SCIENTIFIC = re.compile(r"^\d[.,]\d+e\+?\d+$", re.IGNORECASE)
MOBILE = re.compile(r"^8[1-9]\d{7,10}$")
LANDLINE = re.compile(r"^(?:2|[3-79])\d{7,10}$")
FOREIGN = re.compile(r"^[1-9]\d{7,14}$")


class Phone(NamedTuple):
    """The first usable number of a cell, in E.164, or empty."""

    number: str
    findings: Findings = ()


NONE = Phone("")


def read(cell: object) -> Phone:
    """Return the number in *cell*; of several, the first mobile, else the first."""
    if cell is None:
        return NONE
    return _read(as_text(cell))


@lru_cache(maxsize=16_384)
def _read(text: str) -> Phone:
    if is_nothing(text):
        return NONE
    if len(text) > LONGEST:
        return Phone("", (finding("phone_unreadable", "phone"),))
    if SCIENTIFIC.match(text):
        return Phone("", (finding("phone_lost", "phone"),))
    numbers = [number for part in _parts(text) if (number := e164(part))]
    mobiles = [number for number in numbers if number.startswith("+628")]
    if numbers:
        return Phone((mobiles or numbers)[0])
    return Phone("", (finding("phone_unreadable", "phone"),))


def _parts(text: str) -> list[str]:
    return [text, *APART.split(text)] if len(NOT_DIGITS.sub("", text)) <= 15 else APART.split(text)


def e164(text: str) -> str:
    """Return one number in E.164, or empty where it is none.

    A lost leading 0 and the prefixes 62, +62 and 0062 are put right; a number
    without an area code is not.
    """
    digits = NOT_DIGITS.sub("", text)
    if text.lstrip().startswith("+") and not digits.startswith("62"):
        return f"+{digits}" if FOREIGN.match(digits) else ""
    national = _national(digits)
    return f"+62{national}" if MOBILE.match(national) or _is_landline(digits, national) else ""


def _national(digits: str) -> str:
    for prefix in ("0062", "062", "62", "0"):
        if digits.startswith(prefix) and len(digits) - len(prefix) >= 8:
            return digits[len(prefix) :].lstrip("0")
    return digits


def _is_landline(digits: str, national: str) -> bool:
    """Only a number written with its 0 or 62 can be told from any other count of digits."""
    return digits != national and LANDLINE.match(national) is not None


def too_common(by_file: Iterable[Iterable[str]]) -> frozenset[str]:
    """Return the numbers on more than 3 lines of one file, or more than 5 of all.

    by_file: for each file the numbers of its lines, empty ones included.
    """
    in_all: Counter[str] = Counter()
    common: set[str] = set()
    for numbers in by_file:
        here = Counter(number for number in numbers if number)
        common.update(number for number, lines in here.items() if lines > IN_A_FILE)
        in_all.update(here)
    common.update(number for number, lines in in_all.items() if lines > IN_ALL)
    return frozenset(common)
