"""A regency made whole: persons by village, their households, work, pay, tenths and membership."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from tedung.columns import ENTERPRISE_SIZES, PAYERS, population_schema
from tedung.errors import TedungError
from tedung.population.census import groups, households, membership, pay, welfare, work
from tedung.population.census.ages import BANDS, ages, band_counts, birth_dates, pyramid
from tedung.population.census.draws import Floats, Ints, Rng, deal, generator
from tedung.population.census.labour import ADULT, FAMILY, FARM, labour, place_of
from tedung.population.census.margins import SECTORS, STATUSES, area_of, assumed
from tedung.population.census.places import Regency, expand, regency, village_sizes
from tedung.population.census.table import table_of
from tedung.texts import text

DAY = date(2026, 12, 1)
"""The day on which everybody is as old as the ages of 2025 say."""
BLOCK = 1_000_000
"""Persons made at once: memory stays the same for a regency of six million."""
WORKING, SEEKING = 0, 1


def synthesise_region(codes: Iterable[str] | str, seed: int, scale: float = 1.0, on: date = DAY) -> pa.Table:
    """Return the persons of regencies and provinces as one table of `population_schema()`.

    codes: `51` a province, `51.71` a regency.  scale: part of the persons, above 0 and at
    most 1; every count is scaled.  The same seed gives the same table, whatever else is
    asked beside it.  Whoever wants more than memory holds takes `blocks`.
    """
    return pa.concat_tables([block.table for block in blocks(codes, seed, scale, on)])


class Block(NamedTuple):
    """Some villages of one regency."""

    regency: Regency
    table: pa.Table


def blocks(codes: Iterable[str] | str, seed: int, scale: float = 1.0, on: date = DAY) -> Iterator[Block]:
    """Return one block of persons after another, by village; `TedungError` for what cannot be asked."""
    _check(seed, scale)
    return _each(expand(codes), seed, scale, on)


def _check(seed: int, scale: float) -> None:
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise TedungError(text("population.bad_seed", given=seed))
    if isinstance(scale, bool) or not isinstance(scale, int | float) or not 0 < scale <= 1:
        raise TedungError(text("population.bad_scale", given=scale))


def _each(codes: list[str], seed: int, scale: float, on: date) -> Iterator[Block]:
    for code in codes:
        place = regency(code)
        rng = generator(seed, place.number)
        persons = max(round((place.men + place.women) * scale), 1)
        sizes = village_sizes(place, persons)
        cells = rng.permutation(
            np.repeat(np.arange(2 * BANDS, dtype=np.int8), band_counts(pyramid(place), persons))
        )
        village = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
        for number, (first, last) in enumerate(_cuts(sizes)):
            chance = generator(seed, place.number, number)
            yield _block(place, village[first:last], cells[first:last], persons, scale, on, chance)


def _cuts(sizes: Ints) -> Iterator[tuple[int, int]]:
    """Return where blocks begin and end: whole villages, about BLOCK persons or fewer."""
    ends = np.cumsum(sizes)
    first = 0
    while first < ends[-1]:
        fits = ends[ends <= first + BLOCK]
        last = int(fits[-1]) if len(fits) and fits[-1] > first else int(ends[ends > first][0])
        yield first, last
        first = last


def _block(
    place: Regency, village: Ints, cells: Any, persons: int, scale: float, on: date, rng: Rng
) -> Block:
    people: dict[str, Any] = {"village": village, "sex": cells // BANDS, "band": cells % BANDS}
    people["sex"], people["band"] = people["sex"].astype(np.int64), people["band"].astype(np.int64)
    people["age"] = ages(people["band"], rng)
    people["household"] = households.households(village, people["sex"], people["band"], people["age"], rng)
    _activity(place, people, rng)
    _work(people, rng)
    _pay(place, people, rng)
    everybody = np.where(people["upah"] > 0, people["upah"], people["income"])
    people["desil"] = welfare.desil(place.code, people["household"], everybody, rng)
    _groups(place, people, scale * len(village) / persons, rng)
    _membership(place, people, scale, len(village) / persons, on, rng)
    people["jkn"] = rng.random(len(village)) < assumed("jkn")["share"]
    people["birth_date"] = birth_dates(people["age"], on)
    return Block(place, table_of(place, people))


def _activity(place: Regency, people: dict[str, Any], rng: Rng) -> None:
    """Decide who works, who seeks work, and what the others of 15 or more do."""
    activity_shares, work_shares = labour(area_of(place.code)).of(place_of(place.code))
    adult = people["band"] >= ADULT
    cell = people["sex"] * 13 + pay.age_band(people["band"])
    activity = np.full(len(cell), -1, dtype=np.int64)
    activity[adult] = deal(cell[adult], activity_shares, rng)
    resting = activity == 2
    activity[resting] = 2 + deal(cell[resting], _resting_shares(), rng)
    working = activity == WORKING
    both = np.full(len(cell), -1, dtype=np.int64)
    both[working] = deal(cell[working], work_shares, rng)
    people["activity"], people["working"] = activity, working
    people["status"] = np.where(working, both // len(SECTORS), -1)
    people["sector"] = np.where(working, both % len(SECTORS), -1)


def _resting_shares() -> Floats:
    """Return school, home and other by sex and age band: (26, 3)."""
    believed = assumed("out_of_the_labour_force")
    school = np.tile(np.array(believed["school"]), 2)
    home = np.concatenate([believed["home_L"], believed["home_P"]])
    found = np.stack([school, home, np.maximum(1 - school - home, 0.0)], axis=1)
    return found / found.sum(axis=1, keepdims=True)


def _work(people: dict[str, Any], rng: Rng) -> None:
    """Decide the kind of work, the enterprise and the segment of who works."""
    at = np.flatnonzero(people["working"])
    status, sector = people["status"][at], people["sector"][at]
    kind = work.deal_kinds(status, sector, people["sex"][at], rng)
    size = work.deal_sizes(sector, rng)
    every = work.kinds()
    hired = status == membership.PU_STATUS
    domestic = np.array(every.is_domestic)[kind]
    civil = hired & (every.hows[kind] == work.CIVIL)
    none = civil | (status == FAMILY)
    segment = np.where(none, -1, np.where(hired & ~domestic, membership.PU, membership.BPU))
    for name, values in {"kind": kind, "size": size, "segment": segment}.items():
        people[name] = np.full(len(people["sex"]), -1, dtype=np.int64)
        people[name][at] = values


def _pay(place: Regency, people: dict[str, Any], rng: Rng) -> None:
    """Give wage earners an upah (civil servants too, whose pay the table does not show), others an income."""
    for name in ("upah", "income"):
        people[name] = np.zeros(len(people["sex"]), dtype=np.int64)
    hired = np.flatnonzero((people["status"] == membership.PU_STATUS) & (people["segment"] != membership.BPU))
    bands = pay.age_band(people["band"])
    of = {name: people[name][hired] for name in ("sector", "sex", "size")}
    people["upah"][hired] = pay.upah(place.code, of["sector"], of["sex"], bands[hired], of["size"], rng)
    others = np.flatnonzero(people["segment"] == membership.BPU)
    farm = people["sector"][others] == FARM
    people["income"][others] = pay.income(
        place.code, people["status"][others], farm, people["sex"][others], rng
    )


def _groups(place: Regency, people: dict[str, Any], scale: float, rng: Rng) -> None:
    """Say to which group a non-wage worker belongs: an office held, else the kind of work."""
    names = np.array([row["kelompok_sasaran"] for row in work.kinds().rows], dtype=object)
    group = np.full(len(people["sex"]), "", dtype=object)
    bpu = people["segment"] == membership.BPU
    group[bpu] = names[people["kind"][bpu]]
    holders, held = groups.hold_offices(place.code, bpu, people["sex"], people["age"], scale, rng)
    codes = np.array([office.code for office in groups.offices(place.code)] or [""], dtype=object)
    group[holders] = codes[held]
    people["group"] = group
    people["has_office"] = np.zeros(len(group), dtype=bool)
    people["has_office"][holders] = True


def _membership(
    place: Regency, people: dict[str, Any], scale: float, share: float, on: date, rng: Rng
) -> None:
    workers = membership.Workers(
        *(people[name] for name in ("segment", "age", "size", "group", "has_office", "desil"))
    )
    found = membership.members(place.code, workers, scale, share, rng)
    people["is_member"], people["programmes"], people["payer"] = (
        found.is_member,
        found.programmes,
        found.payer,
    )
    people["group"] = found.group
    people["member_since"] = membership.since(found.is_member, people["age"], on, rng)


__all__ = [
    "DAY",
    "ENTERPRISE_SIZES",
    "PAYERS",
    "STATUSES",
    "Block",
    "blocks",
    "population_schema",
    "synthesise_region",
]
