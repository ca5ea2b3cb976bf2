"""Kelompok sasaran: customary and voluntary offices by number, else the kind of work."""

from functools import cache
from typing import NamedTuple

import numpy as np

from tedung.population.census.ages import WOMEN
from tedung.population.census.draws import Flags, Floats, Ints, Rng, choose
from tedung.population.census.households import Lives
from tedung.population.census.margins import BALI, area_of
from tedung.population.census.places import regencies, regency
from tedung.population.tables import table


class Office(NamedTuple):
    """An office of a regency, how many hold it, and who is likely to."""

    code: str
    number: int
    age_from: int
    age_mode: int
    age_to: int
    share_women: float


GROUPS = tuple(row["kelompok_sasaran"] for row in table("census/groups.csv"))
"""Every group that somebody can belong to; a group is its place here, -1 none."""


OFFICES_OF_GROUPS = tuple(row["opd_pengampu"] for row in table("census/groups.csv"))
"""The office that looks after each group: as in Denpasar, or assumed."""
INDEPENDENT = GROUPS.index("pekerja_mandiri")


def place_of_group(code: str) -> int:
    """Return the place of a group in GROUPS; who has none works independently."""
    return GROUPS.index(code) if code else INDEPENDENT


@cache
def offices(regency_code: str) -> tuple[Office, ...]:
    """Return the offices of a regency of Bali; elsewhere none is known."""
    if area_of(regency_code) != BALI:
        return ()
    rows = table("census/offices.csv")
    own = [row for row in rows if row["area"] == regency_code]
    found = own or [row for row in rows if row["area"] == BALI]
    share = 1.0 if own else _share_of_villages(regency_code)
    return tuple(
        Office(
            row["kelompok_sasaran"],
            round(int(row["count"]) * share),
            int(row["age_from"]),
            int(row["age_mode"]),
            int(row["age_to"]),
            int(row["percent_women"]) / 100,
        )
        for row in found
    )


def _share_of_villages(regency_code: str) -> float:
    named = {row["area"] for row in table("census/offices.csv")}
    others = [code for code in regencies() if code.startswith(BALI) and code not in named]
    numbers = {code: len(regency(code).villages) for code in others}
    return numbers[regency_code] / sum(numbers.values())


def hold_offices(regency_code: str, may: Flags, lives: Lives, scale: float, rng: Rng) -> tuple[Ints, Ints]:
    """Return who holds an office and which: places of persons, places in GROUPS.

    may: (n,) who can hold one at all.  Nobody holds two.
    """
    free = may.copy()
    holders, held = [], []
    for office in offices(regency_code):
        fit = np.where(free, _fit(office, lives), 0.0)
        found = choose(fit, round(office.number * scale), rng)
        free[found] = False
        holders.append(found)
        held.append(np.full(len(found), place_of_group(office.code)))
    if not holders:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    return np.concatenate(holders), np.concatenate(held)


def _fit(office: Office, lives: Lives) -> Floats:
    """Return how well each fits: a triangle over age with its top at the usual one, times the sexes."""
    up = (lives.age - office.age_from) / (office.age_mode - office.age_from)
    down = (office.age_to + 1 - lives.age) / (office.age_to + 1 - office.age_mode)
    by_age = np.clip(np.minimum(up, down), 0.0, 1.0)
    found: Floats = by_age * np.where(lives.sex == WOMEN, office.share_women, 1 - office.share_women)
    return found
