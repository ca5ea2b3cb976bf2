"""Numbers become the Arrow table of `population_schema()`, by village, household and age."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tedung.columns import ACTIVITIES, EMPLOYMENT_STATUSES, ENTERPRISE_SIZES, PAYERS, population_schema
from tedung.population.census import membership, work
from tedung.population.census.draws import Floats, Ints, rank_within
from tedung.population.census.places import Regency

DIGITS = 6
SEGMENT_NAMES = ("pu", "bpu")
KIND_OF_STATUS = {
    "self_employed": "self_employed",
    "self_employed_helped": "self_employed",
    "employer": "employer",
    "casual_farm": "outside_employment",
    "casual_other": "outside_employment",
    "wage_earner": "outside_employment",
}


def table_of(place: Regency, people: dict[str, Any]) -> pa.Table:
    """Return the persons of a block as a table; within a village households stand together, the oldest first."""
    order = _order(people["village"], people["household"], people["age"])
    seen = {name: values[order] for name, values in people.items()}
    columns = {**_keys(place, seen), **_facts(seen), **_work(seen), **_membership(seen)}
    schema = population_schema()
    return pa.table([columns[name] for name in schema.names], schema=schema)


def _order(village: Ints, household: Ints, age: Floats) -> Ints:
    first = np.full(len(village), len(village), dtype=np.int64)
    np.minimum.at(first, household, np.arange(len(village)))
    return np.lexsort((-age, first[household], village))


def _keys(place: Regency, seen: dict[str, Any]) -> dict[str, pa.Array]:
    """Return village, person and household: numbers that run within the village."""
    villages = coded(seen["village"], place.villages)
    persons = rank_within(seen["village"]) + 1
    changed = np.r_[True, seen["household"][1:] != seen["household"][:-1]]
    running = np.cumsum(changed)
    first = running[np.searchsorted(seen["village"], seen["village"])]
    return {
        "village": villages,
        "person_id": pc.binary_join_element_wise(villages, _padded(persons), "-"),
        "household_id": pc.binary_join_element_wise(villages, _padded(running - first + 1), "-K"),
    }


def _padded(numbers: Ints) -> pa.Array:
    return pc.utf8_lpad(pa.array(numbers).cast(pa.string()), DIGITS, "0")


def _facts(seen: dict[str, Any]) -> dict[str, pa.Array]:
    return {
        "sex": coded(seen["sex"], ("L", "P")),
        "birth_date": pa.array(seen["birth_date"]),
        "desil": pa.array(seen["desil"]),
        "activity": coded(seen["activity"], ACTIVITIES),
        "is_working": pa.array(seen["working"]),
        "jkn": pa.array(seen["jkn"]),
    }


def _work(seen: dict[str, Any]) -> dict[str, pa.Array]:
    every = work.kinds()
    is_pu, is_bpu = seen["segment"] == membership.PU, seen["segment"] == membership.BPU
    classes = every.risk_classes[seen["kind"]]
    kind_of = [KIND_OF_STATUS.get(name, "") for name in EMPLOYMENT_STATUSES]
    return {
        "employment_status": coded(seen["status"], EMPLOYMENT_STATUSES),
        "sector": coded(seen["kind"], every.sections),
        "occupation": coded(seen["kind"], tuple(row["kbji"] for row in every.rows)),
        "segment": coded(seen["segment"], SEGMENT_NAMES),
        "bpu_kind": coded(np.where(is_bpu, seen["status"], -1), tuple(kind_of)),
        "upah": pa.array(seen["upah"], mask=~is_pu),
        "income": pa.array(seen["income"], mask=~is_bpu),
        "enterprise_size": coded(np.where(is_pu, seen["size"], -1), ENTERPRISE_SIZES),
        "risk_class": pa.array(classes, mask=~is_pu),
    }


def _membership(seen: dict[str, Any]) -> dict[str, pa.Array]:
    return {
        "programmes": coded(seen["programmes"], membership.PROGRAMMES),
        "payer": coded(seen["payer"], PAYERS),
        "is_member": pa.array(seen["is_member"]),
        "member_since": pa.array(seen["member_since"]),
        "kelompok_sasaran": _texts(seen["group"]),
    }


def coded(numbers: Ints, names: tuple[str, ...]) -> pa.Array:
    """Return the names behind numbers; a number below zero is empty."""
    places = pa.array(numbers.astype(np.int32), mask=numbers < 0)
    return pa.array(names, type=pa.string()).take(places)


def _texts(names: Any) -> pa.Array:
    found = pa.array(names, type=pa.string())
    return pc.if_else(pc.equal(found, ""), pa.scalar(None, pa.string()), found)
