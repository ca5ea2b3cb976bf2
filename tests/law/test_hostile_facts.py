"""Whatever stands in the facts of JKK, JKM and scholarships, the end is an answer or a list of faults."""

import json
import random
from datetime import date

import pytest

from tedung.law.answer import Answer
from tedung.law.facts import Facts, FactsError
from tedung.law.kinds import KINDS, rule

OURS = [kind for kind in KINDS if kind.startswith(("jkk_", "jkm_", "scholarship"))]
WHOLE = {
    "segment": "bpu",
    "upah": 4_000_000,
    "income": 1_000_000,
    "upah_kind": "monthly",
    "upah_daily": 150_000,
    "upah_months": [1, 2, 3],
    "upah_same_job": 5,
    "reported_upah": 3_000_000,
    "event_date": "2024-05-01",
    "claimed_on": "2024-06-01",
    "birth_date": "1980-02-29",
    "member_since": "2020-01-01",
    "ended_on": "2025-01-01",
    "arrears_months": 2,
    "arrears_paid": True,
    "recovered": True,
    "registered": True,
    "work_accident": True,
    "occupational_disease": False,
    "contribution_months": 40,
    "payer": "apbd_kota",
    "children": [
        {"level": "sma", "years_left": 2, "birth_date": "2010-01-01", "married": False, "working": True}
    ],
    "survivors": [{"relation": "spouse", "alive": True}],
}
OWN = {
    "jkk_partial_disability": {
        "losses": [{"row": "D01", "side": "right", "functional_percent": 50}],
        "left_handed": True,
    },
    "jkk_stmb": {"months": {"months": 2, "days": 3}, "upah_paid": 5},
    "jkk_transport": {"costs": {"land": 5, "sea": 6, "air": 7}},
    "jkk_aid": {
        "items": {"dentures": 5, "home_care": 6, "prosthesis": 7, "prosthesis_standard": 8},
        "home_care_months": 3,
    },
    "jkm_death": {
        "memberships": [{"segment": "pu", "wadah": "a", "arrears_months": 1}],
        "pmi_phase": "during",
        "wadah": "b",
    },
    "scholarship": {"programme": "jkm", "cause": "death"},
}
JUNK = [
    *(
        None,
        True,
        False,
        0,
        -1,
        1,
        2**63,
        10**400,
        1.5,
        -0.0,
        float("nan"),
        float("inf"),
        "",
        " ",
        "x" * 10_000,
        "\x00",
        "’",
    ),
    *("2024-05-01", "9999-12-31", "2026-11-30", "D01", "30", "pu", "pmi", "spouse", "5171010101900001"),
    *(
        [],
        {},
        [[]],
        [{}],
        [None],
        {"": None},
        {"months": None},
        [{"row": "D40"}],
        [{"segment": "bpu"}] * 3,
        [1] * 12,
    ),
]


def spoiled(rng, value, depth=0):
    """Replace, drop or double some part of *value*, anywhere below it."""
    if isinstance(value, dict) and value and (depth == 0 or rng.random() < 0.8):
        key = rng.choice(sorted(value))
        if rng.random() < 0.2:
            return {one: part for one, part in value.items() if one != key}
        return {**value, key: spoiled(rng, value[key], depth + 1)}
    if isinstance(value, list) and value and rng.random() < 0.7:
        return rng.choice([[spoiled(rng, value[0], depth + 1)], value * 2, value[:0]])
    return rng.choice(JUNK)


@pytest.mark.parametrize("kind", OURS)
def test_an_answer_or_faults_and_nothing_else(kind):
    rng, answered, sentences = random.Random(kind), 0, []
    for _ in range(600):
        facts = {**WHOLE, **OWN.get(kind, {})}
        for _ in range(rng.choice([1, 1, 2, 5])):
            facts = spoiled(rng, facts)
        on = rng.choice(
            [date(2026, 12, 1), date(2015, 7, 1), date(2024, 5, 1), date(1999, 1, 1), date(2199, 12, 31)]
        )
        try:
            answer = rule(kind)(Facts(facts), on)
        except FactsError as told:
            sentences.append(str(told))
            continue
        answered += 1
        assert isinstance(answer, Answer)
        told = json.loads(json.dumps(answer.as_dict(), allow_nan=False))
        assert told["status"] in {"payable", "refused", "open"}
        assert (told["total"] is None) == (told["status"] == "open")
        assert told["total"] is None or told["total"] >= 0
        assert told["status"] != "refused" or (told["total"] == 0 and told["lines"] == [])
        assert told["total"] is None or told["total"] == sum(line["amount"] for line in told["lines"])
    assert answered > 20
    assert not [one for one in sentences if "5171010101900001" in one]
