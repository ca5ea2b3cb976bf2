"""Upah of wage earners and income of the others: log-normal about published or assumed means."""

from functools import cache
from typing import NamedTuple

import numpy as np

from tedung.population.census.ages import ADULT, WOMEN
from tedung.population.census.draws import Flags, Floats, Ints, Rng
from tedung.population.census.labour import ADULT_BANDS
from tedung.population.census.margins import BALI, NATION, SECTORS, STATUSES, area_of, assumed, value
from tedung.population.tables import table

STEP = 1_000
"""Rupiah to which a pay is rounded; nobody states theirs to the rupiah."""
YEAR = "2026"


@cache
def minimum(regency_code: str) -> int:
    """Return the minimum of a regency (UMK), or the one that is assumed outside Bali."""
    rows = table("labour/minimum_wage_bali.csv")
    found = {row["area_code"]: row for row in rows if row["kind"] == "UMK" and row["year"] == YEAR}
    if regency_code in found:
        return int(float(found[regency_code]["rupiah_per_month"]))
    return int(assumed("minimum_elsewhere")["value"])


def _level(regency_code: str) -> float:
    """Return how far upah of a regency lies above the nation's: its minimum over its province's."""
    if area_of(regency_code) != BALI:
        return 1.0
    rows = table("labour/minimum_wage_bali.csv")
    province = next(row for row in rows if row["kind"] == "UMP" and row["year"] == YEAR)
    return minimum(regency_code) / float(province["rupiah_per_month"])


class Hired(NamedTuple):
    """Wage earners: places of sector, sex, age band (13) and size of enterprise; (n,) each."""

    sector: Ints
    sex: Ints
    band: Ints
    size: Ints


def upah(regency_code: str, hired: Hired, rng: Rng) -> Ints:
    """Return the upah of wage earners, IDR a month.

    The mean of a sector is the nation's, raised and moved to the regency; sexes, ages and
    sizes lie about it by assumed ratios, divided by their mean here so that it stays met.
    """
    believed, sector = assumed("upah_level"), hired.sector
    ratio = np.where(hired.sex == WOMEN, believed["woman"], 1.0)
    ratio = ratio * np.array(believed["age"])[hired.band] * np.array(believed["size"])[hired.size]
    counts = np.maximum(np.bincount(sector, minlength=len(SECTORS)), 1)
    means = np.bincount(sector, weights=ratio, minlength=len(SECTORS)) / counts
    national = np.array([value(NATION, "upah", name) for name in SECTORS])
    centre = national[sector] * believed["growth"] * _level(regency_code) * ratio / means[sector]
    amounts = centre * _log_normal(len(sector), believed["spread"], rng)
    return _rounded(np.maximum(amounts, believed["least"]))


def income(regency_code: str, status: Ints, is_farm: Flags, sex: Ints, rng: Rng) -> Ints:
    """Return the income of those without upah, IDR a month: about an assumed part of the minimum."""
    believed = assumed("income_level")
    medians = np.array([believed["median"].get(name, 0.0) for name in STATUSES])
    centre = medians[status] * minimum(regency_code)
    centre = (
        centre * np.where(is_farm, believed["farm"], 1.0) * np.where(sex == WOMEN, believed["woman"], 1.0)
    )
    amounts = centre * np.exp(rng.normal(0.0, believed["spread"], len(status)))
    return _rounded(np.maximum(amounts, believed["least"]))


def _log_normal(count: int, spread: float, rng: Rng) -> Floats:
    """Return numbers with the mean one."""
    found: Floats = np.exp(rng.normal(-(spread**2) / 2, spread, count))
    return found


def _rounded(amounts: Floats) -> Ints:
    return (np.rint(amounts / STEP) * STEP).astype(np.int64)


def age_band(bands: Ints) -> Ints:
    """Return the place of a five-year age among the 13 bands of adults."""
    return np.clip(bands - ADULT, 0, ADULT_BANDS - 1)
