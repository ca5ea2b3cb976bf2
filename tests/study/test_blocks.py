"""People who are read block by block: the same choice as of all at once, to the rupiah and the row."""

from datetime import date
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tedung.dates import Month
from tedung.errors import TedungError
from tedung.study import blocks, score
from tedung.study.choosing import Asked, choose
from tedung.study.choosing_blocks import choose_by_blocks
from tedung.study.gap import gap_of
from tedung.study.people import read, texts
from tedung.study.quota import Floor, FloorError

COUNT, YEAR = 1_500, 12 * 16_800
DAY = date(2026, 12, 1)
VILLAGES = [f"51.0{regency}.0{district}.2001" for regency in (1, 2) for district in (1, 2, 3)]


def province(count=COUNT):
    """Two regencies: half work, some are members, some households lie apart in the table."""
    draw = np.random.Generator(np.random.PCG64(7))
    working = draw.random(count) < 0.6
    segment = np.where(working & (draw.random(count) < 0.9), draw.choice(["bpu", "bpu", "pu"], count), None)
    born = np.datetime64("1950-06-01") + draw.integers(0, 24_000, count)
    return pa.table(
        {
            "person_id": [f"p{place:06}" for place in range(count)],
            "household_id": [f"k{place:05}" for place in draw.integers(0, count // 3, count)],
            "village": np.sort(draw.choice(VILLAGES, count)),
            "sex": draw.choice(["L", "P"], count),
            "birth_date": pa.array(born.astype("datetime64[D]")),
            "is_working": working,
            "segment": pa.array(segment.tolist(), pa.string()),
            "upah": pa.array(np.where(segment == "pu", 3_000_000, 0), mask=segment != "pu"),
            "income": pa.array(draw.choice([900_000, 1_500_000, 4_000_000], count), mask=segment != "bpu"),
            "kelompok_sasaran": draw.choice(["petani", "pemangku", ""], count),
            "opd_pengampu": draw.choice(["dinas_pertanian", "dinas_kebudayaan"], count),
            "desil": draw.integers(1, 11, count),
            "is_member": draw.random(count) < 0.2,
        }
    )


def each_village(people):
    """Ten of each village that anybody lives in, and a third of women."""
    codes = sorted(set(texts(people, "village")) - {""})
    return (*(Floor("village", code, 10) for code in codes), Floor("sex", "P", share=Fraction(1, 3)))


def asked(**known):
    months = tuple(Month.parse("2027-01").until(Month.parse("2027-12")))
    plain = {"floors": each_village, "floor_columns": ("village", "sex"), "lowest_bracket": True, "seed": "a"}
    return Asked(months, DAY, 200 * YEAR, score.weights(), **{**plain, **known})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The province as a file, and as a folder of its villages."""
    place, people = tmp_path_factory.mktemp("provinsi"), province()
    pq.write_table(people, place / "people.parquet", row_group_size=500)
    (place / "villages").mkdir()
    for code in VILLAGES:
        mine = people.filter(pa.array(np.array(people["village"].to_pylist()) == code))
        pq.write_table(mine, place / "villages" / f"{code}.parquet")
    return place


def by_person(selection):
    columns = (selection.status, selection.reason, selection.rank.tolist(), selection.score.tolist())
    more = (selection.cost.tolist(), selection.line.tolist(), selection.floor)
    return dict(zip(selection.ids, zip(*columns, *more, strict=True), strict=True))


ASKED = {
    "plain": asked(),
    "own income": asked(lowest_bracket=False),
    "no floors": asked(floors=lambda _people: (), floor_columns=()),
    "a target": asked(places=("51.01",), target_groups=("petani",)),
    "with JHT": asked(programmes="jkk+jkm+jht", payer="self"),
}


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("source", ["people.parquet", "."])
def test_blocks_choose_whom_all_at_once_would(folder, monkeypatch, name, source):
    monkeypatch.setattr(blocks.Blocks.read, "__defaults__", (None, 200))
    whole = choose(read(folder / source), ASKED[name])
    with blocks.opened(folder / source) as people:
        parts = choose_by_blocks(people, ASKED[name])
    known = {key: row for key, row in by_person(whole.selection).items() if row[0] != "not_eligible"}
    assert by_person(parts.selection) == known
    assert parts.reasons == whole.reasons
    assert parts.counts.total() == sum(whole.selection.counts.values())
    assert parts.fairness().equals(whole.fairness())
    assert parts.chosen.to_pylist() == whole.chosen.select(parts.chosen.column_names).to_pylist()
    assert [parts.selection.value, parts.selection.bound, parts.selection.floors] == [
        whole.selection.value,
        whole.selection.bound,
        whole.selection.floors,
    ]
    if name == "plain":
        assert parts.shifts() == whole.shifts()
        assert {row.floor.column for row in parts.selection.floors} == {"village", "sex"}


def test_a_gap_of_blocks_is_that_of_the_table(folder):
    with blocks.opened(folder / "people.parquet", "51.02") as people:
        found = gap_of(people, DAY, "51.02")
    whole = gap_of(read(folder / "people.parquet", "51.02"), DAY)
    assert (found.states, found.by) == (whole.states, whole.by)
    assert found.people == sum(block.num_rows for block in people.read(rows=7))


WRONG = {
    "an id twice": (lambda table: pa.concat_tables([table, table.slice(0, 3)]), "", "3"),
    "no ids": (lambda table: table.drop_columns(["person_id"]), "", "person_id"),
    "nobody there": (lambda table: table, "51.09", "51.09"),
    "no villages": (lambda table: table.drop_columns(["village"]), "51.01", "51.01"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_read_says_why(tmp_path, name):
    change, region, said = WRONG[name]
    pq.write_table(change(province(50)), tmp_path / "people.parquet")
    with pytest.raises(TedungError, match=said), blocks.opened(tmp_path / "people.parquet", region):
        pass


def test_floors_beyond_the_people_and_a_target_of_nobody_are_refused(folder):
    many = asked(floors=lambda _people: (Floor("sex", "P", COUNT),))
    with blocks.opened(folder / "people.parquet") as people:
        with pytest.raises(FloorError):
            choose_by_blocks(people, many)
        with pytest.raises(TedungError):
            choose_by_blocks(people, asked(places=("51.09",)))


def test_a_file_that_is_damaged_is_named(folder, tmp_path):
    damaged = tmp_path / "rusak.parquet"
    damaged.write_bytes((folder / "people.parquet").read_bytes()[:2_000])
    with pytest.raises(TedungError, match="rusak"), blocks.opened(damaged):
        pass
