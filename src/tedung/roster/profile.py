"""The habits of a sheet, found before any of its rows is judged.

A careless clerk spoils a whole list, not a row of it: writes months first, types the number of the family
card, lets a column slip by one line.  What only the whole list can show is found here; what one row shows
by itself is not.  A habit that is not `sure` is told to people and repairs nothing.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, NamedTuple

from tedung.roster.cells import Cell, Line, Remark, shown
from tedung.roster.headers import Header, kinds
from tedung.roster.readings import (
    NikBirth,
    Written,
    is_age,
    is_place_with_date,
    is_serial,
    nik_birth,
    nik_digits,
    phone_digits,
    written,
)  # fmt: skip
from tedung.roster.shifts import Shift, find_shift

__all__ = ["DateStyle", "Habit", "Profile", "Shift", "profile"]

DateStyle = Literal["dmy", "mdy", "iso", "serial", "unknown"]
COMMON_PHONE = 3
"""A phone on more lines than this is neither evidence nor key."""


@dataclass(frozen=True)
class Habit:
    """Something the whole list does; where it is not `sure` nothing may be repaired by it."""

    code: str
    field: str
    sure: bool
    remark: Remark


@dataclass(frozen=True)
class Profile:
    """What was found; every habit has a remark.

    Codes: date_mdy, date_serial, date_swapped, place_with_date, age_for_date, column_shifted (its field says
    which), nik_is_kk, nik_rounded, phone_for_all.
    """

    habits: tuple[Habit, ...] = ()
    date_style: DateStyle = "dmy"
    """How to read 3/4/1978; `dmy` unless the list itself shows otherwise."""
    date_style_sure: bool = False
    """Whether the list shows it, by a day above 12 or by its NIKs; else `dmy` is the custom of the land."""
    slips: Mapping[str, Shift] = field(default_factory=dict)
    """Columns that surely slipped: field to the line from which on, and how far."""
    shifts: Mapping[str, int] = field(default_factory=dict)
    """The slips that begin with the first person: the whole column, field to how far."""
    common_phones: frozenset[str] = frozenset()
    """Phones (`phone_digits`) on more than three lines: neither evidence nor key."""
    common_phone: str = ""
    """The one on most lines."""

    def has(self, code: str, *, sure: bool = False) -> bool:
        """Say whether the habit was found (*sure*: beyond doubt)."""
        return any(habit.code == code and (habit.sure or not sure) for habit in self.habits)


class _Row(NamedTuple):
    """What the profile needs of one person line."""

    line: int
    nik: str
    nik_cell: Cell
    inside: NikBirth | None
    """The day and sex inside the NIK."""
    cell: Cell
    """The cell with the birth date."""
    day: Written
    sex: str


def profile(sample: Sequence[Line], header: Header) -> Profile:
    """Find the habits of a list from its person lines (titles, blanks and footers are left aside here)."""
    people = [line for line, kind in kinds(sample, header) if kind == "person"]
    date_field = next((name for name in ("birth_date", "birth") if name in header.columns), "")
    rows = [_row(line, header, date_field) for line in people]
    found = Profile()
    for step in (_dates, _places, _ages, _niks, _family_cards, _shifts):
        found = step(found, rows, header, date_field)
    return _phones(found, people, header)


def _row(line: Line, header: Header, date_field: str) -> _Row:
    nik_cell = header.cell(line, "nik")
    digits = nik_digits(nik_cell)
    cell = header.cell(line, date_field)
    sex = shown(header.cell(line, "sex")).upper()[:1]
    sex = {"L": "L", "M": "L", "1": "L", "P": "P", "W": "P", "F": "P", "2": "P"}.get(sex, "")
    return _Row(line.number, digits, nik_cell, nik_birth(digits), cell, written(cell), sex)


def _with(found: Profile, code: str, name: str, header: Header, *, sure: bool, **fields: object) -> Profile:
    heading = header.headings.get(name, name)[:60]
    habit = Habit(code, name, sure, Remark(code, {"heading": heading, **fields}))
    return replace(found, habits=(*found.habits, habit))


def _dates(found: Profile, rows: Sequence[_Row], header: Header, name: str) -> Profile:
    """Tell the order of day and month by days above 12, and by the NIK where both would do."""
    serials = [row for row in rows if is_serial(row.cell)]
    dated = [row for row in rows if row.day.birth and not is_serial(row.cell)]
    if len(serials) >= 3 and len(serials) > len(dated):
        sure = _agrees(serials) or (len(serials) >= 5 and not any(row.inside for row in serials))
        found = replace(found, date_style="serial", date_style_sure=sure)
        return _with(found, "date_serial", name, header, sure=sure, count=len(serials))
    found = _swapped_cells(found, rows, header, name)
    if sum(row.day.iso for row in rows) * 2 > len(dated) > 0:
        return replace(found, date_style="iso", date_style_sure=True)
    votes = Counter(vote for row in rows for vote in _votes(row))
    if votes["mdy"] > votes["dmy"] and votes["mdy"] >= 2:
        sure = votes["mdy"] >= 3 and votes["dmy"] * 10 <= votes["mdy"]
        found = replace(found, date_style="mdy" if sure else "unknown", date_style_sure=sure)
        return _with(found, "date_mdy", name, header, sure=sure)
    return replace(found, date_style_sure=votes["dmy"] >= 3 and votes["mdy"] * 10 <= votes["dmy"])


def _votes(row: _Row) -> Iterator[str]:
    """Yield dmy or mdy as a written date shows it by itself, or as the NIK beside it shows it."""
    if not row.day.parts:
        return
    first, second = row.day.parts
    if first > 12 >= second:
        yield "dmy"
    elif second > 12 >= first:
        yield "mdy"
    elif row.inside and first != second:
        known = (row.inside.birth.day, row.inside.birth.month)
        if known == (first, second):
            yield "dmy"
        elif known == (second, first):
            yield "mdy"


def _agrees(rows: Sequence[_Row]) -> bool:
    """Say whether the days behind day numbers are those inside the NIKs, nine times in ten."""
    known = [row for row in rows if row.inside and row.day.birth]
    same = sum(row.inside is not None and row.inside.birth == row.day.birth for row in known)
    return len(known) >= 3 and same * 10 >= len(known) * 8


def _swapped_cells(found: Profile, rows: Sequence[_Row], header: Header, name: str) -> Profile:
    """Find true dates whose day and month a spreadsheet of another language took for each other.

    It shows in two ways: no date cell has a day above 12, and the NIKs say the opposite.
    """
    days = [row for row in rows if isinstance(row.cell, date) and row.inside]
    telling = [row for row in days if row.day.birth and row.day.birth.day != row.day.birth.month]
    swapped = sum(
        row.day.birth is not None and row.inside is not None and row.inside.birth == row.day.birth.swapped()
        for row in telling
    )
    same = sum(row.inside is not None and row.inside.birth == row.day.birth for row in telling)
    if swapped >= 3 and swapped > same:
        sure = same * 10 <= swapped and all(
            row.day.birth is not None and row.day.birth.day <= 12 for row in telling
        )
        return _with(found, "date_swapped", name, header, sure=sure, count=swapped)
    return found


def _places(found: Profile, rows: Sequence[_Row], header: Header, name: str) -> Profile:
    filled = [row for row in rows if shown(row.cell)]
    hits = sum(is_place_with_date(row.cell) for row in filled)
    if hits >= 3 and hits * 2 >= len(filled):
        return _with(found, "place_with_date", name, header, sure=hits * 5 >= len(filled) * 4)
    return found


def _ages(found: Profile, rows: Sequence[_Row], header: Header, name: str) -> Profile:
    filled = [row for row in rows if shown(row.cell)]
    hits = sum(is_age(row.cell) for row in filled)
    if hits >= 3 and hits * 2 >= len(filled):
        return _with(found, "age_for_date", name, header, sure=hits * 5 >= len(filled) * 4, count=hits)
    return found


def _niks(found: Profile, rows: Sequence[_Row], header: Header, _name: str) -> Profile:
    """Find NIKs rounded by a spreadsheet: one in ten ends in 0 by chance, here most do."""
    whole = [row for row in rows if len(row.nik) == 16]
    powers = sum("E+" in shown(row.nik_cell).upper() for row in rows)
    zeros = sum(row.nik.endswith("0") for row in whole)
    rounded = zeros + powers
    if rounded >= 3 and rounded * 2 >= len(whole) + powers:
        sure = rounded >= 5 or any(isinstance(row.nik_cell, int | float) for row in whole) or powers >= 3
        return _with(found, "nik_rounded", "nik", header, sure=sure, count=rounded)
    return found


def _family_cards(found: Profile, rows: Sequence[_Row], header: Header, _name: str) -> Profile:
    """Find numbers of family cards: their date is the day of issue, recent, never with the 40 of a woman."""
    whole = [row for row in rows if row.inside]
    cards = [row for row in whole if row.inside and row.inside.birth.year <= 30 and not row.inside.woman]
    against = [row for row in cards if _contradicted(row)]
    if len(against) >= 3 and len(cards) * 10 >= len(whole) * 7 and len(against) * 2 >= len(cards):
        sure = len(against) >= 5 and len(cards) * 10 >= len(whole) * 9
        return _with(found, "nik_is_kk", "nik", header, sure=sure, count=len(cards))
    return found


def _contradicted(row: _Row) -> bool:
    """Say whether the row's own date or sex denies the date or sex inside its number."""
    other = row.day.birth
    return row.sex == "P" or (
        other is not None and row.inside is not None and other.year != row.inside.birth.year
    )


def _shifts(found: Profile, rows: Sequence[_Row], header: Header, name: str) -> Profile:
    """Find a column of NIKs or dates that slipped by one line, by the dates inside the NIKs."""
    if found.has("nik_is_kk") or found.has("nik_rounded") or not name:
        return found
    mdy = found.date_style == "mdy"
    days = [
        row.day.birth.swapped() if mdy and row.day.parts and row.day.birth else row.day.birth for row in rows
    ]
    slipped = find_shift(
        [row.line for row in rows], [row.inside for row in rows], days, [row.sex for row in rows]
    )
    if slipped is None:
        return found
    which, shift, sure = slipped
    shifted = "nik" if which == "nik" else name
    if sure:
        whole = {shifted: shift.by} if shift.first_line == rows[0].line else {}
        found = replace(found, slips={shifted: shift}, shifts=whole)
    return _with(found, "column_shifted", shifted, header, sure=sure, line=shift.first_line)


def _phones(found: Profile, people: Sequence[Line], header: Header) -> Profile:
    counts = Counter(phone_digits(header.cell(line, "phone")) for line in people)
    del counts[""]
    common = frozenset(phone for phone, count in counts.items() if count > COMMON_PHONE)
    if not common:
        return found
    most = max(sorted(common), key=lambda phone: counts[phone])
    found = replace(found, common_phones=common, common_phone=most)
    return _with(found, "phone_for_all", "phone", header, sure=True, count=counts[most])
