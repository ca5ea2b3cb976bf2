"""The gap of people counted by hand, and that nobody is lost."""

from datetime import date

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tedung.errors import TedungError
from tedung.study.gap import gap_of, published_ends, uncertainty, village_map
from tedung.study.indicators import GROUPS, definitions, sources
from tedung.study.states import STATES

DAY = date(2026, 12, 1)
NORTH, SOUTH = "51.71.04.1001", "51.71.01.1003"

ROWS = [
    # village, sex, born, working, status, segment, member, desil        state
    (NORTH, "L", date(1980, 1, 1), True, "wage_earner", "pu", True, 5),  # covered
    (NORTH, "P", date(1990, 1, 1), True, "self_employed", "bpu", False, 1),  # gap
    (NORTH, "L", date(1961, 12, 1), True, "self_employed", "bpu", False, 2),  # 65 that day: too old
    (NORTH, "L", date(1961, 12, 2), True, "self_employed", "bpu", False, 2),  # 64: gap
    (NORTH, "P", date(2008, 12, 1), True, "casual_other", "bpu", False, 3),  # 18 that day: gap
    (SOUTH, "P", date(2008, 12, 2), True, "casual_other", "bpu", False, 3),  # 17: too young
    (SOUTH, "L", date(1950, 1, 1), True, "employer", "bpu", True, 9),  # 76 and a member: covered
    (SOUTH, "P", date(1985, 1, 1), True, "family", None, False, 4),  # unpaid family
    (SOUTH, "P", date(1985, 1, 1), True, "wage_earner", None, False, 8),  # civil servant
    (SOUTH, "L", date(2015, 1, 1), False, None, None, False, 4),  # child
    (SOUTH, "L", None, True, "self_employed", "bpu", False, 4),  # age not known: gap, unchecked
    (SOUTH, "L", date(2010, 1, 1), True, "wage_earner", "pu", False, 4),  # no age limit for pu: gap
]
NAMES = ("village", "sex", "birth_date", "is_working", "employment_status", "segment", "is_member", "desil")


def table(rows=ROWS):
    kinds = [
        pa.string(),
        pa.string(),
        pa.date32(),
        pa.bool_(),
        pa.string(),
        pa.string(),
        pa.bool_(),
        pa.int64(),
    ]
    return pa.table(
        {
            name: pa.array([row[at] for row in rows], kind)
            for at, (name, kind) in enumerate(zip(NAMES, kinds, strict=True))
        }
    )


def rows_of(found, dimension):
    return {row["group"]: row for row in found.by.to_pylist() if row["grouped_by"] == dimension}


def test_everybody_is_in_one_state():
    found = gap_of(table(), DAY)
    assert dict(found.states) == {
        "covered": 2,
        "gap": 5,
        "unsaid": 0,
        "not_working": 1,
        "unpaid_family": 1,
        "other_scheme": 1,
        "too_young": 1,
        "too_old": 1,
    }
    assert (found.people, found.ends, found.unaged, found.region) == (12, (5, 5), 1, "51.71")


def test_by_village_and_by_who_must_see_to_it():
    found = gap_of(table(), DAY)
    villages = rows_of(found, "village")
    assert (villages[NORTH]["covered"], villages[NORTH]["gap"], villages[NORTH]["per_mille_low"]) == (
        1,
        3,
        250,
    )
    assert (villages[SOUTH]["covered"], villages[SOUTH]["gap"], villages[SOUTH]["per_mille_low"]) == (
        1,
        2,
        333,
    )
    due = rows_of(found, "due_from")
    assert (due["employer"]["gap"], due["self"]["gap"]) == (1, 4)
    assert rows_of(found, "age_band")["65+"]["too_old"] == 1
    assert rows_of(found, "district")["51.71.04"]["people"] == 5


def test_each_table_adds_up_to_the_people():
    found = gap_of(table(), DAY)
    dimensions = set(found.by["grouped_by"].to_pylist())
    assert {"village", "sex", "segment", "due_from", "age_band", "desil", "regency"} <= dimensions
    for dimension in dimensions:
        rows = rows_of(found, dimension).values()
        assert sum(row["people"] for row in rows) == 12
        for state in STATES:
            assert sum(row[state] for row in rows) == found.states[state]


def test_indicators_by_their_own_bases():
    """Working 11; wage earners 3, one a civil servant; the law lets in 7; bpu at work 7."""
    found = {one.name: one for one in gap_of(table(), DAY).indicators}
    told = {name: (one.counted, one.base) for name, one in found.items()}
    assert told["employed"] == (2, 11)
    assert told["ucj"] == (2, 7)
    assert told["pu"] == (1, 3)
    assert told["bpu"] == (1, 7)
    assert told["formal"] == (1, 4)
    assert told["informal"] == (1, 7)
    assert told["economic_value_working"] == (1, 5)
    assert told["economic_value_earning"] == (1, 4)
    assert told["vulnerable"] == (None, None)
    assert found["employed"].per_ten_thousand == 1818  # 18.18 %


def test_the_18th_and_the_60th_year_belong_to_18_to_60():
    born = [
        date(1966, 12, 1),
        date(1965, 12, 2),
        date(1965, 12, 1),
        date(2008, 12, 1),
        date(2008, 12, 2),
    ]  # 60 60 61 18 17
    rows = [(NORTH, "L", one, True, "self_employed", "bpu", False, 1) for one in born]
    assert gap_of(table(rows), DAY).groups["working_18_60"] == 3


def test_a_roster_of_workers_says_what_it_cannot_say():
    """No member list was compared, nobody said who is a wage earner: the gap has two ends."""
    roster = pa.table(
        {
            "person_id": ["a", "b", "c"],
            "village": [NORTH, None, NORTH],
            "birth_date": pa.array([date(1980, 1, 1)] * 3),
            "is_member": pa.array([True, None, False]),
            "segment": pa.array([None] * 3, pa.string()),
        }
    )
    found = gap_of(roster, DAY)
    assert (found.states["covered"], found.states["gap"], found.states["unsaid"]) == (1, 1, 1)
    assert found.ends == (1, 2)
    assert {"sex", "is_working", "segment", "sector"} <= set(found.missing)
    assert "sex" not in set(found.by["grouped_by"].to_pylist())
    assert uncertainty(found) == ()  # a list is no population: published figures are not of it
    told = {one.name: one for one in found.indicators}
    assert told["employed"].counted is None
    assert told["employed"].missing == ("is_working",)
    whole = rows_of(found, "age_band")["45-54"]
    assert (whole["per_mille_low"], whole["per_mille_high"]) == (333, 667)


def test_an_empty_village_is_a_group_of_its_own_and_not_on_the_map():
    roster = pa.table({"village": [NORTH, None], "is_member": [True, False]})
    found = gap_of(roster, DAY)
    assert rows_of(found, "village")[None]["gap"] == 1
    assert village_map(found)["village"].to_pylist() == [NORTH]


@pytest.mark.parametrize(
    ("covered", "klass"), [(0, 0), (19, 0), (20, 1), (39, 1), (40, 2), (60, 3), (80, 4), (100, 4)]
)
def test_the_classes_of_the_map(covered, klass):
    rows = [(NORTH, "L", None, True, "self_employed", "bpu", at < covered, 1) for at in range(100)]
    (row,) = village_map(gap_of(table(rows), DAY)).to_pylist()
    assert (row["class"], row["per_mille_low"]) == (klass, covered * 10)


def test_a_village_without_workers_has_no_class():
    (row,) = village_map(gap_of(table(ROWS[9:10]), DAY)).to_pylist()
    assert (row["class"], row["people"]) == (None, 1)


def test_published_figures_stand_beside_ours():
    rows = [("51.01.01.1001", *row[1:]) for row in ROWS[:3]] + [
        ("51.02.01.1001", *row[1:]) for row in ROWS[3:]
    ]
    found = gap_of(table(rows), DAY)
    assert found.region == "51"
    beside = {(one.what, one.published): one.ours for one in uncertainty(found)}
    assert beside[("employed", 2_670_000)] == 11
    assert beside[("population", 4_461_300)] == 12


def test_the_published_ends_of_the_gap_of_bali():
    """Least: 1,837,899 - 935,079; most: 2,670,000 - 837,099 (the older count of members)."""
    assert published_ends("51") == (902_820, 1_832_901)
    assert published_ends("51.04") == (68_328, 68_328)
    assert published_ends("94") is None


def test_two_provinces_share_no_published_figure():
    found = gap_of(table([("51.01.01.1001", *ROWS[0][1:]), ("52.01.01.1001", *ROWS[1][1:])]), DAY)
    assert found.region == ""
    assert uncertainty(found) == ()


def test_a_folder_is_its_files_in_any_order(tmp_path):
    for place, rows in ((2, ROWS[:5]), (1, ROWS[5:])):
        folder = tmp_path / f"51.7{place}"
        folder.mkdir()
        pq.write_table(table(rows), folder / "part.parquet")
    assert gap_of(tmp_path, DAY).by == gap_of(table(), DAY).by


def test_wrong_places_are_told_in_a_sentence(tmp_path):
    with pytest.raises(TedungError, match="tidak ada"):
        gap_of(tmp_path / "none.parquet", DAY)
    with pytest.raises(TedungError, match=r"tidak berisi berkas \.parquet"):
        gap_of(tmp_path, DAY)


def test_an_empty_table_has_no_gap():
    found = gap_of(table([]), DAY)
    assert (found.people, found.region) == (0, "")
    assert village_map(found).num_rows == 0


def test_every_definition_has_its_source_and_what_is_open_says_so():
    for name, one in definitions().items():
        assert one["source"], name
        assert one["certainty"] in {"official", "press", "derived", "assumed", "open"}, name
        assert {one["counts"], one["of"]} <= {*GROUPS, ""}, name
        if one["certainty"] == "open":
            assert one["note_id"], name
            assert one["note_en"], name
    assert all(
        one["source"] and one["certainty"] in {"official", "press", "derived", "assumed"} for one in sources()
    )


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(ROWS), max_size=30), st.randoms())
def test_nobody_is_lost_in_any_order(rows, random):
    found = gap_of(table(rows), DAY)
    assert found.people == len(rows)
    assert gap_of(table(random.sample(rows, len(rows))), DAY).by == found.by
    frame = pl.from_arrow(found.by)
    assert frame.select((pl.sum_horizontal(STATES) == pl.col("people")).all()).item()
