"""The JHT balance: contributions and the yield credited to them.  PP 46/2015 Pasal 22, 27.

    >>> from decimal import Decimal
    >>> import numpy as np
    >>> balance(np.full((1, 24), 285_000), [Decimal("0.05")] * 2).tolist()
    [7200881]

A contribution of month m (1 to 12), paid on the first, earns r (13 - m)/12 in its own
year; whatever stood at the year's beginning earns r; yields are added at the year's end.
"""

from collections.abc import Sequence
from fractions import Fraction

from tedung.law.arrays import Rate, Rupiah
from tedung.law.weigh import growth, weigh


def balance(paid: Rupiah, rates: Sequence[Rate], months_last: int = 12) -> Rupiah:
    """Return contributions and yield (docs/conventions.md, jht-yield-by-month), rounded once.

    paid: (n, 12 * years) rupiah a month, January first; rates: the share credited in each
    of the years; months_last: the months completed of the last year, 12 where it is over.
    The result is (n,).  Which years have a known rate is not decided here.
    """
    return weigh(paid, factors(rates, months_last))


def factors(rates: Sequence[Rate], months_last: int = 12) -> list[Fraction]:
    """Return what one rupiah paid in each month has become, 12 factors a year."""
    months = [12] * (len(rates) - 1) + [months_last]
    found: list[Fraction] = []
    later = Fraction(1)  # the growth over the years that follow
    for rate, last in zip(reversed(rates), reversed(months), strict=True):
        own = [growth([rate], Fraction(max(last + 1 - month, 0), 12)) for month in range(1, 13)]
        found = [factor * later for factor in own] + found
        later *= growth([rate], Fraction(last, 12))
    return found
