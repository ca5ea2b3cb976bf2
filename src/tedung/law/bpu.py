"""Contributions of non-wage workers (bukan penerima upah): PP 44/2015 Pasal 20, PP 46/2015 Pasal 18."""

from tedung.law import Law
from tedung.law.arrays import Rate, Rupiah, bracket, share


def income_base(income: Rupiah, law: Law) -> Rupiah:
    """Return the amount that counts as monthly income.  PP 44/2015 Pasal 20 ayat (1)-(2), Annex II.

    income: (n,) declared a month; an empty one is 0 and falls in the lowest of the
    33 brackets (docs/conventions.md, half-open-brackets and income-lowest-bracket).
    """
    return bracket(income, law["bpu.bracket_lower"], law["bpu.bracket_base"])


def jkk(base: Rupiah, law: Law, relief: Rate = 1) -> Rupiah:
    """Return the month's JKK contribution, 1 % of the bracket's base.  PP 44/2015 Pasal 20 ayat (1).

    base: (n,) from `income_base`.  relief: the factor of `relief.py`.
    """
    return share(base, law["bpu.rate_jkk"] * relief)


def jkm(law: Law, relief: Rate = 1) -> int:
    """Return the month's JKM contribution, the same for everybody.  PP 44/2015 Pasal 20 ayat (3)."""
    return int(share(law["bpu.amount_jkm"], relief))


def jht(base: Rupiah, law: Law) -> Rupiah:
    """Return the month's JHT contribution, 2 % of the bracket's base.  PP 46/2015 Pasal 18, Annex.

    base: (n,) from `income_base`.  JHT is voluntary but for employers: coverage.py.
    """
    return share(base, law["bpu.rate_jht"])
