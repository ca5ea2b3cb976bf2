"""Tax on JHT: the examples of PP 68/2009's own explanation, and what follows from its articles."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.law import law_on
from tedung.law.jht_tax import is_lump_sum, later_tax, lump_sum_tax, progressive, severance_tax

TODAY = law_on(date(2026, 5, 1))
MONEY = st.integers(0, 10**12)


def one(amount):
    return np.array([amount], dtype=np.int64)


def test_lump_sum_of_150_million(example):
    """PP 68/2009, explanation of Pasal 5: Rp150.000.000 bears Rp5.000.000; in two parts, all on the second."""
    table = """
              gross |    earlier |    result
        150_000_000 |          0 | 5_000_000
         50_000_000 |          0 |         0
        100_000_000 | 50_000_000 | 5_000_000
         50_000_001 |          0 |         0
         50_000_010 |          0 |         1
                  0 | 90_000_000 |         0
    """
    example(lump_sum_tax, "2015-07-01", table, inputs=2)
    example(lump_sum_tax, "2026-05-01", table, inputs=2)


def test_severance_of_175_million(example):
    """PP 68/2009, explanation of Pasal 4: 0 + 2.500.000 + 11.250.000 = Rp13.750.000."""
    table = """
              gross |      result
        175_000_000 |  13_750_000
         50_000_000 |           0
        100_000_000 |   2_500_000
        500_000_000 |  62_500_000
        600_000_000 |  87_500_000
    """
    example(severance_tax, "2026-05-01", table)


def test_part_of_the_third_year():
    """Explanation of Pasal 6: Rp50.000.000 bears 5 %, Rp2.500.000; without NPWP 120 %, Rp3.000.000."""
    for day in (date(2016, 1, 1), date(2026, 5, 1)):
        law = law_on(day)
        assert later_tax(one(50_000_000), one(0), np.array([True]), law).tolist() == [2_500_000]
        assert later_tax(one(50_000_000), one(0), np.array([False]), law).tolist() == [3_000_000]


@pytest.mark.parametrize(
    ("day", "gross", "tax"),
    [
        (date(2021, 12, 31), 60_000_000, 4_000_000),  # 2.5 m + 15 % x 10 m
        (date(2022, 1, 1), 60_000_000, 3_000_000),  # 5 % x 60 m
        (date(2022, 1, 1), 100_000_000, 9_000_000),  # 3 m + 15 % x 40 m
        (date(2022, 1, 1), 6_000_000_000, 1_794_000_000),  # 3 + 28.5 + 62.5 + 1,350 + 350 m
        (date(2021, 12, 31), 6_000_000_000, 1_745_000_000),  # 2.5 + 30 + 62.5 + 1,650 m
    ],
)
def test_brackets_of_the_income_tax(day, gross, tax):
    """By hand from the brackets of docs/conventions.md, income-tax-brackets."""
    assert later_tax(one(gross), one(0), np.array([True]), law_on(day)).tolist() == [tax]


@pytest.mark.parametrize(
    ("year", "first_year", "together"), [(2024, 2024, True), (2025, 2024, True), (2026, 2024, False)]
)
def test_two_calendar_years_are_one_payment(year, first_year, together):
    """Pasal 2 ayat (2); December 2009 and February 2010 are one in the explanation of Pasal 5."""
    assert is_lump_sum(year, first_year, TODAY) is together


@given(MONEY, MONEY, st.integers(0, 1000))
def test_parts_bear_what_the_whole_bears(first, second, more):
    """However a lump sum is split, the tax is the same; more never bears less."""
    whole = lump_sum_tax(one(first + second), one(0), TODAY)
    assert whole == lump_sum_tax(one(first), one(0), TODAY) + lump_sum_tax(one(second), one(first), TODAY)
    assert whole <= lump_sum_tax(one(first + second + more), one(0), TODAY)
    assert 0 <= whole[0] <= first + second


@given(MONEY, st.integers(0, 10**6))
def test_the_progressive_tax_never_takes_more_than_is_added(amount, more):
    lowers, rates = TODAY["tax.income_lowers"], TODAY["tax.income_rates"]
    less, greater = (int(progressive(one(a), lowers, rates)[0]) for a in (amount, amount + more))
    assert 0 <= greater - less <= more
