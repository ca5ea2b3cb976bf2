"""Claims for JP by the member himself: the age, the months, the formula, the bounds, the lump sum."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.law import law_on
from tedung.law.facts import Facts, FactsError
from tedung.law.jp import disability, old_age
from tedung.law.jp_age import birthday, pension_day
from tedung.law.jp_formula import bounded, formula, increased, indices, next_bound, next_ceiling
from tedung.law.jp_lump_sum import lump_sum
from tedung.law.series import value_of_year

TODAY = law_on(date(2026, 5, 1))
FLAT = {str(year): 0 for year in range(2015, 2045)}


def career(upah, first=(2015, 7), last=(2030, 6)):
    """Return every year from *first* to *last* month at one wage."""
    rows = []
    for year in range(first[0], last[0] + 1):
        begin = first[1] if year == first[0] else 1
        end = last[1] if year == last[0] else 12
        rows.append({"year": year, "upah": upah, "months": end - begin + 1})
    return rows


OLD = {
    "birth_date": "1970-06-30",
    "registered_on": "2015-07-01",
    "event_date": "2030-06-30",
    "wages": career(5_000_000),
    "inflation": FLAT,
}
HURT = {
    "birth_date": "1985-06-15",
    "registered_on": "2019-06-03",
    "event_date": "2024-06-10",
    "wages": career(8_000_000, (2019, 6), (2024, 5)),
    "inflation": FLAT,
    "doctor_determined": True,
}


def ask(rule, facts, on=None):
    return rule(Facts(facts), date.fromisoformat(on or facts["event_date"]))


def failed(answer):
    return {one.code for one in answer.conditions if one.met is False}


def test_ceilings_follow_from_growth():
    """PP 45/2015 Pasal 29 ayat (3); 2020: 8.512.400 x 1,0502 is 8.939.722, announced 8.939.700."""
    assert next_ceiling(8_512_400, Decimal("0.0502")) == 8_939_700
    for year in range(2015, 2026):
        growth = value_of_year("macro.growth", year)
        announced = value_of_year("jp.upah_ceiling", year + 1)
        assert next_ceiling(value_of_year("jp.upah_ceiling", year), growth) == announced, year


def test_bounds_follow_from_inflation():
    """Pasal 18 ayat (3); letter of 2019: 331.000 and 3.971.400 become 341.400 and 4.095.750 at 3,13 %."""
    assert next_bound(331_000, Decimal("0.0313"), 50) == 341_400
    assert next_bound(3_971_400, Decimal("0.0313"), 50) == 4_095_750
    assert next_bound(383_400, Decimal("0.0261")) == 393_500  # press, 29 April 2024
    for year in range(2015, 2026):
        step, inflation = 50 if year < 2019 else 100, value_of_year("macro.inflation", year)
        for name in ("jp.benefit_least", "jp.benefit_most"):
            announced = value_of_year(name, year + 1)
            assert next_bound(value_of_year(name, year), inflation, step) == announced, (name, year)


@pytest.mark.parametrize(
    ("year", "age"),
    [
        *[(2015, 56), (2018, 56), (2019, 57), (2021, 57), (2022, 58), (2024, 58), (2025, 59), (2027, 59)],
        *[(2028, 60), (2031, 61), (2034, 62), (2037, 63), (2040, 64), (2042, 64), (2043, 65), (2060, 65)],
    ],
)
def test_pension_age(year, age):
    """Pasal 15: 56, 57 in 2019, one more every third year up to 65."""
    assert value_of_year("jp.pension_age", year) == age


@pytest.mark.parametrize(
    ("birth", "reached"),
    [
        ("1959-01-01", "2015-07-01"),  # 56 before there was a JP
        ("1962-12-31", "2018-12-31"),
        ("1963-01-01", "2020-01-01"),  # 56 in 2019, when 57 was asked
        ("1965-12-31", "2023-12-31"),
        ("1966-12-31", "2024-12-31"),
        ("1967-01-01", "2026-01-01"),  # 58 in 2025, when 59 was asked
        ("1968-02-29", "2027-03-01"),
        ("1970-06-30", "2030-06-30"),
        ("1971-01-01", "2032-01-01"),
        ("1980-05-05", "2045-05-05"),
    ],
)
def test_the_day_on_which_it_is_reached(birth, reached):
    assert str(pension_day(date.fromisoformat(birth))) == reached


def test_born_on_29_february():
    assert birthday(date(1968, 2, 29), 59) == date(2027, 3, 1)


def test_first_old_age_pension_in_july_2030():
    """180 months from July 2015 to June 2030: 15 % of 5.000.000 without inflation."""
    answer = ask(old_age, OLD)
    assert (answer.status, answer.total) == ("payable", 750_000)
    assert answer.lines[0].inputs["starts_on"] == "2030-07-01"
    assert set(answer.gaps) == {"jp.gap_ceiling", "jp.gap_bounds"}  # 2027 and later are not announced
    short = {**OLD, "wages": career(5_000_000, last=(2030, 5))}
    assert (ask(old_age, short).status, failed(ask(old_age, short))) == ("refused", {"jp.months_reached"})


def test_old_age_before_180_months_points_to_the_lump_sum():
    facts = {**OLD, "birth_date": "1966-01-01", "event_date": "2025-01-01"}
    facts["wages"] = career(5_000_000, last=(2024, 12))
    answer = ask(old_age, facts)
    assert (answer.status, answer.total) == ("refused", 0)
    assert (
        "jp_lump_sum" in next(one for one in answer.as_dict()["conditions"] if one["met"] is False)["text_id"]
    )


def test_a_wage_is_carried_forward_with_its_own_years_inflation():
    """6.000.000 in 2029 alone, inflation 5 % in 2029 and 9 % in 2030: 6.300.000 x 12 / 180 x 15 % = 63.000."""
    wages = [row | {"upah": 6_000_000 * (row["year"] == 2029)} for row in career(0)]
    facts = {**OLD, "wages": wages, "inflation": {**FLAT, "2029": 0.05, "2030": 0.09}}
    assert ask(old_age, facts).total == 63_000
    assert indices([2028, 2029, 2030], 2030, {2028: Decimal(0), 2029: Decimal("0.05")}) == [
        Fraction(105, 100),
        Fraction(105, 100),
        1,
    ]


def test_bounds_of_facts_hold_where_nobody_announced_them():
    low = {**OLD, "bounds": {"2030": [800_000, 5_000_000]}}
    assert ask(old_age, low).total == 800_000
    high = {**OLD, "bounds": {"2030": {"min": 1, "max": 700_000}}}
    assert ask(old_age, high).total == 700_000
    assert "jp.gap_bounds" not in ask(old_age, low).gaps


def test_ceilings_move_in_march():
    """12 months of 2016 at 20 m, retiring in 2017 by disability: (2 x 7 m + 10 x 7.335.300) / 12 x 15 %."""
    wages = [{"year": 2016, "upah": 20_000_000, "months": 12}]
    facts = {**HURT, "registered_on": "2016-01-01", "event_date": "2017-01-05", "wages": wages}
    assert ask(disability, facts).total == 1_091_913  # 87.353.000 / 12 x 0,15 = 1.091.912,5
    assert "jp-months-of-a-year" in ask(disability, facts).conventions


def test_ceilings_given_for_years_not_announced():
    """2027: two months at 11.086.300, ten at 11.500.000; 2028: two at 11.500.000."""
    wages = [
        {"year": 2027, "upah": 99_000_000, "months": 12},
        {"year": 2028, "upah": 99_000_000, "months": 2},
    ]
    facts = {**HURT, "registered_on": "2027-01-01", "event_date": "2028-03-01", "wages": wages}
    given_ceilings = {**facts, "ceilings": {"2027": 11_500_000}, "bounds": {"2028": [1, 9_000_000]}}
    # (2 x 11.086.300 + 12 x 11.500.000) / 14 x 0,15 = 1.716.135
    assert ask(disability, given_ceilings).total == 1_716_135
    assert ask(disability, given_ceilings).gaps == ()
    open_ended = ask(disability, facts)
    assert open_ended.total == (2 * 11_086_300 + 12 * 99_000_000) * 15 // 1400
    assert "jp.gap_ceiling" in open_ended.gaps


def test_deferral_of_at_most_three_years():
    """Pasal 15 ayat (4)."""
    on_time = {**OLD, "event_date": "2033-06-30", "wages": career(5_000_000, last=(2033, 6))}
    assert ask(old_age, on_time).total == 900_000  # 216 months: 18 %
    late = ask(old_age, {**on_time, "event_date": "2033-07-01"})
    assert (late.status, late.total, failed(late)) == ("payable", 900_000, {"jp.deferral"})
    assert "jp-deferral" in ask(old_age, on_time).conventions
    assert "jp-deferral" not in ask(old_age, {**OLD, "event_date": "2030-07-01"}).conventions
    assert "jp-deferral" in ask(old_age, {**OLD, "event_date": "2030-07-02"}).conventions


def test_a_pension_rises_on_each_anniversary():
    """Pasal 17 ayat (1) huruf b, (4): 750.000, a year later times one plus the inflation of the year before."""
    facts = {**OLD, "inflation": {**FLAT, "2030": 0.03, "2031": 0.02}}
    line = ask(old_age, facts, "2033-06-30").lines[0]
    assert line.amount == 750_000
    assert line.inputs["later_years"] == {"2031-07-01": 772_500, "2032-07-01": 787_950}
    assert int(increased(772_500, Decimal("0.02"))) == 787_950


def test_missing_inflation_leaves_the_answer_open():
    answer = ask(old_age, {**OLD, "inflation": {}})
    assert (answer.status, answer.total) == ("open", None)
    assert "jp.gap_inflation" in answer.gaps
    unknown = next(one for one in answer.conditions if one.code == "jp.inflation_known")
    assert unknown.fields["years"] == "2026, 2027, 2028, 2029"


def test_disability_is_credited_fifteen_years():
    """Pasal 20 ayat (3): 60 months paid of 60, counted as 180: 15 % of 8.000.000."""
    answer = ask(disability, HURT)
    assert (answer.status, answer.total) == ("payable", 1_200_000)
    assert answer.lines[0].inputs["months_credited"] == 180
    assert [answer.lines[0].inputs[key] for key in ("least", "most")] == [393_500, 4_718_200]
    assert "jp-bounds-month" not in answer.conventions  # no bound was reached
    poor = ask(disability, {**HURT, "wages": career(2_000_000, (2019, 6), (2024, 5))})
    assert (poor.total, "jp-bounds-month" in poor.conventions) == (393_500, True)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"wages": career(8_000_000, (2019, 6), (2023, 4))}, "jp.density_reached"),  # 47 of 60
        ({"density": 0.79}, "jp.density_reached"),
        ({"doctor_determined": False}, "jp.disability_determined"),
        ({"birth_date": "1966-06-10"}, "jp.before_pension_age"),  # 58 that day
        (
            {"registered_on": "2024-05-11", "wages": career(8_000_000, (2024, 5), (2024, 6))},
            "jp.registered_before",
        ),
    ],
)
def test_disability_that_is_not_credited(changes, code):
    answer = ask(disability, {**HURT, **changes})
    assert (answer.status, answer.total) == ("refused", 0)
    assert failed(answer) == {code}


def test_the_density_is_ours_unless_the_agency_says_it():
    computed, told = ask(disability, HURT), ask(disability, {**HURT, "density": 0.9})
    assert ("jp-density" in computed.conventions, "jp-density" in told.conventions) == (True, False)
    unknown = ask(disability, {**HURT, "registered_on": None})
    assert "jp-density" not in unknown.conventions
    for answer, met in ((computed, True), (told, True), (unknown, None)):
        one = next(one for one in answer.conditions if one.code == "jp.density_reached")
        assert (one.met, one.fields) == (met, {"percent": 80})


@pytest.mark.parametrize(("last", "status"), [((2030, 6), "payable"), ((2030, 5), "refused")])
def test_fifteen_years_paid_need_no_credit(last, status):
    """Pasal 20 ayat (3) speaks of less than fifteen years: 180 months need no density."""
    hurt = {**OLD, "birth_date": "1985-01-01", "wages": career(5_000_000, last=last), "density": 0.5}
    assert ask(disability, hurt).status == status


def test_who_was_never_registered_is_paid_by_the_employer():
    """PP 45/2015 Pasal 6."""
    answer = ask(disability, {**HURT, "registered": False})
    assert answer.total == 1_200_000
    assert "jp.employer_pays" in {one.code for one in answer.conditions}
    assert "jp.employer_pays" not in {one.code for one in ask(disability, HURT).conditions}


def test_disability_just_credited():
    assert ask(disability, {**HURT, "wages": career(8_000_000, (2019, 6), (2023, 5))}).status == "payable"
    assert (
        ask(disability, {**HURT, "density": 0.8, "wages": career(1, (2024, 1), (2024, 1))}).status
        == "payable"
    )
    young = {"registered_on": "2024-05-10", "wages": career(8_000_000, (2024, 5), (2024, 5))}
    assert ask(disability, {**HURT, **young}).total == 1_200_000
    assert ask(disability, {**HURT, "birth_date": "1966-06-11"}).status == "payable"


def test_lump_sum_is_open_until_somebody_says_the_yield():
    """Pasal 24: 60 months x 3 % of 8.000.000 = 14.400.000, plus a yield nobody publishes."""
    facts = {**HURT, "birth_date": "1966-06-10"}
    del facts["doctor_determined"]
    answer = ask(lump_sum, facts)
    assert (answer.status, answer.total) == ("open", None)
    assert [line.amount for line in answer.lines] == [14_400_000]
    assert ask(lump_sum, {**facts, "yield_amount": 600_000}).total == 15_000_000
    assert ask(lump_sum, {**facts, "balance": 15_123_456}).total == 15_123_456
    assert failed(ask(lump_sum, {**facts, "birth_date": "1966-06-11"})) == {"jp.age_reached"}


def test_lump_sum_with_yearly_rates():
    """270.000 in January and February 2024 at 12 % a year, to the end of February: 270.000 x 2,01."""
    wages = [{"year": 2024, "upah": 9_000_000, "months": 2}]
    facts = {"birth_date": "1966-02-20", "registered_on": "2024-01-02", "event_date": "2024-02-20"}
    answer = ask(lump_sum, {**facts, "wages": wages, "yields": {"2024": 0.12}})
    assert answer.total == 542_700
    assert "jp-lump-sum-yield" in answer.conventions
    assert answer.lines[1].certainty == "convention"
    assert ask(lump_sum, {**facts, "wages": wages, "yield_amount": 5}).lines[1].certainty == "text"
    with pytest.raises(FactsError, match="yields"):
        ask(lump_sum, {**facts, "wages": wages, "yields": {"2024": 1.5, "2023": -1.5}})


def test_lump_sum_is_not_for_whoever_has_a_pension():
    answer = ask(lump_sum, {**OLD, "balance": 1})
    assert failed(answer) == {"jp.months_short"}
    dead = {**HURT, "cause": "death", "balance": 1}
    del dead["doctor_determined"]
    assert failed(ask(lump_sum, dead)) == {"jp.not_credited"}
    assert ask(lump_sum, {**dead, "density": 0.5}).total == 1
    assert (
        "jp.gap_disability_lump_sum"
        in ask(lump_sum, {**dead, "cause": "total_disability", "density": 0}).gaps
    )


FAMILY = [{"relation": "spouse"}, {"relation": "child", "birth_date": "2015-01-01"}]


@pytest.mark.parametrize(("rule", "facts"), [(old_age, OLD), (disability, HURT)])
def test_survivors_are_facts_of_every_kind(rule, facts):
    """The issue's table gives the four kinds of JP one row of facts; here the family decides nothing."""
    alone, family = ask(rule, facts), ask(rule, {**facts, "survivors": FAMILY})
    assert (alone.status, alone.as_dict()) == ("payable", family.as_dict())
    for broken in ([{}], [{"relation": "spouse"}] * 2, [{"relation": "friend"}], "wife"):
        with pytest.raises(FactsError, match="survivors"):
            ask(rule, {**facts, "survivors": broken})


def test_a_lump_sum_of_survivors_is_for_a_death():
    """Dead at 38 after five months: nothing is credited (Pasal 21 ayat (3) huruf a), all of it is paid."""
    facts = {"birth_date": "1985-06-15", "registered_on": "2024-01-02", "event_date": "2024-06-10"}
    facts |= {"wages": [{"year": 2024, "upah": 5_000_000, "months": 5}], "balance": 800_000}
    assert failed(ask(lump_sum, {**facts, "survivors": []})) == {"jp.age_reached"}
    assert ask(lump_sum, {**facts, "survivors": FAMILY}).total == 800_000
    of_age = {**facts, "survivors": FAMILY, "cause": "pension_age"}
    assert failed(ask(lump_sum, of_age)) == {"jp.age_reached"}
    married = [{"relation": "spouse", "remarried_on": "2024-06-09"}]
    with pytest.raises(FactsError, match="remarried_on"):
        ask(lump_sum, {**facts, "survivors": married})


def test_a_pension_age_once_reached_stays_reached():
    """Born on 31 December 1962: 56 on the last day on which 56 was asked; in 2019 57 is."""
    facts = {"birth_date": "1962-12-31", "event_date": "2019-01-05", "balance": 1}
    answer = ask(lump_sum, facts)
    assert (answer.status, "jp-age-once-reached" in answer.conventions) == ("payable", True)
    assert "jp-age-once-reached" not in ask(lump_sum, {**facts, "event_date": "2018-12-31"}).conventions
    assert failed(ask(lump_sum, {**facts, "birth_date": "1963-01-01"})) == {"jp.age_reached"}


def test_a_claim_long_after_the_pension_age_is_paid():
    """59 on 1 January 2027, claimed in July 2030 with 180 months: 15 % of 5.000.000; the three years are a note."""
    answer = ask(old_age, {**OLD, "birth_date": "1968-01-01", "event_date": "2030-07-01"})
    assert (answer.status, answer.total, failed(answer)) == ("payable", 750_000, {"jp.deferral"})


@pytest.mark.parametrize("rule", [old_age, disability, lump_sum])
def test_there_is_no_jp_before_july_2015(rule):
    answer = rule(Facts({"event_date": "2015-06-30"}), date(2016, 1, 1))
    assert failed(answer) == {"jp.in_force"}


@pytest.mark.parametrize("key", sorted(HURT))
def test_an_absent_key_is_not_verified(key):
    answer = ask(disability, {name: value for name, value in HURT.items() if name != key}, "2024-06-10")
    assert answer.status == ("open" if key == "wages" else "payable")
    assert answer.as_dict()["conditions"]


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"wages": [{"year": 2015, "upah": 1, "months": 7}]}, "2015"),
        ({"wages": [{"year": 2014, "upah": 1, "months": 1}]}, "2014"),
        ({"wages": [{"year": 2031, "upah": 1, "months": 1}]}, "2031"),
        ({"wages": [{"year": 2030, "upah": 1, "months": 7}]}, "2030"),
        (
            {"wages": [{"year": 2016, "upah": 1, "months": 12}, {"year": 2016, "upah": 1, "months": 1}]},
            "2016",
        ),
        ({"wages": [{"year": 2016, "upah": 1, "months": 13}]}, "months"),
        ({"wages": [{"year": 2016, "upah": 1}]}, "year, upah dan months"),
        ({"wages": {"2016": 1}}, "wages"),
        ({"ceilings": {"2016": 7_000_000}}, "ceilings"),
        ({"bounds": {"2024": [1, 2]}}, "bounds"),
        ({"bounds": {"2030": [2, 1]}}, "bounds"),
        ({"bounds": {"2030": 5}}, "bounds"),
        ({"inflation": {"2030": 3.5}}, "inflation"),
        ({"inflation": {"this year": 0.01}}, "inflation"),
        ({"registered_on": "2030-07-01"}, "registered_on"),
        ({"event_date": "2030-07-02"}, "event_date"),
        ({"density": 80}, "density"),
        ({"density": 1.01}, "density"),
        ({"inflation": {"2030": 1.01}}, "inflation"),
        ({"inflation": {"2030": -1.01}}, "inflation"),
        ({"upah": 5}, "upah"),
    ],
)
def test_impossible_facts_are_named(changes, what):
    with pytest.raises(FactsError, match=what):
        ask(old_age, {**OLD, **changes}, "2030-07-01")


def test_a_pension_beyond_any_person_is_refused():
    doubling = {str(year): 1 for year in range(2015, 2045)}
    facts = {**OLD, "birth_date": "1980-01-01", "event_date": "2045-01-01", "inflation": doubling}
    with pytest.raises(FactsError, match="melebihi"):
        ask(old_age, {**facts, "wages": career(7_000_000, last=(2044, 12))})
    with pytest.raises(FactsError, match="melebihi"):
        ask(old_age, {**facts, "wages": career(10**12, last=(2044, 12))})


@given(
    st.lists(st.integers(0, 12_000_000), min_size=6, max_size=6),
    st.integers(0, 5),
    st.integers(0, 10**6),
    st.lists(st.integers(0, 12), min_size=6, max_size=6),
)
def test_more_upah_is_never_less_pension(upah, place, more, months):
    inflation = {2020 + number: Decimal("0.03") for number in range(6)}
    factors = indices(range(2020, 2026), 2026, inflation)

    def pension(raise_by):
        rows = [one + raise_by * (number == place) for number, one in enumerate(upah)]
        paid = [pair for row in zip(rows, factors, months, strict=True) for pair in [row[:2]] * row[2]]
        return formula([one for one, _ in paid], [one for _, one in paid], max(len(paid), 180), TODAY)

    less, greater = pension(0), pension(more)
    assert 0 <= less <= greater
    low, high = TODAY["jp.benefit_least"], TODAY["jp.benefit_most"]
    assert low <= bounded(np.array([int(less)]), low, high)[0] <= high


@given(st.integers(0, 10**7), st.integers(1, 12))
def test_the_formula_is_exact(upah, months):
    """1 % x (n / 12) x the average of n months; 2024 is carried forward by 1,57 % and 2,92 %."""
    factors = indices([2024] * months, 2026, {2024: Decimal("0.0157"), 2025: Decimal("0.0292")})
    pension = formula([upah] * months, factors, months, TODAY)
    assert pension == Fraction(upah) * Fraction("1.0157") * Fraction("1.0292") * months / 1200
    assert formula([], [], 180, TODAY) == 0
