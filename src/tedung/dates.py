"""Months, ages and working days.  A day is always an argument: nothing here asks the clock."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources


@dataclass(frozen=True, order=True)
class Month:
    """A contribution month (BLTH): a year and a month, never a day."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read ``2026-12``; anything else is a ValueError that says what is needed."""
        found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text.strip())
        if not found:
            raise ValueError(f"{text!r} is not a month; write a year and a month, such as 2026-12")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month in which *day* lies."""
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        """The day whose law stands for the month (docs/conventions.md, law-of-the-first-day)."""
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        return (self + 1).first_day - timedelta(days=1)

    def __add__(self, months: int) -> "Month":
        years, number = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(years, number + 1)

    def __sub__(self, other: "Month") -> int:
        return (self.year - other.year) * 12 + self.number - other.number

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    def until(self, last: "Month") -> Iterator["Month"]:
        """Yield this month and each one after it up to *last*, included."""
        for ahead in range(last - self + 1):
            yield self + ahead


def years_before(day: date, years: int) -> date:
    """Return the latest birthday of whoever is at least *years* old on *day*.

    Whoever was born on 29 February grows older on 1 March of a common year, so
    the years are taken from the day, never added to the birthday.
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February of a leap year, less years that end in a common one
        return date(day.year - years, 2, 28)


def age_on(birth: date, day: date) -> int:
    """Return the completed years of whoever was born on *birth*, on *day*."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def add_years(day: date, years: int) -> date:
    """Return the same day *years* later; 29 February becomes 28 February in a common year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


def add_months(day: date, months: int) -> date:
    """Return the same day *months* later, or the last day of a month too short for it."""
    month = Month.of(day) + months
    return date(month.year, month.number, min(day.day, month.last_day.day))


class Calendar:
    """Working days: every day but Saturday, Sunday, public holidays and joint leave.

    The days off are data (``data/calendar``; an officer may hand in others).  The
    table ends in ``last_year``; a day after that is refused, not guessed.
    """

    def __init__(self, days_off: Iterable[date]) -> None:
        self.days_off = frozenset(days_off)
        self.first_year = min(day.year for day in self.days_off)
        self.last_year = max(day.year for day in self.days_off)

    def is_working_day(self, day: date) -> bool:
        """Say whether *day* is worked; ValueError outside the years of the table."""
        if not self.first_year <= day.year <= self.last_year:
            raise ValueError(
                f"{day}: the table of holidays holds {self.first_year} to {self.last_year}; "
                "add the year's decree to it"
            )
        return day.weekday() < 5 and day not in self.days_off

    def on_or_after(self, day: date) -> date:
        """Return *day*, or the next working day where it is not one."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def add(self, day: date, working_days: int) -> date:
        """Return the *working_days*-th working day after *day*."""
        for _ in range(working_days):
            day = self.on_or_after(day + timedelta(days=1))
        return day


@cache
def national_calendar() -> Calendar:
    """Read the national holidays and joint leave (2019 to 2027; 2027 is partly estimated)."""
    table = resources.files("tedung") / "data/calendar/id_holidays_2019_2027.csv"
    rows = csv.DictReader(table.read_text("utf-8").splitlines())
    return Calendar(date.fromisoformat(row["date"]) for row in rows)
