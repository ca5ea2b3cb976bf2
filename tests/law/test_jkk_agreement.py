"""Every JKK, JKM and scholarship kind against the second, plain reading, case by random case."""

import csv
import random
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

import tedung
from plain import jkk as plain
from tedung.law.facts import Facts
from tedung.law.kinds import rule

FAST, SLOW = 2_000, 20_000
FIRST, LAST = date(2015, 6, 1), date(2026, 12, 31)
EDGES = [date(2015, 6, 30), date(2015, 7, 1), date(2019, 12, 1), date(2019, 12, 2), date(2020, 2, 29)]
EDGES += [
    date(2024, 12, 31),
    date(2025, 1, 1),
    date(2025, 2, 25),
    date(2025, 2, 26),
    date(2017, 12, 1),
    date(2017, 12, 2),
]


def maybe(rng, chance, value):
    return value() if rng.random() < chance else None


def some_day(rng):
    if rng.random() < 0.15:
        return rng.choice(EDGES)
    return FIRST + timedelta(days=rng.randrange((LAST - FIRST).days))


def some_money(rng):
    return rng.choice(
        [0, 416_666, 416_667, 1_099_999, 1_100_000, 8_200_000, 20_200_000, rng.randrange(50_000_000)]
    )


def ahead(rng, event):
    """A day from the event on: the same day, an edge of two or five years, or any."""
    edges = [plain.years_later(event, n) + timedelta(days=d) for n in (2, 5) for d in (-1, 0, 1)]
    day = rng.choice([event, event, *edges, event + timedelta(days=rng.randrange(2500))])
    return max(day, event)


def some_child(rng, on):
    born = on - timedelta(days=rng.randrange(30 * 365))
    return strip(
        {
            "level": maybe(rng, 0.95, lambda: rng.choice([*plain.SCHOOL, *plain.SCHOOL, "not_yet"])),
            "birth_date": maybe(rng, 0.8, born.isoformat),
            "years_left": maybe(rng, 0.6, lambda: rng.choice([rng.randrange(9), rng.randrange(1, 31)])),
            "married": maybe(rng, 0.5, lambda: rng.random() < 0.2),
            "working": maybe(rng, 0.5, lambda: rng.random() < 0.3),
            "working_as": maybe(rng, 0.2, lambda: rng.choice(["bpu", "intern", "pu_up_to_6_months"])),
        }
    )


def strip(facts):
    return {key: value for key, value in facts.items() if value is not None}


def some_facts(rng):
    """Return the facts that all kinds share, each key absent now and then, and the day asked."""
    event = some_day(rng)
    on = ahead(rng, event)
    segment = maybe(rng, 0.95, lambda: rng.choice(["pu", "bpu", "bpu", "jakon"]))
    since = event - timedelta(days=rng.choice([-5, 0, 1, 89, 90, 91, 400, 1200, 3000]))
    facts = {
        "segment": segment,
        "event_date": maybe(rng, 0.98, event.isoformat),
        "claimed_on": maybe(
            rng, 0.1, lambda: max(event, on - timedelta(days=rng.randrange(900))).isoformat()
        ),
        "member_since": maybe(rng, 0.6, since.isoformat),
        "ended_on": maybe(
            rng, 0.1, lambda: max(since, event - timedelta(days=rng.randrange(1500))).isoformat()
        ),
        "occupational_disease": maybe(rng, 0.3, lambda: rng.random() < 0.7),
        "arrears_months": maybe(rng, 0.8, lambda: rng.choice([0, 0, 0, 1, 3, 4, 12])),
        "arrears_paid": maybe(rng, 0.5, lambda: rng.random() < 0.6),
        "recovered": maybe(rng, 0.5, lambda: rng.random() < 0.7),
        "registered": maybe(rng, 0.2, lambda: rng.random() < 0.8),
        "work_accident": maybe(rng, 0.1, lambda: rng.random() < 0.5),
        "contribution_months": maybe(rng, 0.7, lambda: rng.choice([0, 2, 3, 35, 36, 59, 60, 120])),
        "payer": maybe(rng, 0.4, lambda: rng.choice(["self", "apbd_kota", "donor", "employer"])),
        "children": maybe(
            rng, 0.8, lambda: [some_child(rng, on) for _ in range(rng.choice([0, 0, 1, 2, 3]))]
        ),
        "income": maybe(rng, 0.8 if segment == "bpu" else 0.1, lambda: some_money(rng)),
        "upah": maybe(rng, 0.9, lambda: some_money(rng)),
    }
    if facts["registered"] is False:  # and yet a member since a day: a contradiction
        facts["member_since"] = None
    return possible(strip({**facts, **some_upah(rng)}), event), on


def possible(facts, event):
    """Let no more months be paid or owed than the membership is old; one may be paid ahead."""
    since = plain.day(facts.get("member_since"))
    if since is None or since > event:
        return facts
    months = plain.membership_months(since, event)
    most = {"contribution_months": months + 1, "arrears_months": months}
    return {key: min(value, most[key]) if key in most else value for key, value in facts.items()}


def some_upah(rng):
    kind = rng.choice([None, None, "daily", "piece", "piece_weather", "intern"])
    months = {"piece": 3, "piece_weather": 12}.get(kind)
    return {
        "upah_kind": kind,
        "upah_daily": rng.randrange(500_000) if kind == "daily" else None,
        "upah_months": [rng.randrange(9_000_000) for _ in range(months)] if months else None,
        "upah_same_job": rng.randrange(9_000_000) if kind == "intern" else None,
    }


def answer(kind, facts, on):
    found = rule(kind)(Facts(facts), on)
    assert sum(line.amount for line in found.lines) == (found.total or 0) or found.status == "open"
    return found.status, found.total


def agree(kind, reading, count, more=lambda rng, facts: facts):
    rng, seen = random.Random(kind), Counter()
    for _ in range(count):
        facts, on = some_facts(rng)
        facts = more(rng, facts)
        expected = reading(facts, on)
        assert answer(kind, facts, on) == expected, (facts, on)
        seen[expected[0]] += 1
    assert min(seen[status] for status in ("payable", "refused", "open")) > count / 100, seen


def with_months(rng, facts):
    whole = {"months": rng.randrange(30), "days": rng.choice([0, 1, 12, 15.5, 29, 30, 7.25])}
    finer = rng.randrange(90) / 7
    months = rng.choice([None, *[rng.randrange(30)] * 2, rng.randrange(60) / 4, finer, whole, whole])
    return strip({**facts, "months": months})


def with_costs(rng, facts):
    costs = {
        mode: rng.choice([0, 999_999, 1_000_001, 12_000_000, rng.randrange(15_000_000)])
        for mode in ("land", "sea", "air")
        if rng.random() < 0.6
    }
    return strip({**facts, "costs": maybe(rng, 0.95, lambda: costs)})


def for_scholarship(rng, facts):
    programme = maybe(rng, 0.9, lambda: rng.choice(["jkk", "jkm"]))
    cause = maybe(rng, 0.3, lambda: rng.choice(["death", "death", "total_disability", "other"]))
    return strip({**facts, "programme": programme, "cause": cause})


def with_items(rng, facts):
    keys = ["dentures", "hearing_aid", "glasses", "home_care", "prosthesis", "prosthesis_standard"]
    items = {key: rng.choice([0, 900_000, 4_000_000, 21_000_000]) for key in keys if rng.random() < 0.3}
    months = maybe(rng, 0.4, lambda: rng.choice([1, 12, 13]))
    return strip({**facts, "items": maybe(rng, 0.95, lambda: items), "home_care_months": months})


def with_memberships(rng, facts):
    keys = ["segment", "member_since", "arrears_months", "arrears_paid", "contribution_months", "payer"]
    drawn = [some_facts(rng)[0] for _ in range(rng.choice([0, 1, 2, 2, 3]))]
    several = [{key: one[key] for key in keys if key in one} for one in drawn]
    event = facts.get("event_date", "2026-12-31")
    several = [{**one, "member_since": min(one.get("member_since", event), event)} for one in several]
    several = [possible(one, date.fromisoformat(event)) for one in several]
    plain_facts = {key: value for key, value in facts.items() if key not in (*keys, "ended_on", "registered")}
    return strip({**plain_facts, "children": [], "memberships": several})


CASES = {
    "jkk_aid": ("jkk_aid", plain.aid, with_items),
    "memberships": ("jkm_death", plain.memberships, with_memberships),
    "jkk_death": ("jkk_death", plain.death, lambda rng, facts: facts),
    "jkk_total_disability": ("jkk_total_disability", plain.total_disability, lambda rng, facts: facts),
    "jkk_stmb": ("jkk_stmb", plain.stmb, with_months),
    "jkk_transport": ("jkk_transport", plain.transport, with_costs),
    "jkm_death": ("jkm_death", plain.jkm, lambda rng, facts: facts),
    "scholarship": ("scholarship", plain.scholarship, for_scholarship),
}


@pytest.mark.parametrize("case", CASES)
def test_the_plain_reading_agrees(case):
    kind, reading, more = CASES[case]
    agree(kind, reading, FAST, more)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_the_plain_reading_agrees_on_many(case):
    kind, reading, more = CASES[case]
    agree(kind, reading, SLOW, more)


TABLE = Path(tedung.__file__).parent / "data/law/jkk-disability-percentages.csv"
PAIRS = {1: 2, 3: 4, 5: 6, 15: 16, 17: 18, 19: 20, 21: 22, 23: 24}
WITHIN = {
    1: {3, 5, 15, 17, 19, 21, 23},
    2: {4, 6, 16, 18, 20, 22, 24},
    3: {5, 15, 17, 19, 21, 23},
    4: {6, 16, 18, 20, 22, 24},
    5: {15, 17, 19, 21, 23},
    6: {16, 18, 20, 22, 24},
    7: {8, 9, 10, 25, 26, 27, 30},
    8: {10, 25, 26, 27, 30},
    9: {10, 25, 26, 27},
    10: {25, 26, 27},
    11: {12, 40, 41, 42, 43},
    13: {14, 31, 32},
    17: {21},
    18: {22},
    34: {33},
}


def rows():
    with TABLE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def some_losses(rng, left_handed):
    """Return losses that do not contradict each other, and what each is worth in percent."""
    losses, percents, taken = [], [], set()
    table = {row["code"]: row for row in rows()}
    for row in rng.sample(list(table.values()), rng.choice([1, 1, 2, 3])):
        number = int(row["code"][1:3])
        if any(
            number == other or number in WITHIN.get(other, ()) or other in WITHIN.get(number, ())
            for other in taken
        ):
            continue
        taken.add(number)
        loss, percent = (
            {"row": rng.choice([row["code"], row["code"][1:], row["code"][1:].lstrip("0")])},
            row["percent"],
        )
        mirrored = {**PAIRS, **{left: right for right, left in PAIRS.items()}}.get(number)
        if left_handed and mirrored:
            percent = table[f"D{mirrored:02d}"]["percent"]
        times = Fraction(1)
        if row["basis"] == "per 10 dB":
            loss["decibels"] = rng.randrange(0, 120)
            times = Fraction(plain.tens(loss["decibels"]))
        elif row["basis"].startswith("per 10 %"):
            loss["functional_percent"] = rng.randrange(0, 101)
            times = Fraction(plain.tens(loss["functional_percent"]))
        elif number == 28:
            percent = loss["assessed_percent"] = rng.randrange(10, 31)
        elif rng.random() < 0.4:
            loss["functional_percent"] = rng.choice([1, 33, 50, 12.5, 100])
            times = Fraction(str(loss["functional_percent"])) / 100
        losses.append(loss)
        percents.append(min(Fraction(str(percent)) * times, {31: 40, 32: 20}.get(number, 100)))
    return losses, percents


def agree_on_losses(count):
    rng, seen = random.Random("losses"), Counter()
    for _ in range(count):
        facts, on = some_facts(rng)
        left_handed = maybe(rng, 0.7, lambda: rng.random() < 0.4)
        losses, percents = some_losses(rng, left_handed)
        facts = strip({**facts, "losses": losses, "left_handed": left_handed})
        expected = plain.partial_disability(facts, on, percents)
        assert answer("jkk_partial_disability", facts, on) == expected, (facts, on)
        seen[expected[0]] += 1
    assert min(seen[status] for status in ("payable", "refused", "open")) > count / 100, seen


def test_the_plain_reading_agrees_on_losses():
    agree_on_losses(FAST)


@pytest.mark.slow
def test_the_plain_reading_agrees_on_many_losses():
    agree_on_losses(SLOW)
