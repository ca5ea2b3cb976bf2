"""The amount of a pension: PP 45/2015 Pasal 17-18.

A year's pension is 1 % of the indexed career average for each year of contributions:

    1 % x (months / 12) x (average weighted yearly wage / 12)

Every wage is carried forward by general inflation, its own year's included, up to the
year before retirement (docs/conventions.md, jp-own-year-inflation).
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from tedung.law import Law
from tedung.law.arrays import Rate, Rupiah, compound, maximum, minimum
from tedung.law.weigh import growth


def indices(years: Sequence[int], retirement_year: int, inflation: Mapping[int, Rate]) -> list[Fraction]:
    """Return what one rupiah of each of *years* is worth in *retirement_year*.  Pasal 17 ayat (3).

    inflation: shares by year.  KeyError for a year between that it does not hold.
    """
    ahead = {retirement_year: Fraction(1)}
    for year in range(retirement_year - 1, min(years, default=retirement_year) - 1, -1):
        ahead[year] = ahead[year + 1] * growth([inflation[year]])
    return [ahead[year] for year in years]


def formula(upah: Sequence[int], factors: Sequence[Fraction], credited: int, law: Law) -> Fraction:
    """Return the monthly pension before its bounds, not rounded.  Pasal 17 ayat (2).

    upah: the wage that counts of each month paid; factors: as many, from `indices`;
    credited: the contribution months that the law counts, at least those paid
    (docs/conventions.md, jp-average-over-months).  A survivor's share is taken of it exactly.
    """
    total = sum((one * factor for one, factor in zip(upah, factors, strict=True)), Fraction(0))
    years = Fraction(credited, 12)
    return Fraction(law["jp.accrual_rate"]) * years * total / max(len(upah), 1)


def bounded(pension: Rupiah, least: Rupiah, most: Rupiah) -> Rupiah:
    """Return the pension within the year's least and greatest amount.  Pasal 18."""
    return minimum(maximum(pension, least), most)


def increased(pension: Rupiah, inflation: Rate) -> Rupiah:
    """Return a pension's next year: times one plus the inflation of the year before.  Pasal 17 ayat (4)."""
    return compound(pension, [1 + inflation])


def next_ceiling(ceiling: int, growth_rate: Rate) -> int:
    """Return the wage ceiling of the next March: times one plus the growth, down to Rp100.

    PP 45/2015 Pasal 29 ayat (3); every announced ceiling is reproduced by this rounding,
    which no text read so far states.
    """
    return int(ceiling * (1 + Fraction(growth_rate)) // 100 * 100)


def next_bound(bound: int, inflation: Rate, step: int = 100) -> int:
    """Return the least or greatest pension of the next year: times one plus inflation, up to *step*.

    PP 45/2015 Pasal 18 ayat (3); the published bounds are reproduced with steps of Rp50
    up to 2019 and of Rp100 since.
    """
    return int(-(-bound * (1 + Fraction(inflation)) // step) * step)
