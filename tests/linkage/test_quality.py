"""How good it is on people invented after the rules were written (bench/linkage_people.py).

The bounds are the "must" figures of the issue; a seed here was never looked at while the
rules were made.
"""

import csv
import datetime as dt
import importlib.util
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from tedung.linkage import link
from tedung.linkage.evaluate import evaluate
from tedung.linkage.sources import rows_of

BENCH = Path(__file__).parents[2] / "bench/linkage_people.py"
ON = dt.date(2026, 12, 1)


@pytest.fixture(scope="session")
def maker():
    spec = importlib.util.spec_from_file_location("linkage_people", BENCH)
    module = importlib.util.module_from_spec(spec)
    sys.modules["linkage_people"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def measured(maker, tmp_path):
    """Return the figures for invented lists of *count* rows."""

    def run(count, seed, *, hard=False, **options):
        world = maker.World(seed, hard=hard)
        with (tmp_path / "list.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([maker.HEAD, *maker.rows(world, count)])
        rows, truth = rows_of([tmp_path], ON, "id_orang")
        linked = link(rows, **options)
        niks = {}
        for person, nik in zip(linked.person_id, rows["nik"].to_pylist(), strict=True):
            niks.setdefault(person, set()).add(nik)
        assert max(len(found - {None}) for found in niks.values()) == 1, "two valid NIKs in one person"
        return evaluate(rows, truth, linked)

    return run


def test_a_city_s_lists(measured):
    found = measured(1_647, seed=2027)
    assert found.whole.merged == found.whole.right
    assert found.whole.recall >= 0.80
    assert found.whole.recall_after >= 0.975
    assert 1000 * found.review / found.rows <= 22


def test_hard_lists(measured):
    found = measured(1_647, seed=2028, hard=True)
    assert found.whole.merged == found.whole.right
    assert found.whole.recall >= 0.52
    assert found.whole.recall_after >= 0.85
    assert 1000 * found.review / found.rows <= 42


def test_cautious_is_a_part_of_full(measured):
    cautious, full = (measured(500, seed=2029, trust=trust) for trust in ("cautious", "full"))
    assert cautious.whole.merged < full.whole.merged
    assert cautious.whole.merged == cautious.whole.right
    assert cautious.whole.recall_after >= full.whole.recall_after - 0.01


@pytest.mark.slow
@pytest.mark.parametrize("hard", [False, True])
def test_a_regency_s_lists(measured, hard):
    found = measured(40_000, seed=2030, hard=hard)
    assert found.whole.precision >= 0.999
    assert found.whole.recall >= (0.52 if hard else 0.82)
    assert found.whole.recall_after >= (0.85 if hard else 0.975)
    assert 1000 * found.review / found.rows <= (42 if hard else 22)
    assert found.largest <= 6
    for name, counts in found.groups.items():
        assert counts.precision >= 0.998, name
        assert counts.recall_after >= found.whole.recall_after - 0.03, name


@pytest.mark.slow
def test_a_million_copies_of_one_row():
    count = 1_000_000
    same = {"nama_ktp": "I Made Sukarta", "nik": "5171011203780003", "nik_state": "valid", "sex": "L"}
    columns = {name: pa.array([value]).take(pa.array([0] * count)) for name, value in same.items()}
    days = pa.array([dt.date(1978, 3, 12)], pa.date32()).take(pa.array([0] * count))
    keys = {"row_id": [f"r{number}" for number in range(count)], "row_key": ["k"] * count}
    linked = link(pa.table(keys | columns | {"birth_date": days}))
    assert len(set(linked.person_id)) == 1
