"""Whether two lines with one NIK can be one person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.roster.likeness import Who, alike, contradict

APRIL, MAY = date(1978, 4, 12), date(1980, 5, 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I Made Sudiana", "I Md Sudiana"),
        ("I MADE SUDIANA, S.H.", "Sudiana"),
        ("Ni Luh Putu Sutini", "NLP Sutinni"),
        ("I Ketut S.", "I Kt. Sudiana"),
        ("I Wayan", "I Wayan Rai"),
        ("Sudi Ana", "Sudiana"),
        ("Muhammad Ali", "Moh. Ali"),
        ("Jero Mangku Rai", "I Ketut Rai"),
        ("Ida Bagus Ketut", "IB Ketut"),
        ("王", "王"),
    ],
)
def test_the_same_name_however_written(one, other):
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I Wayan Sudiana", "I Wayan Rai"),
        ("I Wayan", "Ni Made"),
        ("Ida Pandita Mpu Daksa", "I Nyoman Suarta"),
        ("Rai", "Rao"),
        ("I Made Sudiana", "王"),
        ("", "I Made"),
    ],
)
def test_another_name(one, other):
    assert not alike(one, other)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Who("I Made Sudiana", APRIL), Who("I Md Sudiana", MAY), False),
        (Who("I Made Sudiana", APRIL), Who("Mpu Daksa", APRIL), False),
        (Who("I Made Sudiana", APRIL), Who("Ni Luh Sutini", MAY), True),
        (Who("I Made Sudiana"), Who("Ni Luh Sutini", MAY), True),
        (Who("", APRIL), Who("Ni Luh Sutini", MAY), True),
        (Who("", APRIL), Who("Ni Luh Sutini"), False),
        (Who(), Who(), False),
    ],
)
def test_what_contradicts(one, other, expected):
    assert contradict(one, other) is expected
    assert contradict(other, one) is expected


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_are_compared_both_ways_alike(one, other):
    assert alike(one, other) == alike(other, one)


@given(st.text(st.characters(categories=["L"]), min_size=1, max_size=40))
def test_everybody_is_like_oneself(name):
    assert alike(name, name)
