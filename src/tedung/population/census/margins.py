"""What is published and what is assumed: `data/census/`, each figure with source and certainty."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from tedung.columns import EMPLOYMENT_STATUSES
from tedung.population.census.draws import Floats
from tedung.population.tables import Row, table

BALI, NATION = "51", "ID"
STATUSES = EMPLOYMENT_STATUSES
SECTORS = tuple(row["sector"] for row in table("census/sectors.csv"))
"""Sections of KBLI as Sakernas prints them: some are put together."""


def area_of(regency: str) -> str:
    """Return whose margins a regency is fitted to: Bali's own, or the nation's."""
    return BALI if regency.startswith(BALI) else NATION


@cache
def margin(area: str, name: str) -> Mapping[str, Row]:
    """Return the rows of one margin of an area by key; the nation's where the area has none."""
    rows = [row for row in table("census/margins.csv") if row["margin"] == name]
    own = {row["key"]: row for row in rows if row["area"] == area}
    return own or {row["key"]: row for row in rows if row["area"] == NATION}


def value(area: str, name: str, key: str = "all") -> float:
    """Return one published figure."""
    return float(margin(area, name)[key]["value"])


def own_value(area: str, name: str, key: str = "all") -> float | None:
    """Return a figure of the area itself, none where only a wider area has one."""
    for row in table("census/margins.csv"):
        if (row["area"], row["margin"], row["key"]) == (area, name, key):
            return float(row["value"])
    return None


def shares(area: str, name: str, keys: tuple[str, ...]) -> Floats:
    """Return a margin printed in per cent as shares that sum to one."""
    found = np.array([value(area, name, key) for key in keys])
    of_one: Floats = found / found.sum()
    return of_one


@cache
def assumptions() -> Mapping[str, Mapping[str, Any]]:
    """Return every assumption by name: its values, and its sentence in both languages."""
    path = resources.files("tedung") / "data" / "census/assumptions.toml"
    return tomllib.loads(path.read_text("utf-8"))


def assumed(name: str) -> Mapping[str, Any]:
    """Return the values of one assumption."""
    return assumptions()[name]
