"""Sums of amounts times exact factors, rounded once: histories of contributions and wages.

A factor is a product of rates of many years, far beyond what int64 holds; so the sum is
taken in Python's own whole numbers and only the result is int64 again.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

from tedung.law.arrays import Rate, Rupiah


def weigh(amounts: Rupiah, factors: Sequence[Fraction], over: Any = 1) -> Rupiah:
    """Return the sum of *amounts* times *factors*, divided by *over*, rounded once, half up.

    amounts: (n, k) rupiah, or rupiah times months; factors: k; over: (n,) whole numbers
    above zero, or one.  The result is (n,) int64.
    """
    amounts = np.asarray(amounts)
    common = lcm(*(factor.denominator for factor in factors))
    tops = np.array([factor.numerator * (common // factor.denominator) for factor in factors], dtype=object)
    if amounts.shape[1] == 0:
        return np.zeros(len(amounts), dtype=np.int64)
    total = amounts.astype(object) @ tops
    bottom = np.asarray(over, dtype=object) * common
    return np.asarray((2 * total + bottom) // (2 * bottom)).astype(np.int64)


def growth(rates: Sequence[Rate], part: Fraction = Fraction(1)) -> Fraction:
    """Return the product of one plus each of *rates*, each taken for *part* of its year, exactly."""
    factor = Fraction(1)
    for rate in rates:
        factor *= 1 + Fraction(rate) * part
    return factor
