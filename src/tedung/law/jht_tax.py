"""Income tax withheld from a JHT payment: PP 68/2009 Pasal 2, 4-7.

What is paid within two calendar years of the first payment is one lump sum, taxed
finally: nothing up to Rp50.000.000, 5 % above.  What is paid later is taxed
progressively on the amount of its calendar year, 20 % more without a tax number.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from tedung.law import Law
from tedung.law.arrays import Flags, Rate, Rupiah, maximum, share, where
from tedung.law.weigh import weigh


def is_lump_sum(year: int, first_year: int, law: Law) -> bool:
    """Say whether a payment of *year* still belongs to the lump sum begun in *first_year*.

    PP 68/2009 Pasal 2 ayat (2): at most two calendar years.
    """
    return bool(year - first_year < law["tax.lump_sum_years"])


def lump_sum_tax(gross: Rupiah, earlier: Rupiah, law: Law) -> Rupiah:
    """Return the final tax on *gross*, after *earlier* parts of the same lump sum.  Pasal 5.

    gross, earlier: (n,) rupiah.  The parts are one sum for the Rp50.000.000 (explanation
    of Pasal 5); each payment bears the tax that it adds.
    """
    exempt, rate = law["tax.lump_sum_exempt"], law["tax.lump_sum_rate"]
    taxed_before = share(maximum(earlier - exempt, 0), rate)
    return share(maximum(gross + earlier - exempt, 0), rate) - taxed_before


def later_tax(gross: Rupiah, earlier: Rupiah, has_npwp: Flags, law: Law) -> Rupiah:
    """Return the tax on *gross* paid in the third year or later.  Pasal 6.

    earlier: (n,) rupiah paid before in the same calendar year.  has_npwp: (n,); without a
    tax number 120 % is withheld (Pasal 6 ayat (3)).  It is creditable, not final.

    not modelled: other income from the same payer in that year (Pasal 6 ayat (1)).
    """
    lowers, rates = law["tax.income_lowers"], law["tax.income_rates"]
    due = progressive(gross + earlier, lowers, rates) - progressive(earlier, lowers, rates)
    return where(has_npwp, due, share(due, law["tax.without_npwp"]))


def severance_tax(gross: Rupiah, law: Law) -> Rupiah:
    """Return the final tax on a severance payment, for comparison with JHT.  Pasal 4."""
    return progressive(gross, law["tax.severance_lowers"], law["tax.severance_rates"])


def progressive(amount: Rupiah, lowers: Sequence[int], rates: Sequence[Rate]) -> Rupiah:
    """Return the tax on *amount* over brackets, each rate on its own slice, rounded once.

    amount: (n,) rupiah; lowers: ascending from zero; rates: as many.
    """
    steps = [Fraction(rate) - Fraction(before) for before, rate in zip([0, *rates], rates, strict=False)]
    above = np.maximum(np.asarray(amount)[:, None] - np.asarray(lowers), 0)
    return weigh(above, steps)
