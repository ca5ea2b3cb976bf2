"""The pension age, which rises every third year from 56 to 65.  PP 45/2015 Pasal 15."""

from datetime import date

from tedung.dates import Month
from tedung.law import history


def pension_day(birth: date) -> date:
    """Return the day on which whoever was born on *birth* reaches the pension age.

    The age asked for is that of the day itself (Pasal 15 ayat (1)-(3)): whoever has
    reached it once is not overtaken by the next rise.
    """
    lines = history()["jp.pension_age"]
    ends = [line.first_day for line in lines[1:]] + [date.max]
    for line, end in zip(lines, ends, strict=True):
        reached = max(birthday(birth, line.value), line.first_day)
        if reached < end:
            return reached
    raise AssertionError("the last line has no end")  # pragma: no cover


def birthday(birth: date, years: int) -> date:
    """Return the day on which *years* are completed; born on 29 February: 1 March of a common year."""
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        return date(birth.year + years, 3, 1)


def first_of_next_month(day: date) -> date:
    """Return the day from which a pension counts: PP 45/2015 Pasal 19 ayat (3) and its like."""
    return (Month.of(day) + 1).first_day
