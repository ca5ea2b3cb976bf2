"""When a JKK claim lapses: PP 44/2015 Pasal 26, two years, five since 2 December 2019."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.law.expiry import expiry
from tedung.law.facts import Facts
from tedung.law.kinds import rule


@pytest.mark.parametrize(
    ("event", "asked", "state"),
    [
        ("2018-01-10", "2021-02-01", "open"),  # facts D24: 10 January 2020, or 10 January 2023
        ("2018-01-10", "2020-01-10", "in_time"),
        ("2018-01-10", "2020-01-11", "open"),
        ("2018-01-10", "2023-01-10", "open"),
        ("2018-01-10", "2023-01-11", "lapsed"),
        ("2017-06-01", "2020-03-01", "lapsed"),  # facts D25: dead on 1 June 2019 by both readings
        ("2017-06-01", "2019-06-01", "in_time"),
        ("2017-06-01", "2019-06-02", "lapsed"),
        ("2017-12-01", "2019-12-02", "lapsed"),  # its last day was the eve of PP 82/2019
        ("2017-12-02", "2019-12-03", "open"),
        ("2019-12-01", "2021-12-02", "open"),
        ("2019-12-02", "2024-12-02", "in_time"),
        ("2019-12-02", "2024-12-03", "lapsed"),
        ("2020-02-29", "2025-02-28", "in_time"),
        ("2020-02-29", "2025-03-01", "lapsed"),
        ("2015-07-01", "2015-07-01", "in_time"),
    ],
)
def test_the_last_day_and_the_day_after(event, asked, state):
    assert expiry(date.fromisoformat(event), date.fromisoformat(asked)).state == state


def test_both_readings_are_named():
    """Facts D24."""
    found = expiry(date(2018, 1, 10), date(2021, 2, 1))
    assert found.last_days == (date(2020, 1, 10), date(2023, 1, 10))


def test_the_answer_shows_both_days():
    facts = {"segment": "pu", "upah": 1_000_000, "event_date": "2018-01-10", "arrears_months": 0}
    answer = rule("jkk_death")(Facts(facts), date(2021, 2, 1)).as_dict()
    assert (answer["status"], answer["total"]) == ("open", None)
    assert answer["gaps"] == ["jkk.gap_expiry"]
    (told,) = [one for one in answer["conditions"] if "2020-01-10" in one["text_id"]]
    assert "2023-01-10" in told["text_id"]
    assert told["met"] is None


def test_a_claim_made_in_time_does_not_lapse_while_it_waits():
    facts = {"segment": "pu", "upah": 1_000_000, "event_date": "2020-01-10", "claimed_on": "2025-01-10"}
    assert rule("jkk_death")(Facts(facts), date(2026, 1, 1)).status == "payable"


days = st.dates(date(2015, 7, 1), date(2026, 1, 1))
ORDER = ["in_time", "open", "lapsed"]


@given(days, st.integers(0, 3000), st.integers(0, 3000))
def test_a_later_day_never_revives_a_right(event, ahead, further):
    earlier, later = event + timedelta(days=ahead), event + timedelta(days=ahead + further)
    assert ORDER.index(expiry(event, earlier).state) <= ORDER.index(expiry(event, later).state)
