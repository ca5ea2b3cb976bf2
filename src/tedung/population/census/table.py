"""Numbers become the Arrow table of `population_schema()`, by village, household and age."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tedung.columns import ACTIVITIES, EMPLOYMENT_STATUSES, ENTERPRISE_SIZES, PAYERS, population_schema
from tedung.population.census import membership, work
from tedung.population.census.block import People
from tedung.population.census.draws import Ints, rank_within
from tedung.population.census.groups import GROUPS, OFFICES_OF_GROUPS
from tedung.population.census.labour import SEXES
from tedung.population.census.places import Regency

DIGITS = 6
SEGMENT_NAMES = ("pu", "bpu")
DRIVERS = ("ojek", "sopir", "kurir")
"""Groups that carry people or parcels: the relief of PP 50/2025."""
KEYS = ("village", "person_id", "household_id")
KIND_OF_STATUS = {
    "employer": "employer",
    "self_employed": "self_employed",
    "self_employed_helped": "self_employed",
}
KINDS_OF_STATUS = tuple(KIND_OF_STATUS.get(status, "outside_employment") for status in EMPLOYMENT_STATUSES)
"""Casual workers, and servants of a household, work outside an employment."""


def table_of(place: Regency, people: People) -> pa.Table:
    """Return the persons of a block as a table; in a village by household, there the oldest first."""
    order = _order(people)
    columns = {**_keys(place, people, order), **_facts(people), **_work(people), **_membership(people)}
    schema = population_schema()
    taken = [_taken(columns[name], order) if name not in KEYS else columns[name] for name in schema.names]
    return pa.table(taken, schema=schema)


def _taken(column: pa.Array, order: Ints) -> pa.Array:
    return column.take(pa.array(order))


def _order(people: People) -> Ints:
    village, household = people.lives.village, people.household
    first = np.full(len(village), len(village), dtype=np.int64)
    np.minimum.at(first, household, np.arange(len(village)))
    return np.lexsort((-people.lives.age, first[household], village))


def _keys(place: Regency, people: People, order: Ints) -> dict[str, pa.Array]:
    """Return village, person and household in their order: numbers that run within the village."""
    village, household = people.lives.village[order], people.household[order]
    names = coded(village, place.villages)
    running = np.cumsum(np.r_[True, household[1:] != household[:-1]])
    within = running - running[np.searchsorted(village, village)] + 1
    return {
        "village": names,
        "person_id": pc.binary_join_element_wise(names, _padded(rank_within(village) + 1), "-"),
        "household_id": pc.binary_join_element_wise(names, _padded(within), "-K"),
    }


def _padded(numbers: Ints) -> pa.Array:
    return pc.utf8_lpad(pa.array(numbers).cast(pa.string()), DIGITS, "0")


def _facts(people: People) -> dict[str, pa.Array]:
    return {
        "sex": coded(people.lives.sex, SEXES),
        "birth_date": pa.array(people.birth_date),
        "desil": pa.array(people.desil),
        "activity": coded(people.work.activity, ACTIVITIES),
        "is_working": pa.array(people.work.status >= 0),
        "jkn": pa.array(people.jkn),
        "transport": pa.array(np.isin(people.members.group, [GROUPS.index(code) for code in DRIVERS])),
    }


def _work(people: People) -> dict[str, pa.Array]:
    every, job = work.kinds(), people.work
    is_pu, is_bpu = job.segment == membership.PU, job.segment == membership.BPU
    classes = every.risk_classes[job.kind]
    return {
        "employment_status": coded(job.status, EMPLOYMENT_STATUSES),
        "sector": coded(job.kind, every.sections),
        "occupation": coded(job.kind, tuple(row["kbji"] for row in every.rows)),
        "segment": coded(job.segment, SEGMENT_NAMES),
        "bpu_kind": coded(np.where(is_bpu, job.status, -1), KINDS_OF_STATUS),
        "upah": pa.array(people.upah, mask=~is_pu),
        "income": pa.array(people.income, mask=~is_bpu),
        "enterprise_size": coded(np.where(is_pu, job.size, -1), ENTERPRISE_SIZES),
        "risk_class": pa.array(classes, mask=~is_pu),
    }


def _membership(people: People) -> dict[str, pa.Array]:
    return {
        "programmes": coded(people.members.programmes, membership.PROGRAMMES),
        "payer": coded(people.members.payer, PAYERS),
        "is_member": pa.array(people.members.is_member),
        "member_since": pa.array(people.member_since),
        "kelompok_sasaran": coded(people.members.group, GROUPS),
        "opd_pengampu": coded(people.members.group, OFFICES_OF_GROUPS),
    }


def coded(numbers: Ints, names: tuple[str, ...]) -> pa.Array:
    """Return the names behind numbers; a number below zero is empty."""
    places = pa.array(numbers.astype(np.int32), mask=numbers < 0)
    return pa.array(names, type=pa.string()).take(places)
