"""The villages of the office's own region; for Denpasar its offices, customary villages and subak too."""

import csv
from importlib import resources

from django.conf import settings

from tedung.office.organisations.models import Kind, Organisation
from tedung.office.reference.seeds import villages_below

CUSTOMARY = {"desa adat": ("adat", Kind.DESA_ADAT), "subak": ("subak", Kind.SUBAK)}


def seed() -> None:
    """Make the organisations that are not there yet."""
    found = [*_villages(), *(_of_denpasar() if settings.HOME_REGION == "51.71" else [])]
    Organisation.objects.bulk_create(found, ignore_conflicts=True)


def _villages() -> list[Organisation]:
    heads = {"desa": "Perbekel", "kelurahan": "Lurah"}
    return [
        Organisation(
            code=f"desa:{row['code']}",
            kind=Kind.VILLAGE,
            name=f"{row['kind'].capitalize()} {row['name']}",
            region=row["code"],
            head_title=heads.get(row["kind"], "Kepala desa"),
        )
        for row in villages_below(settings.HOME_REGION)
    ]


def _of_denpasar() -> list[Organisation]:
    offices = [
        Organisation(
            code=row["opd_pengampu"],
            kind=Kind.OFFICE,
            name=row["name_id"],
            region="51.71",
            head_title="Kepala",
        )
        for row in _table("denpasar_opd.csv")
    ]
    return offices + [_customary(row) for row in _table("denpasar_customary.csv")]


def _customary(row: dict[str, str]) -> Organisation:
    prefix, kind = CUSTOMARY[row["kind"]]
    return Organisation(
        code=f"{prefix}:{row['name'].lower().replace(' ', '_')}",
        kind=kind,
        name=f"{row['kind'].capitalize() if kind == Kind.SUBAK else 'Desa Adat'} {row['name']}",
        region=row["district_code"],
        head_title="Pekaseh" if kind == Kind.SUBAK else "Bendesa",
    )


def _table(name: str) -> list[dict[str, str]]:
    text = (resources.files("tedung") / "data/offices" / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
