"""To which group and office a line belongs: what it says itself, else what its file is known for.

The register of files handed in (agenda) says who sent a file and which groups it holds;
the office that looks after a group is data (data/offices/denpasar_groups.csv, an assumption).
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tedung.population.tables import groups

KIND_OF_UNIT = {"desa": "Desa", "kelurahan": "Kelurahan", "desa adat": "Desa Adat"}


@dataclass(frozen=True)
class Sender:
    """A line of the register: who sent a file, and what it is said to hold."""

    file: str
    kind: str
    unit: str
    village: str
    district: str
    groups: tuple[str, ...]

    @property
    def label(self) -> str:
        """The unit as a reader knows it: "Kelurahan Sesetan"."""
        if " " in self.unit and self.unit.split()[0] in {
            "Majelis",
            "Kelompok",
            "Pendamping",
            "Dinas",
            "Kelurahan",
        }:
            return self.unit
        return f"{KIND_OF_UNIT.get(self.kind, '')} {self.unit}".strip()


def read_register(path: Path) -> dict[str, Sender]:
    """Return the senders by file."""
    with path.open(encoding="utf-8") as stream:
        return {row["file"]: _sender(row) for row in csv.DictReader(stream)}


def _sender(row: dict[str, str]) -> Sender:
    return Sender(
        row["file"],
        row["unit_pengusul_kind"],
        row["unit_pengusul"],
        row["village"],
        row["district"],
        tuple(code for code in row["kelompok_sasaran"].split("+") if code),
    )


def group_of(row: Mapping[str, Any], sender: Sender) -> str:
    """Return the group of a line; empty where neither the line nor its file tells."""
    if len(sender.groups) == 1:
        return sender.groups[0]
    said = row["kelompok_sasaran"] or row["occupation"] or ""
    if said in sender.groups:
        return said
    titled = [code for code in sender.groups if groups()[code].name_id.upper() == row["sheet"].upper()]
    others = [code for code in sender.groups if not groups()[code].office_id] if row["occupation"] else []
    return next(iter([*titled, *others]), "")


def district_of(row: Mapping[str, Any], sender: Sender) -> str:
    """Return the district in which somebody lives, or else the one of the unit; empty where unknown."""
    return (row["village"] or "")[:8] or sender.district
