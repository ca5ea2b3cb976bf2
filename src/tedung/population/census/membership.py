"""Who is on the agency's list, with which programmes, since when, and who pays."""

from datetime import date
from functools import cache
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from tedung.columns import PAYERS
from tedung.population.census.draws import Flags, Floats, Ints, Rng, choose, largest_remainder
from tedung.population.census.groups import place_of_group
from tedung.population.census.labour import HIRED, labour, place_of
from tedung.population.census.margins import BALI, NATION, STATUSES, area_of, assumed, own_value, value
from tedung.population.census.places import regencies
from tedung.population.census.raking import Margin, rake
from tedung.population.tables import DENPASAR, table

PU, BPU = 0, 1
NONE = -1
YOUNGEST, OLDEST = 18, 65
"""Who may be enrolled (docs/conventions.md); who holds an office may have been so before."""
PROGRAMMES = ("jkk+jkm", "jkk+jkm+jht", "jkk+jkm+jht+jp", "jkk+jkm+jht+jp+jkp")
CLERGY = ("sulinggih", "pemangku")
FIRST, POOR = 1e6, 2
"""The weight of who comes before all others; the poorest tenths."""
FIRST_DAY = date(2015, 7, 1)


class Workers(NamedTuple):
    """What decides about membership: a place of each array is a person."""

    segment: Ints
    """0 pu, 1 bpu, -1 none."""
    age: Floats
    size: Ints
    group: Ints
    """A place in GROUPS."""
    has_office: Flags
    desil: Ints

    @property
    def may_be_enrolled(self) -> Flags:
        """Say who is of the age at which one is enrolled."""
        found: Flags = (self.age >= YOUNGEST) & (self.age < OLDEST)
        return found

    @property
    def may_be_paid_for(self) -> Flags:
        """Say for whom a budget may pay: non-wage workers of that age, and whoever holds an office."""
        found: Flags = (self.segment == BPU) & (self.may_be_enrolled | self.has_office)
        return found


class Members(NamedTuple):
    """Who pays for each member (a place in PAYERS, -1 no member), with which programmes, in which group."""

    payer: Ints
    programmes: Ints
    group: Ints

    @classmethod
    def nobody(cls, workers: Workers) -> Self:
        """Return a list without members."""
        none = np.full(len(workers.age), NONE, dtype=np.int64)
        return cls(none, none.copy(), workers.group.copy())

    @property
    def is_member(self) -> Flags:
        """Say who is on the list."""
        listed: Flags = self.payer != NONE
        return listed


class Counted(NamedTuple):
    """How many are to be counted: of which regency, at which scale, of which share of its persons."""

    regency_code: str
    scale: float
    share: float

    def of(self, number: float) -> int:
        """Return a number of the whole regency as one of this part."""
        return round(number * self.scale * self.share)


def members(counted: Counted, workers: Workers, rng: Rng) -> Members:
    """Return the members of a regency, or of a part of it."""
    wanted = wanted_members(counted.regency_code)
    found = Members.nobody(workers)
    _paid_by_budgets(counted, workers, found, rng)
    _who_pay_themselves(counted.of(wanted[BPU]), workers, found, rng)
    sizes = np.array(assumed("who_is_member")["large"])[workers.size]
    weights = sizes * ((workers.segment == PU) & workers.may_be_enrolled)
    hired = choose(weights, counted.of(wanted[PU]), rng)
    found.payer[hired] = PAYERS.index("employer")
    return found._replace(programmes=_programmes(workers, found.payer, rng))


def _who_pay_themselves(wanted: int, workers: Workers, found: Members, rng: Rng) -> None:
    """Fill up the non-wage members that no city or province pays for: by village or by themselves."""
    others = (workers.segment == BPU) & ~found.is_member & workers.may_be_enrolled
    weights = np.where(workers.has_office, assumed("who_is_member")["office"], 1.0) * others
    chosen = choose(weights, max(wanted - int(found.is_member.sum()), 0), rng)
    by_village = rng.random(len(chosen)) < assumed("who_pays")["apbdes"]
    found.payer[chosen] = np.where(by_village, PAYERS.index("apbdes"), PAYERS.index("self"))


@cache
def _wanted(area: str) -> Floats:
    """Return the members of each place of an area by segment: (places, 2).

    The totals of the segments are published (or derived); between regencies coverage
    stands as published for two of them, and alike for the rest.
    """
    workers = eligible(area)
    totals = np.array([value(area, "members", "pu"), value(area, "members", "bpu")])
    if area == NATION:
        found: Floats = workers * (totals / workers.sum(axis=0))
        return found
    margins = [Margin("segments", (1,), totals), Margin("regencies", (0,), _by_regency(area, totals.sum()))]
    raked = rake(workers, margins).table
    whole = [largest_remainder(round(totals[segment]), raked[:, segment]) for segment in (PU, BPU)]
    return np.stack(whole, axis=1).astype(np.float64)


def _by_regency(area: str, members_: float) -> Floats:
    """Return the members of each regency: a published coverage beside that of all, the rest alike."""
    workers = eligible(area).sum(axis=1)
    mean = members_ / workers.sum() / value(area, "coverage")
    published = np.array([own_value(place, "coverage") or 0.0 for place in labour(area).places])
    found = workers * published * mean
    rest = workers * (published == 0)
    alike: Floats = found + rest / rest.sum() * (members_ - found.sum())
    return alike


def wanted_members(regency_code: str) -> Floats:
    """Return how many wage earners and how many others of a regency are members."""
    area = area_of(regency_code)
    at = labour(area).places.index(place_of(regency_code))
    if area == BALI:
        found: Floats = _wanted(area)[at]
        return found
    part: Floats = _wanted(area)[at] * part_of_kind(regency_code)
    return part


def part_of_kind(regency_code: str) -> float:
    """Return a regency's part of the persons of all of its kind."""
    kind = regencies()[regency_code]["kind"]
    whole = sum(int(row["pop_total_2024s2"]) for row in regencies().values() if row["kind"] == kind)
    return int(regencies()[regency_code]["pop_total_2024s2"]) / whole


@cache
def eligible(area: str) -> Floats:
    """Return who can be a member, as the raked table expects it: (places, 2)."""
    found = labour(area).raked.table.sum(axis=(1, 2))
    civil = np.array([float(row["civil"]) / 100 for row in table("census/sectors.csv")])
    hired = found[:, HIRED, :]
    others = [number for number, name in enumerate(STATUSES) if name not in {"wage_earner", "family"}]
    return np.stack([(hired * (1 - civil)).sum(axis=1), found[:, others, :].sum(axis=(1, 2))], axis=1)


def _paid_by_budgets(counted: Counted, workers: Workers, found: Members, rng: Rng) -> None:
    """Mark those for whom a budget pays: the published groups of Denpasar, 25,000 of Badung, the clergy."""
    code = counted.regency_code
    kota, prov = PAYERS.index("apbd_kota"), PAYERS.index("apbd_prov")
    paid = assumed("who_pays")["apbd_kota"]
    may = workers.may_be_paid_for
    if code == DENPASAR:
        _groups_of_denpasar(counted, workers, found, rng)
    elif code in paid:
        weights = np.where(workers.has_office, FIRST, 1.0 / workers.desil**2) * may
        found.payer[choose(weights, counted.of(paid[code]), rng)] = kota
    elif area_of(code) == BALI:
        found.payer[may & np.isin(found.group, [place_of_group(code) for code in CLERGY])] = prov


def _groups_of_denpasar(counted: Counted, workers: Workers, found: Members, rng: Rng) -> None:
    """Let the city pay for as many of each group as were published for 2025."""
    for row in table("offices/denpasar_groups.csv"):
        code = row["kelompok_sasaran"]
        if row["size_basis"] == "press":
            may = workers.may_be_paid_for & ~found.is_member & _in_group(code, workers, found)
            chosen = choose(may.astype(float), counted.of(int(row["size_2025"])), rng)
            found.payer[chosen], found.group[chosen] = PAYERS.index("apbd_kota"), place_of_group(code)


def _in_group(code: str, workers: Workers, found: Members) -> Flags:
    """Say who may be in a group; the poor families (PKH) are those of the two lowest tenths."""
    if code == "pkh":
        return (workers.desil <= POOR) & ~workers.has_office
    named: Flags = found.group == place_of_group(code)
    return named


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
    """Return the day of becoming a member, more of late; NaT for who is none.

    Between 18 and 65 years of age, not before BPJS began all programmes, before the month of the day.
    """
    today, first = np.datetime64(on, "D"), np.datetime64(FIRST_DAY, "D")
    last = np.datetime64(on.replace(day=1), "D") - 1
    from_age = today - _days(age - YOUNGEST)
    to_age = today - _days(age - OLDEST + 1)  # a year before, so that no birthday is missed
    begin = np.minimum(np.maximum(from_age, first), last)
    end = np.maximum(np.minimum(to_age, last), begin)
    span = (end - begin).astype(np.int64)
    days = begin + (np.sqrt(rng.random(len(age))) * span).astype("timedelta64[D]")
    return np.where(is_member, days, np.datetime64("NaT"))


def _days(years: Floats) -> NDArray[np.timedelta64]:
    return np.floor(years * 365.25).astype("timedelta64[D]")
