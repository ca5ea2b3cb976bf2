"""Regions of the home province by the Kemendagri's codes; for Denpasar the groups and what they ask."""

import csv
from datetime import date
from importlib import resources
from typing import Any

from django.conf import settings

from tedung.office.reference.models import Group, Policy, Region

SINCE = date(2026, 1, 1)
ASSUMED = "Asumsi awal, belum ditetapkan kantor: sesuaikan dengan peraturan wali kota."


def seed() -> None:
    """Make the regions that are not there yet."""
    province = settings.HOME_REGION[:2]
    found = [*_above(province), *(_region(row) for row in villages_below(province))]
    Region.objects.bulk_create(found, ignore_conflicts=True)


def seed_after() -> None:
    """Make the groups, once the offices that look after them are there."""
    if settings.HOME_REGION == "51.71":
        for row in _table("offices/denpasar_groups.csv"):
            _group(row)


def villages_below(code: str) -> list[dict[str, str]]:
    """Return the villages of a province, regency or district: code, district_code, name, kind."""
    import polars as pl

    with (resources.files("tedung") / "data/adm/villages.parquet").open("rb") as file:
        table = pl.read_parquet(file.read(), columns=["code", "district_code", "name", "kind"])
    rows: list[dict[str, Any]] = table.filter(pl.col("code").str.starts_with(f"{code}.")).to_dicts()
    return rows


def _above(province: str) -> list[Region]:
    found = [Region(code=province, name=_name_of(province), kind="provinsi")]
    found += [
        Region(code=row["code"], name=row["name"], kind=row["kind"], parent=province)
        for row in _table("adm/regencies.csv")
        if row["province_code"] == province
    ]
    found += [
        Region(code=row["code"], name=row["name"], kind="kecamatan", parent=row["regency_code"])
        for row in _table("adm/districts.csv")
        if row["code"].startswith(f"{province}.")
    ]
    return found


def _name_of(province: str) -> str:
    return next(row["name"] for row in _table("adm/provinces.csv") if row["code"] == province)


def _region(row: dict[str, str]) -> Region:
    return Region(code=row["code"], name=row["name"], kind=row["kind"], parent=row["district_code"])


def _group(row: dict[str, str]) -> None:
    from tedung.office.organisations.models import Organisation

    group, is_new = Group.objects.get_or_create(
        code=row["kelompok_sasaran"],
        defaults={
            "name": row["name_id"],
            "opd": Organisation.objects.get(code=row["opd_pengampu"]),
            "is_office": bool(row["office_id"]),
        },
    )
    if is_new:
        basis = Policy.Basis.OFFICE if group.is_office else Policy.Basis.NONE
        if row["kelompok_sasaran"] == "pkh":
            basis = Policy.Basis.DESIL
        Policy.objects.create(group=group, since=SINCE, basis=basis, source=ASSUMED)


def _table(name: str) -> list[dict[str, str]]:
    text = (resources.files("tedung") / "data" / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
