"""The habits of a sheet, found before any of its rows is judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tedung.roster.cells import Line, Remark
from tedung.roster.headers import Header

DateStyle = Literal["dmy", "mdy", "iso", "serial", "unknown"]


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

    Codes: date_mdy, date_serial, place_with_date, age_for_date, <nik|birth_date|mother|phone>_shifted (as
    ``column_shifted`` with the field), nik_is_kk, nik_rounded, phone_for_all.
    """

    habits: tuple[Habit, ...] = ()
    date_style: DateStyle = "dmy"
    """How to read 3/4/1978; `dmy` unless the list itself shows otherwise."""
    date_style_sure: bool = False
    shifts: Mapping[str, int] = field(default_factory=dict)
    """Field to the number of person lines its values slid down (+1: line i's value belongs to line i-1)."""
    common_phone: str = ""
    """Digits of a phone that stands for too many people of the list: neither evidence nor key."""

    def has(self, code: str, *, sure: bool = False) -> bool:
        """Say whether the habit was found (*sure*: beyond doubt)."""
        return any(habit.code == code and (habit.sure or not sure) for habit in self.habits)


def profile(sample: Sequence[Line], header: Header) -> Profile:
    """Find the habits of a list from its person lines (titles, blanks and footers are left aside here)."""
    raise NotImplementedError
