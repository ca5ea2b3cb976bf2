"""`jkp_cash` against the second, plain reading, case by random case."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from plain import jkp as plain
from tedung.law.facts import Facts
from tedung.law.kinds import rule

FAST, SLOW = 2_000, 20_000
NEW = date(2025, 2, 7)
EDGES = [date(2021, 2, 1), date(2021, 2, 2), date(2025, 2, 6), NEW, date(2024, 11, 6), date(2024, 11, 7)]
EDGES += [date(2024, 8, 6), date(2024, 8, 7), date(2024, 11, 30), date(2024, 2, 29)]
FIRST, LAST = date(2021, 1, 1), date(2026, 6, 30)
OTHER_REASONS = ("resign", "pension", "total_disability", "death", "pkwt_end")


def maybe(rng, chance, value):
    return value() if rng.random() < chance else None


def strip(facts):
    return {key: value for key, value in facts.items() if value is not None}


def some_day(rng):
    if rng.random() < 0.4:
        return rng.choice(EDGES) + timedelta(days=rng.choice([-90, -1, 0, 0, 1, 90]))
    return FIRST + timedelta(days=rng.randrange((LAST - FIRST).days))


def some_days(rng):
    """The days of end, claim, approval and question, in order, many on an edge."""
    ended = some_day(rng)
    edges = [plain.months_later(ended, n) + timedelta(days=d) for n in (3, 6) for d in (-1, 0, 1)]
    soon = [ended, *(ended + timedelta(days=rng.randrange(60)) for _ in range(8))]
    claimed = rng.choice([*soon, *edges])
    claimed = max(claimed, NEW) if rng.random() < 0.1 else max(claimed, ended)
    approved = claimed + timedelta(days=rng.choice([0, 3, 30]))
    on = approved + timedelta(days=rng.choice([0, 0, 31, 100, 200]))
    if rng.random() < 0.2:
        on = max(on, NEW)
    return ended, claimed, approved, on


def some_months(rng, registered, ended):
    most = min(24, (ended.year - registered.year) * 12 + ended.month - registered.month + 1)
    within = min(most, rng.choice([11, 12, 12, 13, 18, 24, 24]))
    running = rng.choice([5, 6, 7, within, within, within])
    return within, within if min(running, 24) > within else running


def some_facts(rng):
    ended, claimed, approved, on = some_days(rng)
    registered = ended - timedelta(days=rng.choice([364, 700, 700, 1500, 1500, 3000]))
    born = date(
        registered.year - rng.choice([20, 30, 40, 40, 45, 53, 54]), registered.month, min(registered.day, 28)
    )
    born += timedelta(days=rng.choice([-1, 0, 1]))
    within, running = some_months(rng, registered, ended)
    reason = rng.choice(OTHER_REASONS) if rng.random() < 0.05 else rng.choice(["phk", "phk", "bankrupt"])
    contract = maybe(rng, 0.9, lambda: rng.choice(["pkwt", "pkwtt", "pkwtt"]))
    upah = rng.choice([0, 1, 3_333_333, 4_999_999, 5_000_000, 5_000_001, rng.randrange(12_000_000)])
    earlier = [ended - timedelta(days=rng.choice([30, 1825, 1826, 1827, 2500, 3000])) for _ in range(3)]
    facts = {
        "birth_date": maybe(rng, 0.9, born.isoformat),
        "registered_on": maybe(rng, 0.9, registered.isoformat),
        "enterprise_size": maybe(rng, 0.9, lambda: rng.choice(["micro", "small", "medium", "large"])),
        "contract": contract,
        "employment_status_form": maybe(rng, 0.3, lambda: rng.random() < 0.9),
        "contract_ends_on": maybe(
            rng, 0.4, (ended + timedelta(days=rng.choice([0, 1, 200, 200, 200]))).isoformat
        ),
        "reason": maybe(rng, 0.97, lambda: reason),
        "ended_on": maybe(rng, 0.97, ended.isoformat),
        "claimed_on": maybe(rng, 0.95, claimed.isoformat),
        "approved_on": maybe(rng, 0.3, approved.isoformat),
        "upah": maybe(rng, 0.85, lambda: upah),
        "reported_upah": maybe(rng, 0.2, lambda: rng.randrange(upah + 1)),
        "months_in_24": maybe(rng, 0.9, lambda: within),
        "months_consecutive": maybe(rng, 0.9, lambda: running),
        "earlier_claims": maybe(
            rng, 0.9, lambda: [one.isoformat() for one in earlier[: rng.choice([0] * 9 + [1, 2, 3])]]
        ),
        "contribution_months_since_claim": maybe(rng, 0.1, lambda: rng.choice([59, 60, 61])),
        "months_paid": maybe(rng, 0.9, lambda: rng.choice([0, 0, 0, 0, 1, 2, 3, 4, 5, 5, 1, 2, 6])),
        "arrears_months": maybe(rng, 0.5, lambda: rng.choice([0, 3, 4, 6, 7])),
        "registered": maybe(rng, 0.3, lambda: rng.random() < 0.7),
        "programmes": maybe(
            rng, 0.3, lambda: rng.choice(["jkk+jkm+jht+jp"] * 4 + ["jkk+jkm+jht", "jkk+jkm"])
        ),
        "jkn": maybe(rng, 0.3, lambda: rng.random() < 0.9),
        "citizen": maybe(rng, 0.3, lambda: rng.random() < 0.98),
        "willing_to_work": maybe(rng, 0.3, lambda: rng.random() < 0.98),
        "working_again": maybe(rng, 0.3, lambda: rng.random() < 0.02),
        "applications": maybe(rng, 0.6, lambda: rng.choice([4, 5, 9])),
        "interviews": maybe(rng, 0.6, lambda: rng.choice([0, 1, 1])),
        "training_attendance_percent": maybe(rng, 0.4, lambda: rng.choice([0, 79, 80, 100])),
    }
    return strip(facts), on


def agree(cases, seed):
    rng = random.Random(seed)
    cash = rule("jkp_cash")
    seen = Counter()
    for _ in range(cases):
        facts, on = some_facts(rng)
        answer = cash(Facts(facts), on)
        assert (answer.status, answer.total) == plain.cash(facts, on), (facts, on)
        seen[answer.status] += 1
        assert all(line.amount >= 0 for line in answer.lines)
    assert min(seen[status] for status in ("payable", "refused", "open")) > cases / 60, seen


def test_jkp_agrees_with_the_plain_reading():
    agree(FAST, seed=37)


@pytest.mark.slow
def test_jkp_agrees_with_the_plain_reading_at_length():
    agree(SLOW, seed=2021)
