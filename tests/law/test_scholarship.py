"""Scholarships: PP 44/2015 Pasal 25 ayat (3), 34 ayat (3); Permenaker 5/2021 Pasal 103."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.law import law_on, scholarship
from tedung.law.facts import Facts, FactsError
from tedung.law.kinds import rule

LAW = law_on(date(2024, 5, 1))


def ask(*children, event="2024-05-01", on=None, **more):
    facts = {"programme": "jkk", "event_date": event, "children": list(children), **more}
    facts = {key: value for key, value in facts.items() if value is not None}
    return rule("scholarship")(Facts(facts), date.fromisoformat(on or event))


def child(level, years=None, born=None, **more):
    facts = {"level": level, "years_left": years, "birth_date": born, **more}
    return {key: value for key, value in facts.items() if value is not None}


def result(answer):
    return answer.status, answer.total


def test_the_table(example):
    """Annex III as the agency's poster gives it; level 0 is kindergarten to primary, 3 higher education."""
    table = """
        level | years |     result
            0 |     1 |  1_500_000
            0 |     8 | 12_000_000
            0 |     9 | 12_000_000
            1 |     3 |  6_000_000
            1 |     4 |  6_000_000
            2 |     2 |  6_000_000
            2 |     3 |  9_000_000
            3 |     1 | 12_000_000
            3 |     5 | 60_000_000
            3 |     6 | 60_000_000
            3 |     0 |          0
    """
    example(scholarship.amounts, "2024-05-01", table, inputs=2)


@pytest.mark.parametrize(
    ("level", "years", "total"), [("tk_sd", 6, 9_000_000), ("smp", 1, 2_000_000), ("pt", 4, 48_000_000)]
)
def test_years_left_times_the_yearly_sum(level, years, total):
    assert result(ask(child(level, years))) == ("payable", total)


@pytest.mark.parametrize(
    ("level", "years", "amounts"),
    [
        ("tk_sd", 8, [12_000_000]),
        ("tk_sd", 9, [12_000_000, 2_000_000]),
        ("tk_sd", 19, [12_000_000, 6_000_000, 9_000_000, 60_000_000]),
        ("tk_sd", 25, [12_000_000, 6_000_000, 9_000_000, 60_000_000]),
        ("smp", 4, [6_000_000, 3_000_000]),
        ("sma", 30, [9_000_000, 60_000_000]),
        ("pt", 6, [60_000_000]),
    ],
)
def test_more_years_than_the_level_run_through_the_next_ones(level, years, amounts):
    """Annex III as the agency's poster gives it: 8, 3, 3 and 5 years."""
    answer = ask(child(level, years))
    assert [line.amount for line in answer.lines] == amounts
    assert ("scholarship-runs-on" in answer.conventions) == (len(amounts) > 1)


def test_the_published_174_million():
    assert result(ask(child("tk_sd", 19), child("tk_sd", 19))) == ("payable", 174_000_000)


def test_what_runs_on_still_ends_at_23():
    """20 today: the three years of upper secondary and no more."""
    answer = ask(child("sma", 6, "2004-01-01"), event="2024-05-01")
    assert [line.amount for line in answer.lines] == [9_000_000]
    answer = ask(child("smp", 12, "2006-06-01"), event="2024-05-01")  # 17: 3 + 3 years
    assert [line.amount for line in answer.lines] == [6_000_000, 9_000_000]
    answer = ask(child("sma", 8, "2005-06-01"), event="2024-05-01")  # 18: 3 years and 2
    assert [line.amount for line in answer.lines] == [9_000_000, 24_000_000]
    assert "scholarship-years-by-age" in answer.conventions


def test_no_years_left_are_refused():
    answer = ask(child("sma", 0))
    assert result(answer) == ("refused", 0)
    assert [one.met for one in answer.conditions if one.code == "scholarship.years_left"] == [False]
    assert ask(child("sma", 0), child("pt", 1), child("pt", 1)).total == 24_000_000


def test_a_year_where_nobody_said_how_many():
    answer = ask(child("sma"))
    assert result(answer) == ("payable", 3_000_000)
    assert "scholarship-of-the-year" in answer.conventions


class TestAge:
    @pytest.mark.parametrize(
        ("born", "total"),
        [
            ("2001-05-02", 12_000_000),  # 23 tomorrow: one year
            ("2001-05-01", 0),  # 23 today
            ("2003-05-02", 36_000_000),  # 20, 21 and 22 on the days of the years
            ("2003-05-01", 24_000_000),
            ("2010-01-01", 48_000_000),
        ],
    )
    def test_below_23_each_year(self, born, total):
        answer = ask(child("pt", 4, born))
        assert result(answer) == (("payable" if total else "refused"), total)
        assert ("scholarship-years-by-age" in answer.conventions) == (0 < total < 48_000_000)

    def test_born_on_29_february(self):
        """23 on 1 March of a common year, not on 28 February."""
        assert ask(child("pt", 1, "2004-02-29"), event="2026-05-01", on="2027-02-28").status == "payable"
        assert ask(child("pt", 1, "2004-02-29"), event="2026-05-01", on="2027-03-01").status == "refused"

    def test_the_day_asked_counts_not_the_event(self):
        assert ask(child("pt", 1, "2001-05-02"), on="2024-05-02").status == "refused"
        assert ask(child("pt", 1, "2001-05-02"), on="2024-05-02", claimed_on="2024-05-01").status == "payable"


class TestConditions:
    @pytest.mark.parametrize(("key", "met"), [("married", "unmarried"), ("working", "not_working")])
    def test_who_is_married_or_works_has_none(self, key, met):
        answer = ask(child("pt", 1, **{key: True}))
        assert result(answer) == ("refused", 0)
        assert [one.met for one in answer.conditions if one.code == f"scholarship.{met}"] == [False]

    def test_one_child_does_not_hinder_another(self):
        assert ask(child("pt", 1, married=True), child("sma", 1)).total == 3_000_000

    def test_not_told_is_not_verified(self):
        answer = ask(child("sma", 1))
        assert answer.status == "payable"
        assert [one.met for one in answer.conditions if one.code == "scholarship.age"] == [None]

    @pytest.mark.parametrize("kind", ["intern", "bpu", "pu_up_to_6_months"])
    def test_three_kinds_of_work_do_no_harm_since_2025(self, kind):
        """Permenaker 1/2025 Pasal 103 ayat (3a)."""
        working = child("pt", 1, working=True, working_as=kind)
        assert ask(working, event="2025-03-01").total == 12_000_000
        assert ask(working, event="2025-02-01").status == "refused"

    def test_not_yet_at_school_waits(self):
        answer = ask(child("not_yet", born="2023-01-01"), child("smp", 2))
        assert result(answer) == ("payable", 4_000_000)
        assert [one.met for one in answer.conditions if one.code == "scholarship.school_age"] == [False]

    def test_no_level_is_open(self):
        assert result(ask(child(None, 2))) == ("open", None)


class TestAtMostTwo:
    def test_the_two_largest(self):
        """Convention: no text says who chooses."""
        answer = ask(child("tk_sd", 8), child("pt", 5), child("sma", 3), child("pt", 2))
        assert result(answer) == ("payable", 84_000_000)
        assert [line.inputs["child"] for line in answer.lines] == [2, 4]
        assert "scholarship-two-children" in answer.conventions

    def test_who_does_not_qualify_takes_no_place(self):
        assert ask(child("pt", 5, married=True), child("sma", 3), child("sma", 3)).total == 18_000_000

    @given(st.permutations(["tk_sd", "smp", "sma", "pt"]))
    def test_the_order_does_not_matter(self, levels):
        """sma 8 years: 3 x 3 + 5 x 12 = 69; pt 60; smp 3 x 2 + 3 x 3 + 2 x 12 = 39; tk_sd 12 million."""
        assert ask(*(child(level, 8) for level in levels)).total == 129_000_000


class TestProgramme:
    def test_jkm_after_three_years(self):
        assert ask(child("sma", 1), programme="jkm", contribution_months=36).total == 3_000_000
        assert result(ask(child("sma", 1), programme="jkm", contribution_months=35)) == ("refused", 0)

    def test_jkm_by_the_age_of_the_membership(self):
        """Twelve months before the death: three years cannot have been paid."""
        answer = ask(child("sma", 1), programme="jkm", member_since="2023-05-01")
        assert result(answer) == ("refused", 0)
        answer = ask(child("sma", 1), programme="jkm", member_since="2021-05-01")
        assert result(answer) == ("payable", 3_000_000)
        assert [one.met for one in answer.conditions if one.code == "scholarship.masa_iur"] == [None]
        assert ask(child("sma", 1), programme="jkk", member_since="2023-05-01").status == "payable"

    def test_jkm_not_verified(self):
        answer = ask(child("sma", 1), programme="jkm")
        assert answer.status == "payable"
        assert [one.met for one in answer.conditions if one.code == "scholarship.masa_iur"] == [None]

    def test_jkk_needs_no_contribution_time(self):
        assert ask(child("sma", 1), contribution_months=1).total == 3_000_000

    @pytest.mark.parametrize(
        ("programme", "cause", "status"),
        [
            ("jkk", "death", "payable"),
            ("jkk", "total_disability", "payable"),
            ("jkk", "other", "refused"),
            ("jkm", "death", "payable"),
            ("jkm", "total_disability", "refused"),
        ],
    )
    def test_by_what_happened(self, programme, cause, status):
        assert ask(child("sma", 1), programme=programme, cause=cause, contribution_months=40).status == status

    def test_before_2019_once_a_participant(self):
        answer = ask(child("pt", 4), child("sma", 1), event="2019-12-01")
        assert result(answer) == ("payable", 12_000_000)
        assert answer.gaps == ("scholarship.gap_conditions_2015",)


class TestBefore2019:
    """The single sum of JKK lapses as the death itself does: Pasal 26 (facts D24, D25)."""

    @pytest.mark.parametrize(
        ("event", "on", "status"),
        [
            ("2017-06-01", "2019-06-01", "payable"),
            ("2017-06-01", "2020-03-01", "refused"),
            ("2018-01-10", "2020-01-10", "payable"),
            ("2018-01-10", "2021-02-01", "open"),
            ("2018-01-10", "2023-01-10", "open"),
            ("2018-01-10", "2023-01-11", "refused"),
        ],
    )
    def test_lapses(self, event, on, status):
        answer = ask(child("sma", 1), event=event, on=on)
        assert answer.status == status
        assert answer.total == {"payable": 12_000_000, "refused": 0, "open": None}[status]
        assert ("jkk.gap_expiry" in answer.gaps) == (status == "open")

    def test_jkm_does_not_lapse(self):
        answer = ask(
            child("sma", 1), event="2017-06-01", on="2024-03-01", programme="jkm", contribution_months=60
        )
        assert result(answer) == ("payable", 12_000_000)


class TestMembership:
    """Pasal 39 ayat (1)-(2), 42 ayat (1)-(2), 11 ayat (4)-(5), 34 ayat (1)."""

    @pytest.mark.parametrize("programme", ["jkk", "jkm"])
    @pytest.mark.parametrize(
        ("facts", "status"),
        [
            ({"segment": "bpu", "arrears_months": 0}, "payable"),
            ({"segment": "bpu", "arrears_months": 4}, "refused"),
            ({"segment": "bpu", "arrears_months": 4, "arrears_paid": True}, "refused"),
            ({"segment": "bpu", "arrears_months": 3}, "refused"),
            ({"segment": "bpu", "arrears_months": 3, "arrears_paid": False}, "refused"),
            ({"segment": "bpu", "arrears_months": 3, "arrears_paid": True}, "payable"),
            ({"segment": "bpu", "registered": False}, "refused"),
            ({"segment": "bpu", "member_since": "2024-05-02"}, "refused"),
            ({"segment": "pu", "arrears_months": 4}, "payable"),
            ({"segment": "pu", "registered": False}, "payable"),
            ({"arrears_months": 4}, "open"),
            ({"arrears_months": 3}, "payable"),
        ],
    )
    def test_what_the_benefit_itself_would_meet(self, programme, facts, status):
        answer = ask(child("sma", 1), programme=programme, contribution_months=40, **facts)
        assert answer.status == status

    def test_what_waits_says_so(self):
        answer = ask(child("sma", 1), segment="bpu", arrears_months=2)
        assert [one.met for one in answer.conditions if one.code == "scholarship.arrears_paid"] == [False]

    def test_a_membership_that_ended_gives_no_jkm(self):
        facts = {"programme": "jkm", "contribution_months": 40, "ended_on": "2024-04-30"}
        assert ask(child("sma", 1), **facts).status == "refused"


@pytest.mark.parametrize(
    ("event", "named"), [("2019-12-02", True), ("2021-03-31", True), ("2021-04-01", False)]
)
def test_the_conditions_of_2021_are_carried_back(event, named):
    """Permenaker 5/2021 is in force from 1 April 2021; the yearly scholarship from 2 December 2019."""
    answer = ask(child("pt", 1, "2001-05-02"), event=event)
    assert answer.total == 12_000_000
    assert ("scholarship-conditions-carried-back" in answer.conventions) == named


def test_no_children_are_refused_and_nobody_told_is_open():
    assert result(ask()) == ("refused", 0)
    facts = Facts({"programme": "jkk", "event_date": "2024-05-01"})
    assert result(rule("scholarship")(facts, date(2024, 5, 1))) == ("open", None)
    assert result(rule("scholarship")(Facts({}), date(2015, 1, 1))) == ("open", None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": "sd"},
        {"years_left": 1.5},
        {"years_left": -1},
        {"birth_date": "2024-05-02"},
        {"married": "no"},
        {"age": 5},
    ],
)
def test_an_impossible_child(wrong):
    with pytest.raises(FactsError, match=r"children\[1\]"):
        ask({"level": "sma", **wrong})


@given(st.integers(0, 3), st.integers(0, 30), st.integers(0, 30))
def test_more_years_never_give_less_and_two_children_never_pass_174_million(level, one, other):
    low, high = sorted((one, other))
    assert scholarship.amounts(level, low, LAW) <= scholarship.amounts(level, high, LAW)
    assert 2 * scholarship.amounts(level, high, LAW) <= 174_000_000


def test_a_file_at_once():
    found = scholarship.amounts(np.array([0, 3]), np.array([2, 9]), LAW)
    assert found.tolist() == [3_000_000, 60_000_000]


class TestLateClaims:
    def codes(self, **more):
        answer = ask(child("sma", 1), **more)
        assert answer.status == "payable"
        return {one.code for one in answer.conditions if one.met is None}

    def test_years_past_are_named_since_permenaker_1_of_2025(self):
        """Pasal 103 ayat (3a): at most three years before the request."""
        assert "scholarship.back_years" in self.codes(event="2024-01-01", on="2025-03-01")
        assert "scholarship.back_years" not in self.codes(event="2024-01-01", on="2025-01-01")
        assert "scholarship.back_years" not in self.codes(event="2024-01-01", on="2025-01-02")
        assert "scholarship.back_years" not in self.codes(event="2022-01-01", on="2025-02-25")

    def test_the_first_claim_of_jkk_after_five_years(self):
        assert "scholarship.first_claim_in_time" in self.codes(event="2020-01-01", on="2025-01-02")
        assert "scholarship.first_claim_in_time" not in self.codes(event="2020-01-01", on="2025-01-01")
        late = {"event": "2020-01-01", "on": "2025-01-02", "contribution_months": 40}
        assert "scholarship.first_claim_in_time" not in self.codes(programme="jkm", **late)


def test_a_migrants_children_are_open():
    assert result(ask(child("sma", 1), segment="pmi")) == ("open", None)
