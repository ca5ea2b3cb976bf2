"""How many men and women of each age a regency has; birth dates."""

from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tedung.population.census.draws import Floats, Ints, Rng, largest_remainder
from tedung.population.census.margins import BALI, NATION, area_of, assumed, value
from tedung.population.census.places import Regency, regencies
from tedung.population.census.raking import Margin, rake
from tedung.population.tables import DENPASAR, table

BANDS = 18
"""Five-year ages: 0-4, 5-9, … 80-84, 85 and more."""
WIDTH = 5
ADULT, OLD = 3, 12
"""15-19 is the fourth, 60-64 the thirteenth."""
WORDS = ("male", "female")
MEN, WOMEN = 0, 1
FEBRUARY = 2
OLDEST_WIDTH = 10
LIFE_TABLE = "2020-2025"


def pyramid(place: Regency) -> Floats:
    """Return the persons of a regency by sex and five-year age: (2, 18), not yet whole numbers."""
    if area_of(place.code) == BALI:
        return _bali()[place.code]
    shape = nation_shape()
    found: Floats = shape / shape.sum(axis=1, keepdims=True) * np.array([[place.men], [place.women]])
    return found


@cache
def _bali() -> dict[str, Floats]:
    """Return the pyramids of Bali: ages of the province and of Denpasar, sexes of each regency.

    The estimate of Denpasar is met as it stands but for its sexes; the other eight share
    what is left of the province.
    """
    codes = sorted(code for code in regencies() if code.startswith(BALI))
    sexes = np.array([_sexes(code) for code in codes], dtype=float)
    at = codes.index(DENPASAR)
    city = _scaled(_estimate(DENPASAR), sexes[at])
    others = [number for number in range(len(codes)) if number != at]
    rest = _scaled(_estimate(BALI), sexes.sum(axis=0)) - city
    start = np.ones((len(others), 2, BANDS)) * rest
    raked = rake(start, [Margin("sexes", (0, 1), sexes[others]), Margin("ages", (1, 2), rest)])
    found = {codes[number]: raked.table[place] for place, number in enumerate(others)}
    return {**found, DENPASAR: city}


def _sexes(code: str) -> tuple[int, int]:
    row = regencies()[code]
    return int(row["pop_male_2024s2"]), int(row["pop_female_2024s2"])


def _estimate(area: str) -> Floats:
    rows = [row for row in table("population/age_sex_2025_estimate.csv") if row["area_code"] == area]
    found = np.zeros((2, BANDS))
    for row in rows:
        found[WORDS.index(row["sex"]), int(row["age_from"]) // WIDTH] = float(row["population_estimate"])
    return found


def _scaled(shape: Floats, sexes: Floats) -> Floats:
    scaled: Floats = shape / shape.sum(axis=1, keepdims=True) * sexes[:, None]
    return scaled


@cache
def nation_shape() -> Floats:
    """Return the nation's ages: (2, 18), relative.

    Survivors of the life table, thinned by a growth that is assumed; then children, persons of
    15 to 59 and the old are scaled to the two ratios that are published.
    """
    growth = assumed("ages_of_the_nation")["growth"]
    shape: Floats = _person_years() * np.exp(-growth * (np.arange(BANDS) * WIDTH + WIDTH / 2))
    adults, old = value(NATION, "adults", "15+") / 100, value(NATION, "old", "60+") / 100
    parts = (1 - adults, adults / (1 + old), adults * old / (1 + old))
    for part, bands in zip(parts, (slice(0, ADULT), slice(ADULT, OLD), slice(OLD, BANDS)), strict=True):
        shape[:, bands] *= part / shape[:, bands].sum()
    return shape


def _person_years() -> Floats:
    """Return the person-years lived in each five-year age, for 100,000 births of each sex."""
    rows = [row for row in table("mortality/id_life_table_un_wpp2024.csv") if row["period"] == LIFE_TABLE]
    found = np.zeros((2, BANDS))
    for row in rows:
        band = min(int(row["age"]) // WIDTH, BANDS - 1)
        found[WORDS.index(row["sex"]), band] += float(row["lx"])
    return found


def ages(bands: Ints, rng: Rng) -> Floats:
    """Return an age in years with its fraction for each person: even within five years, falling from 85."""
    within = rng.random(len(bands))
    width = np.where(bands == BANDS - 1, OLDEST_WIDTH * (1 - np.sqrt(1 - within)), within * WIDTH)
    return (bands * WIDTH + width).astype(np.float64)


def birth_dates(years: Floats, on: date) -> NDArray[np.datetime64]:
    """Return a day of birth that makes each as many whole years old on a day as `years` says.

    Whole years are counted by birthdays; who would be asked on 29 February is as old as on the 28th.
    """
    whole = np.floor(years).astype(np.int64)
    day = min(on.day, 28) if on.month == FEBRUARY else on.day
    months = (on.year - whole - 1970) * 12 + on.month - 1
    birthday = months.astype("datetime64[M]").astype("datetime64[D]") + np.timedelta64(day - 1, "D")
    born: NDArray[np.datetime64] = birthday - ((years - whole) * 365).astype("timedelta64[D]")
    return born


def band_counts(pyramid_: Floats, men: int, women: int) -> Ints:
    """Return whole persons by sex and age, flat (36,); those of each sex sum to its number."""
    return np.concatenate([largest_remainder(men, pyramid_[MEN]), largest_remainder(women, pyramid_[WOMEN])])
