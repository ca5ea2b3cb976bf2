"""Claims for JHT: reasons and waiting times through time, the balance, the net sum."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.law.facts import Facts, FactsError
from tedung.law.jht import payout
from tedung.law.jht_balance import balance, factors
from tedung.law.jht_yield import completed_months

AGED = {"reason": "age_56", "birth_date": "1968-03-01", "ended_on": "2024-03-31", "balance": 150_000_000}
LEFT = {"birth_date": "1990-03-01", "member_since": "2010-01-01", "balance": 10_000_000}


def ask(facts, on):
    return payout(Facts(facts), date.fromisoformat(on))


def met(answer, code):
    return next(one.met for one in answer.conditions if one.code == code)


def contributions(first_year, years, amount):
    months = [(year, month) for year in range(first_year, first_year + years) for month in range(1, 13)]
    return [{"month": f"{year}-{month:02d}", "amount": amount} for year, month in months]


def test_the_laws_own_example_of_the_tax():
    """PP 68/2009, explanation of Pasal 5: of Rp150.000.000 there remain Rp145.000.000."""
    facts = {**AGED, "claimed_on": "2024-05-01", "member_since": "2000-01-01", "partial_before": False}
    answer = ask({**facts, "earlier_payments": [], "npwp": True}, "2024-05-01")
    assert (answer.status, answer.total) == ("payable", 145_000_000)
    assert [line.amount for line in answer.lines] == [150_000_000, -5_000_000]
    assert str(answer.law_day) == "2024-03-01"  # 56 that day; the end of work decides nothing


def test_the_second_payment_of_the_next_year_bears_the_tax():
    """Explanation of Pasal 5: Rp50.000.000 in December, Rp100.000.000 in February: Rp5.000.000."""
    earlier = [{"date": "2023-12-05", "amount": 50_000_000}]
    answer = ask({**AGED, "balance": 100_000_000, "earlier_payments": earlier}, "2024-05-01")
    assert answer.total == 95_000_000


@pytest.mark.parametrize(("npwp", "tax"), [(True, 2_500_000), (False, 3_000_000), (None, 2_500_000)])
def test_the_third_year_is_progressive(npwp, tax):
    """Explanation of Pasal 6: Rp50.000.000 in the third year, Rp2.500.000; without NPWP Rp3.000.000."""
    earlier = [{"date": "2022-01-31", "amount": 30_000_000}]
    answer = ask({**AGED, "balance": 50_000_000, "earlier_payments": earlier, "npwp": npwp}, "2024-05-01")
    assert answer.total == 50_000_000 - tax
    assert {"jht-tax-after-two-years", "income-tax-brackets"} <= set(answer.conventions)
    assert met(answer, "jht.has_npwp") is npwp


def test_contributions_of_two_years_at_five_percent():
    """The agency's simulation: 24 x Rp285.000 at 5 % is 3.512.625, then 7.200.881,25 (yield 360.881)."""
    facts = {**LEFT, "reason": "resign", "ended_on": "2023-12-31", "yields": {"2022": 0.05, "2023": 0.05}}
    del facts["balance"]
    answer = ask({**facts, "contributions": contributions(2022, 2, 285_000)}, "2024-01-31")
    assert [line.amount for line in answer.lines] == [6_840_000, 360_881, 0]
    assert answer.total == 7_200_881
    assert "jht-yield-by-month" in answer.conventions


def test_thirty_years_at_seven_percent():
    """171.000 a month for 30 years at 7 %: 201.183.055, computed by hand year by year (a newspaper printed 135.432.000)."""
    paid = np.full((1, 360), 171_000, dtype=np.int64)
    assert balance(paid, [Decimal("0.07")] * 30).tolist() == [201_183_055]


def test_yields_of_the_law_and_what_is_missing():
    """Contributions of 2019 and 2020 have known yields (6,06 % and 5,59 %); 2021 is not known."""
    facts = {**LEFT, "reason": "resign", "ended_on": "2020-12-31"}
    del facts["balance"]
    known = ask({**facts, "contributions": contributions(2019, 2, 100_000)}, "2021-01-31")
    # 2019: 1.200.000 + 650.000 x 6,06 % = 1.239.390; 2020: 1.239.390 x 1,0559 + 1.200.000 + 650.000 x 5,59 %
    assert known.total == round(1_239_390 * 1.0559 + 1_200_000 + 36_335)
    assert "jht.gap_running_year" in known.gaps
    assert known.lines[1].inputs == {"rates": "2019 0.0606, 2020 0.0559", "months_last_year": 1}
    assert ask({**facts, "contributions": []}, "2022-02-01").total == 0
    unknown = ask({**facts, "contributions": contributions(2019, 2, 100_000)}, "2022-02-01")
    assert (unknown.status, unknown.total) == ("open", None)
    assert "jht.gap_yield" in unknown.gaps
    given_rate = ask(
        {**facts, "contributions": contributions(2019, 2, 1), "yields": {"2021": 0.05}}, "2022-02-01"
    )
    assert given_rate.status == "payable"


def test_the_running_year_counts_completed_months():
    """On 31 May five months are over, on 30 May four: 1.200.000 a year's opening at 6 %."""
    facts = {**LEFT, "reason": "resign", "ended_on": "2023-12-31", "yields": {"2023": 0, "2024": 0.06}}
    del facts["balance"]
    facts["contributions"] = [{"month": "2023-01", "amount": 1_200_000}]
    assert ask(facts, "2024-05-30").total == 1_224_000
    assert ask(facts, "2024-05-31").total == 1_230_000
    assert ask(facts, "2024-12-31").total == 1_272_000
    assert completed_months(date(2024, 2, 29)) == 2
    assert completed_months(date(2023, 2, 27)) == 1


@pytest.mark.parametrize(
    ("reason", "ended_on", "on", "status"),
    [
        ("resign", "2015-08-10", "2015-08-11", "refused"),  # PP 46/2015 Pasal 26 ayat (3): at 56
        ("resign", "2015-08-11", "2015-08-12", "open"),  # whether PP 60/2015 reaches back was not read
        ("phk", "2015-08-11", "2024-12-01", "open"),
        ("phk", "2015-08-12", "2015-09-11", "refused"),  # PP 60/2015: one month
        ("phk", "2015-08-12", "2015-09-12", "payable"),
        ("resign", "2024-01-31", "2024-02-28", "refused"),
        ("resign", "2024-01-31", "2024-02-29", "payable"),
        ("pkwt_end", "2022-04-25", "2022-05-24", "open"),  # at once or after a month was not read
        ("pkwt_end", "2022-04-25", "2022-05-25", "payable"),  # the month is over by either reading
        ("pkwt_end", "2015-08-12", "2015-09-12", "payable"),
        ("pkwt_end", "2015-08-11", "2015-12-01", "open"),
        ("pkwt_end", "2022-04-26", "2022-04-26", "payable"),  # Permenaker 4/2022: no waiting
        ("bpu_stop", "2022-04-25", "2022-05-24", "open"),
        ("bpu_stop", "2022-04-25", "2022-05-25", "payable"),
        ("bpu_stop", "2022-04-26", "2022-04-26", "payable"),
        ("leave_indonesia", "2016-01-01", "2016-01-01", "payable"),
        ("total_disability", "2015-07-01", "2015-07-01", "payable"),
        ("death", "2015-07-01", "2015-07-01", "payable"),
        ("resign", "2015-06-30", "2016-01-01", "open"),  # Jamsostek's law was not read
    ],
)
def test_reasons_through_time(reason, ended_on, on, status):
    assert ask({**LEFT, "reason": reason, "ended_on": ended_on}, on).status == status


@pytest.mark.parametrize("reason", ["pkwt_end", "bpu_stop"])
def test_the_end_of_work_is_verified_by_its_day(reason):
    code = {"pkwt_end": "jht.contract_end_known", "bpu_stop": "jht.bpu_stop_known"}[reason]
    facts = {**LEFT, "reason": reason, "claimed_on": "2024-01-02"}
    assert met(ask(facts, "2024-01-02"), code) is None
    assert met(ask({**facts, "ended_on": "2024-01-01"}, "2024-01-02"), code) is True


def test_who_is_56_waits_for_nothing():
    facts = {**LEFT, "ended_on": "2015-07-15", "birth_date": "1959-07-15"}
    for reason in ("resign", "phk", "pkwt_end", "bpu_stop", "age_56"):
        assert ask({**facts, "reason": reason}, "2015-07-15").status == "payable"
    younger = {**facts, "birth_date": "1959-07-16"}
    assert ask({**younger, "reason": "age_56"}, "2015-07-15").status == "refused"
    assert ask({**younger, "reason": "resign"}, "2015-07-15").status == "refused"


def test_an_agreed_pension_age_counts_since_permenaker_4():
    facts = {**AGED, "birth_date": "1969-03-01", "agreed_pension_age": 55}
    assert ask(facts, "2024-04-01").status == "payable"
    assert ask({**facts, "ended_on": "2022-04-25"}, "2024-04-01").status == "payable"
    before = {**facts, "birth_date": "1967-03-01", "ended_on": None}
    assert ask(before, "2022-04-25").status == "open"
    assert ask(before, "2022-04-26").status == "payable"
    assert ask({**facts, "agreed_pension_age": 57}, "2024-04-01").status == "refused"


@pytest.mark.parametrize(("reason", "part"), [("partial_10", 1_000_000), ("partial_30", 3_000_000)])
def test_partial_payment_after_ten_years_once(reason, part):
    """PP 46/2015 Pasal 22 ayat (4)-(6)."""
    facts = {**LEFT, "reason": reason, "member_since": "2014-05-02"}
    assert ask(facts, "2024-05-02").total == part
    assert ask(facts, "2024-05-01").status == "refused"
    again = ask({**facts, "partial_before": True, "earlier_payments": []}, "2024-05-02")
    assert (again.status, again.total) == ("refused", 0)
    assert met(ask(facts, "2024-05-02"), "jht.partial_once") is None


@pytest.mark.parametrize(
    ("survivors", "code"),
    [
        ([{"relation": "sibling"}, {"relation": "child"}], "heirs.rank_1"),
        ([{"relation": "sibling"}, {"relation": "grandchild"}], "heirs.rank_2"),
        ([{"relation": "spouse", "alive": False}, {"relation": "will"}], "heirs.rank_5"),
        ([], "jht.no_ahli_waris"),
        (None, "heirs.known"),
    ],
)
def test_who_receives_the_savings_of_the_dead(survivors, code):
    """PP 46/2015 Pasal 23: spouse and children, blood line, siblings, parents-in-law, will, probate office."""
    facts = {**LEFT, "reason": "death", "event_date": "2024-01-01", "survivors": survivors}
    answer = ask(facts, "2024-01-02")
    assert answer.total == 10_000_000
    assert met(answer, code) is (None if survivors is None else True)
    assert answer.as_dict()["conditions"]


def test_the_survivors_share_the_net_sum():
    """Of 150.000.000 the tax leaves 145.000.000; three share it, 48.333.333 each and a rupiah over."""
    family = [{"relation": "spouse"}, {"relation": "child"}, {"relation": "child"}]
    answer = ask({**AGED, "reason": "death", "event_date": "2024-05-01", "survivors": family}, "2024-05-01")
    shared = next(one for one in answer.conditions if one.code == "heirs.rank_1")
    assert shared.fields == {"count": 3, "each": "Rp48.333.333"}
    assert "equal-shares" in answer.conventions


def test_law_4_2023_is_named_and_decides_nothing():
    before = ask({**LEFT, "reason": "resign", "ended_on": "2022-12-01"}, "2023-02-01")
    after = ask({**LEFT, "reason": "resign", "ended_on": "2023-01-12"}, "2023-03-01")
    assert (before.gaps, after.gaps) == ((), ("jht.gap_two_accounts",))
    assert after.status == "payable"


@pytest.mark.parametrize(
    "key", ["reason", "birth_date", "ended_on", "member_since", "balance", "npwp", "claimed_on"]
)
def test_an_absent_key_is_not_verified(key):
    facts = {**LEFT, "reason": "resign", "ended_on": "2024-01-01", "claimed_on": "2024-03-01", "npwp": True}
    answer = ask({name: value for name, value in facts.items() if name != key}, "2024-03-01")
    assert answer.status == ("open" if key in {"reason", "balance"} else "payable")
    assert answer.as_dict()["law_version"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"contributions": [{"month": "2024-01", "amount": 1}]}, "balance atau contributions"),
        ({"balance": None, "contributions": [{"month": "2024-04", "amount": 1}]}, "2024-04"),
        ({"balance": None, "contributions": [{"month": "2009-12", "amount": 1}]}, "2009-12"),
        ({"balance": None, "contributions": [{"month": "2023-12"}]}, "month dan amount"),
        ({"claimed_on": "2023-12-31"}, "claimed_on"),
        ({"ended_on": "2024-03-02"}, "ended_on"),
        ({"birth_date": "2011-01-01"}, "member_since"),
        ({"reason": "bored"}, "reason"),
        ({"balance": -1}, "balance"),
        ({"balance": 1.5}, "balance"),
        ({"balance": "10"}, "balance"),
        ({"npwp": "ya"}, "npwp"),
        ({"yields": {"2020": 7.19}}, "yields"),
        ({"earlier_payments": [{"date": "2024-03-02", "amount": 5}]}, "earlier_payments"),
        ({"earlier_payments": [{"amount": 5}]}, "date dan amount"),
        ({"earlier_payments": [{"date": "2009-12-31", "amount": 5}]}, "earlier_payments"),
        ({"blance": 5}, "blance"),
        ({"yields": {"2020": 1.01}}, "yields"),
        ({"yields": {"2020": -1.01}}, "yields"),
        ({"agreed_pension_age": 101}, "agreed_pension_age"),
        (
            {"balance": None, "member_since": None, "contributions": [{"month": "1977-12", "amount": 1}]},
            "1977-12",
        ),
    ],
)
def test_impossible_facts_are_named(changes, code):
    facts = {**LEFT, "reason": "resign", "ended_on": "2024-01-01", **changes}
    with pytest.raises(FactsError, match=code):
        ask(facts, "2024-03-01")


def test_all_faults_are_told_at_once():
    facts = {**LEFT, "reason": "x", "ended_on": "2030-01-01", "balance": -5, "npwp": 1, "claimed_on": "no"}
    with pytest.raises(FactsError) as caught:
        ask(facts, "2024-03-01")
    assert len(caught.value.faults) == 5


def test_the_end_of_work_decides_only_for_those_who_stop():
    """PP 46/2015 Pasal 22 ayat (1): the right comes at 56, here on 1 March 2024, not in 2010."""
    facts = {"birth_date": "1968-03-01", "ended_on": "2010-03-31", "balance": 1_000_000}
    answer = ask({**facts, "reason": "age_56", "claimed_on": "2024-05-01"}, "2024-05-01")
    assert (answer.status, answer.total, str(answer.law_day)) == ("payable", 1_000_000, "2024-03-01")
    older = ask({**facts, "reason": "age_56", "birth_date": "1955-01-01"}, "2024-05-01")
    assert (older.status, str(older.law_day)) == ("payable", "2015-07-01")  # Pasal 37: paid after that day
    for reason in ("death", "total_disability", "leave_indonesia"):
        assert ask({**facts, "reason": reason}, "2024-05-01").status == "payable"
    assert ask({**facts, "reason": "resign"}, "2024-02-01").status == "open"  # Jamsostek's law


def test_an_earlier_payment_and_no_partial_one_is_not_verified():
    """Pasal 22 ayat (6): what a member was paid before leaving was most likely a part."""
    facts = {**LEFT, "reason": "partial_10", "partial_before": False}
    assert met(ask({**facts, "earlier_payments": []}, "2024-05-02"), "jht.partial_once") is True
    paid = [{"date": "2020-01-02", "amount": 5}]
    assert met(ask({**facts, "earlier_payments": paid}, "2024-05-02"), "jht.partial_once") is None


@pytest.mark.parametrize(
    ("reason", "code", "day", "article"),
    [
        ("leave_indonesia", "jht.leaves_for_good", "2015-08-11", "PP 46/2015 Pasal 26 ayat (1) huruf d"),
        ("leave_indonesia", "jht.leaves_for_good", "2015-08-12", "PP 60/2015 Pasal 26; Permenaker 19/2015"),
        ("leave_indonesia", "jht.leaves_for_good", "2022-04-26", "Permenaker 4/2022"),
        ("total_disability", "jht.disability_determined", "2015-08-11", "PP 46/2015 Pasal 26"),
        ("total_disability", "jht.disability_determined", "2015-08-12", "PP 60/2015 Pasal 26 ayat (1), (3)"),
        ("death", "jht.ahli_waris_shown", "2015-08-11", "PP 46/2015 Pasal 23"),
        ("death", "jht.ahli_waris_shown", "2015-08-12", "PP 46/2015 Pasal 23; PP 60/2015 Pasal 26 ayat (4)"),
        ("age_56", "jht.age_reached", "2015-08-11", "PP 46/2015 Pasal 22 ayat (1)"),
        ("age_56", "jht.age_reached", "2015-08-12", "PP 46/2015 Pasal 22 ayat (1); PP 60/2015 Pasal 26"),
    ],
)
def test_articles_of_their_time(reason, code, day, article):
    answer = ask({**LEFT, "reason": reason, "event_date": day}, day)
    told = next(one.article for one in answer.conditions if one.code == code)
    assert told.startswith(article)
    assert ("PP 60/2015" in told) == (article.count("PP 60/2015") > 0)


def test_the_last_year_has_the_yield_that_the_law_knows():
    """2016 to 2020, 300.000 a month: 3.600.000 a year and 1.950.000 of it earns the year's rate.

    3.740.205; 7.785.179,03; 11.994.601,24; 16.439.644,07; 21.067.625,18
    """
    facts = {**LEFT, "reason": "death", "event_date": "2020-12-31", "balance": None}
    answer = ask({**facts, "contributions": contributions(2016, 5, 300_000)}, "2020-12-31")
    held = 0
    for rate in ("0.0719", "0.0782", "0.0626", "0.0606", "0.0559"):
        held = held * (1 + Decimal(rate)) + 3_600_000 + 1_950_000 * Decimal(rate)
    assert answer.total == round(held) == 21_067_625
    assert "2020 0.0559" in answer.lines[1].inputs["rates"]
    assert answer.gaps == ()


def test_the_edges_of_what_is_possible():
    edges = {"agreed_pension_age": 100, "yields": {"2020": 1, "2021": -1}}
    assert (
        ask({**LEFT, "reason": "resign", "ended_on": "2024-01-01", **edges}, "2024-03-01").status == "payable"
    )
    early = {"reason": "resign", "contributions": [{"month": "1978-01", "amount": 1}]}
    assert ask(early, "2024-03-01").status == "open"  # its yields are not known
    most = [{"month": "2024-01", "amount": 10**12}] * 1000
    assert (
        ask({"reason": "death", "contributions": most}, "2024-01-30").total
        == 10**15 - (10**15 - 5 * 10**7) // 20
    )
    with pytest.raises(FactsError, match="melebihi"):
        ask({"reason": "death", "contributions": [*most, {"month": "2024-01", "amount": 1}]}, "2024-01-30")


@pytest.mark.parametrize(
    ("earlier", "before", "said"),
    [
        (None, False, False),
        ([], False, True),
        ([], True, False),
        ([{"date": "2024-01-01", "amount": 1}], True, True),
    ],
)
def test_earlier_payments_that_nobody_told(earlier, before, said):
    """A partial payment before must stand among the earlier ones, or the tax is not verified."""
    facts = {**LEFT, "reason": "death", "event_date": "2024-01-02", "earlier_payments": earlier}
    answer = ask({**facts, "partial_before": before}, "2024-01-02")
    assert ("jht.earlier_known" not in {one.code for one in answer.conditions}) is said


def test_the_tax_of_the_later_years_cites_the_tax_number_only_without_one():
    earlier = [{"date": "2020-01-01", "amount": 1}]
    for npwp in (True, False):
        line = ask({**AGED, "npwp": npwp, "earlier_payments": earlier}, "2024-05-01").lines[-1]
        assert line.inputs == {"gross": 150_000_000, "earlier_this_year": 0, "npwp": npwp}


def test_a_balance_beyond_any_person_is_refused():
    paid = [{"month": f"{year}-01", "amount": 10**12} for year in range(1990, 2024)]
    yields = {str(year): 1 for year in range(1990, 2024)}
    facts = {"reason": "death", "contributions": paid, "yields": yields, "event_date": "2024-01-31"}
    with pytest.raises(FactsError, match="melebihi"):
        ask(facts, "2024-02-01")


@given(st.lists(st.integers(0, 10**9), min_size=24, max_size=24), st.integers(0, 23), st.integers(1, 10**6))
def test_more_contributions_are_never_less(paid, month, more):
    exact = [Decimal("0.05"), Decimal("0.0719")]
    less = np.array([paid], dtype=np.int64)
    greater = less.copy()
    greater[0, month] += more
    assert balance(greater, exact)[0] - balance(less, exact)[0] >= more
    assert balance(less, exact)[0] >= sum(paid)
    assert factors(exact)[0] > factors(exact)[-1]


@given(st.integers(0, 4000), st.sampled_from(["resign", "phk", "pkwt_end", "age_56", "partial_10"]))
def test_a_later_day_takes_no_right_away(days, reason):
    """JHT has no expiry: whoever is paid on a day is paid on every later one."""
    facts = {**LEFT, "reason": reason, "ended_on": "2022-05-01", "birth_date": "1968-01-01"}
    on = date(2022, 5, 1) + timedelta(days=days)
    first, later = (payout(Facts(facts), day) for day in (on, on + timedelta(days=365)))
    assert (first.status, later.status) != ("payable", "refused")
