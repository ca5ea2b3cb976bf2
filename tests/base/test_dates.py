"""Months are months, days are days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.dates import (
    Calendar,
    Month,
    add_months,
    add_years,
    age_on,
    national_calendar,
    years_before,
)

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    "wrong", ["2026-13", "2026-00", "2026-1", "12-2026", "", "2026-12-01", "２０２６-12", "abc"]
)
def test_what_is_no_month_is_refused(wrong):
    with pytest.raises(ValueError, match="is not a month"):
        Month.parse(wrong)


def test_months_add_and_subtract():
    assert Month.parse(" 2026-12 ") + 1 == Month(2027, 1)
    assert Month(2027, 2) - Month(2026, 11) == 3
    assert [str(month) for month in Month(2026, 11).until(Month(2027, 1))] == [
        "2026-11",
        "2026-12",
        "2027-01",
    ]
    assert list(Month(2027, 1).until(Month(2026, 12))) == []
    assert Month(2024, 2).last_day == date(2024, 2, 29)


def test_29_february_grows_older_on_1_march():
    born = date(2008, 2, 29)
    assert [age_on(born, day) for day in (date(2026, 2, 28), date(2026, 3, 1), date(2028, 2, 29))] == [
        17,
        18,
        20,
    ]
    assert born > years_before(date(2026, 2, 28), 18)
    assert born <= years_before(date(2026, 3, 1), 18)
    assert years_before(date(2028, 2, 29), 18) == date(2010, 2, 28)


@given(DAYS, DAYS)
def test_the_day_less_the_years_says_the_same_as_the_age(birth, day):
    for years in (18, 54, 65):
        if day.year > 1 + years:
            assert (birth <= years_before(day, years)) == (age_on(birth, day) >= years)


@given(DAYS, st.integers(0, 600))
def test_adding_months_keeps_the_day_or_ends_the_month(day, months):
    later = add_months(day, months)
    assert Month.of(later) - Month.of(day) == months
    assert later.day == min(day.day, Month.of(later).last_day.day)


def test_adding_years_to_29_february():
    assert add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_joint_leave_is_no_working_day():
    """20 March 2026 is joint leave: a working day only for whoever forgets it."""
    calendar = national_calendar()
    assert not calendar.is_working_day(date(2026, 3, 20))
    assert calendar.on_or_after(date(2026, 8, 15)) == date(2026, 8, 18)
    assert calendar.add(date(2026, 8, 14), 2) == date(2026, 8, 19)


def test_a_year_without_a_decree_is_refused():
    calendar = Calendar([date(2026, 1, 1), date(2026, 12, 25)])
    with pytest.raises(ValueError, match="holds 2026 to 2026"):
        calendar.on_or_after(date(2027, 1, 1))
