"""Invented people with duplicates and faults, to measure linkage on what nobody has tuned to.

    python bench/linkage_people.py ROWS FOLDER [--seed 1] [--hard] [--migrants .12] [--list 400] [--one-file]

Writes lists as clerks hand them in (.csv, one a roster) with the truth in the column
`id_orang`.  Not the generator behind the data the model was trained on: names are made
from syllables of the seed, households have siblings and twins, faults fall partly on
rows and partly on whole lists.  Rates are guesses; they are printed in docs/linkage.md.
"""

import argparse
import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

DATA = Path(__file__).resolve().parents[1] / "src/tedung/data"
ORDER = (
    (("Wayan", "Wyn", "Wy"), ("Putu", "Pt", "Pt."), ("Gede", "Gd", "Gde")),
    (("Made", "Md", "Md."), ("Kadek", "Kdk", "Kd")),
    (("Nyoman", "Nym", "Nyn"), ("Komang", "Km", "Kmg")),
    (("Ketut", "Kt", "Ktut"),),
)
TITLES = {"L": ("I Gusti", "I Dewa", "Anak Agung", "Ida Bagus"), "P": ("I Gusti Ayu", "Desak", "Ida Ayu")}
DEGREES = (", S.Pd", " SE", ", SH", ", S.Sos", " A.Md")
START = (
    "su",
    "wi",
    "ar",
    "da",
    "mu",
    "gu",
    "ra",
    "par",
    "ma",
    "bu",
    "se",
    "ka",
    "la",
    "ad",
    "tri",
    "wa",
    "ke",
    "nar",
    "pur",
    "as",
)
MIDDLE = ("di", "ar", "wi", "da", "sa", "na", "ri", "ka", "ja", "ta", "ma", "ya", "nu", "bra", "kar", "ti")
END = {
    "L": ("na", "sa", "ta", "wan", "ka", "ya", "ra", "dana", "arsa", "artha"),
    "P": ("ni", "asih", "wati", "ti", "yani", "sri", "rini"),
}
HEAD = [
    "id_orang",
    "Nama Lengkap",
    "NIK",
    "Tempat Lahir",
    "Tgl Lahir",
    "L/P",
    "Alamat",
    "Banjar",
    "Desa/Kelurahan",
    "No HP",
    "Nama Ibu Kandung",
]


class Person(dict[str, Any]):
    """One invented person: number, order, title, personal, sex, born, nik, village, banjar, phone, mother."""


class World:
    """Names, villages and people of one seed."""

    def __init__(self, seed: int, *, hard: bool, migrants: float = 0.12) -> None:
        self.random, self.hard, self.migrants = Random(seed), hard, migrants
        with (DATA / "adm/bali_villages.csv").open(encoding="utf-8") as file:
            self.villages = self.random.sample(list(csv.DictReader(file)), 90)
        self.names = {sex: self._names(sex, 500 if hard else 1200) for sex in "LP"}
        with (DATA / "names/other_group_names.csv").open(encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if row["kind"] != "title"]
        self.other = {
            sex: [
                r["name"]
                for r in rows
                if r["sex"] in {sex.replace("L", "male").replace("P", "female"), "both", ""}
            ]
            for sex in "LP"
        }
        self.banjars = [self._word().title() for _ in range(60)]
        self.serials: dict[str, int] = {}

    def _word(self) -> str:
        return (
            self.random.choice(START) + self.random.choice(MIDDLE) + self.random.choice(("n", "k", "", "ng"))
        )

    def _names(self, sex: str, count: int) -> tuple[list[str], list[float]]:
        names: dict[str, None] = {}
        while len(names) < count:
            middle = "".join(self.random.choices(MIDDLE, k=self.random.choice((0, 1, 1))))
            names[(self.random.choice(START) + middle + self.random.choice(END[sex])).title()] = None
        return list(names), [1 / (rank + 8) for rank in range(count)]

    def personal(self, sex: str, born: date, *, migrant: bool) -> str:
        """Make a personal name: one word for the old, up to two for the young."""
        parts = 1 if born.year < 1980 and self.random.random() < 0.8 else self.random.choice((1, 2, 2))
        if migrant:
            return " ".join(self.random.choices(self.other[sex], k=self.random.choice((1, 2, 2))))
        names, weights = self.names[sex]
        return " ".join(self.random.choices(names, weights, k=parts))

    def household(self) -> list[Person]:
        """A mother's grown children who live in one banjar; now and then twins."""
        village = self.random.choice(self.villages)
        migrant = self.random.random() < self.migrants
        region = (
            f"{self.random.choice((3509, 3578, 5271, 5314))}{self.random.randint(1, 20):02d}"
            if migrant
            else village["district_code"].replace(".", "")
        )
        shared = {
            "village": village["name"],
            "banjar": self.random.choice(self.banjars),
            "phone": f"08{self.random.randint(10**8, 10**10 - 1)}",
            "mother": self.written(self.person("P", self.day(), region, migrant=migrant)),
            "place": "Jember" if migrant else village["regency_name"].split()[-1],
        }
        first = self.day()
        people: list[Person] = []
        for rank in range(self.random.choices((1, 2, 3), (70, 20, 10))[0]):
            twin = bool(people) and self.random.random() < 0.15
            born = (
                people[-1]["born"]
                if twin
                else first + timedelta(days=900 * rank + self.random.randint(0, 500))
            )
            one = self.person(self.random.choice("LP"), born, region, migrant=migrant, rank=rank)
            people.append(
                Person(
                    one
                    | shared
                    | (
                        {}
                        if self.random.random() < 0.2
                        else {"phone": f"08{self.random.randint(10**8, 10**10 - 1)}"}
                    )
                )
            )
        return people

    def day(self) -> date:
        """Draw a birth date; the old crowd on 31 December."""
        day = date(1950, 1, 1) + timedelta(days=self.random.randrange(57 * 365))
        crowded = day.year < 1970 and self.random.random() < 0.12
        return day.replace(month=12, day=31) if crowded else day

    def person(self, sex: str, born: date, region: str, *, migrant: bool, rank: int | None = None) -> Person:
        """Invent one person."""
        rank = self.random.randrange(4) if rank is None else rank
        title = "" if migrant or self.random.random() < 0.9 else self.random.choice(TITLES[sex])
        order = () if migrant else self.random.choice(ORDER[rank % 4])
        return Person(
            sex=sex,
            born=born,
            title=title,
            order=order,
            migrant=migrant,
            personal=self.personal(sex, born, migrant=migrant),
            nik=self.nik(region, born, sex),
        )

    def nik(self, region: str, born: date, sex: str) -> str:
        """Give the next serial of the region and day."""
        stem = f"{region}{born.day + (40 if sex == 'P' else 0):02d}{born:%m%y}"
        self.serials[stem] = self.serials.get(stem, 0) + 1
        return f"{stem}{self.serials[stem]:04d}"

    def written(self, one: Person, *, careless: bool = False) -> str:
        """The name as somebody writes it; a careless hand shortens, misspells and adds."""
        chance = self.random.random
        more = 1.6 if self.hard else 1.0
        marker = "" if one["migrant"] or one["title"] else {"L": "I", "P": "Ni"}[one["sex"]]
        order = one["order"][0] if one["order"] else ""
        personal = one["personal"]
        if careless:
            marker = "" if chance() < 0.15 * more else marker
            order = self.random.choice(one["order"]) if one["order"] and chance() < 0.4 * more else order
            words = personal.split()
            if len(words) > 1 and chance() < 0.1 * more:
                words = [words[0], words[1][0] + "."] if chance() < 0.5 else words[:1]
            personal = " ".join(words)
            if chance() < 0.07 * more:
                personal = self.typo(personal)
            if chance() < 0.06 * more:
                personal = personal.replace("u", "oe").replace("j", "dj")
        name = " ".join(part for part in (one["title"] or marker, order, personal) if part)
        if careless and chance() < 0.05:
            name += self.random.choice(DEGREES)
        return name.upper() if chance() < 0.4 else name

    def typo(self, word: str) -> str:
        """Double, drop or exchange a letter."""
        at = self.random.randrange(1, max(2, len(word)))
        kind = self.random.randrange(3)
        if kind == 0:
            return word[:at] + word[at:][:1] + word[at:]
        if kind == 1:
            return word[:at] + word[at + 1 :]
        return word[: at - 1] + word[at - 1 : at + 1][::-1] + word[at + 1 :]


def rows(world: World, count: int, *, duplicates: float = 0.1) -> Iterator[list[str]]:
    """Yield *count* rows as typed; about *duplicates* of them are of somebody already listed."""
    made: list[tuple[int, Person]] = []
    number = given = 0
    while given < count:
        for one in world.household():
            if given >= count:
                return
            number += 1
            made.append((number, one))
            given += 1
            yield _row(world, number, one)
        while given < count and world.random.random() < duplicates * 1.3:
            who, one = world.random.choice(made)
            given += 1
            yield _row(world, who, one)


def _row(world: World, number: int, one: Person) -> list[str]:
    chance, more = world.random.random, 2.0 if world.hard else 1.0
    nik, born = one["nik"], one["born"]
    if chance() < 0.2 * more:
        nik = ""
    elif chance() < 0.04 * more:
        at = world.random.randrange(6, 15)
        nik = nik[:at] + nik[at + 1] + nik[at] + nik[at + 2 :]
    elif chance() < 0.01 * more:
        nik = world.random.choice(("0000000000000000", "1234567890123456", nik[:-1]))
    style = world.random.choice(("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d"))
    day = born.strftime(style)
    if chance() < 0.06 * more:
        day = ""
    elif chance() < 0.02 * more and born.day < 13:
        day = born.replace(day=born.month, month=born.day).strftime(style)
    village = one["village"]
    if chance() < 0.15:
        village = world.random.choice(world.villages)["name"]
    elif chance() < 0.08 * more:
        village = world.typo(village)
    phone = "" if chance() < 0.3 * more else one["phone"]
    if chance() < 0.2:
        phone = f"08{world.random.randint(10**8, 10**10 - 1)}" if phone else ""
    mother = "" if chance() < 0.45 * more else one["mother"]
    return [
        str(number),
        world.written(one, careless=True),
        nik,
        one["place"],
        day,
        one["sex"],
        "",
        "" if chance() < 0.1 else f"Br. {one['banjar']}",
        village,
        phone,
        mother,
    ]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hard", action="store_true")
    parser.add_argument("--migrants", type=float, default=0.12)
    parser.add_argument("--list", type=int, default=400, help="rows a list, about")
    parser.add_argument("--one-file", action="store_true")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    world = World(given.seed, hard=given.hard, migrants=given.migrants)
    files = 1 if given.one_file else max(1, given.rows // given.list)
    books = []
    for number in range(files):
        file = (given.folder / f"list{number:04d}.csv").open("w", encoding="utf-8", newline="")
        books.append((file, csv.writer(file)))
        books[-1][1].writerow(HEAD)
    for row in rows(world, given.rows):
        world.random.choice(books)[1].writerow(row)
    for file, _ in books:
        file.close()


if __name__ == "__main__":
    main()
