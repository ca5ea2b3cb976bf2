"""Shares made whole: nothing is lost, nothing is made, and every number is its share rounded."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.population.census import draws


def rng(seed=1):
    return draws.generator(seed)


def test_the_largest_remainder_by_hand():
    """10 seats by 1 : 1 : 1 are 3.33 each: the first gets the one left; 7 by 50 : 30 : 20 are 3.5, 2.1, 1.4."""
    assert draws.largest_remainder(10, np.ones(3)).tolist() == [4, 3, 3]
    assert draws.largest_remainder(7, np.array([50.0, 30.0, 20.0])).tolist() == [4, 2, 1]


def test_nothing_to_share_is_nothing():
    assert draws.largest_remainder(0, np.ones(3)).tolist() == [0, 0, 0]


@given(st.integers(0, 100_000), st.lists(st.floats(0.001, 1000), min_size=1, max_size=60))
def test_villages_add_up_to_the_total(total, weights):
    found = draws.largest_remainder(total, np.array(weights))
    assert found.sum() == total
    assert (found >= 0).all()


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=8), st.integers(1, 12), st.integers(0, 999))
def test_every_row_keeps_its_total_and_every_number_is_a_neighbour_of_its_share(totals, columns, seed):
    shares = rng(seed).dirichlet(np.ones(columns), len(totals))
    found = draws.share_rows(np.array(totals), shares, rng(seed))
    assert (found.sum(axis=1) == totals).all()
    assert (np.abs(found - shares * np.array(totals)[:, None]) < 1 + 1e-6).all()


def test_a_share_is_right_on_average():
    """One person, three to one: over 4,000 throws 3,000 and 1,000, give or take 150."""
    totals = np.ones(4000, dtype=np.int64)
    found = draws.share_rows(totals, np.tile([0.75, 0.25], (4000, 1)), rng())
    assert found[:, 0].sum() == pytest.approx(3000, abs=150)


def test_dealing_by_hand():
    """Four of the first cell, two and two; two of the second, all in the third category."""
    cells = np.array([0, 1, 0, 0, 1, 0])
    dealt = draws.deal_numbers(cells, np.array([[2, 2, 0], [0, 0, 2]]), rng())
    assert sorted(dealt[cells == 0].tolist()) == [0, 0, 1, 1]
    assert dealt[cells == 1].tolist() == [2, 2]


def test_dealing_to_nobody():
    assert draws.deal(np.zeros(0, dtype=np.int64), np.array([[0.5, 0.5]]), rng()).tolist() == []


def test_leaning_keeps_the_share_and_favours_the_heavier():
    cells = np.zeros(1000, dtype=np.int64)
    weights = np.where(np.arange(1000) < 500, 5.0, 1.0)
    chosen = draws.deal_leaning(cells, np.array([0.3]), weights, rng())
    assert chosen.sum() == 300
    assert chosen[:500].sum() > 200


def test_choosing_takes_only_who_can_be_chosen_and_no_more_than_there_are():
    weights = np.array([0.0, 1.0, 0.0, 2.0])
    assert draws.choose(weights, 2, rng()).tolist() == [1, 3]
    assert draws.choose(weights, 9, rng()).tolist() == [1, 3]
    assert draws.choose(weights, 0, rng()).tolist() == []
    assert draws.choose(np.zeros(3), 2, rng()).tolist() == []


def test_ranks_begin_again_with_every_group():
    assert draws.rank_within(np.array([7, 7, 7, 9, 9, 7])).tolist() == [0, 1, 2, 0, 1, 0]
    assert draws.rank_within(np.array([], dtype=np.int64)).tolist() == []


def test_a_place_has_a_chance_of_its_own():
    one, other = draws.generator(1, 5171), draws.generator(1, 5103)
    assert one.integers(0, 2**62) != other.integers(0, 2**62)
    assert draws.generator(1, 5171).integers(0, 2**62) == draws.generator(1, 5171).integers(0, 2**62)
