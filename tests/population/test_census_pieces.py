"""Pieces of the synthetic census on a few persons, by hand; and the tables that it is made from."""

from collections import Counter
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.columns import EMPLOYMENT_STATUSES
from tedung.population.census import (
    ages,
    groups,
    households,
    labour,
    margins,
    membership,
    pay,
    places,
    welfare,
    work,
)
from tedung.population.census.draws import generator
from tedung.population.census.households import Lives
from tedung.population.tables import table

ELSEWHERE, DENPASAR = "53.71", "51.71"


# Tables


def rows_of(name):
    return [row for row in table("census/margins.csv") if row["margin"] == name]


def test_every_figure_says_where_it_is_from_and_how_well_it_is_known():
    for row in table("census/margins.csv"):
        assert row["source"], row
        assert row["certainty"] in {"text", "agency", "press", "derived", "assumption"}, row
        assert float(row["value"]) > 0, row


def test_no_figure_stands_twice():
    seen = Counter((row["area"], row["margin"], row["key"]) for row in table("census/margins.csv"))
    assert max(seen.values()) == 1


@pytest.mark.parametrize("area", ["51", "ID"])
@pytest.mark.parametrize(("name", "keys"), [("status", EMPLOYMENT_STATUSES), ("sector", margins.SECTORS)])
def test_shares_have_every_key_and_sum_to_a_hundred(area, name, keys):
    found = {row["key"]: float(row["value"]) for row in rows_of(name) if row["area"] == area}
    assert set(found) == set(keys)
    assert sum(found.values()) == pytest.approx(100, abs=0.005)


def test_the_statuses_of_bali_follow_from_what_was_printed():
    """August 2024: formal 49.32 %.  August 2013: 44.39 wage earners and 3.76 employers of 48.15 formal."""
    found = {row["key"]: float(row["value"]) for row in rows_of("status") if row["area"] == "51"}
    assert found["wage_earner"] == pytest.approx(49.32 * 44.39 / 48.15, abs=0.01)
    assert found["employer"] == pytest.approx(49.32 * 3.76 / 48.15, abs=0.01)
    assert found["family"] == pytest.approx(50.68 * 13.57 / 51.85, abs=0.01)


def test_members_follow_from_what_was_printed():
    """935,079 in March 2025, divided as 538,504 and 298,595 in November 2023."""
    found = {row["key"]: int(row["value"]) for row in rows_of("members") if row["area"] == "51"}
    assert found["pu"] + found["bpu"] == found["all"] == 935_079
    assert found["pu"] == pytest.approx(935_079 * 538_504 / 837_099, abs=1)


def test_every_assumption_is_asked_for_by_name_or_is_a_sentence():
    from pathlib import Path

    import tedung.population.census as package

    code = "".join(path.read_text("utf-8") for path in Path(package.__file__).parent.glob("*.py"))
    for name, each in margins.assumptions().items():
        is_value = set(each) - {"id", "en"}
        asked = f'"{name}"' in code or name.endswith("_by_age")
        assert bool(is_value) == asked, name


def test_an_area_without_figures_of_its_own_takes_those_of_the_nation():
    assert margins.value("51", "upah", "K") == 4_880_000
    assert margins.value("51", "married") == 42.98
    with pytest.raises(KeyError):
        margins.value("51", "no such margin")


def test_every_group_has_names_and_an_office_and_every_office_is_known():
    known = {row["opd_pengampu"] for row in table("offices/denpasar_opd.csv")}
    for row in table("census/groups.csv"):
        assert row["opd_pengampu"] in known, row
        assert row["name_id"], row
        assert row["name_en"], row


def test_every_group_that_work_or_an_office_names_is_listed_once_and_as_denpasar_says():
    files = ("census/work.csv", "census/offices.csv", "offices/denpasar_groups.csv")
    named = {row["kelompok_sasaran"] for file in files for row in table(file)} - {""}
    assert named == set(groups.GROUPS)
    assert len(groups.GROUPS) == len(named)
    office_of = dict(zip(groups.GROUPS, groups.OFFICES_OF_GROUPS, strict=True))
    for row in table("offices/denpasar_groups.csv"):
        assert office_of[row["kelompok_sasaran"]] == row["opd_pengampu"]


# Labour


def test_a_shape_is_moved_to_its_mean_and_keeps_its_order():
    shape, people = np.array([0.2, 0.5, 0.8]), np.array([100.0, 50.0, 50.0])
    found = labour.moved(shape, people, 0.6)
    assert (found * people).sum() / people.sum() == pytest.approx(0.6)
    odds = found / (1 - found) / (shape / (1 - shape))
    assert odds == pytest.approx([odds[0]] * 3)  # the same odds ratio at every age


@pytest.mark.parametrize("code", [DENPASAR, "51.06", ELSEWHERE, "36.03"])
def test_the_shares_of_a_place_sum_to_one(code):
    does, works = labour.labour(margins.area_of(code)).of(labour.place_of(code))
    assert does.shape == (26, 3)
    assert does.sum(axis=1) == pytest.approx(np.ones(26))
    assert works.sum(axis=1) == pytest.approx(np.ones(26))
    assert (does >= 0).all()


def test_there_is_a_kind_of_work_for_every_way_sector_and_sex():
    shares = work._kind_shares()
    assert np.isfinite(shares).all()
    assert shares.sum(axis=1) == pytest.approx(np.ones(len(shares)))


# Places


@given(st.integers(1, 700_000))
def test_villages_share_out_every_person(persons):
    sizes = places.village_sizes(places.regency(DENPASAR), persons)
    assert sizes.sum() == persons
    assert (sizes >= 0).all()


def test_a_code_is_read_alone_or_in_a_list():
    assert places.expand("51.71") == places.expand(["51.71", "51.71"]) == ["51.71"]
    assert places.expand(["51.71", "51"]) == places.expand(["51"])


# Households


def lives(rows):
    """Persons from (village, sex, age)."""
    village, sex, age = (np.array(column) for column in zip(*sorted(rows), strict=True))
    return Lives(village, sex, np.minimum(age // 5, 17).astype(np.int64), age.astype(float))


def test_a_child_in_a_village_of_one_couple_lives_with_them():
    """A couple of 40 and 37 in each of two villages, and a child; nobody moves to another village."""
    family = [(village, sex, age) for village in (0, 1) for sex, age in ((0, 40), (1, 37), (0, 9))]
    made = lives(family)
    for seed in range(20):
        found = households.households(made, generator(seed))
        child = np.flatnonzero(made.age == 9)
        assert (made.village[found] == made.village).all()
        assert (made.age[found[child]] >= 18).all()


def test_couples_are_matched_by_age_within_their_village_and_husbands_are_older():
    """Married men are older than married women by the assumed shares: some two to five years."""
    rng = generator(9)
    count = 40_000
    shape = ages.pyramid(places.regency(DENPASAR))
    cell = rng.permutation(np.repeat(np.arange(36), ages.band_counts(shape, count // 2, count // 2)))
    village = np.sort(rng.integers(0, 20, count))
    made = Lives(village, cell // 18, cell % 18, ages.ages(cell % 18, rng))
    husband, wife = households._couples(made, rng)
    assert (made.sex[husband] == 0).all()
    assert (made.sex[wife] == 1).all()
    assert (made.village[husband] == made.village[wife]).all()
    assert len(set(husband.tolist())) == len(set(wife.tolist())) == len(husband)
    assert np.corrcoef(made.age[husband], made.age[wife])[0, 1] > 0.9
    assert 2 < np.mean(made.age[husband] - made.age[wife]) < 5


def test_a_village_of_children_alone_stays_as_it_is():
    found = households.households(lives([(0, 0, 5), (0, 1, 7)]), generator(1))
    assert found.tolist() == [0, 1]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 1), st.integers(0, 95)), min_size=1, max_size=60))
def test_a_household_is_numbered_by_one_of_its_members(rows):
    made = lives(rows)
    found = households.households(made, generator(3))
    assert (found[found] == found).all()
    assert (made.village[found] == made.village).all()


# Pay, tenths, offices, membership


def test_the_minimum_is_that_of_the_regency_or_the_one_assumed():
    """Decree 1021/03-M/HK/2025: Denpasar Rp3,499,878.78; outside Bali one is assumed."""
    assert pay.minimum(DENPASAR) == 3_499_878
    assert pay.minimum(ELSEWHERE) == 3_300_000


def test_upah_of_a_sector_has_the_nations_mean_whoever_works_in_it():
    """Rp4,880,000 raised by 7.04 % is Rp5,223,552: a regency outside Bali, men and women of all sizes."""
    count = 40_000
    rng = generator(4)
    hired = pay.Hired(
        np.full(count, margins.SECTORS.index("K")),
        rng.integers(0, 2, count),
        rng.integers(0, 13, count),
        rng.integers(0, 4, count),
    )
    found = pay.upah(ELSEWHERE, hired, rng)
    assert found.mean() == pytest.approx(5_223_552, rel=0.02)
    assert (found % 1000 == 0).all()
    assert found[hired.sex == 1].mean() < found[hired.sex == 0].mean()


def test_tenths_by_hand(monkeypatch):
    """Ten households of one, without noise: the poorest in the first tenth, the richest in the tenth."""
    believed = {"noise": 0.0, "village": 0.0, "beside_work": 1}
    monkeypatch.setattr(welfare, "assumed", lambda name: believed)
    income = np.array([500, 100, 900, 300, 700, 200, 800, 400, 600, 1000]) * 1000
    alone, village = np.arange(10), np.zeros(10, dtype=np.int64)
    assert welfare.desil(ELSEWHERE, alone, income, village, generator(1)).tolist() == [
        5,
        1,
        9,
        3,
        7,
        2,
        8,
        4,
        6,
        10,
    ]


def test_income_is_shared_by_the_household(monkeypatch):
    """Five of one household share 1,000,000: 200,000 a head, poorer than 300,000 alone."""
    monkeypatch.setattr(welfare, "assumed", lambda name: {"noise": 0.0, "village": 0.0, "beside_work": 1})
    household = np.array([0, 0, 0, 0, 0, 5, 6, 7, 8, 9])
    income = np.array([1_000_000, 0, 0, 0, 0, 300_000, 400_000, 500_000, 600_000, 700_000])
    found = welfare.desil(ELSEWHERE, household, income, np.zeros(10, dtype=np.int64), generator(1))
    assert found.tolist() == [3, 3, 3, 3, 3, 6, 7, 8, 9, 10]


def test_a_poorer_regency_has_more_of_the_first_tenth():
    """Poverty of 2024: Karangasem 6.52 %, Badung 2.23 %."""
    assert welfare.tenths("51.07")[0] > 0.1 > welfare.tenths("51.03")[0]
    assert welfare.tenths("51.07").sum() == pytest.approx(1)
    assert welfare.tenths(ELSEWHERE).tolist() == [0.1] * 10


def test_nobody_holds_two_offices_and_all_are_of_their_age():
    count = 50_000
    rng = generator(2)
    age = rng.uniform(18, 80, count)
    made = Lives(np.zeros(count, np.int64), rng.integers(0, 2, count), (age // 5).astype(np.int64), age)
    holders, held = groups.hold_offices(DENPASAR, np.ones(count, bool), made, 1.0, rng)
    assert len(set(holders.tolist())) == len(holders)
    numbers = Counter(groups.GROUPS[place] for place in held.tolist())
    assert numbers["sulinggih"] == 233
    assert numbers["kelian_adat"] == 342
    women = {
        office.code: made.sex[holders[held == groups.place_of_group(office.code)]].mean()
        for office in groups.offices(DENPASAR)
    }
    assert women["jumantik"] > 0.85  # 93 in a hundred by the press
    assert women["bendesa"] == women["pecalang"] == 0
    for office in groups.offices(DENPASAR):
        found = age[holders[held == groups.place_of_group(office.code)]]
        assert found.min() >= office.age_from
        assert found.max() < office.age_to + 1


def test_the_offices_of_the_other_regencies_add_up():
    """1,336 bendesa outside Denpasar and Badung, each regency rounded."""
    others = [code for code in places.expand("51") if code not in {DENPASAR, "51.03"}]
    bendesa = sum(o.number for code in others for o in groups.offices(code) if o.code == "bendesa")
    assert bendesa == pytest.approx(1336, abs=len(others) / 2)


def test_coverage_of_two_regencies_stands_as_published_beside_that_of_all():
    """Badung 58.68 and Bangli 35.52 where Bali has 50.88: the ratios are kept."""
    wanted = {code: membership.wanted_members(code) for code in places.expand("51")}
    assert sum(each[0] for each in wanted.values()) == 601_534
    assert sum(each[1] for each in wanted.values()) == 333_545
    workers = dict(zip(labour.labour("51").places, membership.eligible("51").sum(axis=1), strict=True))
    mean = 935_079 / sum(workers.values())
    assert wanted["51.03"].sum() / workers["51.03"] / mean == pytest.approx(58.68 / 50.88, abs=1e-4)
    assert wanted["51.06"].sum() / workers["51.06"] / mean == pytest.approx(35.52 / 50.88, abs=1e-4)
    rest = {round(wanted[code].sum() / workers[code], 3) for code in wanted if code not in {"51.03", "51.06"}}
    assert len(rest) == 1


def test_members_of_the_nation_are_shared_out_among_all_regencies():
    total = sum(membership.wanted_members(code) for code in places.expand("ID") if not code.startswith("51"))
    assert total == pytest.approx([27_206_000, 9_999_000], rel=0.02)  # Bali counts its own


def test_a_member_since_is_never_on_or_after_the_month_of_the_day():
    rng = generator(1)
    age = rng.uniform(15, 95, 5_000)
    found = membership.since(np.ones(5_000, bool), age, date(2026, 3, 15), rng)
    assert found.max() <= np.datetime64("2026-02-28")
    assert found.min() >= np.datetime64("2015-07-01")
    assert np.isnat(membership.since(np.zeros(3, bool), age[:3], date(2026, 3, 15), rng)).all()
