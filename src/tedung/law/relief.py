"""Temporary reliefs of contributions, by month, sector and payer.

PP 49/2020 (Covid), PP 7/2025 and PP 36/2025 (labour-intensive industry),
PP 50/2025 (non-wage workers).  Benefits are the same under every relief.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from tedung.columns import BPU_KINDS, PAYERS
from tedung.dates import Month
from tedung.law import Law
from tedung.law.arrays import Flags, Rate, Rupiah, where

Relief = tuple[Rate, Flags]
"""A factor on the contribution and the workers whom it serves."""

Workers = Mapping[str, Any]
"""Columns of `columns.py` as codes and numbers (`scale/door.py`)."""


def relieved(contribution: Callable[[Rate], Rupiah], reliefs: Iterable[Relief]) -> Rupiah:
    """Return the contribution with each worker's relief applied before the one rounding.

    contribution: the rule as a function of the factor.  A later relief replaces an
    earlier one where both hold; no two reliefs so far share a month.
    """
    amount = contribution(1)
    for factor, holds in reliefs:
        amount = where(holds, contribution(factor), amount)
    return amount


def of_everybody(workers: Workers, month: Month, law: Law) -> list[Relief]:
    """Return the Covid relief on JKK and JKM.  PP 49/2020 Pasal 9, 12; conditions: Pasal 13 as quoted.

    Serves pu, bpu and jakon.  Whoever was registered after July 2020 pays the first
    two months in full (docs/conventions.md, covid-conditions).
    """
    factor = law["relief.covid_factor"]
    if factor == 1:
        return []
    registered = workers["registered_on"]  # yyyymmdd, 0 where nobody said
    early = registered <= _number(law["relief.covid_registered_by"])
    full = law["relief.covid_full_months"]
    settled_in = registered < _number((month + (1 - full)).first_day)
    return [(factor, early | settled_in)]


def of_jkk_wage_earners(workers: Workers, law: Law) -> list[Relief]:
    """Return the relief of labour-intensive industry on JKK.  PP 7/2025 Pasal 4, 10A.

    That the enterprise is in a listed industry, has 50 workers and owes nothing is
    what the column `labour_intensive` says; it is not decided here.
    """
    factor = law["relief.labour_intensive_factor"]
    return [] if factor == 1 else [(factor, workers["labour_intensive"])]


def of_non_wage_workers(workers: Workers, law: Law) -> list[Relief]:
    """Return the relief of PP 50/2025 on JKK and JKM, Pasal 3-4.

    Not for whoever is paid from APBN or APBD; village budgets, donors and employers
    as participants: docs/conventions.md, apbdes-donor-relief and bpu-employer-relief.
    """
    transport, other = law["relief.bpu_transport_factor"], law["relief.bpu_other_factor"]
    if transport == other == 1:
        return []
    entitled = ~_one_of(workers["payer"], PAYERS, law["relief.bpu_excluded_payers"])
    entitled = entitled & ~_one_of(workers["bpu_kind"], BPU_KINDS, law["relief.bpu_excluded_kinds"])
    sectors = [(transport, entitled & workers["transport"]), (other, entitled & ~workers["transport"])]
    return [(factor, holds) for factor, holds in sectors if factor != 1]


def by_convention(workers: Workers, law: Law) -> tuple[Flags, Flags]:
    """Return whose relief of PP 50/2025 is granted, and whose is withheld, by convention of ours.

    Granted: paid from a village budget or by a donor, whom the part of Pasal 3 that was
    read does not name.  Withheld: employers as participants.
    """
    in_force = [
        holds for _, holds in of_non_wage_workers({**workers, "bpu_kind": workers["bpu_kind"] * 0 - 1}, law)
    ]
    reduced = workers["segment"] < 0
    for holds in in_force:
        reduced = reduced | holds
    is_employer = workers["bpu_kind"] == BPU_KINDS.index("employer")
    unnamed = _one_of(workers["payer"], PAYERS, ["apbdes", "donor"])
    return reduced & unnamed & ~is_employer, reduced & is_employer


def _one_of(codes: Any, allowed: tuple[str, ...], names: list[str]) -> Flags:
    first, *others = [codes == allowed.index(name) for name in names]
    for other in others:
        first = first | other
    return first


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
