"""Contributions of migrant workers (Pekerja Migran Indonesia): Permenaker 4/2023 Pasal 18."""

from tedung.law import Law
from tedung.law.arrays import Codes, Flags, Rupiah, where


def package(contract_months: Codes, via_agency: Flags, law: Law) -> Rupiah:
    """Return what a contract costs, at once.  Permenaker 4/2023 Pasal 18 ayat (1)-(3).

    contract_months: (n,) whole months, at least the shortest package; the package of
    6, 12 or 24 months that fits from below is charged, plus each month beyond it.
    via_agency: (n,) placed through an agency: the cover before placement is added.

    Not decided here: contracts shorter than the shortest package (the article has no
    amount for them), and voluntary JHT.
    """
    amount: Rupiah = 0
    for months, price in zip(law["pmi.package_months"], law["pmi.package_amount"], strict=True):
        beyond = (contract_months - months) * law["pmi.extra_month"]
        amount = where(contract_months >= months, price + beyond, amount)
    return amount + where(via_agency, law["pmi.before_placement"], 0)


def shortest_package(law: Law) -> int:
    """Return the months of the shortest package, below which no amount was read."""
    return int(min(law["pmi.package_months"]))
