"""The kinds of JP against the second, plain reading, case by random case."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from plain import jp as plain
from tedung.law.facts import Facts
from tedung.law.kinds import rule

FAST, SLOW = 2_000, 20_000
PLAIN = {
    "jp_old_age": plain.old_age,
    "jp_disability": plain.disability,
    "jp_survivor": plain.survivor,
    "jp_lump_sum": plain.lump_sum,
}
RELATIONS = ("spouse", "spouse", "child", "child", "parent", "sibling", "grandparent", "will")


def maybe(rng, chance, value):
    return value() if rng.random() < chance else None


def strip(facts):
    return {key: value for key, value in facts.items() if value is not None}


def some_event(rng, kind):
    if rng.random() < 0.1:
        return rng.choice(
            [date(2015, 6, 30), date(2015, 7, 1), date(2026, 1, 31), date(2026, 2, 1), date(2027, 2, 1)]
        )
    first, last = (
        (date(2030, 3, 1), date(2046, 12, 31))
        if kind == "jp_old_age"
        else (date(2016, 1, 1), date(2031, 12, 31))
    )
    if rng.random() < 0.2:
        first, last = date(2015, 7, 1), date(2035, 12, 31)
    return first + timedelta(days=rng.randrange((last - first).days))


def some_birth(rng, kind, event):
    """Mostly near what the kind asks for: at the pension age, before it, on its very day."""
    years = plain.pension_age(event) if event.year >= 2015 else 56
    near = (
        rng.choice([0, 0, 0, 1, 2, 3, -1])
        if kind in ("jp_old_age", "jp_lump_sum")
        else rng.choice([-30, -15, -5, -1, 0])
    )
    born = date(
        event.year - years - near, rng.choice([event.month, rng.randrange(1, 13)]), min(event.day, 28)
    )
    if rng.random() < 0.05:
        born = date(born.year // 4 * 4, 2, 29)
    return born + timedelta(days=rng.choice([-1, 0, 0, 1]))


def some_wages(rng, registered, event):
    """Year by year, mostly full; a year may stand twice, as after a change of job."""
    first = max(registered, date(2015, 7, 1))
    upah = rng.choice([0, 900_000, 3_333_333, 6_999_999, 8_900_000, 12_000_000, rng.randrange(20_000_000)])
    gaps = rng.choice([0, 0, 0, 0.2, 0.6])
    found = []
    for year in range(first.year, event.year + 1):
        last = event.month if year == event.year else 12
        possible = last - (first.month if year == first.year else 1) + 1
        months = rng.randrange(possible + 1) if rng.random() < gaps else possible
        if rng.random() < 0.1 and months > 1:
            found.append({"year": year, "upah": upah // 2, "months": months - 1})
            months = 1
        found.append({"year": year, "upah": upah, "months": months})
        upah = upah * rng.choice([100, 103, 110]) // 100
    rng.shuffle(found) if rng.random() < 0.1 else None
    return found


def some_survivors(rng, event, on):
    def someone():
        relation = rng.choice(RELATIONS)
        after = event + timedelta(days=rng.randrange((on - event).days + 1))
        return strip(
            {
                "relation": relation,
                "birth_date": maybe(rng, 0.85, lambda: some_child_birth(rng, event, on)),
                "died_on": maybe(
                    rng, 0.15, lambda: rng.choice([after, event - timedelta(days=30)]).isoformat()
                ),
                "remarried_on": maybe(rng, 0.2, after.isoformat) if relation == "spouse" else None,
                "married": maybe(rng, 0.6, lambda: rng.random() < 0.15),
                "working": maybe(rng, 0.6, lambda: rng.random() < 0.15),
            }
        )

    found = [someone() for _ in range(rng.choice([0, 1, 1, 2, 2, 3, 4]))]
    for one in found:
        if one.get("died_on", "9") < one.get("birth_date", ""):
            one.pop("died_on")
    spouses = [one for one in found if one["relation"] == "spouse"]
    for one in spouses:
        one.pop("birth_date", None)
        if one.get("died_on", "9") < one.get("remarried_on", ""):
            one.pop("remarried_on")
    return [one for one in found if one not in spouses[1:]]


def some_child_birth(rng, event, on):
    edges = [on.replace(year=on.year - 23, day=min(on.day, 28)) + timedelta(days=rng.choice([-1, 0, 1]))]
    edges += [event - timedelta(days=rng.randrange(10_000)), event - timedelta(days=20_000)]
    edges += [min(on, event + timedelta(days=rng.choice([299, 300, 301])))]
    return rng.choice(edges).isoformat()


def some_facts(rng, kind):
    event = some_event(rng, kind)
    on = event + timedelta(days=rng.choice([0, 0, 1, 30, 400, 3000]))
    born = some_birth(rng, kind, event)
    back = rng.choice(
        [0, 20, 31, 364, 366, 1500, 5475, 5600, 7000] if kind != "jp_old_age" else [5475, 5600, 6500, 9000]
    )
    registered = max(event - timedelta(days=back), born)
    if rng.random() < 0.3:
        registered = max(born, min(event, date(2015, 7, 1)))
    known = range(max(2015, event.year - 21), event.year + 1)
    facts = {
        "birth_date": maybe(rng, 0.93, born.isoformat),
        "registered_on": registered.isoformat(),
        "event_date": event.isoformat(),
        "wages": maybe(rng, 0.96, lambda: some_wages(rng, registered, event)),
        "inflation": maybe(
            rng, 0.85, lambda: {str(y): rng.choice([0.0, 0.03, 0.0187, -0.01]) for y in known}
        ),
        "ceilings": maybe(
            rng,
            0.5,
            lambda: {str(y): 11_000_000 + y for y in range(2027, event.year + 1) if rng.random() < 0.8},
        ),
        "bounds": maybe(
            rng, 0.5, lambda: {str(event.year): [450_000, 5_400_000]} if event.year > 2026 else {}
        ),
        "density": maybe(rng, 0.1, lambda: rng.choice([0.79, 0.8, 1])),
        **KIND_FACTS[kind](rng, event, on),
    }
    if rng.random() < 0.03:
        facts |= {"registered_on": None, "wages": None}
    return strip(facts), on


KIND_FACTS = {
    "jp_old_age": lambda rng, event, on: {
        "survivors": maybe(rng, 0.2, lambda: some_survivors(rng, event, on))
    },
    "jp_disability": lambda rng, event, on: {
        "doctor_determined": maybe(rng, 0.5, lambda: rng.random() < 0.9),
        "survivors": maybe(rng, 0.2, lambda: some_survivors(rng, event, on)),
    },
    "jp_survivor": lambda rng, event, on: {
        "survivors": maybe(rng, 0.95, lambda: some_survivors(rng, event, on)),
        "pension_in_payment": maybe(rng, 0.2, lambda: rng.randrange(300_000, 6_000_000)),
    },
    "jp_lump_sum": lambda rng, event, on: {
        "cause": maybe(rng, 0.5, lambda: rng.choice(["pension_age", "death", "total_disability"])),
        "survivors": maybe(rng, 0.3, lambda: some_survivors(rng, event, on)),
        **rng.choice(
            [
                {"yields": {str(y): rng.choice([0, 0.06, 0.055]) for y in range(2015, event.year + 1)}},
                {"yields": {}},
                {"yield_amount": rng.randrange(5_000_000)},
                {"balance": rng.randrange(90_000_000)},
            ]
        ),
    },
}


def agree(kind, cases, seed):
    rng = random.Random(seed)
    compute, seen = rule(kind), Counter()
    for _ in range(cases):
        facts, on = some_facts(rng, kind)
        answer = compute(Facts(facts), on)
        assert (answer.status, answer.total) == PLAIN[kind](facts, on), (facts, on)
        seen[answer.status] += 1
        assert all(line.amount >= 0 for line in answer.lines)
    assert min(seen[status] for status in ("payable", "refused", "open")) > cases / 50, seen


@pytest.mark.parametrize("kind", PLAIN)
def test_jp_agrees_with_the_plain_reading(kind):
    agree(kind, FAST, seed=45)


@pytest.mark.slow
@pytest.mark.parametrize("kind", PLAIN)
def test_jp_agrees_with_the_plain_reading_at_length(kind):
    agree(kind, SLOW, seed=2015)
