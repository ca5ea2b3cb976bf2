"""STMB: PP 44/2015 Annex III; twelve months whole and then half since 2 December 2019."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.law import LawError, law_on, stmb
from tedung.law.facts import Facts, FactsError
from tedung.law.kinds import rule

NEW = law_on(date(2019, 12, 2))


def ask(months, upah=1_000_000, event="2024-05-01", **more):
    facts = {
        "segment": "pu",
        "upah": upah,
        "event_date": event,
        "arrears_months": 0,
        "months": months,
        **more,
    }
    return rule("jkk_stmb")(Facts(facts), date.fromisoformat(event))


def amounts(answer):
    return [line.amount for line in answer.lines]


@pytest.mark.parametrize(
    ("months", "due"),
    [
        (0, []),
        (1, [1_000_000]),
        (6, [6_000_000]),
        (7, [6_000_000, 1_000_000]),
        (12, [6_000_000, 6_000_000]),
        (13, [6_000_000, 6_000_000, 500_000]),
        (24, [6_000_000, 6_000_000, 6_000_000]),
    ],
)
def test_a_million_a_month_then_half(months, due):
    """Published P6: 1,000,000 a month for 12 months, then 500,000."""
    answer = ask(months)
    assert amounts(answer) == due
    assert answer.total == sum(due)


@pytest.mark.parametrize(
    ("months", "total"),
    [
        ({"months": 0, "days": 15}, 1_500_000),
        ({"months": 2, "days": 10}, 7_000_000),
        ({"months": 12, "days": 15}, 36_750_000),  # half of a half month of 3 million
        ({"months": 5, "days": 30}, 18_000_000),
        ({"days": 7.5}, 750_000),
        (2.5, 7_500_000),
    ],
)
def test_days_are_thirtieths(months, total):
    answer = ask(months, upah=3_000_000)
    assert answer.total == total
    assert ("month-of-30-days" in answer.conventions) == (
        answer.total % 1_500_000 != 0 or total in {1_500_000, 7_500_000}
    )


@pytest.mark.parametrize(
    ("months", "total"),
    [(1.3333, 4_000_000), (1.3334, 4_000_000), (0.3333, 1_000_000), (2.3499, 7_000_000), (2.35, 7_050_000)],
)
def test_a_finer_part_of_a_month_is_rounded_to_the_day(months, total):
    """1.3333 x 30 = 39.999 days: 40 days of Rp100,000; 2.3499 x 30 = 70.497: 70."""
    answer = ask(months, upah=3_000_000)
    assert (answer.status, answer.total) == ("payable", total)
    assert ("stmb-to-the-day" in answer.conventions) == (months != 2.35)


def test_a_day_of_30_is_a_convention_and_its_line_says_so():
    whole, part = ask(6), ask(6.5)
    assert [line.certainty for line in whole.lines] == ["press"]
    assert [line.certainty for line in part.lines] == ["press", "convention"]


@pytest.mark.parametrize(
    ("months", "on", "met"),
    [(13, "2025-06-01", True), (14, "2025-06-01", True), (15, "2025-06-01", False), (2, "2024-05-01", False)],
)
def test_a_time_longer_than_what_has_passed_is_told(months, on, met):
    """13 months lie between 1 May 2024 and 1 June 2025; one month is let pass."""
    facts = {"segment": "pu", "upah": 1, "event_date": "2024-05-01", "arrears_months": 0, "months": months}
    answer = rule("jkk_stmb")(Facts(facts), date.fromisoformat(on))
    assert [one.met for one in answer.conditions if one.code == "jkk.months_passed"] == [met]
    assert answer.status == "payable"


def test_a_day_is_rounded_once_half_up():
    """1,000,001 / 30 = 33,333.37; 1,000,015 / 30 = 33,333.83."""
    assert ask({"days": 1}, upah=1_000_001).total == 33_333
    assert ask({"days": 1}, upah=1_000_015).total == 33_334
    assert "rounding" in ask({"days": 1}, upah=1_000_001).conventions


def test_what_is_exact_names_no_rounding():
    assert "rounding" not in ask(13).conventions
    assert "rounding" not in ask({"days": 3}).conventions


class TestBefore2019:
    def test_six_months_are_known(self):
        assert ask(6, event="2018-05-01").total == 6_000_000

    def test_beyond_them_nobody_has_read(self):
        answer = ask(7, event="2018-05-01")
        assert (answer.status, answer.total) == ("open", None)
        assert answer.gaps == ("jkk.gap_stmb_2015",)
        assert amounts(answer) == [6_000_000]

    def test_the_accident_decides_not_the_later_months(self):
        assert ask(12, event="2019-12-01").status == "open"
        assert ask(12, event="2019-12-02").total == 12_000_000

    def test_the_array_says_so_too(self):
        with pytest.raises(LawError, match="recalled"):
            stmb.amounts(np.array([1]), np.array([1]), law_on(date(2018, 5, 1)))


@pytest.mark.parametrize(
    "months",
    [-1, 601, "3", True, {"months": 1.5}, {"months": -1}, {"days": 32}, {"days": 0.001}, {"day": 3}, [3]],
)
def test_an_impossible_time(months):
    with pytest.raises(FactsError, match="months"):
        ask(months)


def test_no_time_is_open():
    assert ask(None).status == "open"


@given(st.integers(0, 10**8), st.integers(0, 90_000), st.integers(0, 90_000))
def test_a_longer_time_never_pays_less(upah, one, other):
    short, long = sorted((one, other))
    assert sum(stmb.amounts(upah, short, NEW)) <= sum(stmb.amounts(upah, long, NEW))


@given(st.lists(st.tuples(st.integers(0, 10**8), st.integers(0, 90_000)), min_size=1))
def test_a_file_is_its_workers_one_by_one(people):
    upah, units = np.array(people, dtype=np.int64).T
    found = stmb.amounts(upah, units, NEW)
    for place, (one, time) in enumerate(people):
        assert [int(part[place]) for part in found] == [int(part) for part in stmb.amounts(one, time, NEW)]


@pytest.mark.parametrize(
    ("paid", "employer", "worker"),
    [(10_000_000, "Rp10.000.000", "Rp2.500.000"), (15_000_000, "Rp12.500.000", "Rp0")],
)
def test_what_exceeds_the_wage_paid_is_the_workers(paid, employer, worker):
    """Pasal 30 ayat (2)-(3): and a shortfall is not claimed back."""
    answer = ask(13, upah_paid=paid)
    assert answer.total == 12_500_000
    (told,) = [one for one in answer.conditions if one.code == "jkk.stmb_refund"]
    assert (told.fields["employer"], told.fields["worker"]) == (employer, worker)


def test_a_bpu_advances_the_money_himself():
    """Pasal 51."""
    answer = ask(1, segment="bpu", income=1_000_000, upah_paid=1)
    assert [one.code for one in answer.conditions if "stmb" in one.code] == ["jkk.stmb_advanced"]
