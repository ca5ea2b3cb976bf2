"""A programme's cost, its leavers and its choices, by published figures and by hand."""

import itertools
from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tedung.dates import Month
from tedung.errors import TedungError
from tedung.study.budget import Plan, project
from tedung.study.choices import after_refusals, compare, lengths, unspent
from tedung.study.cost import costs, in_lowest_bracket, spans
from tedung.study.flows import Chances, expected, steps
from tedung.study.rates import ENDS, Mortality, mortality, rates

YEAR = tuple(Month(2027, 1).until(Month(2027, 12)))
NEVER = Mortality({"L": np.zeros(111), "P": np.zeros(111)}, "nobody dies")
HALF = Mortality({"L": np.full(111, 0.5), "P": np.zeros(111)}, "half of the men die in a year")


def nobody_leaves(leave_at=None):
    return Chances(NEVER, Decimal(1), Decimal(0), Decimal(0), leave_at)


def workers(count, **columns):
    """Non-wage workers of 40, in the lowest bracket."""
    table = pa.table(
        {
            "person_id": [f"p{at}" for at in range(count)],
            "segment": ["bpu"] * count,
            "birth_date": pa.array([date(1987, 1, 1)] * count),
        }
    )
    for name, values in columns.items():
        place = table.column_names.index(name) if name in table.column_names else None
        column = pa.array(values)
        table = table.append_column(name, column) if place is None else table.set_column(place, name, column)
    return table


def test_denpasar_2025_as_the_press_told_it():
    """Tribun Bali 2025: 10,717 paid by the city, 5,302 of them wage earners; 5,415 x 16,800 = 90,972,000."""
    groups = {
        "sulinggih": 233,
        "pemangku": 156,
        "pecalang": 33,
        "kelian_adat": 342,
        "petengen": 274,
        "penyarikan": 274,
        "jumantik": 413,
        "nelayan": 349,
        "petani": 1_462,
        "pkh": 1_579,
        "linmas": 300,
    }
    assert sum(groups.values()) == 10_717 - 5_302 == 5_415
    people = workers(5_415, opd_pengampu=[name for name, count in groups.items() for _ in range(count)])
    months = tuple(Month(2025, 1).until(Month(2025, 12)))
    found = project(people, Plan(months, "apbd_kota", "jkk+jkm"), nobody_leaves())
    january = [row for row in found.lines.to_pylist() if row["month"] == "2025-01"]
    assert sum(row["planned"] for row in january) == 90_972_000
    assert round(90_972_000, -6) == 91_000_000  # "about Rp91 million a month"
    assert {row["opd_pengampu"]: row["planned"] for row in january}["petani"] == 1_462 * 16_800
    assert found.total("planned") == found.total("expected") == 1_091_664_000
    assert (found.enrolled, found.why_not) == (5_415, {})


def test_whoever_is_not_paid_for_has_a_reason_and_both_add_up():
    people = workers(4, birth_date=[date(1961, 12, 31), date(1962, 1, 2), date(2009, 1, 2), None])
    people = people.append_column("is_member", pa.array([False, False, False, True]))
    found = project(people, Plan(YEAR, "apbd_kota"), nobody_leaves())
    assert (found.enrolled, dict(found.why_not)) == (1, {"already_member": 1, "too_old": 1, "too_young": 1})


def test_who_reaches_the_limit_is_paid_until_the_month_before():
    """Born on 15 March 1962: 65 on 15 March 2027, so January and February only; a member may go on."""
    people = workers(1, birth_date=[date(1962, 3, 15)])
    plan = Plan(YEAR, "apbd_kota")
    assert project(people, plan, nobody_leaves(65)).total("expected") == 2 * 16_800
    assert project(people, plan, nobody_leaves(None)).total("expected") == 12 * 16_800
    exits = project(people, plan, nobody_leaves(65)).exits.to_pylist()
    assert [row["age"] for row in exits] == [0, 0, 1] + [0] * 9


def test_half_of_the_men_are_gone_after_a_year():
    """The twelfth root is of surviving: after twelve months one half, after one 0.5 ** (1 / 12)."""
    people = workers(2, sex=["L", "P"], payer=["apbd_kota"] * 2)
    chances = Chances(HALF, Decimal(1), Decimal(0), Decimal(0), None)
    found = list(steps(people, tuple(Month(2027, 1).until(Month(2028, 1))), chances))
    assert found[0].staying.tolist() == [1_000_000, 1_000_000]
    assert found[1].staying.tolist() == [943_874, 1_000_000]
    assert found[12].staying.tolist() == [500_000, 1_000_000]
    assert sum(step.lost["death"] for step in found) == pytest.approx(0.5)


def test_only_who_pays_alone_stops_paying():
    people = workers(2, payer=["self", "apbd_kota"])
    chances = Chances(NEVER, Decimal(1), Decimal(0), Decimal("0.75"), None)
    found = list(steps(people, tuple(Month(2027, 1).until(Month(2028, 1))), chances))
    assert found[12].staying.tolist() == [250_000, 1_000_000]


def test_whoever_moves_away_is_gone_whoever_pays():
    people = workers(2, payer=["self", "apbd_kota"])
    chances = Chances(NEVER, Decimal(1), Decimal("0.75"), Decimal(0), None)
    found = list(steps(people, tuple(Month(2027, 1).until(Month(2028, 1))), chances))
    assert found[12].staying.tolist() == [250_000, 250_000]
    assert sum(step.lost["move"] for step in found) == pytest.approx(1.5)


def test_a_place_is_empty_until_somebody_comes():
    """Half of 16,800 x 12 goes within the year; with one taking the place a month later, one month's loss is left."""
    people = workers(1, sex=["L"])
    chances = Chances(HALF, Decimal(1), Decimal(0), Decimal(0), None)
    at_once, later, never = (
        project(people, Plan(YEAR, "apbd_kota", None, wait), chances) for wait in (0, 1, None)
    )
    assert at_once.total("with_replacement") == 12 * 16_800
    assert never.total("with_replacement") == never.total("expected")
    staying = [0.5 ** (at / 12) for at in range(12)]
    empty = sum(before - after for before, after in itertools.pairwise(staying))
    assert later.total("with_replacement") == pytest.approx(16_800 * (12 - empty), abs=12)


def test_each_row_keeps_its_own_payer_where_none_is_named():
    people = workers(3, payer=["apbd_kota", None, "apbdes"], sumber_dana=["PAD", None, "DD"])
    found = project(people, Plan((Month(2027, 1),)), nobody_leaves())
    lines = {(row["payer"], row["sumber_dana"]): row["planned"] for row in found.lines.to_pylist()}
    assert lines == {("apbd_kota", "PAD"): 16_800, ("self", ""): 16_800, ("apbdes", "DD"): 16_800}


def test_the_reliefs_of_their_months():
    """PP 50/2025: others April to December 2026, not from APBD; 9 x 8,400 + 3 x 16,800 against 12 x 16,800."""
    months = tuple(Month(2026, 1).until(Month(2026, 12)))
    found = {(one.payer, one.programmes): one for one in compare(workers(10), months)}
    assert found["apbd_kota", "jkk+jkm"].amount == 10 * 201_600
    assert found["apbdes", "jkk+jkm"].amount == 10 * (9 * 8_400 + 3 * 16_800)
    assert found["apbdes", "jkk+jkm"].relief == 10 * 9 * 8_400
    assert found["apbd_kota", "jkk+jkm+jht"].amount == 10 * 12 * 36_800
    assert found["self", "jkk+jkm+jht"].relief == 10 * 9 * 8_400  # none on JHT


def test_six_months_count_in_full_and_three_by_half():
    found = lengths(workers(1_000), Month(2027, 1), "apbd_kota", asked=(3, 6, 12))
    assert [(one.months, one.amount, str(one.counted_by_agency)) for one in found] == [
        (3, 1_000 * 50_400, "500.0"),  # the handbook's own example: 1,000 workers, 3 months, 500
        (6, 1_000 * 100_800, "1000.0"),
        (12, 1_000 * 201_600, "1000.0"),
    ]


def test_what_unspent_money_would_have_bought():
    """Mukomuko 2024: 1,800 places, 1,616 paid; 184 x 201,600 is 2,208 months of protection."""
    left = unspent(1_800 * 201_600, 1_616 * 201_600, planned=1_800 * 201_600, person_months=21_600, months=12)
    assert (left.left, left.person_months, left.people) == (184 * 201_600, 2_208, 184)


def test_the_refusals_of_other_regions():
    whole = 1_800 * 201_600
    found = {
        one.case: one for one in after_refusals(whole, whole, planned=whole, person_months=21_600, months=12)
    }
    assert found["none_refused"].left == 0
    assert found["refused_low"].people == 183  # 10.22 % of 1,800 = 183.96
    assert found["refused_central"].people == 269


def test_the_price_of_a_month_is_rounded_up():
    """100 for three months is 34 each: 67 left buy one, not two."""
    assert unspent(100, 33, planned=100, person_months=3, months=1).person_months == 1


def test_overspent_money_buys_nothing():
    assert unspent(100, 200, planned=100, person_months=1, months=1)[2:] == (-100, 0, 0)
    assert unspent(100, 0, planned=0, person_months=0, months=0)[3:] == (0, 0)


def test_the_practice_of_the_lowest_bracket():
    """An income of 2,000,000 is bracket 6, 26,800 a month; the practice of budgets pays 16,800."""
    people = workers(1, income=[2_000_000])
    assert costs(people, YEAR, payer="apbd_kota").amount.tolist() == [12 * 26_800]
    assert costs(in_lowest_bracket(people), YEAR, payer="apbd_kota").amount.tolist() == [12 * 16_800]


def test_costs_say_who_cannot_be_paid_for():
    people = workers(4, segment=["bpu", "pu", None, None]).append_column(
        "is_working", pa.array([True, True, True, False])
    )
    people = people.append_column("upah", pa.array([None, 3_000_000, None, None]))
    people = people.append_column("enterprise_size", pa.array([None, "micro", None, None]))
    people = people.append_column("risk_class", pa.array([None, 1, None, None]))
    found = costs(people, YEAR, payer="apbd_kota")
    assert found.amount.tolist() == [201_600, 0, 0, 0]
    assert found.why_not == ("", "no_cost_to_payer", "other_scheme", "not_working")
    assert dict(found.reasons) == {"no_cost_to_payer": 1, "other_scheme": 1, "not_working": 1}
    projected = project(people, Plan(YEAR), nobody_leaves())
    assert dict(projected.why_not) == {"not_working": 1, "other_scheme": 1}
    assert projected.enrolled == 2


def test_months_of_one_law_share_a_bill_and_others_do_not():
    """Over the relief of 2026 the months' costs are those of twelve bills made one by one."""
    months = tuple(Month(2026, 1).until(Month(2027, 6)))
    table = workers(2, payer=["self", "self"])
    shared = costs(table, months, payer="self")
    alone = [costs(table, (month,), payer="self").amount.tolist() for month in months]
    assert [paid.tolist() for paid in shared.by_month.values()] == alone
    assert alone[0] == [16_800, 16_800]
    assert alone[3] == [8_400, 8_400]


def test_a_day_of_registration_is_looked_at_each_month():
    people = workers(1, registered_on=pa.array([date(2027, 6, 10)]))
    found = costs(people, YEAR, payer="apbd_kota")
    assert [int(paid[0]) for paid in found.by_month.values()] == [0] * 5 + [16_800] * 7
    assert found.why_not == ("",)


def test_an_empty_table_costs_nothing():
    found = project(workers(0), Plan(YEAR, "apbd_kota"), nobody_leaves())
    assert (found.enrolled, found.lines.num_rows, found.total("planned")) == (0, 0, 0)


def test_half_rupiahs_are_rounded_up_once():
    assert expected(np.array([1]), np.array([500_000])) == 1
    assert expected(np.array([1]), np.array([499_999])) == 0


def test_every_rate_has_its_range_in_order_and_its_source():
    for name, rate in rates().items():
        assert rate.low <= rate.central <= rate.high, name
        assert rate.source, name
        assert rate.certainty in {"official", "press", "derived", "assumed"}, name
    assert ENDS == ("low", "central", "high")


def test_a_life_table_of_the_user(tmp_path):
    path = tmp_path / "tmi.csv"
    rows = [f"{sex},{age},0.0{age}" for sex in "LP" for age in range(18, 65)]
    path.write_text("sex,age,qx\n" + "\n".join(rows) + "\n", "utf-8")
    found = mortality(2027, path)
    assert found.source == "tmi.csv"
    assert found.by_sex["L"][50] == 0.050
    assert found.by_sex["P"][80] == 0.064  # what it lacks, it has from the nearest younger age


@pytest.mark.parametrize(
    "content", ["", "sex,age\nL,18\n", "sex,age,qx\nL,18,2\n", "sex,age,qx\nL,18,0.1\n", "\0\xff"]
)
def test_a_damaged_life_table_is_refused(tmp_path, content):
    path = tmp_path / "tmi.csv"
    path.write_text(content, "latin-1")
    with pytest.raises(TedungError, match=r"tmi\.csv bukan tabel kematian"):
        mortality(2027, path)


def test_the_life_table_of_the_year():
    """UN WPP 2024 as kept: men of 58 in 2015-2020."""
    assert mortality(2016).by_sex["L"][58] == 0.0171199
    assert mortality(2050).source == "UN WPP 2024, 2025-2030"
    assert mortality(1990).source == "UN WPP 2024, 2015-2020"


@settings(max_examples=25, deadline=None)
@given(st.lists(st.dates(date(1950, 1, 1), date(2015, 1, 1)), min_size=1, max_size=20), st.sampled_from(ENDS))
def test_expected_never_passes_planned_and_nobody_is_lost(born, end):
    people = workers(len(born), birth_date=born)
    found = project(people, Plan(YEAR, "apbd_kota", None, 2), Chances.at(end, mortality(2027), 65))
    assert found.total("expected") <= found.total("with_replacement") <= found.total("planned")
    assert found.enrolled + sum(found.why_not.values()) == len(born)


def test_months_of_one_law_are_one_span():
    """PP 50/2025 halves what others than drivers pay in April to December 2026: nine months alike."""
    found = {str(first): count for first, count in spans(Month(2026, 1), 15)}
    assert sum(found.values()) == 15
    assert found["2026-04"] == 9
    assert "2027-01" in found
