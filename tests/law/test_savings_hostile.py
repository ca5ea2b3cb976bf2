"""Whatever stands in the facts of JHT, JP and JKP: an answer or a `FactsError`, never anything else."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_savings_every_day import OURS, facts_of

from tedung.law.facts import Facts, FactsError
from tedung.law.kinds import rule

EVENT = date(2031, 6, 30)
DAYS = st.dates(date(1995, 1, 1), date(2050, 1, 1))
WORDS = ["phk", "resign", "death", "partial_10", "pkwt", "spouse", "child", "large", "2024-02", "-0", ""]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**13),
    st.floats(allow_nan=True, allow_infinity=True),
    st.text(max_size=12),
    DAYS.map(str),
    st.sampled_from(WORDS),
)
INNER = st.sampled_from(
    ["month", "amount", "date", "year", "upah", "months", "relation", "died_on", "2015", "2030"]
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(INNER, inner, max_size=4),
    max_leaves=8,
)
MORE = [
    "contributions",
    "yields",
    "earlier_payments",
    "survivors",
    "earlier_claims",
    "approved_on",
    "partial_before",
]
MORE += ["ceilings", "bounds", "density", "pension_in_payment", "reported_upah", "registered", "months_paid"]


def answered(kind, facts, on):
    """Return the answer, or None where the facts were refused with a sentence for each fault."""
    try:
        return rule(kind)(Facts(facts), on)
    except FactsError as error:
        return None if error.faults else pytest.fail("an error without a fault")


@pytest.mark.parametrize("kind", OURS)
@settings(max_examples=120)
@given(data=st.data(), on=DAYS)
def test_hostile_facts_are_answered_or_named(kind, data, on):
    facts = facts_of(kind, EVENT)
    for key in data.draw(st.lists(st.sampled_from([*facts, *MORE]), max_size=3)):
        facts[key] = data.draw(ANYTHING)
    answer = answered(kind, facts, max(on, EVENT))
    assert answer is None or answer.status in {"payable", "refused", "open"}
    assert answer is None or answer.as_dict()["total"] == answer.total


@pytest.mark.parametrize("kind", OURS)
@given(on=DAYS, event=DAYS)
def test_any_two_days(kind, on, event):
    """Every day since before the law, and every day asked: a future event is the only fault."""
    answer = answered(kind, facts_of(kind, max(event, date(2016, 2, 1))), on)
    assert answer is not None or on < max(event, date(2016, 2, 1))


@pytest.mark.parametrize("kind", OURS)
@pytest.mark.parametrize("on", [date(1995, 1, 1), date(2015, 6, 30), date(2015, 7, 1), date(2050, 12, 31)])
def test_no_facts_at_all(kind, on):
    answer = rule(kind)(Facts({}), on)
    assert answer.status in {"payable", "open", "refused"}
    assert answer.total in {None, 0}
