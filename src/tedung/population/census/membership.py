"""Who is on the agency's list, with which programmes, since when, and who pays."""

from datetime import date
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tedung.columns import PAYERS
from tedung.population.census.draws import Flags, Floats, Ints, Rng, choose
from tedung.population.census.labour import labour, place_of
from tedung.population.census.margins import BALI, NATION, SECTORS, STATUSES, area_of, assumed, margin, value
from tedung.population.census.raking import Margin, rake
from tedung.population.tables import DENPASAR, table

PU, BPU = 0, 1
NONE = -1
OLDEST = 65
PROGRAMMES = ("jkk+jkm", "jkk+jkm+jht", "jkk+jkm+jht+jp", "jkk+jkm+jht+jp+jkp")
CLERGY = ("sulinggih", "pemangku")
PU_STATUS = STATUSES.index("wage_earner")
FIRST_DAY = date(2015, 7, 1)


class Workers(NamedTuple):
    """What decides about membership: a place of each array is a person."""

    segment: Ints
    """0 pu, 1 bpu, -1 none."""
    age: Floats
    size: Ints
    group: NDArray[np.object_]
    has_office: Flags
    desil: Ints


class Members(NamedTuple):
    """Who is a member, which programmes (a place in PROGRAMMES), who pays (a place in PAYERS)."""

    is_member: Flags
    programmes: Ints
    payer: Ints
    group: NDArray[np.object_]


def members(regency_code: str, workers: Workers, scale: float, share: float, rng: Rng) -> Members:
    """Return the members of a regency, or of a part of it that has *share* of its persons."""
    wanted = np.rint(wanted_members(regency_code) * scale * share).astype(np.int64)
    young = workers.age < OLDEST
    payer = np.full(len(workers.age), NONE, dtype=np.int64)
    group = workers.group.copy()
    _paid_by_budgets(regency_code, workers, payer, group, scale * share, rng)
    others = (workers.segment == BPU) & (payer == NONE) & young
    weights = np.where(others, np.where(workers.has_office, assumed("who_is_member")["office"], 1.0), 0.0)
    found = choose(weights, max(int(wanted[BPU]) - int((payer != NONE).sum()), 0), rng)
    by_village = rng.random(len(found)) < assumed("who_pays")["apbdes"]
    payer[found] = np.where(by_village, PAYERS.index("apbdes"), PAYERS.index("self"))
    sizes = np.array(assumed("who_is_member")["large"])[workers.size]
    hired = choose(np.where((workers.segment == PU) & young, sizes, 0.0), int(wanted[PU]), rng)
    payer[hired] = PAYERS.index("employer")
    return Members(payer != NONE, _programmes(workers, payer, rng), payer, group)


@cache
def _wanted(area: str) -> Floats:
    """Return the members of each place of an area by segment: (places, 2).

    The totals of the segments are published (or derived); between regencies coverage
    stands as published for two of them, and alike for the rest.
    """
    workers = eligible(area)
    totals = np.array([value(area, "members", "pu"), value(area, "members", "bpu")])
    if area == NATION:
        return workers * (totals / workers.sum(axis=0))
    places = labour(area).places
    coverage = np.array([_coverage(place) for place in places]) * workers.sum(axis=1)
    known = np.array([_has_coverage(place) for place in places])
    left = (
        totals.sum()
        - (coverage[known] * (totals.sum() / _base(area) / (value(area, "coverage") / 100))).sum()
    )
    by_place = np.where(
        known,
        coverage * (totals.sum() / _base(area) / (value(area, "coverage") / 100)),
        left * workers.sum(axis=1) / workers.sum(axis=1)[~known].sum(),
    )
    return rake(workers, [Margin("segments", (1,), totals), Margin("regencies", (0,), by_place)]).table


def _base(area: str) -> float:
    return float(eligible(area).sum())


def _has_coverage(place: str) -> bool:
    return any(row["area"] == place and row["margin"] == "coverage" for row in table("census/margins.csv"))


def _coverage(place: str) -> float:
    return float(margin(place, "coverage")["all"]["value"]) / 100 if _has_coverage(place) else 0.0


def wanted_members(regency_code: str) -> Floats:
    """Return how many wage earners and how many others of a regency are members."""
    area = area_of(regency_code)
    at = labour(area).places.index(place_of(regency_code))
    if area == BALI:
        found: Floats = _wanted(area)[at]
        return found
    return _wanted(area)[at] * _part_of_place(regency_code)


def _part_of_place(regency_code: str) -> float:
    """Return a regency's part of the persons of all of its kind."""
    from tedung.population.census.places import regencies

    kind = regencies()[regency_code]["kind"]
    whole = sum(int(row["pop_total_2024s2"]) for row in regencies().values() if row["kind"] == kind)
    return int(regencies()[regency_code]["pop_total_2024s2"]) / whole


@cache
def eligible(area: str) -> Floats:
    """Return who can be a member, as the raked table expects it: (places, 2)."""
    found = labour(area).raked.table.sum(axis=(1, 2))
    civil = np.array([float(row["civil"]) / 100 for row in table("census/sectors.csv")])
    hired = found[:, STATUSES.index("wage_earner"), :]
    others = [number for number, name in enumerate(STATUSES) if name not in {"wage_earner", "family"}]
    assert len(SECTORS) == len(civil)
    return np.stack([(hired * (1 - civil)).sum(axis=1), found[:, others, :].sum(axis=(1, 2))], axis=1)


def _paid_by_budgets(
    regency_code: str, workers: Workers, payer: Ints, group: NDArray[np.object_], scale: float, rng: Rng
) -> None:
    """Mark those for whom a budget pays: the published groups of Denpasar, 25,000 of Badung, the clergy."""
    if area_of(regency_code) != BALI:
        return
    paid = assumed("who_pays")["apbd_kota"]
    kota, prov = PAYERS.index("apbd_kota"), PAYERS.index("apbd_prov")
    may = workers.segment == BPU
    if regency_code == DENPASAR:
        for row in table("offices/denpasar_groups.csv"):
            if row["size_basis"] == "press":
                code = row["kelompok_sasaran"]
                fit = may & (payer == NONE) & _in_group(code, workers, group)
                found = choose(fit.astype(float), round(int(row["size_2025"]) * scale), rng)
                payer[found], group[found] = kota, code
    elif regency_code in paid:
        fit = np.where(may, np.where(workers.has_office, 1e6, 1.0 / workers.desil**2), 0.0)
        payer[choose(fit, round(paid[regency_code] * scale), rng)] = kota
    else:
        payer[may & np.isin(group.astype(str), CLERGY)] = prov


def _in_group(code: str, workers: Workers, group: NDArray[np.object_]) -> Flags:
    if code == "pkh":
        return (workers.desil <= 2) & ~workers.has_office
    found: Flags = group == code
    return found


def _programmes(workers: Workers, payer: Ints, rng: Rng) -> Ints:
    """Return the programmes of members: the larger the enterprise the more; of the others few save."""
    found = np.full(len(payer), NONE, dtype=np.int64)
    hired = np.flatnonzero(payer == PAYERS.index("employer"))
    order = hired[np.argsort(workers.size[hired] + rng.normal(0, 1.0, len(hired)), kind="stable")]
    cuts = [1 - value(NATION, "programmes", f"pu.{name}") / 100 for name in ("jht", "jp", "jkp")]
    found[order] = np.searchsorted(cuts, (np.arange(len(order)) + 0.5) / max(len(order), 1))
    others = np.flatnonzero((payer != NONE) & (payer != PAYERS.index("employer")))
    found[others] = 0
    alone = others[payer[others] == PAYERS.index("self")]
    saving = round(value(NATION, "programmes", "bpu.jht") / 100 * len(others))
    found[rng.permutation(alone)[:saving]] = 1
    return found


def since(is_member: Flags, age: Floats, on: date, rng: Rng) -> NDArray[np.datetime64]:
    """Return the day of becoming a member: after 18, more of late, before the month of the day; NaT else."""
    last = np.datetime64(on.replace(day=1), "D") - 1
    first = np.maximum(
        np.datetime64(FIRST_DAY, "D"),
        np.datetime64(on, "D") - (np.maximum(age - 18, 0) * 365.25).astype("timedelta64[D]"),
    )
    span = np.maximum((last - first).astype(np.int64), 0)
    days = first + (np.sqrt(rng.random(len(age))) * span).astype("timedelta64[D]")
    return np.where(is_member, np.minimum(days, last), np.datetime64("NaT"))
