"""The agency's list: the village workers of 2023, of whom some serve no longer.

The number 1,647 is the city's own; how many of them still serve is invented.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from tedung.dates import years_before
from tedung.population.lists import RosterList
from tedung.population.people import City, Person
from tedung.population.spreadsheets import MADE_ON
from tedung.population.tables import Group, groups, villages

MEMBERS_OF_2023 = 1647

OFFICES = (
    *("jumantik", "linmas", "kelian_adat", "bendesa", "pekaseh", "pangliman"),
    *("pemangku", "sulinggih", "pecalang"),
)
"""The offices of the first count."""

STILL_SERVES = 0.74
"""Share of the members of 2023 who stand in the lists of 2026 (an assumption)."""

ENROLLED_ON = (date(2023, 9, 1), date(2023, 9, 1), date(2023, 10, 1), date(2023, 11, 1))

HEADINGS = (
    *("NO", "KPJ", "NIK", "NAMA LENGKAP", "TEMPAT LAHIR", "TGL LAHIR", "JENIS KELAMIN"),
    *("TGL KEPESERTAAN", "SEGMEN", "PROGRAM"),
)


@dataclass(frozen=True)
class Member:
    """A line of the agency's list, and the truth about it."""

    kpj: str
    person: Person
    group: str
    member_since: date
    truth: str
    """``serves`` where the person stands in a list; else ``replaced``, ``too_old`` or ``dead``."""


def members_of_2023(city: City, lists: Sequence[RosterList], people: int) -> list[Member]:
    """Return the members: those of the lists who served in 2023 already, and those who have gone since."""
    rng = city.rng
    total = sum(group.size for group in groups().values() if group.size_basis == "press")
    count = max(8, round(MEMBERS_OF_2023 * people / total))
    serving = _serving(city, lists)
    kept = rng.sample(serving, min(len(serving), round(count * STILL_SERVES)))
    gone = [_gone(city) for _ in range(count - len(kept))]
    both = [(person, group, "serves") for person, group in kept] + gone
    rng.shuffle(both)
    return [_member(rng, at, person, group, truth) for at, (person, group, truth) in enumerate(both, start=1)]


def _serving(city: City, lists: Sequence[RosterList]) -> list[tuple[Person, str]]:
    """Return who holds one of the offices now and was of age to be enrolled in 2023."""
    enrolled = ENROLLED_ON[0]
    found: dict[str, tuple[Person, str]] = {}
    for entry in (entry for each in lists for entry in each.entries):
        person = city.people[entry.person_id]
        of_age = years_before(enrolled, 65) < person.birth <= years_before(enrolled, 18)
        if entry.group in OFFICES and of_age and not person.public_servant:
            found.setdefault(person.person_id, (person, entry.group))
    return list(found.values())


def _gone(city: City) -> tuple[Person, str, str]:
    """Make a member who stands in no list of today, and say why."""
    rng = city.rng
    truth = rng.choices(("replaced", "too_old", "dead"), (62, 23, 15))[0]
    group = groups()[rng.choices(OFFICES, [groups()[code].size for code in OFFICES])[0]]
    fitting = _aged(group) if truth == "too_old" else group
    return city.newcomer(fitting, rng.choice(villages())), group.code, truth


def _aged(group: Group) -> Group:
    """Return *group* as it is of those who were under 65 when enrolled and no longer are."""
    return group._replace(age_from=65, age_mode=65, age_to=67)


def _member(rng: Random, number: int, person: Person, group: str, truth: str) -> Member:
    since = rng.choice(ENROLLED_ON)
    kpj = f"23{since.month:02d}{9_000_000 + number:07d}"  # the agency's own numbers do not come so far
    return Member(kpj, person, group, since, truth)


def write_members(folder: Path, members: Sequence[Member]) -> list[Path]:
    """Write the agency's list as .xlsx and as .csv, as it comes from its office."""
    rows = [_row(number, member) for number, member in enumerate(members, start=1)]
    workbook, text = folder / "data_peserta.xlsx", folder / "data_peserta.csv"
    _write_xlsx(workbook, rows)
    with text.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";", lineterminator="\r\n").writerows([HEADINGS, *rows])
    return [workbook, text]


def _row(number: int, member: Member) -> list[str]:
    person = member.person
    name = str(person.name).upper()
    return [
        str(number),
        member.kpj,
        person.nik,
        name,
        person.birth_place.upper(),
        f"{person.birth:%d-%m-%Y}",
        "LAKI-LAKI" if person.sex == "L" else "PEREMPUAN",
        f"{member.member_since:%d-%m-%Y}",
        "BPU",
        "JKK, JKM",
    ]


def _write_xlsx(path: Path, rows: Sequence[Sequence[str]]) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": MADE_ON})
    bold = book.add_format({"bold": True, "border": 1, "bg_color": "#C6E0B4"})
    sheet = book.add_worksheet("data_peserta")
    sheet.set_column(1, len(HEADINGS), 20)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, HEADINGS, bold)
    for at, row in enumerate(rows, start=1):
        sheet.write_row(at, 0, row)
    book.close()
