"""JKK: PP 44/2015 Pasal 25-33, 37-39, 48 and Annex III, as amended by PP 82/2019."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.law import LawError, jkk, law_on
from tedung.law.facts import Facts, FactsError
from tedung.law.kinds import rule

OLD, NEW = date(2019, 12, 1), date(2019, 12, 2)


def ask(kind, on="2024-05-01", **facts):
    facts = {"segment": "pu", "event_date": "2024-05-01", "arrears_months": 0, **facts}
    facts = {key: value for key, value in facts.items() if value is not None}
    return rule(kind)(Facts(facts), date.fromisoformat(on))


def result(answer):
    return answer.status, answer.total


def condition(answer, code):
    (found,) = [one for one in answer.conditions if one.code == code]
    return found.met


def amounts(answer):
    return [line.amount for line in answer.lines]


class TestDeath:
    def test_wage_of_4_million(self):
        """Facts D13: 192 + 12 + 10 = 214 million, and the scholarship."""
        answer = ask("jkk_death", upah=4_000_000, children=[])
        assert amounts(answer) == [192_000_000, 12_000_000, 10_000_000]
        assert result(answer) == ("payable", 214_000_000)

    def test_before_pp_82(self):
        """48 x 4 million, 24 x 200,000 and 3 million: the sums of 2015."""
        answer = ask("jkk_death", "2019-12-01", event_date="2019-12-01", upah=4_000_000, children=[])
        assert amounts(answer) == [192_000_000, 4_800_000, 3_000_000]

    def test_the_first_day_of_pp_82(self):
        """In force from 2 December 2019 (Pasal II)."""
        answer = ask("jkk_death", "2019-12-02", event_date="2019-12-02", upah=4_000_000, children=[])
        assert answer.total == 214_000_000

    @pytest.mark.parametrize(
        ("event", "upah", "death"),
        [
            ("2024-05-01", 416_666, 20_000_000),  # 48 x 416,666 = 19,999,968
            ("2024-05-01", 416_667, 20_000_016),
            ("2024-05-01", 0, 20_000_000),
            ("2018-05-01", 337_499, 16_200_000),  # 48 x 337,499 = 16,199,952
            ("2018-05-01", 337_501, 16_200_048),
        ],
    )
    def test_at_least_the_death_sum_of_jkm(self, event, upah, death):
        """Annex III: at least the JKM death sum, 20 million since 2019, 16.2 million before."""
        answer = ask("jkk_death", event, event_date=event, upah=upah)
        assert amounts(answer)[0] == death
        assert ("Pasal 34" in answer.lines[0].article) == (death in {20_000_000, 16_200_000})

    def test_an_intern_by_the_lowest_wage_of_the_job(self):
        """Facts D34: 120 + 12 + 10 million (Pasal 28 ayat (2))."""
        answer = ask("jkk_death", upah_kind="intern", upah_same_job=2_500_000, upah=900_000)
        assert answer.total == 142_000_000

    def test_an_interns_own_pay_does_not_count(self):
        answer = ask("jkk_death", upah_kind="intern", upah=900_000)
        assert result(answer) == ("open", None)
        assert condition(answer, "jkk.upah_known") is None

    def test_a_vulnerable_worker_paid_by_the_city(self):
        """Base Rp1,000,000: 48 + 12 + 10 million."""
        answer = ask("jkk_death", segment="bpu", payer="apbd_kota")
        assert result(answer) == ("payable", 70_000_000)
        assert {"income-lowest-bracket", "bpu-benefit-base"} <= set(answer.conventions)

    @pytest.mark.parametrize(
        ("income", "base"),
        [(0, 1_000_000), (1_099_500, 1_000_000), (1_100_000, 1_200_000), (99_000_000, 20_700_000)],
    )
    def test_a_bpu_by_the_base_of_the_bracket(self, income, base):
        answer = ask("jkk_death", segment="bpu", income=income)
        assert amounts(answer)[0] == 48 * base

    def test_construction_follows_the_same_benefits(self):
        """PP 44/2015 Pasal 56 ayat (1)."""
        assert ask("jkk_death", segment="jakon", upah=2_500_000).total == 142_000_000

    def test_a_migrant_is_open(self):
        answer = ask("jkk_death", segment="pmi", upah=2_500_000)
        assert result(answer) == ("open", None)
        assert answer.gaps == ("jkk.gap_migrant",)

    def test_before_the_programme_is_open(self):
        answer = ask("jkk_death", "2015-06-30", event_date="2015-06-30", upah=1_000_000)
        assert result(answer) == ("open", None)
        assert answer.gaps == ("jkk.gap_before_2015",)
        assert answer.as_dict()["law_day"] == "2015-06-30"


class TestUpah:
    def test_daily(self):
        """Facts D26: 150,000 x 25 = 3,750,000 (Pasal 19 ayat (3)); 56 x and 12 million."""
        answer = ask("jkk_total_disability", upah_kind="daily", upah_daily=150_000)
        assert answer.total == 56 * 3_750_000 + 12_000_000

    def test_piece_work(self):
        """Facts D27: the average of 2.4, 3.0 and 3.6 million is 3 million (Pasal 19 ayat (4))."""
        answer = ask("jkk_death", upah_kind="piece", upah_months=[2_400_000, 3_000_000, 3_600_000])
        assert amounts(answer)[0] == 144_000_000

    def test_piece_work_in_the_weather(self):
        """The last 12 months (Pasal 19 ayat (5)): six of 2 million, six of 4."""
        answer = ask("jkk_death", upah_kind="piece_weather", upah_months=[2_000_000] * 6 + [4_000_000] * 6)
        assert amounts(answer)[0] == 144_000_000

    @pytest.mark.parametrize(("kind", "months"), [("piece", 4), ("piece", 0), ("piece_weather", 3)])
    def test_another_count_of_months_is_no_average(self, kind, months):
        with pytest.raises(FactsError, match="upah_months"):
            ask("jkk_death", upah_kind=kind, upah_months=[1] * months)

    def test_only_the_kind_that_is_named_counts(self):
        answer = ask("jkk_death", upah=4_000_000, upah_daily=1, upah_months=[1, 2, 3], upah_same_job=5)
        assert answer.total == 214_000_000
        assert ask("jkk_death", upah_kind="piece", upah=4_000_000, upah_months=None).total == 214_000_000

    def test_under_reported(self):
        """Pasal 32 ayat (2): the employer pays what is missing; the worker's total is whole."""
        answer = ask("jkk_death", upah=4_000_000, reported_upah=3_000_000)
        assert answer.total == 214_000_000
        assert answer.lines[0].inputs["by_employer"] == 48_000_000
        assert condition(answer, "jkk.upah_reported") is False

    def test_a_report_above_the_wage_changes_nothing(self):
        assert "by_employer" not in ask("jkk_death", upah=4_000_000, reported_upah=5_000_000).lines[0].inputs


class TestTotalDisability:
    def test_the_lowest_bracket(self):
        """Published P7: CTT of base 1 million is 56 million; with the periodic sum 68."""
        answer = ask("jkk_total_disability", segment="bpu", income=1_000_000)
        assert amounts(answer) == [56_000_000, 12_000_000]

    def test_before_pp_82(self):
        answer = ask("jkk_total_disability", "2018-01-01", event_date="2018-01-01", upah=1_000_000)
        assert amounts(answer) == [56_000_000, 4_800_000]


class TestArrears:
    @pytest.mark.parametrize(
        ("months", "paid_by"), [(0, "bpjs"), (3, "bpjs"), (4, "employer"), (None, "bpjs")]
    )
    def test_an_employer(self, months, paid_by):
        """Pasal 38: up to three months the agency pays, beyond the employer advances."""
        answer = ask("jkk_death", upah=4_000_000, arrears_months=months)
        assert result(answer) == ("payable", 214_000_000)
        assert {line.inputs["paid_by"] for line in answer.lines} == {paid_by}
        assert condition(answer, "jkk.arrears_employer") is (None if months is None else months <= 3)

    def test_a_bpu_beyond_three_months_has_nothing(self):
        """Pasal 39 ayat (2)."""
        answer = ask("jkk_total_disability", segment="bpu", income=1_000_000, arrears_months=4)
        assert result(answer) == ("refused", 0)
        assert answer.lines == ()

    @pytest.mark.parametrize(
        ("paid", "recovered", "status"),
        [
            (None, None, "refused"),  # the arrears themselves say that nobody has paid them
            (None, True, "refused"),
            (True, None, "payable"),
            (True, True, "payable"),
            (False, True, "refused"),
            (True, False, "refused"),
        ],
    )
    def test_a_bpu_up_to_three_months_waits_for_both(self, paid, recovered, status):
        """Pasal 39 ayat (1): money after the recovery statement and the arrears."""
        facts = {"arrears_paid": paid, "recovered": recovered}
        answer = ask("jkk_total_disability", segment="bpu", income=1_000_000, arrears_months=3, **facts)
        assert answer.status == status

    def test_the_money_that_waits_says_so(self):
        answer = ask("jkk_total_disability", segment="bpu", income=1_000_000, arrears_months=2)
        assert condition(answer, "jkk.arrears_paid") is False
        (told,) = [one for one in answer.as_dict()["conditions"] if "menunggu" in one["text_id"]]
        assert "menunggu: dibayar setelah tunggakan lunas" in told["text_id"]
        assert told["article"] == "PP 44/2015 Pasal 39 ayat (1)"

    def test_the_recovery_that_nobody_told_is_not_verified(self):
        facts = {"segment": "bpu", "income": 1_000_000, "arrears_months": 1, "arrears_paid": True}
        answer = ask("jkk_total_disability", **facts)
        assert result(answer) == ("payable", 68_000_000)
        assert condition(answer, "jkk.recovered") is None

    @pytest.mark.parametrize("paid", [None, False, True])
    def test_a_bpu_in_arrears_who_dies_is_open(self, paid):
        """Pasal 39 says nothing of a death before recovery (gap 5)."""
        answer = ask("jkk_death", segment="bpu", income=1_000_000, arrears_months=2, arrears_paid=paid)
        assert result(answer) == ("open", None)
        assert "jkk.gap_arrears_death" in answer.gaps

    def test_without_a_segment_long_arrears_are_undecided(self):
        assert ask("jkk_death", segment=None, upah=1_000_000, arrears_months=4).status == "open"


class TestMembership:
    def test_an_unregistered_worker_is_owed_by_the_employer(self):
        """Pasal 27 ayat (1)."""
        answer = ask("jkk_death", upah=4_000_000, registered=False)
        assert result(answer) == ("payable", 214_000_000)
        assert answer.lines[1].inputs["paid_by"] == "employer"

    def test_a_bpu_enrolled_the_day_after(self):
        answer = ask("jkk_death", segment="bpu", income=1_000_000, member_since="2024-05-02")
        assert result(answer) == ("refused", 0)

    def test_a_bpu_enrolled_that_day(self):
        answer = ask("jkk_death", segment="bpu", income=1_000_000, member_since="2024-05-01")
        assert answer.status == "payable"

    def test_no_work_accident_is_a_matter_of_jkm(self):
        assert ask("jkk_death", upah=1, work_accident=False).status == "refused"

    @pytest.mark.parametrize(
        ("ended", "disease", "status"),
        [
            ("2021-05-01", True, "payable"),  # three years to the day
            ("2021-04-30", True, "refused"),
            ("2021-05-01", None, "payable"),
            ("2021-05-01", False, "refused"),
            ("2024-05-01", False, "payable"),  # an accident on the last day of work
        ],
    )
    def test_a_disease_within_three_years_after_work(self, ended, disease, status):
        """Pasal 48 ayat (1)-(2)."""
        answer = ask("jkk_total_disability", upah=1_000_000, ended_on=ended, occupational_disease=disease)
        assert answer.status == status


class TestWhatIsNotVerified:
    def test_every_key_absent_is_an_answer(self):
        answer = rule("jkk_death")(Facts({}), date(2026, 12, 1))
        assert result(answer) == ("open", None)
        assert condition(answer, "jkk.event_known") is None

    def test_each_key_absent_alone(self):
        whole = {
            "segment": "pu",
            "upah": 4_000_000,
            "event_date": "2024-05-01",
            "arrears_months": 0,
            "children": [],
        }
        for key in whole:
            answer = rule("jkk_death")(Facts({k: v for k, v in whole.items() if k != key}), date(2024, 5, 1))
            assert answer.status == ("open" if key in {"upah", "event_date"} else "payable"), key
            assert None in {one.met for one in answer.conditions}, key

    @pytest.mark.parametrize("more", [{}, {"payer": "apbd_kota"}, {"upah_kind": "monthly"}])
    def test_the_wage_of_a_bpu_stands_for_the_income(self, more):
        """Rp5,000,000 lies in bracket 14 of Annex II, base Rp4,950,000: 48 x, 12 and 10 million."""
        answer = ask("jkk_death", segment="bpu", upah=5_000_000, **more)
        assert result(answer) == ("payable", 259_600_000)
        assert "bpu-upah-as-income" in answer.conventions
        assert "income-lowest-bracket" not in answer.conventions
        assert ask("jkk_death", segment="bpu", upah=5_000_000, income=0).total == 70_000_000

    @pytest.mark.parametrize("more", [{}, {"upah": 5_000_000, "upah_kind": "intern"}])
    def test_a_bpu_without_income_is_open(self, more):
        answer = ask("jkk_death", segment="bpu", **more)
        assert result(answer) == ("open", None)
        assert condition(answer, "jkk.income_known") is None


class TestImpossible:
    @pytest.mark.parametrize(
        "facts",
        [
            {"upah": -1},
            {"upah": 4_000_000.0},
            {"upah": True},
            {"event_date": "2024-05-02"},  # after the day asked
            {"birth_date": "2024-05-02"},
            {"birth_date": "2024-05-01", "member_since": "2020-01-01"},
            {"claimed_on": "2024-04-30"},
            {"arrears_months": -1},
            {"segment": "PU"},
            {"registered": False, "member_since": "2020-01-01"},
            {"member_since": "2024-01-01", "contribution_months": 7},  # January to May, and one ahead
            {"member_since": "2024-01-01", "contribution_months": 60},
            {"member_since": "2024-01-01", "arrears_months": 6},
            {"member_since": "2024-05-01", "arrears_months": 2},
            {"uppah": 4_000_000},
            {"children": [{"level": "s3"}]},
            {"survivors": [{"relation": "friend"}]},
        ],
    )
    def test_is_an_error(self, facts):
        with pytest.raises(FactsError):
            ask("jkk_death", **facts)


@pytest.mark.parametrize(
    "facts",
    [
        {"member_since": "2024-01-31", "contribution_months": 6, "arrears_months": 0},
        {"member_since": "2024-01-31", "contribution_months": 0, "arrears_months": 5},
        {"member_since": "2024-06-01", "contribution_months": 1, "arrears_months": 1},  # registered too late
        {"contribution_months": 500, "arrears_months": 500},
    ],
)
def test_months_that_can_be(facts):
    assert ask("jkk_death", upah=4_000_000, **facts).total == 214_000_000


upahs = st.integers(0, 10**9)


@given(upahs, upahs, st.sampled_from([OLD, NEW]))
def test_more_wage_never_gives_less(one, other, day):
    low, high = sorted((one, other))
    law = law_on(day)
    assert sum(jkk.death_amounts(low, law)) <= sum(jkk.death_amounts(high, law))
    assert sum(jkk.total_disability_amounts(low, law)) <= sum(jkk.total_disability_amounts(high, law))


@given(st.lists(upahs, min_size=1), st.sampled_from([OLD, NEW]))
def test_a_file_is_its_workers_one_by_one(upah, day):
    law = law_on(day)
    found = jkk.death_amounts(np.array(upah, dtype=np.int64), law)
    assert found.death.dtype == np.int64
    for place, one in enumerate(upah):
        assert [int(part[place]) for part in found] == [int(part) for part in jkk.death_amounts(one, law)]


def test_a_file_of_disabilities():
    found = jkk.total_disability_amounts(np.array([1_000_000, 4_000_000]), law_on(NEW))
    assert [part.tolist() for part in found] == [[56_000_000, 224_000_000], [12_000_000] * 2]


def test_columns_give_the_same():
    pl = pytest.importorskip("polars")
    upah = [0, 416_666, 416_667, 4_000_000]
    found = pl.DataFrame({"upah": upah}).select(
        **jkk.death_amounts(pl.col("upah"), law_on(NEW))._asdict(),
    )
    assert found["death"].to_list() == [20_000_000, 20_000_000, 20_000_016, 192_000_000]
    assert found["periodic"].to_list() == [12_000_000] * 4


def test_no_amount_before_the_programme_began():
    with pytest.raises(LawError, match="begins on 2015-07-01"):
        jkk.death_amounts(np.array([1]), law_on(date(2015, 6, 30)))
