"""JKM: PP 44/2015 Pasal 34-35, 40-42 as amended by PP 82/2019; the published cases of several memberships."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.law import jkm, law_on
from tedung.law.facts import Facts, FactsError
from tedung.law.kinds import rule


def ask(on=None, **facts):
    facts = {
        "segment": "bpu",
        "event_date": "2024-05-01",
        "member_since": "2018-01-01",
        "arrears_months": 0,
        **facts,
    }
    facts = {key: value for key, value in facts.items() if value is not None}
    return rule("jkm_death")(Facts(facts), date.fromisoformat(on or facts.get("event_date", "2024-05-01")))


def several(*memberships, event="2024-05-01", **facts):
    facts = {"event_date": event, "memberships": list(memberships), **facts}
    return rule("jkm_death")(Facts(facts), date.fromisoformat(event))


def result(answer):
    return answer.status, answer.total


def condition(answer, code):
    return [one.met for one in answer.conditions if one.code == code]


def amounts(answer):
    return [line.amount for line in answer.lines]


class TestAmounts:
    def test_since_pp_82(self):
        """Pasal 34 ayat (1): 20 + 12 + 10 = 42 million (published P10)."""
        assert amounts(ask()) == [20_000_000, 12_000_000, 10_000_000]

    def test_before(self):
        """16.2 + 4.8 + 3 = 24 million."""
        answer = ask(event_date="2019-12-01")
        assert amounts(answer) == [16_200_000, 4_800_000, 3_000_000]
        assert result(answer) == ("payable", 24_000_000)

    def test_the_day_between(self):
        assert ask(event_date="2019-12-02").total == 42_000_000

    def test_the_texts_are_certain(self):
        assert {line.certainty for line in ask().lines} == {"text"}

    @pytest.mark.parametrize("segment", ["pu", "bpu", "jakon"])
    def test_the_same_for_each_segment(self, segment):
        assert ask(segment=segment).total == 42_000_000

    def test_no_expiry_stands_in_the_text(self):
        """Pasal 26 speaks of JKK alone."""
        assert ask("2026-12-01", event_date="2016-01-01", member_since="2015-07-01").total == 24_000_000

    def test_a_work_accident_is_a_matter_of_jkk(self):
        """Pasal 40 ayat (1)."""
        assert result(ask(work_accident=True)) == ("refused", 0)
        assert condition(ask(work_accident=False), "jkm.is_no_work_accident") == [True]


class TestShortMembership:
    @pytest.mark.parametrize(
        ("event", "since", "total"),
        [
            ("2025-08-10", "2025-05-12", 42_000_000),  # 90 days
            ("2025-08-10", "2025-05-13", 10_000_000),  # 89 days
            ("2025-08-10", "2025-08-10", 10_000_000),
            ("2025-02-26", "2025-02-01", 10_000_000),
            ("2024-12-31", "2024-12-30", 42_000_000),  # a day was enough before
        ],
    )
    def test_a_bpu_below_90_days(self, event, since, total):
        """Published P10: from 90 days whole, below Rp10 million."""
        answer = ask(event_date=event, member_since=since)
        assert result(answer) == ("payable", total)
        assert ("short-membership" in answer.conventions) == (total == 10_000_000)
        assert {line.certainty for line in answer.lines} == {"convention" if total == 10_000_000 else "text"}

    def test_the_first_day_of_the_rule_is_not_known(self):
        answer = ask(event_date="2025-01-15", member_since="2025-01-01")
        assert result(answer) == ("open", None)
        assert answer.gaps == ("jkm.gap_short_first_day",)
        assert ask(event_date="2025-01-15").status == "payable"

    @pytest.mark.parametrize(("months", "total"), [(2, 10_000_000), (3, 42_000_000)])
    def test_by_contribution_months_where_the_first_day_is_not_known(self, months, total):
        assert ask(event_date="2025-08-10", member_since=None, contribution_months=months).total == total

    def test_where_nobody_knows_either_it_is_not_verified(self):
        answer = ask(event_date="2025-08-10", member_since=None)
        assert result(answer) == ("payable", 42_000_000)
        assert condition(answer, "jkm.long_enough") == [None]

    def test_the_two_countings_that_differ_are_named(self):
        answer = ask(event_date="2025-08-10", member_since="2025-05-31", contribution_months=3)
        assert answer.total == 10_000_000
        assert "jkm.gap_short_counting" in answer.gaps

    def test_and_the_other_way_round(self):
        answer = ask(event_date="2025-08-10", member_since="2025-05-01", contribution_months=2)
        assert answer.total == 42_000_000
        assert "jkm.gap_short_counting" in answer.gaps
        assert "short-membership" in answer.conventions

    def test_where_both_agree_nothing_is_said(self):
        assert ask(event_date="2025-08-10", contribution_months=36).gaps == ()
        assert ask(event_date="2025-08-10", member_since="2025-07-01", contribution_months=2).gaps == ()

    def test_a_government_that_pays_is_named(self):
        assert (
            "jkm.gap_short_payer"
            in ask(event_date="2025-08-10", member_since="2025-08-01", payer="apbd_kota").gaps
        )

    def test_a_wage_earner_has_the_whole(self):
        answer = ask(segment="pu", event_date="2025-08-10", member_since="2025-08-01")
        assert result(answer) == ("payable", 42_000_000)
        assert answer.gaps == ("jkm.gap_short_employed",)


class TestArrears:
    def test_an_employer_four_months_in_arrears_advances(self):
        """Facts D32 (Pasal 41 ayat (2)-(3))."""
        answer = ask(segment="pu", arrears_months=4)
        assert result(answer) == ("payable", 42_000_000)
        assert {line.inputs["paid_by"] for line in answer.lines} == {"employer"}
        assert condition(answer, "jkm.arrears_employer") == [False]

    def test_an_employer_three_months_in_arrears_does_not(self):
        assert {line.inputs["paid_by"] for line in ask(segment="pu", arrears_months=3).lines} == {"bpjs"}

    @pytest.mark.parametrize(
        ("months", "paid", "status", "total"),
        [
            (0, None, "payable", 42_000_000),
            (3, None, "payable", 10_000_000),  # the arrears themselves say that nobody has paid them
            (3, True, "payable", 42_000_000),
            (3, False, "payable", 10_000_000),  # the funeral grant at once
            (1, False, "payable", 10_000_000),
            (4, None, "refused", 0),
            (4, True, "refused", 0),
        ],
    )
    def test_a_bpu(self, months, paid, status, total):
        """Pasal 42 ayat (1)-(2)."""
        assert result(ask(arrears_months=months, arrears_paid=paid)) == (status, total)

    def test_what_waits_is_told(self):
        assert condition(ask(arrears_months=2, arrears_paid=False), "jkm.arrears_paid") == [False]
        answer = ask(arrears_months=2)
        (told,) = [one for one in answer.conditions if one.code == "jkm.arrears_paid"]
        assert (told.met, told.article) == (False, "PP 44/2015 Pasal 42 ayat (1)")
        assert told.fields["rest"] == "Rp32.000.000"

    def test_the_funeral_grant_before_pp_82(self):
        """3 of 24 million at once."""
        answer = ask(event_date="2019-12-01", arrears_months=1)
        assert result(answer) == ("payable", 3_000_000)
        (told,) = [one for one in answer.conditions if one.code == "jkm.arrears_paid"]
        assert told.fields["rest"] == "Rp21.000.000"

    def test_without_a_segment_long_arrears_are_undecided(self):
        assert ask(segment=None, arrears_months=4).status == "open"


class TestMembership:
    def test_a_membership_that_ended_gives_nothing(self):
        """Pasal 34 ayat (1): still working and paying at the death."""
        assert result(ask(ended_on="2024-04-30")) == ("refused", 0)
        assert ask(ended_on="2024-05-01").status == "payable"

    def test_a_bpu_not_yet_a_member(self):
        assert result(ask(member_since="2024-05-02")) == ("refused", 0)

    def test_a_worker_never_enrolled_is_owed_by_the_employer(self):
        """Pasal 35 ayat (1)."""
        answer = ask(segment="pu", registered=False, member_since=None)
        assert result(answer) == ("payable", 42_000_000)
        assert answer.lines[0].inputs["paid_by"] == "employer"
        assert condition(answer, "jkm.employer_owes") == [True]


SERATI = {"segment": "bpu", "wadah": "serati", "member_since": "2020-01-01", "arrears_months": 0}
PEMANGKU = {**SERATI, "wadah": "pemangku"}
EMPLOYED = {"segment": "pu", "member_since": "2020-01-01", "arrears_months": 0, "payer": "employer"}


class TestSeveralMemberships:
    def test_gianyar_two_wadah(self):
        """Published: 42 for the first, 32 for the second, together 74 million."""
        answer = several(SERATI, PEMANGKU)
        assert result(answer) == ("payable", 74_000_000)
        assert sum(amounts(answer)[:3]) == 42_000_000
        assert sum(amounts(answer)[3:]) == 32_000_000
        assert "several-memberships" in answer.conventions
        assert {line.certainty for line in answer.lines} == {"convention"}
        assert all("Permenaker 1/2025" in line.article for line in answer.lines)

    def test_klaten_bpu_and_pu(self):
        """Published, February 2024: 2 x 42 = 84 million."""
        assert result(several(SERATI, EMPLOYED, event="2024-02-10")) == ("payable", 84_000_000)

    def test_the_order_does_not_matter(self):
        assert several(EMPLOYED, SERATI).total == several(SERATI, EMPLOYED).total == 84_000_000

    def test_one_in_the_list_is_one(self):
        answer = several(SERATI)
        assert result(answer) == ("payable", 42_000_000)
        assert "several-memberships" not in answer.conventions
        assert {line.certainty for line in answer.lines} == {"text"}

    def test_one_that_gives_nothing_does_not_hinder_the_other(self):
        answer = several({**SERATI, "arrears_months": 5}, PEMANGKU)
        assert result(answer) == ("payable", 42_000_000)
        assert condition(answer, "jkm.arrears_bpu") == [False, True]

    @pytest.mark.parametrize("two", [[EMPLOYED, EMPLOYED], [SERATI, PEMANGKU, {**SERATI, "wadah": "petani"}]])
    def test_what_no_case_shows_is_open(self, two):
        answer = several(*two)
        assert result(answer) == ("open", None)
        assert "jkm.gap_several" in answer.gaps

    def test_the_same_wadah_twice_contradicts_itself(self):
        with pytest.raises(FactsError, match=r"memberships\[2\]"):
            several(SERATI, {**SERATI, "wadah": "Serati"})

    def test_none_is_refused(self):
        assert result(several()) == ("refused", 0)

    def test_what_stands_beside_the_list_fills_it_in(self):
        answer = several({"segment": "bpu", "wadah": "serati"}, arrears_months=5)
        assert answer.status == "refused"

    def test_a_short_second_membership_adds_no_second_funeral(self):
        young = {**PEMANGKU, "member_since": "2025-08-01"}
        assert result(several(SERATI, young, event="2025-08-10")) == ("payable", 42_000_000)

    @pytest.mark.parametrize(
        "wrong", [{"contribution_months": 54}, {"contribution_months": 500}, {"arrears_months": 54}]
    )
    def test_months_longer_than_the_membership_cannot_be(self, wrong):
        """January 2020 to May 2024 are 53 months; one may be paid ahead."""
        assert several({**SERATI, "contribution_months": 54}).total == 42_000_000
        assert several({**SERATI, "arrears_months": 53}).status == "refused"
        (key,) = wrong
        more = {"contribution_months": 55} if wrong == {"contribution_months": 54} else wrong
        with pytest.raises(FactsError, match=rf"memberships\[1\]\.{key}"):
            several({**SERATI, **more})


CHILD = {"level": "sma", "birth_date": "2008-01-01"}


class TestScholarship:
    def test_a_year_of_each_of_two_children(self):
        """Pasal 34 ayat (3): yearly by level; 42 + 3 + 12 million."""
        answer = ask(contribution_months=36, children=[CHILD, {"level": "pt", "birth_date": "2004-01-01"}])
        assert result(answer) == ("payable", 57_000_000)
        assert "scholarship-of-the-year" in answer.conventions

    def test_all_levels_of_two_children_are_174_million(self):
        """Published P11: 42 million and up to 174 million, level by level."""
        total = 0
        for level, years in (("tk_sd", 8), ("smp", 3), ("sma", 3), ("pt", 5)):
            children = [{"level": level, "years_left": years}] * 2
            total += ask(contribution_months=36, children=children).total - 42_000_000
        assert total == 174_000_000

    @pytest.mark.parametrize(("months", "total"), [(35, 42_000_000), (36, 45_000_000)])
    def test_after_three_years_of_contributions(self, months, total):
        assert ask(contribution_months=months, children=[CHILD]).total == total

    @pytest.mark.parametrize(("months", "total"), [(59, 24_000_000), (60, 36_000_000)])
    def test_before_2019_once_after_five_years(self, months, total):
        """PP 44/2015: Rp12,000,000 a participant."""
        answer = ask(
            event_date="2019-01-01", member_since=None, contribution_months=months, children=[CHILD] * 3
        )
        assert answer.total == total

    def test_two_children_run_through_all_levels(self):
        """Published P11: 19 years each from kindergarten on, 42 + 174 million."""
        children = [{"level": "tk_sd", "years_left": 19}] * 2
        assert ask(contribution_months=36, children=children).total == 216_000_000

    def test_an_old_membership_without_the_months_is_not_verified(self):
        """Member since 2018: three years of contributions may well be paid."""
        answer = ask(children=[CHILD])
        assert result(answer) == ("payable", 45_000_000)
        assert condition(answer, "scholarship.masa_iur") == [None]
        assert answer.gaps == ()

    def test_without_months_and_first_day_it_is_open(self):
        answer = ask(member_since=None, children=[CHILD])
        assert result(answer) == ("open", None)
        assert "jkm.gap_masa_iur" in answer.gaps

    def test_only_a_membership_that_pays_whole_counts_for_the_time(self):
        """Pasal 42 ayat (2): the one five months in arrears gives nothing, its 60 months included."""
        lost = {"segment": "bpu", "wadah": "a", "contribution_months": 60, "arrears_months": 5}
        young = {"segment": "bpu", "wadah": "b", "contribution_months": 10, "arrears_months": 0}
        answer = several(lost, young, children=[CHILD])
        assert result(answer) == ("payable", 42_000_000)
        assert condition(answer, "scholarship.masa_iur") == [False]
        assert condition(answer, "jkm.months_elsewhere") == [None]

    def test_a_membership_that_waits_brings_no_scholarship_yet(self):
        waits = {"segment": "bpu", "wadah": "a", "contribution_months": 60, "arrears_months": 2}
        answer = several(waits, {**EMPLOYED, "contribution_months": 10}, children=[CHILD])
        assert result(answer) == ("payable", 52_000_000)

    def test_a_young_membership_settles_it(self):
        answer = ask(member_since="2022-01-01", children=[CHILD])
        assert result(answer) == ("payable", 42_000_000)

    def test_no_child_needs_no_months(self):
        assert ask(children=[]).status == "payable"

    def test_none_with_the_funeral_grant_alone(self):
        answer = ask(arrears_months=2, arrears_paid=False, contribution_months=60, children=[CHILD])
        assert answer.total == 10_000_000


class TestMigrants:
    def test_during_work(self):
        """Permenaker 4/2023, annex, as quoted: 85 million."""
        answer = ask(segment="pmi", pmi_phase="during")
        assert result(answer) == ("payable", 85_000_000)
        assert answer.lines[0].certainty == "press"

    @pytest.mark.parametrize(("phase", "met"), [("during", True), ("before", False), (None, None)])
    def test_the_phase_is_told(self, phase, met):
        assert condition(ask(segment="pmi", pmi_phase=phase), "jkm.migrant_phase") == [met]

    @pytest.mark.parametrize("phase", ["before", "after"])
    def test_before_and_after_nobody_has_read(self, phase):
        assert result(ask(segment="pmi", pmi_phase=phase)) == ("open", None)

    def test_before_permenaker_4(self):
        assert ask(segment="pmi", event_date="2023-02-21").status == "open"


class TestSurvivors:
    def test_who_receives_is_told(self):
        answer = ask(survivors=[{"relation": "sibling"}, {"relation": "parent"}])
        assert condition(answer, "heirs.rank_2") == [True]

    def test_the_shares_are_told_without_the_childrens_scholarships(self):
        """42 million for three; the scholarship is the child's own."""
        three = [
            {"relation": "spouse"},
            {"relation": "child"},
            {"relation": "child"},
            {"relation": "child", "alive": False},
        ]
        answer = ask(survivors=three, contribution_months=36, children=[CHILD])
        (told,) = [one for one in answer.conditions if one.code == "heirs.rank_1"]
        assert told.fields == {"count": 3, "each": "Rp14.000.000"}
        assert "equal-shares" in answer.conventions

    def test_nobody_is_left(self):
        """Pasal 34 ayat (2): the funeral grant goes to whoever buried."""
        answer = ask(survivors=[])
        assert condition(answer, "heirs.rank_0") == [True]
        assert answer.total == 42_000_000


def test_every_key_absent_is_an_answer():
    answer = rule("jkm_death")(Facts({}), date(2026, 12, 1))
    assert result(answer) == ("open", None)


@pytest.mark.parametrize("key", ["segment", "member_since", "arrears_months"])
def test_a_key_absent_is_not_verified(key):
    answer = ask(**{key: None})
    assert answer.status == "payable"
    assert None in {one.met for one in answer.conditions}


@pytest.mark.parametrize(
    "facts", [{"memberships": {}}, {"memberships": [5]}, {"pmi_phase": "now"}, {"wadah": 5}, {"losses": []}]
)
def test_impossible(facts):
    with pytest.raises(FactsError):
        ask(**facts)


@given(st.lists(st.sampled_from(["whole", "funeral", "nothing"]), min_size=1))
def test_a_file_at_once(gives):
    whole, funeral = (np.array([one == what for one in gives]) for what in ("whole", "funeral"))
    found = jkm.death_amounts(whole, funeral, law_on(date(2024, 5, 1)))
    total = found.death_sum + found.periodic + found.funeral
    assert total.tolist() == [
        {"whole": 42_000_000, "funeral": 10_000_000, "nothing": 0}[one] for one in gives
    ]
