"""How sure each number of JP and the tax is: what was read, what was worked out, what was recalled."""

from datetime import date

import pytest

from tedung.law import history


def certainty(name, day):
    return next(line.certainty for line in history()[name] if str(line.first_day) == day)


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        (
            "jp.pension_age",
            "2025-01-01",
            "text",
        ),  # the ages spelt out by the three paragraphs and their first step
        ("jp.pension_age", "2028-01-01", "derived"),  # one more every third year, counted by us
        ("jp.pension_age", "2043-01-01", "derived"),
        ("jp.benefit_least", "2019-03-01", "press"),  # the letter was read as a blog prints it
        ("jp.benefit_most", "2019-03-01", "press"),
        ("macro.inflation", "2018-01-01", "press"),
        ("macro.growth", "2018-01-01", "press"),
        ("jp.upah_ceiling", "2025-03-01", "agency"),
        ("jp.upah_ceiling", "2026-03-01", "agency"),
        ("tax.income_rates", "2015-07-01", "convention"),  # only the 5 % stands in what was read
        ("tax.income_rates", "2022-01-01", "convention"),
        ("tax.income_lowers", "2022-01-01", "convention"),
    ],
)
def test_certainty_says_how_a_number_was_found(name, day, expected):
    assert certainty(name, day) == expected


@pytest.mark.parametrize("name", ["jht.pension_age", "jht.early_payment", "jht.wait_months"])
def test_no_article_before_its_day(name):
    """PP 60/2015 is in force since 12 August 2015, Permenaker 4/2022 since 26 April 2022."""
    for line in history()[name]:
        assert "PP 60/2015" not in line.source or line.first_day >= date(2015, 8, 12)
        assert "Permenaker 4/2022" not in line.source or line.first_day >= date(2022, 4, 26)
