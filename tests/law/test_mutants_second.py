"""What a second sample of mutants found loose: impossible facts, exact sums, what a condition says."""

from datetime import date
from fractions import Fraction

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tedung.dates import Month
from tedung.errors import TedungError
from tedung.law import law_on
from tedung.law.answer import Condition, Line
from tedung.law.arrays import maximum, minimum
from tedung.law.bill import bill
from tedung.law.bill_file import Request, bill_file, totals_of
from tedung.law.facts import Facts, FactsError
from tedung.law.kinds import rule
from tedung.law.weigh import weigh

DEATH = {"segment": "bpu", "event_date": "2024-05-01", "member_since": "2020-01-01", "arrears_months": 0}
LEFT = {"birth_date": "1964-01-01", "event_date": "2024-06-10", "pension_in_payment": 3_000_000}
SPOUSE = {"relation": "spouse", "birth_date": "1988-01-01"}


def ask(kind, facts, on="2026-06-01"):
    return rule(kind)(Facts(facts), date.fromisoformat(on))


def faults(kind, facts, on="2026-06-01"):
    with pytest.raises(FactsError) as told:
        ask(kind, facts, on)
    return told.value.faults


def met(answer, code):
    return [one.met for one in answer.conditions if one.code == code]


@pytest.mark.parametrize(
    ("kind", "facts", "key"),
    [
        ("jht_payout", {"member_since": "2026-06-02"}, "member_since"),
        ("jht_payout", {"member_since": "2020-01-02", "claimed_on": "2020-01-01"}, "claimed_on"),
        ("jkm_death", {**DEATH, "memberships": [{"member_since": "2021-01-02", "ended_on": "2021-01-01"}]}, "memberships[1].ended_on"),
        ("jp_survivor", {**LEFT, "survivors": [{**SPOUSE, "died_on": "2026-06-02"}]}, "survivors[1].died_on"),
        ("jp_survivor", {**LEFT, "survivors": [{**SPOUSE, "remarried_on": "1987-12-31"}]}, "survivors[1].remarried_on"),
        ("jp_survivor", {**LEFT, "survivors": [{**SPOUSE, "remarried_on": "2025-02-02", "died_on": "2025-02-01"}]}, "survivors[1].died_on"),
        ("jp_survivor", {**LEFT, "survivors": [{**SPOUSE, "remarried_on": "2025-02-02", "remarried": False}]}, "survivors[1].remarried "),
        ("jkk_transport", {**DEATH, "children": [{"birth_date": "2026-06-02"}]}, "children[1].birth_date"),
        ("jkk_stmb", {**DEATH, "children": [{"birth_date": "2026-06-02"}]}, "children[1].birth_date"),
        ("jkk_partial_disability", {**DEATH, "children": [{"birth_date": "2026-06-02"}]}, "children[1].birth_date"),
        ("jkk_partial_disability", {**DEATH, "losses": [{"row": "28", "assessed_percent": 9}]}, "assessed_percent baris D28 harus dari 10 sampai 30 "),
    ],
)  # fmt: skip
def test_a_day_that_cannot_be_is_named_by_its_key(kind, facts, key):
    assert any(key in one for one in faults(kind, facts)), faults(kind, facts)


@pytest.mark.parametrize(
    ("on", "days", "expected"),
    [("2024-06-10", 20, True), ("2024-06-10", 21, False), ("2024-06-30", 29, True), ("2024-05-20", 1, False)],
)
def test_more_days_of_incapacity_than_have_passed(on, days, expected):
    """From 20 May to 10 June lie 20 days; a month of slack is let pass, so 50 may be claimed."""
    facts = {"segment": "pu", "upah": 3_000_000, "event_date": "2024-05-20", "arrears_months": 0}
    answer = ask("jkk_stmb", {**facts, "months": {"months": 1, "days": days}}, on)
    assert met(answer, "jkk.months_passed") == [expected]


def test_a_sum_beyond_the_whole_numbers_of_a_float():
    """2 to the power of 53, and one: the first whole number that a float cannot hold."""
    assert weigh(np.array([[2**53 + 1]]), [Fraction(1)]).tolist() == [2**53 + 1]
    assert weigh(np.array([[10**15, 1]]), [Fraction(1), Fraction(1, 3)]).tolist() == [10**15]
    nothing = weigh(np.zeros((3, 0), dtype=np.int64), [])
    assert (nothing.tolist(), nothing.dtype) == ([0, 0, 0], np.int64)


def test_each_language_is_its_own_whatever_the_reader_speaks(monkeypatch):
    for lang in ("id", "en"):
        monkeypatch.setenv("TEDUNG_LANG", lang)
        told = Condition("jkp.reason", True, "Pasal 20").as_dict()
        assert told["text_id"].startswith("Hubungan kerja")
        assert told["text_en"].startswith("The employment")
        line = Line("jkm.line_funeral", 1, "Pasal 34", "text").as_dict()
        assert (line["label_id"], line["label_en"]) == ("Biaya pemakaman", "Funeral grant")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, True),
        ({"member_since": "2024-05-02"}, False),
        ({"ended_on": "2024-04-30"}, False),
        ({"ended_on": "2024-05-01"}, True),
        ({"member_since": None}, None),
    ],
)
def test_whether_a_membership_was_alive_is_said(facts, expected):
    """Pasal 34 ayat (1): a member who dies."""
    assert met(ask("jkm_death", {**DEATH, **facts}), "jkm.is_active") == [expected]


def test_the_slip_of_pp_44_concerns_construction_alone():
    """Pasal 56 ayat (1) prints Pasal 33 for Pasal 34."""
    assert "jkm.gap_jakon_slip" in ask("jkm_death", {**DEATH, "segment": "jakon"}).gaps
    assert "jkm.gap_jakon_slip" not in ask("jkm_death", {**DEATH, "segment": "pu"}).gaps


@pytest.mark.parametrize(("years", "expected"), [(3, True), (None, None)])
def test_whether_the_years_of_school_are_known_is_said(years, expected):
    facts = {
        "programme": "jkk",
        "event_date": "2024-05-01",
        "children": [{"level": "sma", "years_left": years}],
    }
    assert met(ask("scholarship", facts, "2024-05-01"), "scholarship.years_known") == [expected]


def test_an_agreed_pension_age_is_a_condition_that_is_told():
    """Permenaker 4/2022, as the press quotes it: paid at the age of the agreement, 50."""
    facts = {"reason": "age_56", "birth_date": "1974-01-01", "agreed_pension_age": 50, "balance": 1}
    (told,) = [one for one in ask("jht_payout", facts, "2024-05-01").conditions if "age" in one.code]
    assert (told.code, told.fields) == ("jht.agreed_age_reached", {"age": 50})


def test_the_article_of_cash_is_that_of_its_rate():
    facts = {
        "reason": "phk",
        "ended_on": "2024-05-01",
        "claimed_on": "2024-05-01",
        "upah": 4_000_000,
        "months_paid": 0,
    }
    law = law_on(date(2024, 5, 1))
    answer = ask("jkp_cash", facts, "2024-05-01")
    assert [one.article for one in answer.lines] == [
        law.cite(name).source for name in ("jkp.cash_rate_first", "jkp.cash_rate_later")
    ]


def test_a_table_in_memory_is_called_a_table():
    with pytest.raises(TedungError, match="tabel"):
        bill(pa.table({"segmen": ["bpu"]}), "2026-12")


def test_the_totals_of_bills_already_written(tmp_path):
    """Two of the lowest bracket at Rp16.800, in two files; nobody counted what they lean on."""
    row = {"segment": "bpu", "payer": "apbd_kota", "birth_date": date(1990, 6, 15)}
    for name in ("a", "b"):
        pq.write_table(pa.Table.from_pylist([row]), tmp_path / f"{name}.parquet")
        bill_file(tmp_path / f"{name}.parquet", tmp_path / f"bill-{name}.parquet", Request([Month(2026, 12)]))
    found = totals_of(tmp_path / "bill-*.parquet")
    assert (found.rows, found.billed, found.notes) == (2, 2, {})
    assert (found.amounts["jkk"], found.amounts["jkm"], found.amounts["total"]) == (20_000, 13_600, 33_600)


def test_a_column_may_stand_on_either_side_of_a_bound():
    frame = pl.DataFrame({"upah": [1, 5, 9]})
    upah = pl.col("upah")
    low, high = frame.select(minimum(5, upah).alias("a"), minimum(upah, 5).alias("b")), [1, 5, 5]
    assert [low["a"].to_list(), low["b"].to_list()] == [high, high]
    low, high = frame.select(maximum(5, upah).alias("a"), maximum(upah, 5).alias("b")), [5, 5, 9]
    assert [low["a"].to_list(), low["b"].to_list()] == [high, high]
