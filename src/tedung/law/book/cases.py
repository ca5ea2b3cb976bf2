"""Examples of each kind of benefit, with the result a source gives for them; tests hold the rules to it.

An example is called by its kind; another one of the same kind has a word behind it, ``jkm_death:wadah``.
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from tedung.law.facts import Facts
from tedung.law.kinds import rule


class Case(NamedTuple):
    """The facts of a claim, the day it is judged, the total expected and where that comes from."""

    facts: Mapping[str, Any]
    on: date
    total: int
    source: str


def _career(upah: int, first: tuple[int, int], last: tuple[int, int]) -> list[dict[str, int]]:
    """Return every year from the *first* to the *last* month, at one wage."""
    rows = []
    for year in range(first[0], last[0] + 1):
        begin = first[1] if year == first[0] else 1
        end = last[1] if year == last[0] else 12
        rows.append({"year": year, "upah": upah, "months": end - begin + 1})
    return rows


FLAT = {str(year): 0 for year in range(2015, 2030)}
HURT = {
    "birth_date": "1985-06-15",
    "registered_on": "2019-06-03",
    "event_date": "2024-06-10",
    "wages": _career(8_000_000, (2019, 6), (2024, 5)),
    "inflation": FLAT,
}
ACCIDENT = {"segment": "pu", "event_date": "2024-05-01", "arrears_months": 0}
LOWEST = {"segment": "bpu", "income": 1_000_000, "event_date": "2024-05-01", "arrears_months": 0}
MAY = date(2024, 5, 1)
JUNE = date(2024, 6, 10)

CASES: Mapping[str, Case] = {
    "jkk_death": Case(
        {**ACCIDENT, "upah": 4_000_000, "children": []},
        MAY, 214_000_000, "60 % × 80 × Rp4.000.000 + 12 + 10 juta",
    ),
    "jkk_death:rentan": Case(
        {"segment": "bpu", "payer": "apbd_kota", "event_date": "2024-05-01", "arrears_months": 0,
         "children": []},
        MAY, 70_000_000, "60 % × 80 × Rp1.000.000 + 12 + 10 juta",
    ),
    "jkk_total_disability": Case(
        {**LOWEST, "children": []},
        MAY, 68_000_000, "70 % × 80 × Rp1.000.000 = 56 juta (BPJS, pers) + 12 juta",
    ),
    "jkk_partial_disability": Case(
        {**ACCIDENT, "upah": 4_000_000, "losses": [{"row": "D01"}], "left_handed": False},
        MAY, 128_000_000, "40 % × 80 × Rp4.000.000",
    ),
    "jkk_stmb": Case(
        {**ACCIDENT, "upah": 1_000_000, "months": 13}, MAY, 12_500_000, "12 × Rp1.000.000 + Rp500.000 (pers)"
    ),
    "jkk_transport": Case(
        {**ACCIDENT, "costs": {"land": 6_000_000, "sea": 1_000_000}},
        MAY, 6_000_000, "Rp5.000.000 + Rp1.000.000",
    ),
    "jkk_aid": Case(
        {**ACCIDENT, "items": {"dentures": 6_000_000, "glasses": 800_000}},
        MAY, 5_800_000, "Rp5.000.000 + Rp800.000",
    ),
    "jkm_death": Case(
        {**LOWEST, "member_since": "2018-01-01", "children": [], "survivors": [{"relation": "spouse"}]},
        MAY, 42_000_000, "PP 44/2015 Pasal 34 ayat (1): 20 + 12 + 10 juta",
    ),
    "jkm_death:wadah": Case(
        {
            "event_date": "2024-05-01",
            "memberships": [
                {"segment": "bpu", "wadah": "serati", "member_since": "2020-01-01", "arrears_months": 0},
                {"segment": "bpu", "wadah": "pemangku", "member_since": "2020-01-01", "arrears_months": 0},
            ],
        },
        MAY, 74_000_000, "pers, Gianyar: 42 + 32 juta",
    ),
    "scholarship": Case(
        {
            "programme": "jkk", "event_date": "2024-05-01",
            "children": [{"level": "tk_sd", "years_left": 6, "birth_date": "2017-01-01"}],
        },
        MAY, 9_000_000, "6 × Rp1.500.000",
    ),
    "jht_payout": Case(
        {
            "reason": "age_56", "birth_date": "1968-03-01", "ended_on": "2024-03-31", "balance": 150_000_000,
            "claimed_on": "2024-05-01", "member_since": "2000-01-01", "partial_before": False,
            "earlier_payments": [], "npwp": True,
        },
        MAY, 145_000_000, "PP 68/2009, penjelasan Pasal 5: pajak Rp5.000.000 atas Rp150.000.000",
    ),
    "jht_payout:resign": Case(
        {
            "reason": "resign", "birth_date": "1990-03-01", "ended_on": "2024-01-31",
            "claimed_on": "2024-02-29", "balance": 10_000_000, "earlier_payments": [], "npwp": True,
        },
        date(2024, 2, 29), 10_000_000,
        "Permenaker 4/2022: sebulan setelah berhenti; PP 68/2009 Pasal 5: pajak 0 %",
    ),
    "jht_payout:partial": Case(
        {
            "reason": "partial_10", "birth_date": "1990-03-01", "member_since": "2010-01-01",
            "claimed_on": "2024-05-01", "balance": 10_000_000, "partial_before": False,
            "earlier_payments": [], "npwp": True,
        },
        MAY, 1_000_000, "PP 46/2015 Pasal 22 ayat (4)-(6): 10 % × Rp10.000.000",
    ),
    "jp_old_age": Case(
        {
            "birth_date": "1970-06-30", "registered_on": "2015-07-01", "event_date": "2030-06-30",
            "wages": _career(5_000_000, (2015, 7), (2030, 6)), "inflation": FLAT,
        },
        date(2030, 6, 30), 750_000, "1 % × 15 × Rp5.000.000",
    ),
    "jp_disability": Case({**HURT, "doctor_determined": True}, JUNE, 1_200_000, "1 % × 15 × Rp8.000.000"),
    "jp_survivor": Case(
        {
            "birth_date": "1964-01-01", "event_date": "2024-06-10", "pension_in_payment": 3_000_000,
            "survivors": [{"relation": "spouse", "birth_date": "1988-01-01", "remarried": False}],
        },
        JUNE, 1_500_000, "PP 45/2015 Pasal 21 ayat (2) huruf b: 50 % × Rp3.000.000",
    ),
    "jp_lump_sum": Case(
        {**HURT, "birth_date": "1966-06-10", "yield_amount": 600_000},
        JUNE, 15_000_000, "60 × 3 % × Rp8.000.000 + Rp600.000",
    ),
    "jkp_cash": Case(
        {
            "birth_date": "1990-01-01", "registered_on": "2021-03-01", "enterprise_size": "large",
            "contract": "pkwtt", "reason": "phk", "upah": 5_000_000, "months_in_24": 15,
            "months_consecutive": 15, "earlier_claims": [], "months_paid": 0, "ended_on": "2025-05-31",
            "claimed_on": "2025-06-10",
        },
        date(2025, 6, 10), 18_000_000, "PP 6/2025: 6 × 60 % × Rp5.000.000",
    ),
}  # fmt: skip


@cache
def answer(name: str) -> Mapping[str, Any]:
    """Return what the rule answers to the example *name*, as ``tedung benefit --json`` prints it."""
    case = CASES[name]
    found: Mapping[str, Any] = rule(name.partition(":")[0])(Facts(dict(case.facts)), case.on).as_dict()
    return found


def facts_said(name: str) -> str:
    """Return the facts as JSON in one line, long lists and series by their first and last."""
    return json.dumps({key: _short(value) for key, value in CASES[name].facts.items()}, ensure_ascii=False)


def _short(value: Any) -> Any:
    if isinstance(value, list) and len(value) > 2:
        return [value[0], "…", value[-1]]
    if isinstance(value, dict) and len(value) > 4:
        first, *_, last = value
        return {first: value[first], "…": "…", last: value[last]}
    return value
