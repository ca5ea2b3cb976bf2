"""Invented people of one city: name, birth, NIK, household, phone.

Nobody here is real.  A NIK has a real region and a birth date that agree with the
person, so that every check passes, and a serial of 9000 to 9999: no district
registers nine thousand births of one day, so no living person can have it.
Phones begin with 0845, which no operator uses.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from random import Random

from tedung.dates import age_on, years_before
from tedung.population import names
from tedung.population.names import Name
from tedung.population.tables import DENPASAR, Group, Village, table, work_of

FIRST_SERIAL, LAST_SERIAL = 9000, 9999

STREETS = (
    "Jl. Tukad",
    "Jl. Gunung",
    "Jl. Pulau",
    "Jl. Raya",
    "Jl. Danau",
    "Gg.",
    "Jl. Nangka",
    "Jl. Kenyeri",
)
STREET_NAMES = (
    "Badung",
    "Balian",
    "Agung",
    "Batukaru",
    "Saelus",
    "Moyo",
    "Poso",
    "Buyan",
    "Mawar",
    "Melati",
    "Sari",
)

PUBLIC_SERVANTS = ("PNS", "ASN Pemkot", "TNI", "Polri", "PNS Guru")


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person, as the civil registry would know him or her."""

    person_id: str
    name: Name
    sex: str
    birth: date
    birth_place: str
    nik: str
    village: Village
    banjar: str
    address: str
    mother: str
    phone: str
    is_balinese: bool
    called: str = ""
    occupations: tuple[tuple[str, str], ...] = ()
    public_servant: str = ""
    dead: bool = False

    def occupation(self, group: str) -> str:
        """Return what the person does in *group*, in the words of a list."""
        return dict(self.occupations).get(group, "")


@dataclass
class City:
    """Everybody made so far, and the numbers that may not be given twice."""

    rng: Random
    today: date
    people: dict[str, Person] = field(default_factory=dict)
    niks: set[str] = field(default_factory=set)
    at_home: dict[str, list[str]] = field(default_factory=dict)
    """Who lives in a village, by its code; the latest comer last."""

    def newcomer(self, group: Group, village: Village) -> Person:
        """Make a person fit for *group* who lives in *village*."""
        relative = self._relative(group, village)
        person = relative or self._stranger(group, village)
        person = replace(
            person,
            occupations=((group.code, self._work(group, person.sex)),),
            called=self._called(group, person),
        )
        self.at_home.setdefault(village.code, []).append(person.person_id)
        return self.remember(person)

    def neighbours(self, village: Village) -> list[Person]:
        """Return everybody made so far who lives in *village*."""
        return [self.people[person_id] for person_id in self.at_home.get(village.code, [])]

    def also(self, person: Person, group: Group) -> Person:
        """Let *person* hold a place in *group* too."""
        work = (*person.occupations, (group.code, self._work(group, person.sex)))
        called = person.called or self._called(group, person)
        return self.remember(replace(person, occupations=work, called=called))

    def remember(self, person: Person) -> Person:
        """Keep *person* as he or she now is."""
        self.people[person.person_id] = person
        return person

    def _stranger(self, group: Group, village: Village) -> Person:
        rng = self.rng
        sex = "P" if rng.random() * 100 < group.percent_women else "L"
        birth = birth_date(rng, group, sex, self.today)
        is_balinese = rng.random() * 100 < group.percent_balinese
        name = (
            names.balinese(rng, sex, birth.year)
            if is_balinese
            else names.foreign(rng, names.group_of(rng), sex)
        )
        mother = (
            names.balinese(rng, "P", birth.year - 25) if is_balinese else names.foreign(rng, "Javanese", "P")
        )
        return self._person(
            name,
            sex,
            birth,
            village=village,
            banjar=rng.choice(banjars(village)),
            mother=str(mother),
            is_balinese=is_balinese,
        )

    def _relative(self, group: Group, village: Village) -> Person | None:
        """Return a brother, sister or spouse of somebody in the village, now and then."""
        if not self.people or self.rng.random() > 0.12:
            return None
        kin = self._neighbour(village)
        sex = "P" if self.rng.random() * 100 < group.percent_women else "L"
        if kin is None or not kin.is_balinese:
            return None
        birth = birth_date(self.rng, group, sex, self.today)
        is_sibling = 1 <= abs(birth.year - kin.birth.year) <= 14
        name = names.sibling(self.rng, kin.name, sex, birth.year)
        mother = kin.mother if is_sibling else str(names.balinese(self.rng, "P", birth.year - 25))
        made = self._person(
            name, sex, birth, village=village, banjar=kin.banjar, mother=mother, is_balinese=True
        )
        return replace(made, address=kin.address, phone=kin.phone if self.rng.random() < 0.4 else made.phone)

    def _neighbour(self, village: Village) -> Person | None:
        """Return one of the latest comers of the village."""
        latest = self.at_home.get(village.code, [])[-5:]
        return self.people[self.rng.choice(latest)] if latest else None

    def _person(
        self,
        name: Name,
        sex: str,
        birth: date,
        *,
        village: Village,
        banjar: str,
        mother: str,
        is_balinese: bool,
    ) -> Person:
        place, region = birth_place(self.rng, "Balinese" if is_balinese else "other")
        return Person(
            f"orang-{len(self.people) + 1:05d}",
            name,
            sex,
            birth,
            place,
            self.nik(region, birth, sex),
            village,
            banjar,
            f"{self.rng.choice(STREETS)} {self.rng.choice(STREET_NAMES)} No. {self.rng.randint(1, 180)}",
            mother,
            f"0845{self.rng.randint(1000000, 99999999)}",
            is_balinese,
        )

    def nik(self, region: str, birth: date, sex: str) -> str:
        """Return a NIK that nobody has, alive or invented."""
        day = birth.day + (40 if sex == "P" else 0)
        while True:
            serial = self.rng.randint(FIRST_SERIAL, LAST_SERIAL)
            nik = f"{region}{day:02d}{birth:%m%y}{serial:04d}"
            if nik not in self.niks:
                self.niks.add(nik)
                return nik

    def _work(self, group: Group, sex: str) -> str:
        return group.occupation_text or self.rng.choice(work_of(group.code, sex))

    def _called(self, group: Group, person: Person) -> str:
        """Return the name after consecration, for whoever has one."""
        if group.code == "sulinggih":
            return _consecrated(self.rng, person)
        if group.code == "pemangku":
            return f"{self.rng.choice(('Jero', 'Jro'))} Mangku {person.name.given[-1]}"
        return ""


def _consecrated(rng: Random, person: Person) -> str:
    endings = (
        "Dharma",
        "Putra",
        "Manuaba",
        "Kerta",
        "Sidhanta",
        "Giri",
        "Natha",
        "Daksa",
        "Wijaya",
        "Pemaron",
    )
    name = " ".join(rng.sample(endings, 2))
    if person.name.title in {"Ida Bagus", "Ida Ayu"}:
        return f"Ida Pedanda {'Istri' if person.sex == 'P' else 'Gede'} {name}"
    return f"{rng.choice(('Ida Pandita Mpu', 'Sri Mpu', 'Ida Rsi'))} {name}"


def birth_date(rng: Random, group: Group, sex: str, today: date) -> date:
    """Return a birth date: the ages of Denpasar, bent to those of the group's office."""
    ages, weights = _ages(group.age_from, group.age_mode, group.age_to, sex)
    born_before = years_before(today, rng.choices(ages, weights)[0])
    birth = born_before - timedelta(days=rng.randint(0, 364))
    if birth.year < 1970 and rng.random() < 0.1:  # nobody knew the day, so the clerk chose one
        birth = rng.choice((date(birth.year, 12, 31), date(birth.year, 7, 1)))
    return birth


@cache
def _ages(youngest: int, usual: int, oldest: int, sex: str) -> tuple[range, list[float]]:
    ages = range(youngest, oldest + 1)
    return ages, [_people_of(age, sex) * _fit(age, youngest, usual, oldest) for age in ages]


def _people_of(age: int, sex: str) -> float:
    word = "male" if sex == "L" else "female"
    for row in table("population/age_sex_2025_estimate.csv"):
        last = int(row["age_to"] or 120)
        if row["area_code"] == DENPASAR and row["sex"] == word and int(row["age_from"]) <= age <= last:
            return int(row["population_estimate"]) / (last - int(row["age_from"]) + 1)
    raise ValueError(f"no population of age {age}")


def _fit(age: int, youngest: int, usual: int, oldest: int) -> float:
    """Return how well an age fits an office: a triangle with its top at the usual age."""
    if age <= usual:
        return (age - youngest + 1) / (usual - youngest + 1)
    return (oldest - age + 1) / (oldest - usual + 1)


def birth_place(rng: Random, group: str) -> tuple[str, str]:
    """Return a birthplace and the first six digits of the NIK that is issued there."""
    rows = [row for row in table("population/birth_places.csv") if row["group"] == group]
    row = rng.choices(rows, [int(row["weight"]) for row in rows])[0]
    return row["name"], row["nik_region"]


@cache
def banjars(village: Village) -> tuple[str, ...]:
    """Return eight banjar of a village; the names are common ones, their place is invented."""
    listed = [row["name"] for row in table("population/banjar_names.csv")]
    return tuple(Random(village.code).sample(listed, 8))


def is_too_old(person: Person, today: date) -> bool:
    """Say whether somebody is 65 or older: too old to be enrolled (docs/conventions.md)."""
    return age_on(person.birth, today) >= 65
