"""A line whose figure leans on a convention says so: its certainty, and the convention by name."""

from datetime import date

import pytest

from tedung.law.book.cases import CASES
from tedung.law.facts import Facts
from tedung.law.kinds import rule

ACCIDENT = {"segment": "pu", "upah": 3_000_000, "event_date": "2024-05-01", "arrears_months": 0}
DIED = {"segment": "bpu", "event_date": "2025-08-10", "arrears_months": 0}
SPOUSE = {"relation": "spouse", "birth_date": "1988-01-01", "remarried": False}
PAID_SINCE = [{"month": f"2023-{number:02d}", "amount": 100_000} for number in range(1, 13)]


def lines(kind, facts, on="2025-08-10"):
    answer = rule(kind)(Facts(dict(facts)), date.fromisoformat(on))
    assert {one for line in answer.lines for one in line.conventions} <= set(answer.conventions)
    return [(line.certainty, list(line.conventions)) for line in answer.lines]


def test_the_wage_of_a_non_wage_worker():
    """PP 44/2015 names no benefit wage for them: the base of the bracket stands in."""
    facts = {"segment": "bpu", "event_date": "2024-05-01", "arrears_months": 0}
    leans = ["half-open-brackets", "bpu-benefit-base"]
    for more, beside in (
        ({"income": 1_000_000}, []),
        ({"upah": 1_000_000}, ["bpu-upah-as-income"]),
        ({"payer": "apbd_kota"}, ["income-lowest-bracket"]),
    ):
        death, *fixed = lines("jkk_death", {**facts, **more, "children": []})
        assert death == ("convention", [*leans, *beside])
        assert [named for _, named in fixed] == [[], []]


def test_a_wage_earner_leans_on_none():
    assert lines("jkk_death", {**ACCIDENT, "upah": 4_000_000, "children": []})[0] == ("predecessor", [])


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        (13, [[], [], []]),
        (1.3333, [["month-of-30-days", "stmb-to-the-day"]]),  # 40 days of Rp100.000
        (12.3333, [[], [], ["month-of-30-days", "stmb-to-the-day"]]),  # the year before is whole
        (12.5, [[], [], ["month-of-30-days"]]),
    ],
)
def test_days_of_incapacity(months, expected):
    found = lines("jkk_stmb", {**ACCIDENT, "months": months})
    assert [named for _, named in found] == expected
    assert [certain == "convention" for certain, _ in found] == [bool(named) for named in expected]


def test_a_third_of_a_rupiah_names_the_rounding_and_no_doubt():
    """10 days of Rp1.000.000 a month are Rp333.333,33."""
    (found,) = lines("jkk_stmb", {**ACCIDENT, "upah": 1_000_000, "months": {"months": 0, "days": 10}})
    assert found == ("convention", ["month-of-30-days", "rounding"])
    (whole,) = lines(
        "jkk_partial_disability", {**ACCIDENT, "upah": 3, "losses": [{"row": "28", "assessed_percent": 10.1}]}
    )
    assert whole == ("predecessor", ["rounding"])  # 80 x 3 x 10,1 % = 24,24


@pytest.mark.parametrize(
    ("since", "months", "expected"),
    [
        ("2025-03-01", 5, ("text", [])),  # 162 days, five months: long enough either way
        ("2025-05-01", 2, ("convention", ["short-membership"])),  # 101 days, and yet two months paid
        ("2025-05-01", None, ("text", [])),  # nobody counted the months
        ("2025-06-01", 2, ("convention", ["short-membership"])),  # 70 days: the funeral grant alone
    ],
)
def test_a_membership_that_is_short_by_one_count_alone(since, months, expected):
    facts = {**DIED, "member_since": since, "contribution_months": months}
    assert set(map(str, lines("jkm_death", facts))) == {str(expected)}


def test_a_short_count_is_no_matter_of_wage_earners_or_of_2024():
    told = {"member_since": "2024-05-01", "contribution_months": 2}
    assert {certain for certain, _ in lines("jkm_death", {**DIED, **told, "event_date": "2024-08-10"})} == {
        "text"
    }
    earner = {**DIED, "segment": "pu", "member_since": "2025-05-01", "contribution_months": 2}
    assert {certain for certain, _ in lines("jkm_death", earner)} == {"text"}


class TestScholarship:
    def ask(self, *children):
        return lines(
            "scholarship",
            {"programme": "jkk", "event_date": "2024-05-01", "children": list(children)},
            "2024-05-01",
        )

    def test_one_level_leans_on_none(self):
        assert self.ask({"level": "smp", "years_left": 3, "birth_date": "2012-01-01"}) == [("press", [])]

    def test_the_next_levels_lean_on_running_on(self):
        found = self.ask({"level": "smp", "years_left": 5, "birth_date": "2012-01-01"})
        assert found == [("press", []), ("convention", ["scholarship-runs-on"])]

    def test_a_year_where_nobody_said_how_many(self):
        assert self.ask({"level": "smp"}) == [("convention", ["scholarship-of-the-year"])]

    def test_years_cut_by_the_age(self):
        """Born 1 May 2002: 22 on the day, 23 a year later, so one year of four."""
        found = self.ask({"level": "pt", "years_left": 4, "birth_date": "2002-05-01"})
        assert found == [("convention", ["scholarship-years-by-age"])]

    def test_two_chosen_of_three(self):
        one = {"level": "sma", "years_left": 1}
        assert self.ask(one, one) == [("press", [])] * 2
        assert self.ask(one, one, one) == [("convention", ["scholarship-two-children"])] * 2

    def test_work_that_does_no_harm(self):
        facts = {"programme": "jkk", "event_date": "2025-06-01"}
        child = {"level": "pt", "years_left": 1, "working": True, "working_as": "intern"}
        found = lines("scholarship", {**facts, "children": [child]}, "2025-06-01")
        assert found == [("convention", ["permenaker-1-2025"])]


class TestSavings:
    def test_a_yield_by_month(self):
        facts = {
            "reason": "death",
            "event_date": "2024-02-01",
            "contributions": PAID_SINCE,
            "yields": {"2023": 0.05},
        }
        paid, earned = lines("jht_payout", facts, "2024-02-10")[:2]
        assert paid == ("text", [])
        assert earned == ("convention", ["jht-yield-by-month", "jht-running-year"])

    def test_a_pension_by_the_formula(self):
        """The average over the months paid and the own year's inflation: neither is said by the article."""
        (found,) = lines("jp_disability", CASES["jp_disability"].facts, "2024-06-10")
        assert found == ("convention", ["jp-average-over-months", "jp-own-year-inflation"])

    def test_a_share_of_a_pension_in_payment_leans_on_none(self):
        assert lines("jp_survivor", CASES["jp_survivor"].facts, "2024-06-10") == [("derived", [])]

    def test_a_share_raised_to_the_least_pension(self):
        """Half of Rp500.000 is below the Rp393.500 of 2024."""
        facts = {**CASES["jp_survivor"].facts, "pension_in_payment": 500_000}
        (found,) = lines("jp_survivor", facts, "2024-06-10")
        assert found[0] == "convention"
        assert "jp-bounds-of-survivors" in found[1]

    def test_a_yield_of_jp_by_yearly_rates(self):
        facts = {"birth_date": "1966-02-20", "registered_on": "2024-01-02", "event_date": "2024-02-20"}
        facts |= {"wages": [{"year": 2024, "upah": 9_000_000, "months": 2}]}
        paid, earned = lines("jp_lump_sum", {**facts, "yields": {"2024": 0.12}}, "2024-02-20")
        assert (paid, earned) == (("text", []), ("convention", ["jp-lump-sum-yield"]))
        paid, earned = lines("jp_lump_sum", {**facts, "yield_amount": 5}, "2024-02-20")
        assert (paid, earned) == (("text", []), ("text", []))

    def test_which_months_of_a_year_were_paid(self):
        """Rp12 million are above the ceiling, which moved in March 2023: two months, or ten, at the lower."""
        facts = {"birth_date": "1966-02-20", "registered_on": "2023-01-02", "event_date": "2024-02-20"}
        facts |= {"wages": [{"year": 2023, "upah": 12_000_000, "months": 11}], "yield_amount": 5}
        paid, _ = lines("jp_lump_sum", facts, "2024-02-20")
        assert paid == ("convention", ["jp-months-of-a-year"])

    def test_the_tax_after_two_years(self):
        facts = {
            **CASES["jht_payout"].facts,
            "earlier_payments": [{"date": "2020-03-01", "amount": 1_000_000}],
        }
        tax = lines("jht_payout", facts, "2024-05-01")[-1]
        assert tax == ("convention", ["income-tax-brackets", "jht-tax-after-two-years"])


def test_money_across_the_transition_of_jkp():
    """Work ended in October 2024, the answer is of February 2025: which law pays is our reading."""
    facts = {
        **CASES["jkp_cash"].facts,
        "ended_on": "2024-10-31",
        "claimed_on": "2024-11-05",
        "months_paid": 3,
    }
    assert lines("jkp_cash", facts, "2025-02-06")[0][1] == []
    assert [named for _, named in lines("jkp_cash", facts, "2025-02-07")] == [["jkp-transition"]]
    reported = {**facts, "upah": 4_000_000, "reported_upah": 3_000_000}
    assert lines("jkp_cash", reported, "2025-02-07") == [("convention", ["jkp-transition"])] * 2
