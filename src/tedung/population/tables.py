"""The reference tables behind the synthetic city, each read once."""

import csv
from functools import cache
from importlib import resources
from typing import NamedTuple

Row = dict[str, str]

DENPASAR = "51.71"


class Village(NamedTuple):
    """A desa or kelurahan of Denpasar."""

    code: str
    name: str
    kind: str
    district_code: str
    district: str


class Group(NamedTuple):
    """A group of workers (kelompok sasaran): its size in 2025, and who is likely to be in it."""

    code: str
    name_id: str
    name_en: str
    office_id: str
    occupation_text: str
    opd: str
    list_kind: str
    size: int
    size_basis: str
    age_from: int
    age_mode: int
    age_to: int
    percent_women: int
    percent_balinese: int


@cache
def table(path: str) -> tuple[Row, ...]:
    """Return the rows of a CSV under ``tedung/data``."""
    text = (resources.files("tedung") / "data" / path).read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def villages() -> tuple[Village, ...]:
    """Return the 43 desa and kelurahan of Denpasar, by code."""
    return tuple(
        Village(row["code"], row["name"], row["kind"], row["district_code"], row["district_name"])
        for row in table("adm/bali_villages.csv")
        if row["regency_code"] == DENPASAR
    )


@cache
def groups() -> dict[str, Group]:
    """Return the groups of Denpasar by code, in the order in which a report shows them."""
    found = [_group(row) for row in table("offices/denpasar_groups.csv")]
    return {group.code: group for group in found}


def _group(row: Row) -> Group:
    return Group(
        row["kelompok_sasaran"],
        row["name_id"],
        row["name_en"],
        row["office_id"],
        row["occupation_text"],
        row["opd_pengampu"],
        row["list_kind"],
        int(row["size_2025"]),
        row["size_basis"],
        int(row["age_from"]),
        int(row["age_mode"]),
        int(row["age_to"]),
        int(row["percent_women"]),
        int(row["percent_balinese"]),
    )


@cache
def offices() -> dict[str, Row]:
    """Return the offices that look after a group (OPD pengampu) by code."""
    return {row["opd_pengampu"]: row for row in table("offices/denpasar_opd.csv")}


@cache
def districts() -> dict[str, str]:
    """Return the four districts by code."""
    return {village.district_code: village.district for village in villages()}


@cache
def work_of(group: str, sex: str) -> tuple[str, ...]:
    """Return what people of a group and sex do for a living, where the group is no office."""
    rows = table("offices/denpasar_work.csv")
    return tuple(
        row["occupation_text"] for row in rows if row["kelompok_sasaran"] == group and row["sex"] in {"", sex}
    )
