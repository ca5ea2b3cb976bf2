"""Regencies and villages: which are meant, how many people live there."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
import pyarrow.parquet as pq

from tedung.errors import TedungError
from tedung.population.census.draws import Floats, Ints, generator, largest_remainder
from tedung.population.census.margins import NATION, assumed
from tedung.population.tables import Row, table
from tedung.texts import text


class Regency(NamedTuple):
    """A kabupaten or kota, its registered persons by sex, and its villages in the order of their codes."""

    code: str
    name: str
    kind: str
    men: int
    women: int
    villages: tuple[str, ...]
    is_kelurahan: tuple[bool, ...]

    @property
    def number(self) -> int:
        """Return the code as a number, for a chance of its own."""
        return int(self.code.replace(".", ""))


@cache
def regencies() -> Mapping[str, Row]:
    """Return the 514 kabupaten and kota by code."""
    return {row["code"]: row for row in table("adm/regencies.csv")}


@cache
def _villages() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return code and kind of the 83,762 villages, by regency."""
    path = resources.files("tedung") / "data" / "adm/villages.parquet"
    with resources.as_file(path) as file:
        columns = pq.read_table(file, columns=["code", "kind"]).to_pydict()
    found: dict[str, list[tuple[str, str]]] = {}
    for code, kind in sorted(zip(columns["code"], columns["kind"], strict=True)):
        found.setdefault(code[:5], []).append((code, kind))
    return {code: tuple(rows) for code, rows in found.items()}


def expand(codes: Iterable[str]) -> list[str]:
    """Return the regencies meant by codes of regencies and provinces (`51`, `51.71`; `ID` all), once each.

    `TedungError` names every code that is neither.
    """
    codes = [codes] if isinstance(codes, str) else list(codes)
    meant: set[str] = set()
    unknown = []
    for code in codes:
        found = {regency for regency in regencies() if code in {regency, regency[:2], NATION}}
        meant |= found
        if not found:
            unknown.append(str(code)[:12])
    if unknown or not codes:
        raise TedungError(text("population.region_unknown", codes=", ".join(unknown) or "-"))
    return sorted(meant)


def regency(code: str) -> Regency:
    """Return one regency."""
    row, villages = regencies()[code], _villages()[code]
    return Regency(
        code,
        row["name"],
        row["kind"],
        int(row["pop_male_2024s2"]),
        int(row["pop_female_2024s2"]),
        tuple(village for village, _ in villages),
        tuple(kind == "kelurahan" for _, kind in villages),
    )


def village_sizes(place: Regency, persons: int) -> Ints:
    """Return the persons of every village; they sum to *persons*.

    The same sizes whatever the seed: a village does not grow with another chance.
    """
    believed = assumed("village_sizes")
    rng = generator(0, place.number)
    weights = _areas(place.villages) ** believed["area_power"]
    weights = weights * np.where(place.is_kelurahan, believed["kelurahan"], 1.0)
    weights = weights * np.exp(rng.normal(0.0, believed["spread"], len(weights)))
    return largest_remainder(persons, _as_known(place, weights / weights.sum()))


def rurality(place: Regency, sizes: Ints) -> Floats:
    """Return how much likelier to farm each village's people are: more in a desa, less where it is dense."""
    believed = assumed("farming_villages")
    areas = _areas(place.villages)
    is_known = any(village in _known_areas() for village in place.villages)
    density = (
        (np.maximum(sizes, 1) / areas) / (sizes.sum() / areas.sum()) if is_known else np.ones(len(sizes))
    )
    found: Floats = (
        np.where(place.is_kelurahan, believed["kelurahan"], 1.0) * density ** -believed["density_power"]
    )
    return found


@cache
def _known_areas() -> Mapping[str, float]:
    return {row["code"]: float(row["area_km2"]) for row in table("adm/bali_villages.csv")}


def _areas(villages: tuple[str, ...]) -> Floats:
    """Return the area of each village in km2; alike where no polygon is known."""
    return np.array([_known_areas().get(village, 1.0) for village in villages])


def _as_known(place: Regency, weights: Floats) -> Floats:
    """Return the weights bent to the few districts and villages whose persons are published."""
    districts = np.array([village[:8] for village in place.villages])
    totals = {row["district_code"]: int(row["population"]) for row in _district_totals(place.code)}
    whole = sum(totals.values())
    for district, persons in totals.items():
        inside = districts == district
        weights[inside] *= persons / whole / weights[inside].sum()
    for village, share in _village_shares(place).items():
        at = place.villages.index(village)
        near = (districts == districts[at]) & (np.arange(len(weights)) != at)
        weights[near] *= (weights[near].sum() + weights[at] - share) / weights[near].sum()
        weights[at] = share
    return weights


def _district_totals(regency_code: str) -> list[Row]:
    rows = table("population/denpasar_districts_2023.csv")
    return [row for row in rows if row["district_code"].startswith(regency_code)]


def _village_shares(place: Regency) -> dict[str, float]:
    rows = {row["area_code"]: row for row in table("population/bali_totals.csv")}
    return {
        code: int(row["population"]) / (place.men + place.women)
        for code, row in rows.items()
        if code in place.villages
    }
