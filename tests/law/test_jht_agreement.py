"""`jht_payout` against the second, plain reading, case by random case."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from plain import jht as plain
from tedung.law.facts import Facts
from tedung.law.kinds import rule

FAST, SLOW = 2_000, 20_000
REASONS = (
    "age_56",
    "resign",
    "phk",
    "pkwt_end",
    "bpu_stop",
    "leave_indonesia",
    "total_disability",
    "death",
    "partial_10",
    "partial_30",
)
EDGES = [date(2015, 6, 30), date(2015, 7, 1), date(2015, 8, 11), date(2015, 8, 12), date(2022, 4, 25)]
EDGES += [date(2022, 4, 26), date(2022, 1, 1), date(2023, 1, 12), date(2020, 2, 29), date(2024, 1, 31)]
FIRST, LAST = date(2015, 6, 1), date(2026, 12, 31)


def maybe(rng, chance, value):
    return value() if rng.random() < chance else None


def strip(facts):
    return {key: value for key, value in facts.items() if value is not None}


def some_day(rng):
    if rng.random() < 0.2:
        return rng.choice(EDGES)
    return FIRST + timedelta(days=rng.randrange((LAST - FIRST).days))


def some_money(rng):
    edges = [0, 1, 49_999_999, 50_000_000, 50_000_001, 60_000_000, 250_000_000, 600_000_000, 6_000_000_000]
    return rng.choice([*edges, rng.randrange(300_000_000), rng.randrange(300_000_000)])


def some_contributions(rng, since, on):
    """Up to six years of months, some missing, some paid twice (two employers)."""
    last = on.year * 12 + on.month - 1
    first = max(since.year * 12 + since.month - 1, last - rng.choice([0, 5, 12, 30, 70]))
    months = [month for month in range(first, last + 1) if rng.random() < 0.9]
    months += [month for month in months if rng.random() < 0.05]
    return [
        {"month": f"{month // 12}-{month % 12 + 1:02d}", "amount": rng.randrange(2_000_000)}
        for month in months
    ]


def some_yields(rng, on):
    chance = rng.choice([0, 0.9, 1])
    years = range(on.year - 7, on.year + 1)
    return {str(year): rng.choice([0, 0.05, 0.0719, 0.0567]) for year in years if rng.random() < chance}


def some_facts(rng):
    ended = some_day(rng)
    on = ended + timedelta(days=rng.choice([0, 1, 27, 28, 29, 30, 31, 32, 200, rng.randrange(1500)]))
    born = date(on.year - rng.choice([25, 40, 55, 56, 57]), rng.randrange(1, 13), rng.randrange(1, 29))
    if rng.random() < 0.1:
        born = date(on.year - 56, on.month, min(on.day, 28))
    if rng.random() < 0.03:
        born = date(1964, 2, 29)
    since = max(born, ended - timedelta(days=rng.choice([0, 400, 3652, 3653, 5000])))
    if rng.random() < 0.1:
        since = max(born, date(on.year - 10, on.month, min(on.day, 28)))
    since = min(since, ended)
    has_balance = rng.random() < 0.6
    earlier = [
        {"date": max(since, on - timedelta(days=rng.randrange(1500))).isoformat(), "amount": some_money(rng)}
        for _ in range(rng.choice([0, 0, 1, 1, 2]))
    ]
    reason = maybe(rng, 0.98, lambda: rng.choice(REASONS))
    facts = {
        "reason": reason,
        "birth_date": maybe(rng, 0.9, born.isoformat),
        "ended_on": maybe(rng, 0.9, ended.isoformat),
        "event_date": maybe(rng, 0.5, ended.isoformat) if reason in ("death", "total_disability") else None,
        "claimed_on": maybe(rng, 0.8, on.isoformat),
        "member_since": maybe(rng, 0.9, since.isoformat),
        "balance": maybe(rng, 0.97, lambda: some_money(rng)) if has_balance else None,
        "contributions": None if has_balance else some_contributions(rng, since, on),
        "yields": None if has_balance else some_yields(rng, on),
        "partial_before": maybe(rng, 0.8, lambda: rng.random() < 0.3),
        "earlier_payments": maybe(rng, 0.8, lambda: earlier),
        "npwp": maybe(rng, 0.8, lambda: rng.random() < 0.6),
        "agreed_pension_age": maybe(rng, 0.2, lambda: rng.choice([45, 55, 58])),
        "leaves_for_good": maybe(rng, 0.5, lambda: rng.random() < 0.8),
        "doctor_determined": maybe(rng, 0.5, lambda: rng.random() < 0.8),
        "ahli_waris_shown": maybe(rng, 0.5, lambda: rng.random() < 0.8),
    }
    return strip(facts), on


def agree(cases, seed):
    rng = random.Random(seed)
    payout = rule("jht_payout")
    seen = Counter()
    for _ in range(cases):
        facts, on = some_facts(rng)
        answer = payout(Facts(facts), on)
        assert (answer.status, answer.total) == plain.payout(facts, on), (facts, on)
        seen[answer.status] += 1
        assert all(line.amount >= 0 for line in answer.lines if "tax" not in line.code)
    assert min(seen[status] for status in ("payable", "refused", "open")) > cases / 20, seen


def test_jht_agrees_with_the_plain_reading():
    agree(FAST, seed=46)


@pytest.mark.slow
def test_jht_agrees_with_the_plain_reading_at_length():
    agree(SLOW, seed=2015)
