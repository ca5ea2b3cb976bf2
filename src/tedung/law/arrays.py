"""The few helpers a rule of the law needs, over NumPy arrays and Polars expressions alike.

A rule never knows who asks: handed arrays it computes, handed Polars columns it
builds an expression.  Polars is imported only in the second case.

Nulls and amounts that could overflow are refused before a rule is called
(``door.py``); the helpers do not look for them again.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np

Rupiah: TypeAlias = Any
"""(n,) int64 rupiah as a NumPy array, or a Polars expression of them."""

Flags: TypeAlias = Any
"""(n,) booleans, likewise."""

Codes: TypeAlias = Any
"""(n,) small whole numbers, likewise."""

Rate: TypeAlias = Decimal | int


def _is_column(*operands: Any) -> bool:
    return any(type(operand).__module__.startswith("polars") for operand in operands)


def share(amount: Rupiah, rate: Rate | Fraction) -> Rupiah:
    """Return *rate* of *amount*, rounded half up to the rupiah.

    amount: any shape, not negative, below 10**15.  The result has its shape.

    The regulations read so far are silent on rounding; half up is our own
    convention (docs/conventions.md, rounding).
    """
    numerator, denominator = rate.as_integer_ratio()  # exact, where a float is not
    if denominator == 1:
        return amount * numerator
    return (amount * (2 * numerator) + denominator) // (2 * denominator)


def where(condition: Flags, then: Any, otherwise: Any) -> Any:
    """Return *then* where the condition holds, else *otherwise*."""
    if _is_column(condition, then, otherwise):
        import polars as pl

        return pl.when(condition).then(then).otherwise(otherwise)
    return np.where(condition, then, otherwise)


def minimum(left: Any, right: Any) -> Any:
    """Return the smaller of the two, element by element."""
    if _is_column(left, right):
        return where(left < right, left, right)
    return np.minimum(left, right)


def maximum(left: Any, right: Any) -> Any:
    """Return the larger of the two, element by element."""
    if _is_column(left, right):
        return where(left > right, left, right)
    return np.maximum(left, right)


def pick(code: Codes, choices: Sequence[Any], otherwise: Any = 0) -> Any:
    """Return ``choices[code]``, element by element; *otherwise* outside 0 to len-1.

    Choose among computed shares, never among rates: a rate must meet its amount
    in `share` alone.
    """
    if _is_column(code, *choices):
        import polars as pl

        chain: Any = pl
        for index, choice in enumerate(choices):
            chain = chain.when(code == index).then(choice)
        return chain.otherwise(otherwise)
    return np.select([code == index for index in range(len(choices))], list(choices), otherwise)


def bracket(amount: Rupiah, lowers: Sequence[int], values: Sequence[int]) -> Any:
    """Return the value of the half-open bracket [lower, next lower) that holds *amount*.

    lowers: ascending; the first is the least amount there is.
    """
    if _is_column(amount):
        import polars as pl

        chain: Any = pl
        for lower, value in zip(reversed(lowers[1:]), reversed(values[1:]), strict=True):
            chain = chain.when(amount >= lower).then(pl.lit(value, pl.Int64))
        return chain.otherwise(pl.lit(values[0], pl.Int64))
    index = np.searchsorted(np.asarray(lowers), amount, side="right") - 1
    return np.asarray(values, dtype=np.int64)[index]


def compound(amount: Rupiah, rates: Sequence[Rate]) -> Any:
    """Return *amount* times the product of *rates*, rounded once, half up, exactly.

    For powers and products that `share` would overflow: Python's own integers.
    NumPy and plain numbers only.
    """
    factor = Fraction(1)
    for rate in rates:
        factor *= Fraction(rate)
    top, bottom = 2 * factor.numerator, 2 * factor.denominator
    half = factor.denominator
    if np.ndim(amount) == 0:
        return (int(amount) * top + half) // bottom
    exact = [(int(one) * top + half) // bottom for one in np.ravel(amount)]
    return np.array(exact, dtype=np.int64).reshape(np.shape(amount))
