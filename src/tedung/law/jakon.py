"""Contributions of construction projects (jasa konstruksi): PP 44/2015 Pasal 53-55."""

from decimal import Decimal
from typing import NamedTuple

from tedung.law import Law
from tedung.law.arrays import Rate, Rupiah, share, where


class Contribution(NamedTuple):
    """JKK and JKM, both borne by the employer."""

    jkk: Rupiah
    jkm: Rupiah


def by_upah(upah: Rupiah, law: Law, relief: Rate = 1) -> Contribution:
    """Return the month's contribution where the wages are known.  Pasal 54 ayat (1), 55 ayat (1).

    upah: (n,) a month.  relief: the factor of `relief.py`.
    """
    return Contribution(
        share(upah, law["jakon.rate_jkk_by_upah"] * relief),
        share(upah, law["jakon.rate_jkm_by_upah"] * relief),
    )


def by_contract(contract_value: Rupiah, law: Law, relief: Rate = 1) -> Contribution:
    """Return the project's contribution, charged once.  Pasal 54 ayat (2), 55 ayat (2).

    contract_value: (n,) without VAT.  The tiers are marginal: the amount of the tiers
    below, plus the tier's rate on what exceeds its lower bound.
    """
    lowers = law["jakon.tier_lower"]
    return Contribution(
        _tiered(contract_value, lowers, [rate * relief for rate in law["jakon.tier_rate_jkk"]]),
        _tiered(contract_value, lowers, [rate * relief for rate in law["jakon.tier_rate_jkm"]]),
    )


def _tiered(value: Rupiah, lowers: list[int], rates: list[Rate]) -> Rupiah:
    below = Decimal(0)
    amount = share(value, rates[0])
    for tier in range(1, len(lowers)):
        below += (lowers[tier] - lowers[tier - 1]) * rates[tier - 1]
        full = int(share(1, below))  # whole rupiah in every tier of the regulation
        excess = where(value > lowers[tier], value - lowers[tier], 0)
        amount = where(value > lowers[tier], full + share(excess, rates[tier]), amount)
    return amount
