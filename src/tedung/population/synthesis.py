"""A synthetic Denpasar: some seventy lists as clerks hand them in, the agency's list, and the truth.

    made = synthesise(folder, seed=2026)
    made.lists        # the files that were handed in
    made.members      # data_peserta.xlsx
    made.received     # a register: which file came from whom
    made.truth        # who stands in which line, and what was done to it

The same seed gives the same bytes.  Everybody is invented (`people`); the files that
are checked lie in a folder of their own, without the truth.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tedung.population import broken
from tedung.population.clerks import Clerk, clerk_of
from tedung.population.layouts import Sheet
from tedung.population.lists import Entry, RosterList, fill
from tedung.population.members import Member, members_of_2023, write_members
from tedung.population.people import City, Person
from tedung.population.spreadsheets import write
from tedung.population.tables import groups
from tedung.population.typed import Typist, put_command
from tedung.progress import Progress
from tedung.texts import text

PEOPLE = 5415
"""The non-wage people of 2025 whom the city's budget covered."""

TODAY = date(2026, 12, 1)
"""The day on which ages are counted in the synthetic city."""

COMMAND_IN = 7
"""The list whose first name is a formula that runs a program."""

TRUTH = pa.schema(
    [
        ("file", pa.string()),
        ("sheet", pa.string()),  # empty for a text file
        ("line", pa.int64()),  # 1-based, as a spreadsheet shows it
        ("kind", pa.string()),  # person, title, header, numbering, footer, blank
        ("person_id", pa.string()),
        ("kelompok_sasaran", pa.string()),
        ("faults", pa.list_(pa.string())),  # what was done to this line, or is true of this person
        ("whole_list", pa.string()),  # what was done to every line of the list
        ("nik", pa.string()),  # the true one
        ("nama_ktp", pa.string()),
        ("birth_date", pa.date32()),
        ("sex", pa.string()),
        ("village", pa.string()),
    ]
)
TRUTH_MEMBERS = pa.schema(
    [
        ("kpj", pa.string()),
        ("person_id", pa.string()),
        ("kelompok_sasaran", pa.string()),
        ("truth", pa.string()),  # serves, replaced, too_old, dead
    ]
)
REGISTER = (
    "file",
    "unit_pengusul_kind",
    "unit_pengusul",
    "village",
    "district",
    "kelompok_sasaran",
    "opd_pengampu",
)


@dataclass(frozen=True)
class Received:
    """A file that was handed in: from whom, and which groups it is said to hold."""

    file: str
    unit_kind: str
    unit: str
    village: str = ""
    district: str = ""
    groups: tuple[str, ...] = ()

    def row(self) -> tuple[str, ...]:
        """Return the line of the register, in the order of `REGISTER`."""
        offices = dict.fromkeys(groups()[code].opd for code in self.groups)
        place = (self.village, self.district)
        return (self.file, self.unit_kind, self.unit, *place, "+".join(self.groups), "+".join(offices))


@dataclass(frozen=True)
class Synthetic:
    """Where everything lies."""

    lists: tuple[Path, ...]
    members: Path
    received: Path
    truth: Path
    truth_members: Path


def synthesise(folder: Path, seed: int, people: int = PEOPLE) -> Synthetic:
    """Make the city in *folder* (which exists) and say where everything lies.

    people: places in the groups whose size of 2025 is known; the groups that are an
    assumption of ours come on top, in proportion.
    """
    city, lists = fill(Random(f"{seed}/city"), TODAY, people)
    members = members_of_2023(city, lists, people)
    handed_in = folder / "daftar-masuk"
    agency = folder / "data-peserta"
    for each in (handed_in, agency):
        each.mkdir()
    received, truth = _write_lists(handed_in, city, lists, seed)
    received += [_write_broken(handed_in, *each) for each in broken.BROKEN]
    return Synthetic(
        lists=tuple(handed_in / each.file for each in received),
        members=write_members(agency, members)[0],
        received=_write_register(folder / "agenda-berkas-masuk.csv", received),
        truth=_write_table(folder / "truth.parquet", truth, TRUTH),
        truth_members=_write_table(
            folder / "truth_members.parquet", map(_member_truth, members), TRUTH_MEMBERS
        ),
    )


def _write_lists(
    folder: Path, city: City, lists: Sequence[RosterList], seed: int
) -> tuple[list[Received], list[dict[str, Any]]]:
    received, truth = [], []
    with Progress(text("demo.making"), len(lists)) as progress:
        for place, where in enumerate(lists):
            clerk = clerk_of(where, place, seed)
            name = file_name(where, clerk)
            typist = Typist(city, where, clerk, Random(f"{seed}/{where.key}"))
            sheets = typist.sheets()
            if place == min(COMMAND_IN, len(lists) - 1):
                put_command(sheets[0], where.entries)
            write(folder / name, sheets, clerk)
            received.append(_received(name, where))
            truth += [line for sheet in sheets for line in _truth(name, sheet, where, clerk, city)]
            progress.step()
    return received, truth


def file_name(where: RosterList, clerk: Clerk) -> str:
    """Return the name under which a clerk saves the list: no two clerks agree."""
    unit = where.unit.replace("Kecamatan ", "Kec ")
    kind = {"desa": "Desa", "kelurahan": "Kel", "desa adat": "Desa Adat"}.get(where.unit_kind, "")
    place = unit if unit.startswith(("Majelis", "Kelompok", "Pendamping", "Dinas")) else f"{kind} {unit}"
    forms = (
        f"Data Pekerja Rentan {place}",
        f"DATA BPJSTK {place.upper()} 2026",
        f"{place} - calon peserta (fix)",
        f"rekap_{place.lower().replace(' ', '_')}_nov26",
        f"Copy of {place}",
        f"{place} FINAL (2)",
    )
    return f"{forms[(clerk.heading + len(unit)) % len(forms)]}.{clerk.container.suffix}"


def _received(name: str, where: RosterList) -> Received:
    village = where.village.code if where.village else ""
    return Received(name, where.unit_kind, where.unit, village, where.district, tuple(where.groups))


def _write_broken(folder: Path, name: str, sender: str, content: Any) -> Received:
    (folder / name).write_bytes(content())
    return Received(name, "office", sender)


def _truth(name: str, sheet: Sheet, where: RosterList, clerk: Clerk, city: City) -> Iterable[dict[str, Any]]:
    shown = "" if clerk.container.suffix == "csv" else sheet.name
    for number, line in enumerate(sheet.lines, start=1):
        about = {
            "file": name,
            "sheet": shown,
            "line": number,
            "kind": line.kind,
            "whole_list": clerk.whole_list,
        }
        if line.kind == "person":
            entry = where.entries[line.entry]
            about |= _person_truth(city.people[entry.person_id], entry)
        yield about


def _person_truth(person: Person, entry: Entry) -> dict[str, Any]:
    return {
        "person_id": person.person_id,
        "kelompok_sasaran": entry.group,
        "faults": entry.faults,
        "nik": person.nik,
        "nama_ktp": str(person.name),
        "birth_date": person.birth,
        "sex": person.sex,
        "village": person.village.code,
    }


def _member_truth(member: Member) -> dict[str, Any]:
    return {
        "kpj": member.kpj,
        "person_id": member.person.person_id,
        "kelompok_sasaran": member.group,
        "truth": member.truth,
    }


def _write_register(path: Path, received: Sequence[Received]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(REGISTER)
        writer.writerows(each.row() for each in received)
    return path


def _write_table(path: Path, rows: Iterable[dict[str, Any]], schema: pa.Schema) -> Path:
    pq.write_table(pa.Table.from_pylist(list(rows), schema), path)
    return path
