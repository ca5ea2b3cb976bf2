"""Scores a person can read, on people counted by hand."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.errors import TedungError
from tedung.study import score
from tedung.study.people import UNKNOWN

DAY = date(2026, 12, 1)

PEOPLE = pa.table(
    {
        "person_id": ["a", "b", "c", "d"],
        "household_id": ["h1", "h1", "h1", None],
        "is_working": [True, False, False, True],
        "birth_date": pa.array([date(1976, 12, 1), date(2010, 1, 1), date(2015, 1, 1), None]),
        "income": [1_100_000, None, None, 3_700_000],
        "desil": [2, 2, 2, None],
        "sector": ["F", None, None, "A"],
    }
)
"""A builder of exactly 50 with two children who earns the first rupiah of bracket 2; and one of whom little is known."""


def points(scores, name):
    return scores.points[name].tolist()


def test_points_by_hand():
    scores = score.score(PEOPLE, score.weights(), DAY)
    assert points(scores, "income") == [20, UNKNOWN, UNKNOWN, 0]
    assert points(scores, "risk") == [20, UNKNOWN, UNKNOWN, 5]
    assert points(scores, "dependants") == [10, 10, 10, UNKNOWN]
    assert points(scores, "age") == [10, 0, 0, UNKNOWN]
    assert points(scores, "desil") == [25, 25, 25, UNKNOWN]
    assert scores.score.tolist() == [85, 35, 35, 5]
    assert scores.score_most.tolist() == [85, 80, 80, 5 + 15 + 10 + 30]


def test_the_day_before_a_birthday_counts_the_younger_age():
    scores = score.score(PEOPLE, score.weights(), date(2026, 11, 30))
    assert points(scores, "age")[0] == 5


def test_a_band_begins_at_its_bound():
    people = pa.table({"person_id": ["a", "b", "c"], "income": [1_099_999, 1_100_000, 0]})
    scores = score.score(people, score.weights(), DAY)
    assert points(scores, "income") == [25, 20, 25]


def test_below_the_first_band_is_known_and_gives_nothing(tmp_path):
    path = tmp_path / "bobot.toml"
    path.write_text("[age]\nbands = [{ from = 18, points = 3 }]\n", "utf-8")
    scores = score.score(PEOPLE, score.weights(path), DAY)
    assert points(scores, "age") == [3, 0, 0, UNKNOWN]
    assert score.reasons(scores) == [
        "age 18 atau lebih: 3 poin",
        "age di bawah 18: 0 poin",
        "age di bawah 18: 0 poin",
        "age tidak diketahui: tanpa poin",
    ]


def test_whoever_is_born_after_the_day_has_no_age():
    people = pa.table({"person_id": ["a"], "birth_date": pa.array([date(2026, 12, 2)])})
    assert points(score.score(people, score.weights(), DAY), "age") == [UNKNOWN]


def test_a_wage_earner_is_measured_by_upah():
    people = pa.table({"person_id": ["a"], "upah": [2_000_000]})
    assert points(score.score(people, score.weights(), DAY), "income") == [12]


def test_reasons_add_up_to_the_score():
    said = score.reasons(score.score(PEOPLE, score.weights(), DAY))
    parts = said[0].split("; ")
    assert len(parts) == 5
    assert sum(int(part.split(": ")[1].split(" ")[0]) for part in parts) == 85
    assert "Rp1.100.000 sampai Rp1.899.999: 20 poin" in parts[0]
    assert "desil kesejahteraan tidak diketahui: tanpa poin" in said[3]


def test_the_table_says_null_where_nobody_knows():
    table = score.to_table(score.score(PEOPLE, score.weights(), DAY))
    assert table["points_desil"].to_pylist() == [25, 25, 25, None]
    assert table["score"].to_pylist() == [85, 35, 35, 5]


@pytest.mark.parametrize(
    ("column", "value", "klass"),
    [
        ("risk_class", 3, 3),
        ("occupation", "6222", 4),  # sea fishing
        ("occupation", "6111.02", 2),  # a farmer, by the prefix 61
        ("occupation", "7112", 5),  # building
        ("occupation", "nelayan", 4),
        ("kelompok_sasaran", "petani", 2),
        ("sector", "H", 4),
        ("occupation", "nobody knows", UNKNOWN),
    ],
)
def test_the_risk_of_a_work(column, value, klass):
    people = pa.table({"person_id": ["a"], column: [value]})
    assert score.risk(people, DAY).tolist() == [klass]


def test_what_is_known_best_about_the_risk_comes_first():
    people = pa.table({"person_id": ["a"], "risk_class": [1], "occupation": ["6222"], "sector": ["F"]})
    assert score.risk(people, DAY).tolist() == [1]


def test_a_household_where_nobody_works_has_no_ratio():
    people = pa.table({"person_id": ["a", "b"], "household_id": ["h", "h"], "is_working": [False, False]})
    assert score.dependants(people, DAY).tolist() == [UNKNOWN, UNKNOWN]


def test_a_household_half_known_is_unknown():
    people = pa.table({"person_id": ["a", "b"], "household_id": ["h", "h"], "is_working": [True, None]})
    assert score.dependants(people, DAY).tolist() == [UNKNOWN, UNKNOWN]


def test_a_table_of_workers_alone_says_nothing_of_who_lives_on_them():
    people = pa.table({"person_id": ["a", "b"], "household_id": ["h", "i"], "is_working": [True, True]})
    assert score.dependants(people, DAY).tolist() == [UNKNOWN, UNKNOWN]


def test_an_empty_table_scores_nobody():
    assert score.score(PEOPLE.slice(0, 0), score.weights(), DAY).score.tolist() == []


def test_two_rows_of_one_person_are_refused():
    people = pa.table({"person_id": ["a", "a", None]})
    with pytest.raises(TedungError, match="1 baris tanpa pengenal, 1 baris"):
        score.score(people, score.weights(), DAY)


def test_a_table_without_keys_is_refused():
    with pytest.raises(TedungError, match="person_id, worker_id, enrolment_id"):
        score.score(pa.table({"income": [1]}), score.weights(), DAY)


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        ("[inkome]\nbands = []", "inkome: ukuran ini tidak dikenal"),
        ("[age]\n", "age: tulis bands"),
        ("[age]\nbands = [{ from = 18, points = -1 }]", "age: from dan points harus bilangan bulat"),
        ("[age]\nbands = [{ from = 18, points = 0.5 }]", "age: from dan points harus bilangan bulat"),
        ("[age]\nbands = [{ from = 18, points = true }]", "age: from dan points harus bilangan bulat"),
        (
            "[age]\nbands = [{ from = 18, points = 1 }, { from = 18, points = 2 }]",
            "age: nilai from harus naik",
        ),
        ("[age]\nbands = [{ from = 18, points = 1001 }]", "age: poin paling banyak"),
        ("age = 3", "age: tulis bands"),
        ("", "belum dapat dipakai"),
        ("[age", "bukan berkas TOML"),
    ],
)
def test_faulty_weights_are_refused_in_a_sentence(tmp_path, toml, fault):
    path = tmp_path / "bobot.toml"
    path.write_text(toml, "utf-8")
    with pytest.raises(TedungError, match=fault):
        score.weights(path)


def test_all_faults_of_the_weights_at_once(tmp_path):
    path = tmp_path / "bobot.toml"
    path.write_text("[inkome]\n[age]\n", "utf-8")
    with pytest.raises(TedungError, match=r"(?s)inkome.*age"):
        score.weights(path)


def test_sensitivity_counts_who_stays():
    """Two are chosen of three; halving the income's points turns b out for c (25 -> 13 against 18)."""
    people = pa.table({"person_id": ["a", "b", "c"], "income": [0, 0, 4_000_000], "desil": [1, 6, 3]})
    criteria = [one for one in score.weights() if one.name in {"income", "desil"}]
    scores = score.score(people, criteria, DAY)
    assert scores.score.tolist() == [55, 25, 18]

    def two_best(values):
        return np.isin(np.arange(3), np.argsort(-values, kind="stable")[:2])

    shifts = score.sensitivity(scores, two_best)
    told = {(one.criterion, one.percent): (one.chosen, one.stays) for one in shifts}
    assert told == {
        ("income", 50): (2, 1),
        ("income", 150): (2, 2),
        ("desil", 50): (2, 2),
        ("desil", 150): (2, 1),
    }


@given(st.permutations(range(4)))
def test_the_order_of_the_rows_changes_nobodys_score(order):
    scores = score.score(PEOPLE, score.weights(), DAY)
    shuffled = score.score(PEOPLE.take(pa.array(order)), score.weights(), DAY)
    expected = dict(zip(scores.ids, scores.score.tolist(), strict=True))
    assert dict(zip(shuffled.ids, shuffled.score.tolist(), strict=True)) == expected


@given(st.lists(st.integers(0, 10**12), min_size=1))
def test_who_earns_more_never_has_more_points_for_it(incomes):
    people = pa.table({"person_id": [str(i) for i in range(len(incomes))], "income": sorted(incomes)})
    given_points = points(score.score(people, score.weights(), DAY), "income")
    assert given_points == sorted(given_points, reverse=True)
