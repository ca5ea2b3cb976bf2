"""Desil: tenths of the persons of a province by what their household has."""

from functools import cache

import numpy as np

from tedung.population.census.draws import Floats, Ints, Rng
from tedung.population.census.labour import place_of
from tedung.population.census.margins import BALI, area_of, assumed, margin
from tedung.population.census.places import regencies
from tedung.population.census.raking import Margin, rake

TENTHS = 10


def desil(regency_code: str, household: Ints, income: Ints, village: Ints, rng: Rng) -> Ints:
    """Return the tenth of each person, 1 the poorest; all of a household share it.

    household: (n,) numbers below n, each that of a member; income: (n,) of each person, IDR a month.
    """
    members = np.bincount(household, minlength=len(household))
    total = np.bincount(household, weights=income, minlength=len(household))
    homes = np.flatnonzero(members)
    believed = assumed("desil")
    villages = rng.normal(0, believed["village"], int(village.max()) + 1)
    noise = rng.normal(0, believed["noise"], len(homes)) + villages[village[homes]]
    per_head = np.log(total[homes] / members[homes] + believed["beside_work"]) + noise
    order = np.argsort(per_head, kind="stable")
    middles = np.cumsum(members[homes][order]) - members[homes][order] / 2
    ends = np.cumsum(tenths(regency_code))[:-1] * len(household)
    found = np.zeros(len(household), dtype=np.int64)
    found[homes[order]] = 1 + np.searchsorted(ends, middles)
    return found[household]


@cache
def tenths(regency_code: str) -> Floats:
    """Return the share of a regency's persons in each tenth of the province."""
    if area_of(regency_code) != BALI:
        return np.full(TENTHS, 1 / TENTHS)
    codes = sorted(code for code in regencies() if code.startswith(BALI))
    found: Floats = _raked_tenths()[codes.index(regency_code)]
    return found


@cache
def _raked_tenths() -> Floats:
    """Return the tenths of Bali's regencies: more of the poorest where poverty is higher."""
    codes = sorted(code for code in regencies() if code.startswith(BALI))
    persons = np.array([float(regencies()[code]["pop_total_2024s2"]) for code in codes])
    poverty = np.array([float(margin(place_of(code), "poverty")["all"]["value"]) for code in codes])
    steps = (5.5 - np.arange(1, TENTHS + 1)) / 4.5
    start = persons[:, None] * (poverty / poverty.mean())[:, None] ** steps
    tenth = np.full(TENTHS, persons.sum() / TENTHS)
    raked = rake(start, [Margin("regencies", (0,), persons), Margin("tenths", (1,), tenth)])
    found: Floats = raked.table / persons[:, None]
    return found
