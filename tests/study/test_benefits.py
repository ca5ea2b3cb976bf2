"""What the covered may expect, by hand; and bands that repeat."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from tedung.dates import Month
from tedung.study import expected_benefits as benefits
from tedung.study.cost import costs
from tedung.study.rates import Mortality, mortality

YEAR = tuple(Month(2027, 1).until(Month(2027, 12)))
NEVER = Mortality({"L": np.zeros(111), "P": np.zeros(111)}, "nobody dies")


def workers(count, born=date(1987, 1, 1)):
    return pa.table(
        {
            "person_id": [f"p{at}" for at in range(count)],
            "segment": ["bpu"] * count,
            "sex": ["L", "P"] * (count // 2) + ["L"] * (count % 2),
            "birth_date": pa.array([born] * count),
        }
    )


def test_what_a_death_pays():
    """JKM 42 million, 10 in the first 90 days; at work 48 x 1,000,000 + 12 + 10 million (PP 82/2019)."""
    early, late = (benefits.sums(workers(1), YEAR[place], place, is_new=True) for place in (2, 3))
    assert early.natural.tolist() == [10_000_000]
    assert late.natural.tolist() == [42_000_000]
    assert late.at_work.tolist() == [70_000_000]
    assert benefits.sums(workers(1), YEAR[0], 0, is_new=False).natural.tolist() == [42_000_000]


def test_before_2025_one_day_of_membership_was_enough():
    found = benefits.sums(workers(1), Month(2024, 1), 0, is_new=True)
    assert found.natural.tolist() == [42_000_000]


def test_a_wage_earner_s_death_at_work_follows_the_upah():
    people = pa.table({"person_id": ["a"], "segment": ["pu"], "upah": [3_500_000]})
    found = benefits.sums(people, YEAR[0], 0, is_new=True)
    assert found.at_work.tolist() == [48 * 3_500_000 + 22_000_000]
    assert found.natural.tolist() == [42_000_000]  # the 90 days are known of non-wage workers only


def test_accidents_of_a_year_are_the_rate():
    """19,921 of 9.19 million at the low end: 2.2 of 1,000 a year when nobody leaves."""
    low, central, high = benefits.expect(workers(1_000), YEAR, NEVER, payer="apbd_kota")
    assert low.accidents == pytest.approx(2.2, rel=0.002)
    assert central.accidents == pytest.approx(2.8, rel=0.01)
    assert (low.deaths, low.jkm) == (0, 0)
    assert low.jkk == pytest.approx(2.2 * 7_000_000, rel=0.002)
    assert high.accidents > central.accidents > low.accidents


def test_deaths_of_a_year_are_those_of_the_table():
    """Men and women of 40 in halves: their mean qx, and a little less, since some go before."""
    table = mortality(2027)
    found = benefits.expect(workers(10_000), YEAR, table, payer="apbd_kota")[1]
    yearly = 10_000 * (table.by_sex["L"][40] + table.by_sex["P"][40]) / 2
    assert yearly * 0.99 < found.deaths < yearly


def test_the_same_seed_gives_the_same_bands_in_any_order():
    people = workers(400)
    paid = list(costs(people, YEAR, payer="apbd_kota").by_month.values())
    one = benefits.bands(people, YEAR, paid, mortality(2027), seed=7, runs=40, payer="apbd_kota")
    turned = people.take(pa.array(list(range(400))[::-1]))
    other = benefits.bands(turned, YEAR, paid, mortality(2027), seed=7, runs=40, payer="apbd_kota")
    assert one == other
    assert one != benefits.bands(people, YEAR, paid, mortality(2027), seed=8, runs=40, payer="apbd_kota")


def test_the_bands_hold_the_expected():
    people = workers(5_000)
    paid = list(costs(people, YEAR, payer="apbd_kota").by_month.values())
    central = benefits.expect(people, YEAR, mortality(2027), payer="apbd_kota")[1]
    found = {
        one.what: one
        for one in benefits.bands(people, YEAR, paid, mortality(2027), seed=1, payer="apbd_kota")
    }
    for what in ("deaths", "accidents", "jkm", "jkk"):
        assert found[what].low <= getattr(central, what) <= found[what].high, what
    assert found["contributions"].high <= 5_000 * 201_600
    assert all(one.low <= one.middle <= one.high for one in found.values())


def test_a_death_at_work_is_no_natural_death():
    """A million die in their first month, some by accident: JKM for all but these."""
    one = np.full((1, 1), 1, dtype=np.int64)
    flags = np.zeros(1, dtype=bool)
    cells = benefits.Cells(
        np.array([1_000_000]),
        np.array([40]),
        np.array(["L"]),
        one,
        one * 42,
        one * 70,
        flags,
        flags,
        np.array([1]),
    )
    everybody = Mortality({"L": np.ones(111), "P": np.ones(111)}, "everybody dies")
    _, deaths, accidents, at_work, jkm, jkk = benefits._run(
        cells, everybody, np.random.Generator(np.random.PCG64(1))
    )
    assert deaths > at_work > 0
    assert jkm == (deaths - at_work) * 42
    assert jkk >= at_work * 70 + (accidents - at_work) * 7_000_000


def test_only_who_pays_alone_stops_in_the_bands():
    people = workers(5_000)
    paid = list(costs(people, YEAR, payer="apbd_kota").by_month.values())
    own, city = (
        benefits.bands(people, YEAR, paid, NEVER, seed=3, runs=40, payer=payer)[0]
        for payer in ("self", "apbd_kota")
    )
    assert own.high < city.low  # 1.8 to 6 % a year stop paying


def test_who_reaches_65_is_drawn_no_more():
    people = workers(100, born=date(1962, 3, 15))
    paid = list(costs(people, YEAR, payer="apbd_kota").by_month.values())
    (contributions, *_) = benefits.bands(people, YEAR, paid, NEVER, seed=1, runs=10, payer="apbd_kota")
    assert 2 * 100 * 16_800 - 16_800 * 3 <= contributions.low <= contributions.high == 2 * 100 * 16_800
