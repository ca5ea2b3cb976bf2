"""Claims of survivors for JP: who, how much, until when.  PP 45/2015 Pasal 14, 21-23."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.law.facts import Facts, FactsError
from tedung.law.jp_survivors import survivor

SPOUSE = {"relation": "spouse", "birth_date": "1988-01-01", "remarried": False}
CHILD = {"relation": "child", "birth_date": "2010-05-01", "married": False, "working": False}
PARENT = {"relation": "parent", "birth_date": "1955-01-01"}
DEAD = {
    "birth_date": "1985-06-15",
    "registered_on": "2019-06-03",
    "event_date": "2024-06-10",
    "wages": [
        {"year": 2019, "upah": 9_500_000, "months": 7},
        *({"year": year, "upah": 8_000_000, "months": 12} for year in range(2020, 2024)),
        {"year": 2024, "upah": 8_000_000, "months": 5},
    ],
    "inflation": {str(year): 0 for year in range(2015, 2030)},
}
DRAWING = {"birth_date": "1964-01-01", "event_date": "2024-06-10", "pension_in_payment": 3_000_000}


def ask(facts, on="2024-06-10"):
    return survivor(Facts(facts), date.fromisoformat(on))


def failed(answer):
    return {one.code for one in answer.conditions if one.met is False}


@pytest.mark.parametrize(
    ("survivors", "code", "total"),
    [
        ([SPOUSE, CHILD, PARENT], "jp.line_spouse", 1_500_000),  # half
        ([CHILD, PARENT], "jp.line_children", 1_500_000),  # half, without a widow
        ([CHILD, CHILD, CHILD], "jp.line_children", 1_500_000),  # for them together
        ([PARENT, PARENT], "jp.line_parent", 600_000),  # a fifth, one parent
        ([SPOUSE | {"died_on": "2024-05-01"}, CHILD], "jp.line_children", 1_500_000),  # no widow was left
        ([SPOUSE | {"died_on": "2024-06-10"}, CHILD], "jp.line_children", 1_500_000),
        ([SPOUSE | {"alive": False}, CHILD], "jp.line_children", 1_500_000),
        ([SPOUSE | {"alive": True}, CHILD], "jp.line_spouse", 1_500_000),
    ],
)
def test_shares_of_a_pension_in_payment(survivors, code, total):
    """Pasal 21 ayat (2) huruf b, 22 ayat (2) huruf b, 23 ayat (2) huruf b: of 3.000.000."""
    answer = ask({**DRAWING, "survivors": survivors})
    assert (answer.status, answer.total) == ("payable", total)
    assert [line.code for line in answer.lines] == [code]


@pytest.mark.parametrize(
    "ended", [{"died_on": "2025-01-01"}, {"remarried_on": "2025-01-01"}, {"remarried": True}]
)
def test_children_follow_the_widow_with_half_of_hers(ended):
    """Pasal 22 ayat (2) huruf c: half of 1.500.000."""
    survivors = [SPOUSE | {"remarried": None} | ended, CHILD]
    answer = ask({**DRAWING, "survivors": survivors}, "2025-02-01")
    assert answer.total == 750_000
    assert answer.lines[0].inputs["shares"] == ["0.50", "0.50"]


def test_fifteen_years_are_credited_to_survivors():
    """Pasal 21 ayat (3): 60 months of 60; the 9.500.000 of 2019 count up to the ceiling of 8.512.400."""
    answer = ask({**DEAD, "survivors": [SPOUSE]})
    average = (7 * 8_512_400 + 53 * 8_000_000) / 60
    assert answer.total == round(average * 0.15 / 2)
    assert answer.lines[0].inputs["months_credited"] == 180
    assert "jp-bounds-of-survivors" not in answer.conventions  # within the bounds of the year


def test_a_share_is_rounded_once():
    """8 m x (1,0551 x 1,0261 + 1,0261) / 2 x 15 % is 1.265.242,866; half of it is 632.621,433."""
    paid = [{"year": year, "upah": 8_000_000, "months": 12} for year in (2022, 2023)]
    facts = {"birth_date": "1985-06-15", "registered_on": "2022-01-03", "event_date": "2024-06-15"}
    facts |= {"density": 1, "wages": paid}
    answer = ask({**facts, "survivors": [SPOUSE]}, "2024-06-15")
    assert answer.total == 632_621
    assert answer.lines[0].inputs["pension"] == 1_265_243


def test_children_take_half_of_what_the_widow_really_received():
    """Half of 3.000.001 is 1.500.001 in payment, half of that 750.001 (exactly 750.000,25 of the whole)."""
    survivors = [SPOUSE | {"remarried": None, "died_on": "2025-01-01"}, CHILD]
    answer = ask({**DRAWING, "pension_in_payment": 3_000_001, "survivors": survivors}, "2025-02-01")
    assert answer.total == 750_001


def test_the_least_pension_holds_for_each_kind():
    """Pasal 16 and 18: 393.500 in June 2024, where a fifth of 1.208.970 would be 241.794."""
    answer = ask({**DEAD, "survivors": [PARENT]})
    assert answer.total == 393_500
    assert "jp-bounds-of-survivors" in answer.conventions


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (
            {"registered_on": "2023-06-11", "wages": [{"year": 2024, "upah": 1, "months": 6}]},
            "jp.member_long_enough",
        ),
        ({"density": 0.79}, "jp.density_reached"),
        ({"birth_date": "1966-06-10"}, "jp.died_before_pension_age"),
    ],
)
def test_what_is_not_credited_is_a_lump_sum(changes, code):
    answer = ask({**DEAD, "density": 0.9, "survivors": [SPOUSE], **changes})
    assert (answer.status, answer.total) == ("refused", 0)
    assert failed(answer) == {code}


def test_just_credited():
    one_year = {"registered_on": "2023-06-10", "wages": [{"year": 2024, "upah": 1, "months": 6}]}
    assert ask({**DEAD, **one_year, "density": 0.8, "survivors": [SPOUSE]}).status == "payable"
    assert ask({**DEAD, "birth_date": "1966-06-11", "survivors": [SPOUSE]}).status == "payable"


@pytest.mark.parametrize(("months", "status"), [(6, "payable"), (5, "refused")])
def test_fifteen_years_paid_need_no_credit(months, status):
    """Pasal 21 ayat (3) speaks of less than fifteen years: with 180 months even after the pension age."""
    years = [{"year": year, "upah": 5_000_000, "months": 12} for year in range(2016, 2030)]
    paid = [
        {"year": 2015, "upah": 5_000_000, "months": 6},
        *years,
        {"year": 2030, "upah": 5_000_000, "months": months},
    ]
    facts = {
        "birth_date": "1969-01-01",
        "registered_on": "2015-07-01",
        "event_date": "2030-06-30",
        "wages": paid,
    }
    facts |= {"inflation": {str(year): 0 for year in range(2015, 2031)}, "survivors": [SPOUSE]}
    answer = ask(facts, "2030-07-01")
    assert (answer.status, answer.total) == (status, 375_000 if status == "payable" else 0)


@pytest.mark.parametrize(
    ("on", "status"), [("2033-04-30", "payable"), ("2033-05-01", "refused"), ("2033-05-02", "refused")]
)
def test_a_child_is_paid_until_23(on, status):
    """Pasal 22 ayat (5)."""
    assert ask({**DRAWING, "survivors": [CHILD]}, on).status == status


def test_a_parent_does_not_follow_a_child():
    """Pasal 23 ayat (1): only where the member left neither spouse nor child."""
    assert ask({**DRAWING, "survivors": [CHILD, PARENT]}, "2034-01-01").status == "refused"
    assert (
        ask({**DRAWING, "survivors": [SPOUSE | {"died_on": "2030-01-01"}, PARENT]}, "2034-01-01").status
        == "refused"
    )


def test_a_child_who_never_had_a_right_and_a_parent_is_undecided():
    grown = CHILD | {"birth_date": "1990-01-01"}
    answer = ask({**DRAWING, "survivors": [grown, PARENT]})
    assert (answer.status, answer.total) == ("open", None)
    assert "jp.gap_adult_child" in answer.gaps
    assert ask({**DRAWING, "survivors": [grown]}).status == "refused"


@pytest.mark.parametrize(("days", "status"), [(300, "payable"), (301, "refused")])
def test_a_child_born_after_the_death(days, status):
    """Pasal 14 ayat (2): within 300 days."""
    born = date(2024, 6, 10) + timedelta(days=days)
    facts = {**DRAWING, "survivors": [CHILD | {"birth_date": born.isoformat()}]}
    assert ask(facts, "2025-12-01").status == status


@pytest.mark.parametrize("relation", ["sibling", "grandparent", "grandchild", "parent_in_law", "will"])
def test_nobody_else_has_a_pension(relation):
    answer = ask({**DRAWING, "survivors": [{"relation": relation}]})
    assert failed(answer) == {"jp.anyone_entitled"}


def test_what_nobody_said_is_not_verified():
    answer = ask({**DRAWING, "survivors": [{"relation": "child"}]})
    assert (answer.status, answer.total) == ("payable", 1_500_000)
    assert [one.met for one in answer.conditions if one.code == "jp.child_entitled"] == [None]
    for absent in ("birth_date", "married", "working"):
        child = {key: value for key, value in CHILD.items() if key != absent}
        answer = ask({**DRAWING, "survivors": [child]})
        assert [one.met for one in answer.conditions if one.code == "jp.child_entitled"] == [None]
    assert "jp.gap_children_split" in answer.gaps
    assert "jp.gap_children_split" not in ask({**DRAWING, "survivors": [SPOUSE]}).gaps
    assert ask(DRAWING).status == "open"
    assert ask({**DRAWING, "survivors": []}).status == "refused"


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"survivors": [SPOUSE, SPOUSE]}, "lebih dari satu"),
        ({"survivors": [{}]}, r"survivors\[1\].relation"),
        ({"survivors": [SPOUSE | {"remarried_on": "2024-06-11"}]}, "remarried"),
        ({"survivors": [SPOUSE | {"remarried": True, "remarried_on": "2024-06-09"}]}, "remarried_on"),
        ({"survivors": [CHILD | {"died_on": "2009-01-01"}]}, "died_on"),
        ({"survivors": [CHILD | {"age": 3}]}, "age"),
        ({"survivors": [CHILD | {"died_on": "2024-07-01", "alive": True}]}, "alive"),
        ({"survivors": "nobody"}, "survivors"),
        ({"pension_in_payment": -1}, "pension_in_payment"),
    ],
)
def test_impossible_facts_are_named(changes, what):
    with pytest.raises(FactsError, match=what):
        ask({**DRAWING, **changes}, "2025-01-01")


@given(st.integers(0, 6000), st.integers(1, 3000), st.integers(0, 9000))
def test_a_later_day_never_revives_an_ended_right(wait, more, aged):
    born = date(2024, 6, 10) - timedelta(days=aged)
    facts = {**DRAWING, "survivors": [CHILD | {"birth_date": born.isoformat()}]}
    first, later = (
        ask(facts, (date(2024, 6, 10) + timedelta(days=n)).isoformat()) for n in (wait, wait + more)
    )
    assert (first.status, later.status) != ("refused", "payable")


@given(st.integers(0, 10**8), st.integers(0, 10**6))
def test_more_pension_is_never_less_for_survivors(pension, more):
    for survivors in ([SPOUSE], [CHILD], [PARENT]):
        less, greater = (
            ask({**DRAWING, "pension_in_payment": one, "survivors": survivors}).total
            for one in (pension, pension + more)
        )
        assert 0 < less <= greater
