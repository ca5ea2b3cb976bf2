"""Birth dates in every form that clerks write, and what the NIK says about them.

Two steps.  `parse` reads one cell and knows nothing else; `settle` holds it beside the
NIK, which alone may decide between 12 August and 8 December.  A date that does not
exist is a finding, never the next best day.
"""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from tedung.roster.findings import Findings, finding
from tedung.roster.nik import Nik, full_year
from tedung.roster.tidying import as_text, is_nothing, plain

LONGEST = 80
"""Letters of a cell that can be a date with its place; a longer one is a story."""

OLDEST = 110
"""Nobody on a list of workers is older, in years: such a date is a slip of the pen."""

SPREADSHEET_EPOCH = date(1899, 12, 30)
SERIALS = range(7_000, 80_001)
"""Day numbers of 1919 to 2119."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan janwari jnuari jan",
            "februari february feb pebruari peb februwari pebuari febuari pebr febr",
            "maret march mar mrt mart maret",
            "april apr apil aprl",
            "mei may me",
            "juni june jun yuni jni",
            "juli july jul yuli jly",
            "agustus august agus agt ags agst aug agu agustis augustus",
            "september sept sep septembar",
            "oktober october okt oct oktobr",
            "november nopember nov nop nofember nopembar",
            "desember december des dec desembr",
        ),
        start=1,
    )
    for name in names.split()
}

CLOCK = r"(?:[ t]+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?z?)?"
THREE = re.compile(r"^(\d{1,4})[/.\-,\\\s]+(\d{1,2})[/.\-,\\\s]+(\d{1,4})" + CLOCK + "$")
DAY_WORD_YEAR = re.compile(r"^(\d{1,2})[\s\-./,]*([a-z]+)[\s\-./,']*(\d{4}|\d{2})$")
WORD_DAY_YEAR = re.compile(r"^([a-z]+)[\s\-./,]*(\d{1,2})[\s\-./,]+(\d{4})$")
YEAR_WORD_DAY = re.compile(r"^(\d{4})[\s\-./,]*([a-z]+)[\s\-./,]*(\d{1,2})$")
WORD_YEAR = re.compile(r"^[a-z]+[\s\-./,]*(\d{4})$")
AGE = re.compile(r"^(?:usia|umur)?\s*:?\s*(\d{1,3})\s*(?:tahun|thn|th|t|yo|years?)\.?$")
YEAR_WORDS = re.compile(r"^(?:tahun|thn|th|kira-kira|kira|sekitar|lahir|\s|[.:±~])*(\d{4})$")
WITH_PLACE = re.compile(r"^(?P<place>[^\d]*?[^\W\d_][^\d]*?)[\s,./:;\-]+(?P<rest>\d.*)$")
FUZZY_MONTH = 4
"""Letters a word needs before a misspelt month is looked for in it."""


class Birth(NamedTuple):
    """What one cell says about a birth: a day, or only a year or an age, and perhaps a place.

    ``other``: the day it would be with day and month exchanged, where both exist.
    """

    day: date | None = None
    other: date | None = None
    year: int | None = None
    place: str = ""
    findings: Findings = ()


class Settled(NamedTuple):
    """The birth date after the NIK was asked; ``source`` is field, swapped, nik or empty."""

    day: date | None
    source: str
    year: int | None
    findings: Findings


NOTHING = Birth()


def parse(cell: object, on: date, order: str = "dmy") -> Birth:
    """Return what *cell* says, seen from the day *on*.

    order: ``dmy``, or ``mdy`` where the file's profile shows American dates.
    """
    if cell is None:
        return NOTHING
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return _dated(cell, _exchanged(cell), on)
    if isinstance(cell, bool):
        return _impossible()
    if isinstance(cell, int | float):
        return _from_number(float(cell), on)
    return _from_text(as_text(cell), on, order)


def joined(day: object, month: object, year: object) -> str:
    """Return a birth date whose parts stand in columns of their own as one text for `parse`."""
    parts = [text for cell in (day, month, year) if not is_nothing(text := as_text(cell))]
    if len(parts) < 3 and not is_nothing(as_text(year)):
        return as_text(year)
    return "-".join(parts)


@lru_cache(maxsize=65_536)
def _from_text(typed: str, on: date, order: str) -> Birth:
    if is_nothing(typed):
        return NOTHING
    if len(typed) > LONGEST:
        return _impossible()
    text = plain(typed).strip(" ,.;'\"`’‘")
    found = _three_numbers(text, on, order) or _with_month_name(text, on) or _one_number(text, on)
    if found:
        return found
    return _with_place(typed, on, order) or _impossible()


def _three_numbers(text: str, on: date, order: str) -> Birth | None:
    found = THREE.match(text)
    if not found:
        return None
    first, second, third = found.groups()
    if len(first) == 4:
        return _arranged(int(first), int(second), int(third), on, known_order=True)
    if len(first) > 2 or len(third) == 3:
        return _impossible()
    year = int(third) if len(third) == 4 else full_year(int(third), on)
    day, month = (int(second), int(first)) if order == "mdy" else (int(first), int(second))
    return _arranged(year, month, day, on)


def _arranged(year: int, month: int, day: int, on: date, *, known_order: bool = False) -> Birth:
    """Make a day of three numbers; where only the exchanged order exists, take it and say so."""
    as_read, exchanged = _day(year, month, day), _day(year, day, month)
    if as_read is None and exchanged is not None and not known_order:
        return _dated(exchanged, None, on, (finding("birth_other_order", "birth_date"),))
    if as_read is None:
        return _impossible()
    return _dated(as_read, exchanged if day != month else None, on)


def _with_month_name(text: str, on: date) -> Birth | None:
    if found := DAY_WORD_YEAR.match(text):
        day, word, year = found.groups()
    elif found := WORD_DAY_YEAR.match(text):
        word, day, year = found.groups()
    elif found := YEAR_WORD_DAY.match(text):
        year, word, day = found.groups()
    else:
        return None
    month = month_named(word)
    if month is None:
        return None
    whole = int(year) if len(year) == 4 else full_year(int(year), on)
    known = _day(whole, month, int(day))
    return _dated(known, None, on) if known else _impossible()


@lru_cache(maxsize=4096)
def month_named(word: str) -> int | None:
    """Return the month behind *word*, Indonesian, English or misspelt by one letter; else None."""
    if word in MONTHS:
        return MONTHS[word]
    if len(word) < FUZZY_MONTH:
        return None
    from rapidfuzz.distance import OSA

    near = {
        number
        for name, number in MONTHS.items()
        if len(name) >= FUZZY_MONTH and OSA.distance(word, name) <= 1
    }
    return near.pop() if len(near) == 1 else None


def _one_number(text: str, on: date) -> Birth | None:
    if found := AGE.match(text):
        return _aged(int(found[1]), on)
    if found := YEAR_WORDS.match(text):
        return _year_only(int(found[1]), on)
    if (found := WORD_YEAR.match(text)) and month_named(text.rstrip("0123456789 -./,")):
        return _year_only(int(found[1]), on)
    if text.replace(".0", "").isdecimal() and text.isascii():
        return _from_number(float(text), on)
    return None


def _from_number(number: float, on: date) -> Birth:
    if not 1 <= number < 1e8:
        return _impossible() if number else NOTHING
    whole = int(number)
    if whole > 999_999:
        return _eight_digits(f"{whole:08d}", on)
    if whole in SERIALS:
        known = SPREADSHEET_EPOCH + timedelta(days=whole)
        return _dated(known, _exchanged(known), on)
    if whole != number:
        return _impossible()
    if whole <= OLDEST:
        return _aged(whole, on)
    return _year_only(whole, on)


def _eight_digits(digits: str, on: date) -> Birth:
    """19780812, else 12081978: at most one of the two is a plausible day."""
    for year, month, day in ((digits[:4], digits[4:6], digits[6:]), (digits[4:], digits[2:4], digits[:2])):
        known = _day(int(year), int(month), int(day))
        if known and is_plausible(known, on):
            return _dated(known, None, on)
    return _impossible()


def _with_place(typed: str, on: date, order: str) -> Birth | None:
    """Read "Denpasar, 12-08-1978": what stands before the first figure is a place."""
    found = WITH_PLACE.match(typed)
    if not found:
        return None
    rest = _from_text(found["rest"], on, order)
    if rest.day is None and rest.year is None and not rest.findings:
        return None
    return rest._replace(place=found["place"].strip(" ,./:;-"))


def _dated(day: date, other: date | None, on: date, noted: Findings = ()) -> Birth:
    if not is_plausible(day, on):
        if other and is_plausible(other, on):
            return Birth(other, None, findings=(finding("birth_other_order", "birth_date"),))
        return Birth(findings=(finding("birth_implausible", "birth_date", year=day.year),))
    return Birth(day, other if other and is_plausible(other, on) else None, findings=noted)


def is_plausible(day: date, on: date) -> bool:
    """Say whether somebody listed on *on* can have been born on *day*."""
    return day <= on and on.year - day.year <= OLDEST


def _year_only(year: int, on: date) -> Birth:
    if not on.year - OLDEST <= year <= on.year:
        return Birth(findings=(finding("birth_implausible", "birth_date", year=year),))
    return Birth(year=year, findings=(finding("birth_year_only", "birth_date"),))


def _aged(age: int, on: date) -> Birth:
    if not 0 < age <= OLDEST:
        return _impossible()
    year, day = on.year - age, on.strftime("%d-%m-%Y")
    return Birth(year=year, findings=(finding("birth_age_only", "birth_date", age=age, day=day, year=year),))


def _impossible() -> Birth:
    return Birth(findings=(finding("birth_impossible", "birth_date"),))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _exchanged(day: date) -> date | None:
    if day.day > 12 or day.day == day.month:
        return None
    return day.replace(month=day.day, day=day.month)


def settle(birth: Birth, nik: Nik) -> Settled:
    """Return the birth date after holding *birth* beside the NIK.

    The NIK decides between a date and its exchanged twin, and stands in where the
    column has none; it never overrules a date, because it stays when that is corrected.
    """
    inside = nik.birth_date
    if birth.day is None:
        return _from_nik(birth, inside)
    if inside is None or _agree(birth.day, inside):
        return Settled(birth.day, "field", birth.day.year, birth.findings)
    if birth.other and _agree(birth.other, inside):
        swapped = (finding("birth_swapped", "birth_date"),)
        return Settled(birth.other, "swapped", birth.other.year, swapped)
    differs = (*birth.findings, finding("birth_differs_from_nik", "birth_date"))
    return Settled(birth.day, "field", birth.day.year, differs)


def _from_nik(birth: Birth, inside: date | None) -> Settled:
    if inside is None:
        missing = birth.findings or (finding("birth_missing", "birth_date"),)
        return Settled(None, "", birth.year, _asking(missing))
    noted = (*(found for found in birth.findings if found.code in {"birth_impossible", "birth_implausible"}),)
    return Settled(inside, "nik", inside.year, (*noted, finding("birth_from_nik", "birth_date")))


def _asking(findings: Findings) -> Findings:
    """Where no date is known anywhere, the row must be mended: say so beside what was found."""
    codes = {found.code for found in findings}
    if codes & {"birth_year_only", "birth_age_only", "birth_missing"}:
        return findings
    return (*findings, finding("birth_missing", "birth_date"))


def _agree(day: date, inside: date) -> bool:
    """Say whether the two are one day; the NIK does not know the century."""
    return (day.day, day.month, day.year % 100) == (inside.day, inside.month, inside.year % 100)
