"""Who works, seeks work or does neither; in which status and sector: raked to Sakernas.

The table has five axes: place, sex, age (13 bands from 15-19 to 75 and more), status, sector.
In Bali a place is a regency; elsewhere the nation is one table of two places, kabupaten and
kota, because nothing finer is published alike for all.
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import numpy as np

from tedung.population.census.ages import ADULT, MEN, WOMEN, pyramid
from tedung.population.census.draws import Floats
from tedung.population.census.margins import (
    BALI,
    NATION,
    SECTORS,
    STATUSES,
    area_of,
    assumed,
    own_value,
    shares,
    value,
)
from tedung.population.census.places import regencies, regency
from tedung.population.census.raking import Margin, Raked, rake
from tedung.population.tables import table

ADULT_BANDS = 13
"""15-19 to 70-74; 75 and more are one band here."""
FARM, FAMILY, HIRED = SECTORS.index("A"), STATUSES.index("family"), STATUSES.index("wage_earner")
SEXES = ("L", "P")


class Labour(NamedTuple):
    """The raked table of an area and what of it each place needs."""

    places: tuple[str, ...]
    adults: Floats
    seeking: Floats
    raked: Raked
    margins: tuple[Margin, ...]

    def of(self, place: str) -> tuple[Floats, Floats]:
        """Return of one place the shares (sex and age; activity) and (sex and age; status and sector).

        (26, 3): working, seeking, neither; (26, 119): each row sums to one.
        """
        at = self.places.index(place)
        cells = self.raked.table[at].reshape(2 * ADULT_BANDS, -1)
        working, adults = cells.sum(axis=1), self.adults[at].ravel()
        both = np.stack([working / adults, self.seeking[at].ravel() / adults], axis=1)
        return np.column_stack([both, 1 - both.sum(axis=1)]), cells / working[:, None]


def place_of(regency_code: str) -> str:
    """Return the row of the table that a regency is drawn from."""
    if area_of(regency_code) == BALI:
        return regency_code
    return regencies()[regency_code]["kind"]


@cache
def labour(area: str) -> Labour:
    """Return the table of Bali, or of the nation."""
    adults = _adults(area)
    rates = np.stack([_rates(area, "participation", sex, adults.sum(axis=0)) for sex in (MEN, WOMEN)])
    force = adults * rates
    lost = np.stack([_rates(area, "unemployment", sex, force.sum(axis=0)) for sex in (MEN, WOMEN)])
    seeking = _by_place(area, force, force * lost)
    margins = _margins(area, force - seeking)
    places = tuple(_places(area))
    return Labour(places, adults, seeking, rake(_start(area), margins), margins)


def _by_place(area: str, force: Floats, seeking: Floats) -> Floats:
    """Return who seeks work, raked to the rates of the regencies that are published, the others alike."""
    places = _places(area)
    known = {place: own_value(place, "unemployment") for place in places}
    rates = np.array([known[place] or 0.0 for place in places]) / 100
    if not rates.any():
        return seeking
    people = force.sum(axis=(1, 2))
    others = people * (rates == 0)
    wanted = people * rates
    wanted += others / others.sum() * (seeking.sum() - wanted.sum())
    margins = [Margin("sexes", (1,), seeking.sum(axis=(0, 2))), Margin("regencies", (0,), wanted)]
    return rake(seeking, margins).table


def _margins(area: str, working: Floats) -> tuple[Margin, ...]:
    whole = working.sum()
    return (
        Margin("place, sex and age", (0, 1, 2), working),
        Margin("status", (3,), whole * shares(area, "status", STATUSES)),
        Margin("sector", (4,), whole * shares(area, "sector", SECTORS)),
    )


def _places(area: str) -> list[str]:
    if area == BALI:
        return sorted(code for code in regencies() if code.startswith(BALI))
    return ["kabupaten", "kota"]


def _adults(area: str) -> Floats:
    """Return persons of 15 or more by place, sex and age band."""
    found = np.zeros((len(_places(area)), 2, ADULT_BANDS))
    for code in regencies():
        if area == NATION or code.startswith(BALI):
            at = _places(area).index(code if area == BALI else regencies()[code]["kind"])
            found[at] += folded(pyramid(regency(code)))
    return found


def folded(bands: Floats) -> Floats:
    """Return ages from 15 in 13 bands, all of 75 and more in the last."""
    adult = bands[:, ADULT:].copy()
    adult[:, ADULT_BANDS - 1] = adult[:, ADULT_BANDS - 1 :].sum(axis=1)
    return adult[:, :ADULT_BANDS]


def _rates(area: str, name: str, sex: int, people: Floats) -> Floats:
    """Return a rate by age whose shape is assumed and whose mean over the people is published."""
    shape = np.array(assumed(f"{name}_by_age")[SEXES[sex]])
    return moved(shape, people[sex], value(area, name, SEXES[sex]) / 100)


def moved(shape: Floats, people: Floats, wanted: float) -> Floats:
    """Return shares moved alike on the logit scale until their mean over the people is *wanted*."""
    logits = np.log(shape / (1 - shape))
    low, high = -12.0, 12.0
    for _ in range(80):
        middle = (low + high) / 2
        mean = float((people / (1 + np.exp(-logits - middle))).sum() / people.sum())
        low, high = (middle, high) if mean < wanted else (low, middle)
    found: Floats = 1 / (1 + np.exp(-logits - low))
    return found


def _start(area: str) -> Floats:
    """Return the starting weights: statuses of each sector, leaning by place, sex and age."""
    rows = table("census/sectors.csv")
    statuses = np.array([[float(row[status]) for status in STATUSES] for row in rows]).T
    women = np.array([float(row["women"]) for row in rows])
    young = np.array([float(row["young"]) for row in rows])
    by_sex = np.stack([np.ones(len(rows)), women])
    ages = np.linspace(1.0, -1.0, ADULT_BANDS)[:, None]
    by_age = np.exp(ages * np.log(young)[None, :])
    places = np.stack([_leaning(place) for place in _places(area)])
    sexes, bands = _status_sexes(), _status_ages()
    start: Floats = np.einsum(
        "ps,xs,as,ts,xt,at,pt->pxats",
        places,
        by_sex,
        by_age,
        statuses,
        sexes,
        bands,
        np.stack([_formal(place) for place in _places(area)]),
    )
    return start


def _leaning(place: str) -> Floats:
    """Return how far a place leans to each sector."""
    row = _place_row(place)
    found = np.ones(len(SECTORS))
    for number, sector in enumerate(table("census/sectors.csv")):
        town = float(sector["town"])
        found[number] = {"A": float(row["farm"]), "I": float(row["tourism"])}.get(
            sector["sector"], town ** np.log(float(row["formal"]) / 0.9)
        )
    return found


def _formal(place: str) -> Floats:
    found = np.ones(len(STATUSES))
    for status in ("wage_earner", "employer"):
        found[STATUSES.index(status)] = float(_place_row(place)["formal"])
    return found


def _place_row(place: str) -> Mapping[str, str]:
    return {row["code"]: row for row in table("census/regencies.csv")}[place]


def _status_sexes() -> Floats:
    """Return how statuses lean: unpaid family work to women, employing and casual work to men."""
    found = np.ones((2, len(STATUSES)))
    for status, women in {
        "family": 3.5,
        "employer": 0.4,
        "casual_other": 0.5,
        "self_employed_helped": 0.7,
    }.items():
        found[WOMEN, STATUSES.index(status)] = women
    return found


def _status_ages() -> Floats:
    """Return how statuses lean: a wage to the young, an enterprise of one's own to the older."""
    found = np.ones((ADULT_BANDS, len(STATUSES)))
    ages = np.linspace(-1.0, 1.0, ADULT_BANDS)
    leaning = {
        "wage_earner": -1.0,
        "self_employed": 0.5,
        "self_employed_helped": 0.8,
        "employer": 0.6,
        "casual_farm": 0.4,
    }
    for status, power in leaning.items():
        found[:, STATUSES.index(status)] = np.exp(power * ages)
    return found
