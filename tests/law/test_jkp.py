"""Claims for JKP: cash through time, who is entitled, who pays."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.law import LawError, law_on
from tedung.law.facts import Facts, FactsError
from tedung.law.jkp import cash, month_cash, remaining_cash, training_cost

LOST = {
    "birth_date": "1990-01-01",
    "registered_on": "2021-03-01",
    "enterprise_size": "large",
    "contract": "pkwtt",
    "reason": "phk",
    "upah": 5_000_000,
    "months_in_24": 15,
    "months_consecutive": 15,
    "earlier_claims": [],
    "months_paid": 0,
}
OLD = {**LOST, "ended_on": "2022-05-31", "claimed_on": "2022-06-10"}
NEW = {**LOST, "ended_on": "2025-05-31", "claimed_on": "2025-06-10"}


def ask(facts, on):
    return cash(Facts(facts), date.fromisoformat(on))


def failed(answer):
    return {one.code for one in answer.conditions if one.met is False}


def codes(answer):
    return {one.code for one in answer.conditions}


def test_conditions_of_the_first_and_the_later_months():
    """Permenaker 15/2021 Pasal 13 as of 7 February 2025; what held before was not read."""
    first, later = ask(NEW, "2025-06-10"), ask({**NEW, "months_paid": 1}, "2025-07-10")
    assert codes(first) - codes(later) == {"jkp.self_assessment"}
    assert codes(later) - codes(first) == {"jkp.seeking"}
    assert (first.gaps, ask(OLD, "2022-06-10").gaps) == ((), ("jkp.gap_monthly",))


def test_six_months_of_a_wage_of_five_million(example):
    """Minister, 14 February 2022: 2.250.000 x 3 + 1.250.000 x 3 = 10.500.000; PP 6/2025: 60 % of 5 m x 6."""
    before = """
             upah | months_paid |     result
        5_000_000 |           0 | 10_500_000
        6_000_000 |           0 | 10_500_000
        5_000_000 |           3 |  3_750_000
        5_000_000 |           6 |          0
        2_000_000 |           0 |  4_200_000
    """
    since = """
             upah | months_paid |     result
        5_000_000 |           0 | 18_000_000
        6_000_000 |           2 | 12_000_000
        2_000_001 |           5 |  1_200_001
    """
    for day in ("2021-02-02", "2025-02-06"):
        example(remaining_cash, day, before, inputs=2)
    example(remaining_cash, "2025-02-07", since, inputs=2)


def test_no_cash_before_the_programme():
    with pytest.raises(LawError, match="begins on 2021-02-02"):
        month_cash(np.array([1]), 1, law_on(date(2021, 2, 1)))
    answer = ask({**OLD, "ended_on": "2021-02-01", "claimed_on": None, "registered_on": None}, "2021-03-01")
    assert (answer.status, failed(answer)) == ("refused", {"jkp.in_force"})


def test_published_claim_of_2022():
    answer = ask(OLD, "2022-06-10")
    assert (answer.status, answer.total) == ("payable", 10_500_000)
    assert [line.amount for line in answer.lines] == [6_750_000, 3_750_000]
    assert ask(NEW, "2025-06-10").total == 18_000_000
    assert [line.amount for line in ask(NEW, "2025-06-10").lines] == [18_000_000]


@pytest.mark.parametrize("reason", ["resign", "pension", "total_disability", "death"])
def test_reasons_left_out_are_an_answer(reason):
    """PP 37/2021 Pasal 20 ayat (1)."""
    answer = ask({**NEW, "reason": reason}, "2025-06-10")
    assert (answer.status, answer.total, answer.lines) == ("refused", 0, ())
    assert failed(answer) == {"jkp.reason"}


def test_a_fixed_term_counts_if_ended_before_its_end():
    """PP 37/2021 Pasal 20 ayat (2)."""
    fixed = {**NEW, "contract": "pkwt"}
    assert ask({**fixed, "contract_ends_on": "2025-06-01"}, "2025-06-10").status == "payable"
    assert ask({**fixed, "contract_ends_on": "2025-05-31"}, "2025-06-10").status == "refused"
    assert ask({**fixed, "reason": "pkwt_end"}, "2025-06-10").status == "refused"
    unknown = ask(fixed, "2025-06-10")
    assert unknown.status == "payable"
    assert [one.met for one in unknown.conditions if one.code == "jkp.before_contract_end"] == [None]


@pytest.mark.parametrize(
    ("facts", "changes", "code"),
    [
        (NEW, {"birth_date": "1967-03-01"}, "jkp.age_at_registration"),  # 54 on the very day
        (NEW, {"months_in_24": 11, "months_consecutive": 11}, "jkp.months_within"),
        (OLD, {"months_consecutive": 5}, "jkp.months_in_a_row"),
        (NEW, {"citizen": False}, "jkp.citizen"),
        (NEW, {"willing_to_work": False}, "jkp.willing"),
        (NEW, {"working_again": True}, "jkp.not_working"),
        (NEW, {"jkn": False}, "jkp.jkn"),
        (NEW, {"programmes": "jkk+jkm+jht"}, "jkp.programmes"),
        (NEW, {"programmes": "jkk+jht", "enterprise_size": "micro"}, "jkp.programmes"),
        (NEW, {"months_paid": 6}, "jkp.months_left"),
        (NEW, {"earlier_claims": ["2022-02-01", "2023-02-01", "2024-02-01"]}, "jkp.claims_left"),
        (NEW, {"earlier_claims": ["2022-02-01"]}, "jkp.years_apart"),
        (NEW, {"months_paid": 1, "applications": 4, "interviews": 0}, "jkp.seeking"),
        (NEW, {"claimed_on": "2025-12-01"}, "jkp.claimed_in_time"),
    ],
)
def test_conditions_that_fail(facts, changes, code):
    answer = ask({**facts, **changes}, "2025-12-01")
    assert answer.status == "refused"
    assert code in failed(answer)


def test_conditions_that_are_just_met():
    assert ask({**NEW, "birth_date": "1967-03-02"}, "2025-06-10").status == "payable"  # 53 that day
    assert ask({**NEW, "months_in_24": 12, "months_consecutive": 0}, "2025-06-10").status == "payable"
    assert ask({**OLD, "months_consecutive": 6}, "2022-06-10").status == "payable"
    assert (
        ask({**NEW, "programmes": "jkk+jkm+jht", "enterprise_size": "small"}, "2025-06-10").status
        == "payable"
    )
    assert ask({**NEW, "claimed_on": "2025-11-30"}, "2025-12-01").status == "payable"
    five_years = {**NEW, "ended_on": "2027-03-01", "claimed_on": "2027-03-02"}
    assert ask({**five_years, "earlier_claims": ["2022-03-01"]}, "2027-03-02").status == "payable"
    assert ask({**five_years, "earlier_claims": ["2022-03-02"]}, "2027-03-02").status == "refused"
    told = {"earlier_claims": ["2022-03-01"], "contribution_months_since_claim": 59}
    assert ask({**five_years, **told}, "2027-03-02").status == "refused"


@pytest.mark.parametrize(
    "proof",
    [{"applications": 5}, {"interviews": 1}, {"training_attendance_percent": 80}, {"applications": 4}],
)
def test_one_proof_of_seeking_is_enough(proof):
    """Permenaker 15/2021 Pasal 13; what nobody gave is not verified."""
    assert ask({**NEW, "months_paid": 2, **proof}, "2025-08-10").total == 12_000_000


@pytest.mark.parametrize(
    ("days", "on", "paid", "total"),
    [
        (("2024-10-31", "2024-11-05", "2024-11-10"), "2025-02-06", 3, 3_750_000),  # PP 37 until 6 February
        (("2024-10-31", "2024-11-05", "2024-11-10"), "2025-02-07", 3, 9_000_000),  # the rest under PP 6
        (("2025-01-15", "2025-01-20", "2025-02-06"), "2025-02-06", 0, 10_500_000),
        (("2025-01-15", "2025-01-20", "2025-02-07"), "2025-02-07", 0, 18_000_000),  # approved under PP 6
        (("2025-01-15", "2025-02-10", None), "2025-02-10", 0, 18_000_000),
        (("2022-05-31", "2022-06-10", "2022-06-12"), "2025-03-01", 4, 2_500_000),  # its months were long over
    ],
)
def test_transition_of_7_february_2025(days, on, paid, total):
    """Permenaker 2/2025 Pasal II.  days: end of work, claim, approval."""
    ended, claimed, approved = days
    facts = {**LOST, "ended_on": ended, "claimed_on": claimed, "approved_on": approved, "months_paid": paid}
    answer = ask(facts, on)
    assert (answer.status, answer.total) == ("payable", total)
    assert on < "2025-02-07" or "jkp-transition" in answer.conventions


@pytest.mark.parametrize(
    ("ended", "running", "status"), [("2025-02-06", 5, "refused"), ("2025-02-07", 5, "payable")]
)
def test_conditions_follow_the_end_of_work_and_money_the_approval(ended, running, status):
    """Pasal 19 ayat (3) asked for six months in a row until 6 February 2025; both are approved under PP 6."""
    days = {"ended_on": ended, "claimed_on": "2025-02-10", "approved_on": "2025-02-12"}
    answer = ask({**LOST, **days, "months_consecutive": running}, "2025-02-12")
    assert (answer.status, str(answer.law_day)) == (status, ended)
    enough = ask({**LOST, **days, "months_consecutive": 6}, "2025-02-12")
    assert (enough.status, enough.total) == ("payable", 18_000_000)


def test_articles_of_their_time():
    """PP 6/2025 deleted Pasal 4 ayat (4), which asked for JKN as a wage earner, and restated what it amended."""
    then = {one.code: one.article for one in ask({**OLD, "jkn": True}, "2022-06-10").conditions}
    now = {one.code: one.article for one in ask({**NEW, "jkn": True}, "2025-06-10").conditions}
    assert then["jkp.jkn"] == "PP 37/2021 Pasal 4 ayat (3)-(4)"
    assert now["jkp.jkn"] == "PP 6/2025 (PP 37/2021 Pasal 4 ayat (3))"
    amended = (
        "jkp.citizen",
        "jkp.programmes",
        "jkp.not_working",
        "jkp.months_left",
        "jkp.age_at_registration",
    )
    assert all(now[code].startswith("PP 6/2025 (PP 37/2021 Pasal") for code in amended)
    assert all(then[code].startswith("PP 37/2021 Pasal") for code in amended)


@pytest.mark.parametrize(
    ("proof", "status", "seeking", "form"),
    [
        ({"applications": 5}, "payable", True, None),
        ({"interviews": 1, "employment_status_form": True}, "payable", True, True),
        ({"interviews": 1, "employment_status_form": False}, "refused", True, False),
        ({"applications": 4, "interviews": 0, "training_attendance_percent": 100}, "refused", False, None),
        ({"training_attendance_percent": 100}, "payable", None, None),
    ],
)
def test_the_sixth_month_asks_for_proof_and_a_form(proof, status, seeking, form):
    """Permenaker 15/2021 Pasal 13 as amended: proof of seeking and the form of employment status."""
    answer = ask({**NEW, "months_paid": 5, **proof}, "2025-11-10")
    told = {one.code: one.met for one in answer.conditions}
    assert (answer.status, told["jkp.seeking_last"], told["jkp.status_form"]) == (status, seeking, form)
    assert answer.total == (3_000_000 if status == "payable" else 0)
    fourth = ask({**NEW, "months_paid": 4, "training_attendance_percent": 80}, "2025-10-10")
    assert "jkp.status_form" not in codes(fourth)


def test_the_end_of_a_contract_is_refused_whatever_the_contract():
    for contract in ("pkwt", "pkwtt", None):
        answer = ask({**NEW, "reason": "pkwt_end", "contract": contract}, "2025-06-10")
        assert (answer.status, failed(answer)) == ("refused", {"jkp.reason"})


@pytest.mark.parametrize(
    ("ended", "claimed", "status"),
    [
        ("2024-10-31", "2025-01-31", "payable"),
        ("2024-10-31", "2025-02-01", "refused"),  # three months
        ("2024-11-06", "2025-02-07", "refused"),  # lost on 6 February, not revived a day later
        ("2024-11-07", "2025-02-07", "payable"),
        ("2024-11-07", "2025-02-08", "payable"),  # its three months still ran on 7 February: it has six
        ("2024-11-07", "2025-05-07", "payable"),
        ("2024-11-07", "2025-05-08", "refused"),
        ("2024-11-06", "2025-02-06", "payable"),
        ("2024-12-01", "2025-03-02", "payable"),
        ("2024-12-01", "2025-06-02", "refused"),
        ("2025-02-07", "2025-08-07", "payable"),
        ("2025-02-07", "2025-08-08", "refused"),
    ],
)
def test_time_to_claim(ended, claimed, status):
    """PP 37/2021 Pasal 40 huruf a: three months; PP 6/2025: six."""
    answer = ask({**LOST, "ended_on": ended, "claimed_on": claimed}, "2026-01-01")
    assert answer.status == status
    assert answer.gaps == ()
    assert ("jkp-six-months" in answer.conventions) == (
        ended < "2025-02-07" <= claimed and ended > "2024-11-06"
    )


@pytest.mark.parametrize(
    ("ended", "claimed", "on", "months", "last"),
    [
        ("2024-12-01", "2025-01-15", "2026-01-01", 3, "2025-03-01"),  # the limit of the day of the claim
        ("2024-12-01", "2025-02-20", "2026-01-01", 6, "2025-06-01"),
        ("2024-11-06", "2025-02-20", "2026-01-01", 3, "2025-02-06"),
        ("2024-12-01", None, "2025-02-06", 3, None),
        ("2024-12-01", None, "2025-02-07", 6, None),
        ("2024-11-06", None, "2025-02-07", 3, None),
        ("2025-02-07", None, "2025-02-07", 6, None),
    ],
)
def test_the_limit_that_is_said_is_the_limit_that_holds(ended, claimed, on, months, last):
    facts = {**LOST, "ended_on": ended, "claimed_on": claimed}
    told = next(one for one in ask(facts, on).conditions if "claimed_in_time" in one.code)
    assert told.fields["months"] == months
    assert (str(told.fields["last"]) if last else "last" not in told.fields) == (last or True)
    assert told.article.startswith("PP 6/2025" if months == 6 else "PP 37/2021")


def test_who_pays():
    """PP 37/2021 Pasal 37, 39; PP 6/2025 Pasal 39A."""

    def codes(**changes):
        return {line.code for line in ask({**NEW, **changes}, "2025-06-10").lines}

    assert codes(arrears_months=3) == codes() == {"jkp.line_agency"}
    assert codes(arrears_months=4) == {"jkp.line_employer_arrears"}
    assert codes(arrears_months=6, reason="bankrupt") == {"jkp.line_agency"}
    assert codes(arrears_months=7, reason="bankrupt") == {"jkp.line_employer_arrears"}
    assert codes(registered=False, months_in_24=None) == {"jkp.line_employer_unregistered"}
    micro = ask({**NEW, "registered": False, "enterprise_size": "micro"}, "2025-06-10")
    assert failed(micro) == {"jkp.employer_liable"}
    before = ask({**OLD, "reason": "bankrupt", "arrears_months": 4}, "2022-06-10")
    assert {line.code for line in before.lines} == {"jkp.line_employer_arrears"}


def test_who_pays_goes_with_the_money():
    """Bankrupt with five months of arrears: the agency's since PP 6/2025 (Pasal 39A), by the day of approval."""
    facts = {**LOST, "ended_on": "2025-01-15", "claimed_on": "2025-01-20", "reason": "bankrupt"}
    facts["arrears_months"] = 5
    old = ask({**facts, "approved_on": "2025-02-06"}, "2025-02-06")
    new = ask({**facts, "approved_on": "2025-02-07"}, "2025-02-07")
    assert {line.code for line in old.lines} == {"jkp.line_employer_arrears"}
    assert {line.code for line in new.lines} == {"jkp.line_agency"}


def test_a_wage_reported_too_low_is_made_up_by_the_employer():
    """PP 37/2021 Pasal 23: 60 % of 4 m is 2.400.000, of the 3 m reported 1.800.000, six times."""
    answer = ask({**NEW, "upah": 4_000_000, "reported_upah": 3_000_000}, "2025-06-10")
    amounts = {line.code: line.amount for line in answer.lines}
    assert amounts == {"jkp.line_agency": 10_800_000, "jkp.line_shortfall": 3_600_000}
    above = ask({**NEW, "upah": 9_000_000, "reported_upah": 5_000_000}, "2025-06-10")
    assert [line.amount for line in above.lines] == [18_000_000, 0]


def test_training_cost():
    """PMK 148/2021, PMK 26/2025 (signed 14 April 2025)."""
    assert [training_cost(date(2025, 4, day)) for day in (13, 14)] == [1_000_000, 2_400_000]


@pytest.mark.parametrize("key", sorted({*NEW} - {"upah"}))
def test_an_absent_key_is_not_verified(key):
    answer = ask({name: value for name, value in NEW.items() if name != key}, "2025-06-10")
    assert (answer.status, answer.total) == ("payable", 18_000_000)
    assert answer.as_dict()["lines"]


def test_without_a_wage_the_answer_is_open():
    answer = ask({**NEW, "upah": None}, "2025-06-10")
    assert (answer.status, answer.total, answer.lines) == ("open", None, ())


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"months_in_24": 25}, "months_in_24"),
        ({"months_in_24": 12, "months_consecutive": 13}, "months_consecutive"),
        ({"registered_on": "2025-01-01"}, "registered_on"),
        ({"months_paid": 7}, "months_paid"),
        ({"claimed_on": "2025-05-30"}, "claimed_on"),
        ({"claimed_on": "2025-06-11"}, "claimed_on"),
        ({"approved_on": "2025-06-09"}, "approved_on"),
        ({"earlier_claims": ["2025-06-01"]}, "earlier_claims"),
        ({"earlier_claims": ["2026-06-01"]}, "earlier_claims"),
        ({"earlier_claims": "2022-01-01"}, "earlier_claims"),
        ({"reported_upah": 5_000_001}, "reported_upah"),
        ({"upah": True}, "upah"),
        ({"contract": "PKWT"}, "contract"),
        ({"programmes": "jkk,jkm"}, "programmes"),
        ({"birth_date": "2022-01-01"}, "registered_on"),
        ({"wage": 5}, "wage"),
    ],
)
def test_impossible_facts_are_named(changes, key):
    with pytest.raises(FactsError, match=key):
        ask({**NEW, **changes}, "2025-06-10")


def test_all_faults_are_told_at_once():
    with pytest.raises(FactsError) as caught:
        ask({**NEW, "reason": "bored", "months_in_24": 25, "upah": "5"}, "2025-06-10")
    assert len(caught.value.faults) == 3


@given(
    st.integers(0, 10**9),
    st.integers(0, 10**6),
    st.integers(0, 6),
    st.sampled_from(["2024-06-30", "2026-06-30"]),
)
def test_more_upah_never_pays_less(upah, more, paid, day):
    law = law_on(date.fromisoformat(day))
    less, greater = remaining_cash(np.array([upah, upah + more]), np.array([paid, paid]), law).tolist()
    assert 0 <= less <= greater <= 18_000_000


@given(st.integers(0, 800), st.integers(1, 800), st.dates(date(2022, 2, 1), date(2026, 1, 1)))
def test_a_later_claim_never_revives_a_lost_right(wait, more, ended):
    def status(days):
        claimed = (ended + timedelta(days=days)).isoformat()
        facts = {**LOST, "ended_on": ended.isoformat(), "claimed_on": claimed, "months_in_24": None}
        return ask(facts, "2031-01-01").status

    order = ["payable", "open", "refused"]
    assert order.index(status(wait)) <= order.index(status(wait + more))
