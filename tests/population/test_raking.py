"""Raking: tables small enough for a pencil, and margins that no table can meet."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.errors import TedungError
from tedung.population.census.raking import Margin, rake


def margins(rows, columns):
    return [Margin("rows", (0,), np.array(rows, float)), Margin("columns", (1,), np.array(columns, float))]


def test_without_a_leaning_a_cell_is_row_times_column_over_all():
    """By hand: rows 30 and 70, columns 40 and 60 of 100."""
    raked = rake(np.ones((2, 2)), margins([30, 70], [40, 60]))
    assert np.allclose(raked.table, [[12, 18], [28, 42]])
    assert raked.rounds == 1


def test_a_leaning_keeps_its_odds_ratio():
    """By hand: start 2 1 / 1 2 has odds ratio 4.  Rows and columns of 50 and 50: x*x = 4 (50-x)(50-x),

    so x = 100/3 on the diagonal and 50/3 beside it.
    """
    raked = rake(np.array([[2.0, 1.0], [1.0, 2.0]]), margins([50, 50], [50, 50]))
    assert np.allclose(raked.table, [[100 / 3, 50 / 3], [50 / 3, 100 / 3]])


def test_what_cannot_be_stays_impossible():
    """A zero stays; by hand the rest follows: 10 must come from the second row alone."""
    raked = rake(np.array([[0.0, 1.0], [1.0, 1.0]]), margins([20, 30], [10, 40]))
    assert np.allclose(raked.table, [[0, 20], [10, 20]])


def test_a_margin_may_have_two_axes():
    start = np.ones((2, 2, 2))
    both = Margin("rows and columns", (0, 1), np.array([[1.0, 2.0], [3.0, 4.0]]))
    raked = rake(start, [both, Margin("third", (2,), np.array([4.0, 6.0]))])
    assert np.allclose(raked.table[1, 1], [1.6, 2.4])


def test_an_empty_row_is_left_empty():
    assert np.allclose(rake(np.ones((2, 2)), margins([0, 10], [4, 6])).table, [[0, 0], [4, 6]])


@pytest.mark.parametrize(
    ("start", "rows", "columns", "said"),
    [
        (np.ones((2, 2)), [30, 70], [40, 61], "berjumlah 100"),
        (np.ones((2, 2)), [-1, 101], [40, 60], "negatif"),
        (np.ones((2, 2)), [np.nan, 100], [40, 60], "bukan angka"),
        (np.ones((2, 2)), [np.inf, 100], [40, 60], "bukan angka"),
        (np.ones((2, 2)), [0, 0], [0, 0], "nol"),
        (np.array([[0.0, 0.0], [1.0, 1.0]]), [30, 70], [40, 60], "tidak mungkin"),
        (np.array([[0.0, 1.0], [1.0, 0.0]]), [30, 70], [40, 60], "tidak dapat dipenuhi bersama"),
    ],
    ids=["totals", "negative", "nan", "infinite", "nothing", "impossible row", "contradiction"],
)
def test_margins_that_contradict_each_other_are_named(start, rows, columns, said):
    with pytest.raises(TedungError, match=said):
        rake(start, margins(rows, columns), rounds=200)


@given(
    st.lists(st.floats(0.5, 100), min_size=2, max_size=5),
    st.lists(st.floats(0.5, 100), min_size=2, max_size=5),
    st.integers(0, 1000),
)
def test_whatever_the_start_the_margins_are_met(rows, columns, seed):
    start = np.random.default_rng(seed).uniform(0.1, 1, (len(rows), len(columns)))
    columns = np.array(columns) * sum(rows) / sum(columns)
    raked = rake(start, margins(rows, columns))
    assert np.allclose(raked.table.sum(axis=1), rows)
    assert np.allclose(raked.table.sum(axis=0), columns)
    assert (raked.table >= 0).all()
