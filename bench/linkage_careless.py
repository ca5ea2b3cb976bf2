"""Spoil the lists of linkage_people.py as careless clerks do: faults of whole files first, then of rows.

    python bench/linkage_people.py 20000 invented --seed 9 --migrants 0.25
    python bench/linkage_careless.py invented careless --seed 9

A third family: not the one behind the model, and written without its rates.  What is done to a list:
dates of the American order, as day numbers, with the place in one cell or as ages of an old list; numbers
of the family card or rounded to 0 in place of NIKs; a column that slid by a line; the village head's phone
for everybody; columns left out; villages abbreviated and misspelt.  To a row: a nickname, a priest's new
name, a note, half a double name, names turned, the spouse's NIK.  The rates are in RATES.
"""

import argparse
import csv
from datetime import date
from pathlib import Path
from random import Random

RATES = {
    "us": 0.06, "serial": 0.06, "with_place": 0.12, "age": 0.10, "two_digit": 0.08,
    "kk": 0.04, "rounded": 0.08, "slid": 0.04, "one_phone": 0.10, "no_mother": 0.4, "no_phone": 0.25,
    "no_nik": 0.05, "no_banjar": 0.2, "village_abbreviated": 0.4, "village_typo": 0.15, "nickname": 0.03,
    "priest": 0.02, "note": 0.02, "half_name": 0.06, "turned": 0.03, "spouse": 0.02, "no_row_nik": 0.1,
}  # fmt: skip
NAME, NIK, PLACE, BORN, SEX, ALAMAT, BANJAR, VILLAGE, PHONE, MOTHER = range(1, 11)
SHORT = {"KAJA": "Kj", "KELOD": "Klod", "KANGIN": "Kgn", "KAUH": "Kh", "DANGIN": "Dgn", "DENPASAR": "Dps"}
CALLED = {"wayan": "Yan", "putu": "Tu", "made": "De", "kadek": "Dek", "nyoman": "Man", "komang": "Mang"}
PRIESTLY = ("Jero Mangku {}", "JRO MK {}", "Jero Mangku {} Suci")
ON = date(2018, 6, 1)
"""The day on which an old list noted ages: nobody says so on the list."""


class Clerk:
    """One list's habits, drawn once."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.is_careful = random.random() < 0.35
        self.habits = {
            habit
            for habit, rate in RATES.items()
            if random.random() < rate * (0.3 if self.is_careful else 1.3)
        }
        self.often = 0.3 if self.is_careful else random.choice((0.7, 1.5, 2.5))
        self.dates = next(
            (h for h in ("us", "serial", "with_place", "age", "two_digit") if h in self.habits), ""
        )

    def happens(self, what: str) -> bool:
        """Draw whether a fault of a row happens."""
        return self.random.random() < RATES[what] * self.often

    def line(self, row: list[str], phone: str, neighbour: list[str]) -> list[str]:
        """Return the row as this clerk types it."""
        row = [*row]
        row[NAME] = self.name(row)
        row[BORN], row[PLACE] = self.birth(row)
        row[NIK] = self.nik(row, neighbour)
        row[VILLAGE] = self.village(row[VILLAGE])
        if "one_phone" in self.habits:
            row[PHONE] = phone
        for habit, column in (
            ("no_mother", MOTHER),
            ("no_phone", PHONE),
            ("no_nik", NIK),
            ("no_banjar", BANJAR),
        ):
            if habit in self.habits:
                row[column] = ""
        return row

    def name(self, row: list[str]) -> str:
        """Return the name as called, renamed, noted upon, cut or turned."""
        words = row[NAME].split()
        order = next((word.lower() for word in words if word.lower() in CALLED), "")
        if self.happens("priest"):
            return self.random.choice(PRIESTLY).format(row[BANJAR].removeprefix("Br. "))
        if order and self.happens("nickname"):
            return f"{'Pak' if row[SEX] == 'L' else 'Bu'} {CALLED[order]}"
        if len(words) > 3 and self.happens("half_name"):
            words.pop(self.random.choice((-1, -2)))
        if len(words) > 3 and self.happens("turned"):
            words[-1], words[-2] = words[-2], words[-1]
        note = self.random.choice((" (alm)", " (pindah)", " *")) if self.happens("note") else ""
        return " ".join(words) + note

    def birth(self, row: list[str]) -> tuple[str, str]:
        """Return the cells of the birth date and of the place."""
        born = _day(row[BORN])
        if born is None or not self.dates:
            return row[BORN], row[PLACE]
        if self.dates == "with_place":
            return f"{row[PLACE]}, {born:%d-%m-%Y}", ""
        written = {
            "us": f"{born:%m/%d/%Y}",
            "serial": str((born - date(1899, 12, 30)).days),
            "age": f"{ON.year - born.year} th",
            "two_digit": f"{born:%d-%m-%y}",
        }
        return written[self.dates], row[PLACE]

    def nik(self, row: list[str], neighbour: list[str]) -> str:
        """Return the number, or the family's, the spouse's, a rounded one or none."""
        nik = row[NIK]
        if "kk" in self.habits and len(nik) == 16:
            year = self.random.randrange(5, 22)
            return f"{nik[:6]}{self.random.randrange(1, 29):02d}{self.random.randrange(1, 13):02d}{year:02d}{nik[12:]}"
        if "rounded" in self.habits and len(nik) == 16:
            return f"{nik[:15]}0"
        if self.happens("no_row_nik"):
            return ""
        return neighbour[NIK] if self.happens("spouse") else nik

    def village(self, written: str) -> str:
        """Return the village abbreviated, misspelt, with or without its kind."""
        words = written.split()
        if "village_abbreviated" in self.habits:
            words = [SHORT.get(word.upper(), word) for word in words]
        written = " ".join(words)
        if self.happens("village_typo") and len(written) > 5:
            at = self.random.randrange(1, len(written) - 1)
            written = written[:at] + written[at + 1] + written[at] + written[at + 2 :]
        return f"{self.random.choice(('', '', 'Desa ', 'Kel. ', 'DS. '))}{written}"


def _day(written: str) -> date | None:
    parts = [int(part) for part in written.replace("/", "-").split("-") if part.isdigit()]
    if len(parts) != 3:
        return None
    year, month, day = parts if parts[0] > 31 else parts[::-1]
    return date(year, month, day) if month <= 12 else None


def spoil(lines: list[list[str]], random: Random) -> list[list[str]]:
    """Return the lines of one list as its clerk would have handed them in."""
    clerk = Clerk(random)
    phone = f"08{random.randint(10**8, 10**10 - 1)}"
    typed = [clerk.line(line, phone, lines[at - 1]) for at, line in enumerate(lines)]
    if "slid" in clerk.habits and len(typed) > 12:
        column, first = random.choice((NIK, BORN)), random.randrange(3, len(typed) // 2)
        cells = [line[column] for line in typed]
        for at in range(first, len(typed)):
            typed[at][column] = cells[at - 1]
    return typed


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("careful", type=Path)
    parser.add_argument("careless", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    given.careless.mkdir(parents=True, exist_ok=True)
    for path in sorted(given.careful.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            head, *lines = csv.reader(file)
        with (given.careless / path.name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, *spoil(lines, Random(f"{given.seed} {path.name}"))])


if __name__ == "__main__":
    main()
