"""The reader of facts: every wrong twin of every key, all told at once, nobody named."""

import contextlib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tedung.dates import Month
from tedung.law.facts import Facts, FactsError

ON = date(2026, 12, 1)


def faults(facts):
    with pytest.raises(FactsError) as told:
        facts.finish()
    return told.value.faults


def test_what_is_absent_or_null_is_not_verified():
    facts = Facts({"upah": None})
    assert facts.money("upah") is None
    assert facts.money("income") is None
    assert facts.parts("children") is None
    assert facts.part("costs") is None
    facts.finish()


def test_what_is_right_is_read():
    given = {
        "upah": 0,
        "months": 12,
        "percent": Decimal("12.5"),
        "flag": False,
        "choice": "pu",
        "word": "serati",
        "day": "2024-02-29",
        "month": "2026-12",
        "days": ["2024-01-01"],
        "amounts": [1, 2],
        "rates": {"2025": Decimal("0.0192"), "2026": 0},
        "ceilings": {"2027": 11_500_000},
        "part": {"land": 5},
        "parts": [{"land": 6}, {}],
    }
    facts = Facts(given)
    assert facts.money("upah") == 0
    assert facts.count("months") == 12
    assert facts.percent("percent") == Decimal("12.5")
    assert facts.flag("flag") is False
    assert facts.choice("choice", ["pu", "bpu"]) == "pu"
    assert facts.word("word") == "serati"
    assert facts.day("day", latest=ON) == date(2024, 2, 29)
    assert facts.month("month") == Month(2026, 12)
    assert facts.days("days") == [date(2024, 1, 1)]
    assert facts.amounts("amounts") == [1, 2]
    assert facts.rate_by_year("rates") == {2025: Decimal("0.0192"), 2026: Decimal(0)}
    assert facts.amount_by_year("ceilings") == {2027: 11_500_000}
    assert facts.part("part").money("land") == 5
    assert [one.money("land") for one in facts.parts("parts")] == [6, None]
    facts.finish()


NOT_MONEY = [True, False, 5.0, Decimal("5.5"), "5000000", "Rp5.000.000", -1, 10**12 + 1, [], {}, float("nan")]
NOT_A_DAY = ["2023-02-29", "01-05-2024", "2024-5-1", "2024-05-01T00:00", "1899-12-31", "2200-01-01"]
NOT_A_DAY += ["٢٠٢٤-٠٥-٠١", "", 20240501, True]
WRONG = [
    *(("money", (), value) for value in NOT_MONEY),
    *(("count", (), value) for value in [True, 1.5, "3", -1, 1201, 10**30, []]),
    *(
        ("percent", (), value)
        for value in [True, "50", -1, 101, Decimal("100.01"), float("inf"), Decimal("NaN")]
    ),
    *(("flag", (), value) for value in [0, 1, "true", "ya", []]),
    *(("choice", (["pu", "bpu"],), value) for value in ["PU", "pv", "", 1, True, ["pu"]]),
    *(("word", (), value) for value in ["", "  ", 5, "x" * 121, []]),
    *(("day", (), value) for value in NOT_A_DAY),
    *(("month", (), value) for value in ["2026-13", "2026-1", "12-2026", 202612, True]),
    *(("days", (), value) for value in ["2024-01-01", ["x"], [20240101], {}, [None]]),
    *(("amounts", (), value) for value in [5, [1.0], [True], ["1"], [-1]]),
    *(("amount_by_year", (), value) for value in [[], {"26": 1}, {"2026": 1.0}, {"year": 5}, {"2026": None}]),
    *(
        ("rate_by_year", (), value)
        for value in [[], {"2026": "5 %"}, {"2026": 11}, {"2026": True}, {"2026": -2}]
    ),
    *(("parts", (), value) for value in [{}, "x", [3], [[]], 1, [{}] * 10_001]),
    *(("part", (), value) for value in [[], "x", 3, True]),
]


@pytest.mark.parametrize(("getter", "more", "value"), WRONG)
def test_a_wrong_twin_is_a_fault_that_names_the_key(getter, more, value):
    facts = Facts({"upah": value})
    getattr(facts, getter)("upah", *more)
    told = faults(facts)
    assert told
    assert all("upah" in one for one in told)


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
def test_the_first_and_the_last_day_there_is(day):
    assert Facts({"day": day}).day("day") == date.fromisoformat(day)


def test_all_faults_are_told_at_once_and_in_order():
    facts = Facts(
        {"upah": 5.0, "segment": "pv", "event_date": "2024-02-30", "children": [{"levl": "sma"}, 7]}
    )
    facts.money("upah")
    facts.choice("segment", ["pu", "bpu"])
    facts.day("event_date")
    for child in facts.parts("children"):
        child.choice("level", ["sma"])
    told = faults(facts)
    assert [one.split()[0] for one in told] == [
        "upah",
        "segment",
        "event_date",
        "children[2]",
        "children[1].levl",
    ]
    assert "level" in told[-1]


def test_an_unknown_key_is_named_with_what_is_near():
    facts = Facts({"arrears_month": 3, "xyzzy": 1})
    facts.count("arrears_months")
    near, far = faults(facts)
    assert "arrears_months" in near
    assert "xyzzy" in far


def test_no_nik_is_repeated():
    facts = Facts({"5171010101900001": 1, "segment": "5171010101900001", "upah": "5171010101900001"})
    facts.choice("segment", ["pu"])
    facts.money("upah")
    assert not any("5171010101900001" in one or "010190" in one for one in faults(facts))


def test_a_day_after_the_day_asked_is_impossible():
    facts = Facts({"event_date": "2026-12-02"})
    facts.day("event_date", latest=ON)
    assert "2026-12-02" in faults(facts)[0]


def test_days_out_of_order_are_told_once():
    facts = Facts({"birth_date": "1990-01-01", "member_since": "1989-12-31", "ended_on": "2020-01-01"})
    for key in ("birth_date", "member_since", "ended_on"):
        facts.day(key)
    facts.in_order("birth_date", "member_since", "ended_on")
    facts.in_order("birth_date", "member_since")
    assert len(faults(facts)) == 1


@pytest.mark.parametrize("whole", [[], "x", 3, None, True])
def test_facts_are_an_object(whole):
    assert "FACTS" in faults(Facts(whole))[0]


def test_english_is_spoken_where_asked(monkeypatch):
    monkeypatch.setenv("TEDUNG_LANG", "en")
    facts = Facts({"upah": -1})
    facts.money("upah")
    assert "whole rupiah" in faults(facts)[0]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(["a", "b", "c"]) | st.text(), anything))
def test_whatever_is_handed_in_ends_in_a_value_or_a_sentence(given):
    for getter in (
        "money",
        "count",
        "percent",
        "flag",
        "word",
        "day",
        "month",
        "days",
        "amounts",
        "rate_by_year",
    ):
        facts = Facts(given)
        getattr(facts, getter)("a")
        facts.parts("b")
        facts.part("c")
        told = []
        with contextlib.suppress(FactsError):
            facts.finish()
            told.append("nothing")
        assert bool(told) != bool(facts.faults)
