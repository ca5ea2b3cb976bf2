"""The persons of one block, step after step: households, activity, work, pay, tenths, groups, membership."""

from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tedung.population.census import groups, membership, pay, welfare, work
from tedung.population.census.ages import ADULT, BANDS, ages, birth_dates
from tedung.population.census.draws import Flags, Floats, Ints, Rng, deal, deal_leaning
from tedung.population.census.households import Lives, households
from tedung.population.census.labour import ADULT_BANDS, FAMILY, FARM, HIRED, labour, place_of
from tedung.population.census.margins import SECTORS, area_of, assumed
from tedung.population.census.membership import Counted
from tedung.population.census.places import Regency

WORKING, RESTING = 0, 2
"""Places in ACTIVITIES: who neither works nor seeks work begins at the third."""
NONE = -1
TINY = 1e-300
"""Keeps a place without farmers from a division by nothing; nobody is dealt there."""


class Run(NamedTuple):
    """What was asked: which chance, which part of the persons, how old on which day."""

    seed: int
    scale: float
    on: date


class Part(NamedTuple):
    """Some villages of a regency before anything is decided."""

    place: Regency
    village: Ints
    cell: Ints
    """Sex times 18 plus five-year age."""
    rural: Floats
    """By village of the regency: how much likelier to farm."""
    share: float
    """Of the regency's persons."""


class Work(NamedTuple):
    """What each person does; -1 for who does not work.  `segment`: 0 pu, 1 bpu, -1 none."""

    activity: Ints
    status: Ints
    sector: Ints
    kind: Ints
    size: Ints
    segment: Ints


class People(NamedTuple):
    """Everything about the persons of a block, as numbers."""

    lives: Lives
    household: Ints
    work: Work
    upah: Ints
    income: Ints
    desil: Ints
    members: membership.Members
    birth_date: NDArray[np.datetime64]
    member_since: NDArray[np.datetime64]
    jkn: Flags


def make(part: Part, run: Run, rng: Rng) -> People:
    """Return the persons of a part of a regency."""
    band = part.cell % BANDS
    lives = Lives(part.village, part.cell // BANDS, band, ages(band, rng))
    household = households(lives, rng)
    job = _work(_activity(part, lives, rng), lives, rng)
    upah, income = _pay(part.place, job, lives, rng)
    desil = welfare.desil(part.place.code, household, upah + income, lives.village, rng)
    counted = Counted(part.place.code, run.scale, part.share)
    workers = _workers(counted, lives, job, desil, rng)
    members = membership.members(counted, workers, rng)
    since = membership.since(members.is_member, lives.age, run.on, rng)
    jkn = rng.random(len(band)) < assumed("jkn")["share"]
    born = birth_dates(lives.age, run.on)
    return People(lives, household, job, upah, income, desil, members, born, since, jkn)


class _Busy(NamedTuple):
    """Activity of everybody; status and sector of who works, -1 else."""

    activity: Ints
    status: Ints
    sector: Ints


def _activity(part: Part, lives: Lives, rng: Rng) -> _Busy:
    """Decide who works, who seeks work, and what the others of 15 or more do."""
    activity_shares, work_shares = labour(area_of(part.place.code)).of(place_of(part.place.code))
    cell = lives.sex * ADULT_BANDS + pay.age_band(lives.band)
    activity = np.full(len(cell), NONE, dtype=np.int64)
    adult = lives.band >= ADULT
    activity[adult] = deal(cell[adult], activity_shares, rng)
    resting = activity == RESTING
    activity[resting] = RESTING + deal(cell[resting], _resting_shares(), rng)
    working = activity == WORKING
    both = _statuses_and_sectors(cell[working], part.rural[lives.village[working]], work_shares, rng)
    status, sector = (np.full(len(cell), NONE, dtype=np.int64) for _ in range(2))
    status[working], sector[working] = both // len(SECTORS), both % len(SECTORS)
    return _Busy(activity, status, sector)


def _statuses_and_sectors(cell: Ints, rural: Floats, shares: Floats, rng: Rng) -> Ints:
    """Return status times 17 plus sector: first who farms, by village, then what each is, by chance."""
    is_farm = np.arange(shares.shape[1]) % len(SECTORS) == FARM
    farm_share = shares[:, is_farm].sum(axis=1)
    farms = deal_leaning(cell, farm_share, rural, rng)
    found = np.empty(len(cell), dtype=np.int64)
    for who, columns, whole in ((farms, is_farm, farm_share), (~farms, ~is_farm, 1 - farm_share)):
        inside = np.where(columns, shares, 0.0) / np.maximum(whole, TINY)[:, None]
        found[who] = deal(cell[who], inside, rng)
    return found


def _resting_shares() -> Floats:
    """Return school, home and other by sex and age band: (26, 3)."""
    believed = assumed("out_of_the_labour_force")
    school = np.tile(np.array(believed["school"]), 2)
    home = np.concatenate([believed["home_L"], believed["home_P"]])
    found = np.stack([school, home, np.maximum(1 - school - home, 0.0)], axis=1)
    of_one: Floats = found / found.sum(axis=1, keepdims=True)
    return of_one


def _work(busy: _Busy, lives: Lives, rng: Rng) -> Work:
    """Decide the kind of work, the size of the enterprise and the segment of who works."""
    at = np.flatnonzero(busy.activity == WORKING)
    status, sector = busy.status[at], busy.sector[at]
    kind = work.deal_kinds(status, sector, lives.sex[at], rng)
    size = work.deal_sizes(sector, rng)
    every = work.kinds()
    hired = status == HIRED
    none = (hired & (every.hows[kind] == work.CIVIL)) | (status == FAMILY)
    others = np.where(hired & ~np.array(every.is_domestic)[kind], membership.PU, membership.BPU)
    segment = np.where(none, NONE, others)
    found = [np.full(len(lives.sex), NONE, dtype=np.int64) for _ in range(3)]
    for whole, values in zip(found, (kind, size, segment), strict=True):
        whole[at] = values
    return Work(*busy, *found)


def _pay(place: Regency, job: Work, lives: Lives, rng: Rng) -> tuple[Ints, Ints]:
    """Return the upah of the hired and the income of the others.

    Civil servants have one too, for their household's sake; the table does not show it.
    """
    upah, income = np.zeros_like(job.status), np.zeros_like(job.status)
    hired = np.flatnonzero((job.status == HIRED) & (job.segment != membership.BPU))
    band = pay.age_band(lives.band)
    upah[hired] = pay.upah(
        place.code, pay.Hired(job.sector[hired], lives.sex[hired], band[hired], job.size[hired]), rng
    )
    others = np.flatnonzero(job.segment == membership.BPU)
    farm = job.sector[others] == FARM
    income[others] = pay.income(place.code, job.status[others], farm, lives.sex[others], rng)
    return upah, income


def _workers(counted: Counted, lives: Lives, job: Work, desil: Ints, rng: Rng) -> membership.Workers:
    """Say to which group a non-wage worker belongs: an office held, else the kind of work."""
    of_kind = np.array([groups.place_of_group(row["kelompok_sasaran"]) for row in work.kinds().rows])
    bpu = job.segment == membership.BPU
    group = np.where(bpu, of_kind[job.kind], NONE)
    holders, held = groups.hold_offices(counted.regency_code, bpu, lives, counted.scale * counted.share, rng)
    group[holders] = held
    has_office = np.zeros(len(group), dtype=bool)
    has_office[holders] = True
    return membership.Workers(job.segment, lives.age, job.size, group, has_office, desil)
