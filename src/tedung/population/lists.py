"""Who hands in which list, and who stands in it.

The sizes of the groups are those of Denpasar in 2025 (data/offices/denpasar_groups.csv;
an assumption where it says so).  How they spread over villages is invented.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from tedung.dates import years_before
from tedung.population.people import PUBLIC_SERVANTS, City, Person, birth_date, is_too_old
from tedung.population.tables import Group, Village, districts, groups, table, villages

SECOND_PLACE = 0.05
"""How often somebody already in a list is put into another group's list instead of a new person."""

LISTED_TWICE, LISTED_ELSEWHERE = 0.014, 0.010
"""How often a line comes twice in its list, and how often the same place is listed by another unit too."""

PEOPLE_FOR_ALL_LISTS = 1500
"""With fewer people than this, fewer units hand in a list."""

TOO_OLD = "over_64"

FACTS = {"under_18": 0.004, "public_servant": 0.008, "dead": 0.007}
"""How often somebody stands in a list who may not be enrolled."""

FISHING = (
    ("Kelompok Nelayan Serangan", ("Serangan",), 140),
    ("Kelompok Nelayan Sanur", ("Sanur", "Sanur Kaja", "Sanur Kauh"), 110),
    ("Dinas Perikanan", ("Sesetan", "Pedungan", "Pemogan", "Sidakarya"), 99),
)


@dataclass(frozen=True)
class Part:
    """A piece of a unit, by which places are dealt out: a village, a desa adat, a subak."""

    name: str
    weight: float
    homes: tuple[Village, ...]


@dataclass
class Entry:
    """One line that a clerk will type: whom, for which group, from which part, and what is wrong."""

    person_id: str
    group: str
    part: str
    faults: list[str] = field(default_factory=list)


@dataclass
class RosterList:
    """The list of one unit (unit pengusul)."""

    key: str
    kind: str
    unit_kind: str
    unit: str
    village: Village | None
    district: str
    parts: tuple[Part, ...]
    entries: list[Entry] = field(default_factory=list)

    @property
    def groups(self) -> list[str]:
        """The groups that stand in the list, in their usual order."""
        found = {entry.group for entry in self.entries}
        return [code for code in groups() if code in found]


def units(share: float) -> list[RosterList]:
    """Return the empty lists of every unit, or of a *share* of them (at least one of each kind)."""
    every = [*_villages(), *_customary(), *_subak(), *_fishers(), *_poor(), _priests()]
    kinds = Counter(each.kind for each in every)
    kept = {kind: max(min(2, count), round(count * min(1, share))) for kind, count in kinds.items()}
    chosen = []
    for each in every:
        kept[each.kind] -= 1
        if kept[each.kind] >= 0:
            chosen.append(each)
    return chosen


def fill(rng: Random, today: date, people: int) -> tuple[City, list[RosterList]]:
    """Make *people* places over the groups, the persons who hold them and the lists they stand in."""
    lists = units(people / PEOPLE_FOR_ALL_LISTS)
    city = City(rng, today)
    total = sum(group.size for group in groups().values() if group.size_basis == "press")
    for group in groups().values():
        size = max(2, round(group.size * people / total))
        _fill_group(city, group, size, [each for each in lists if each.kind == group.list_kind])
    for each in lists:
        _list_twice(rng, each)
    _list_elsewhere(rng, lists)
    return city, lists


def deal(count: int, weights: Sequence[float]) -> list[int]:
    """Deal *count* out by *weights*, whole, by largest remainder."""
    total = sum(weights)
    exact = [count * weight / total for weight in weights]
    dealt = [int(share) for share in exact]
    by_rest = sorted(range(len(weights)), key=lambda i: (dealt[i] - exact[i], i))
    for i in by_rest[: count - sum(dealt)]:
        dealt[i] += 1
    return dealt


def _fill_group(city: City, group: Group, size: int, lists: list[RosterList]) -> None:
    places = [(each, part) for each in lists for part in each.parts]
    is_one_each = group.code in {"bendesa", "pekaseh", "pangliman"}
    counts = deal(size, [1.0 if is_one_each else part.weight for _, part in places])
    for (each, part), count in zip(places, counts, strict=True):
        for _ in range(count):
            each.entries.append(_entry(city, group, each, part))


def _entry(city: City, group: Group, where: RosterList, part: Part) -> Entry:
    home = city.rng.choice(part.homes)
    person = _second_place(city, group, where, home) or city.newcomer(group, home)
    faults = [TOO_OLD] if is_too_old(person, city.today) else _facts(city, group, person)
    return Entry(person.person_id, group.code, part.name, faults)


def _second_place(city: City, group: Group, where: RosterList, home: Village) -> Person | None:
    """Return somebody of the same village who holds another office and may hold this one too."""
    if city.rng.random() > SECOND_PLACE:
        return None
    listed = {entry.person_id for entry in where.entries}
    near = city.neighbours(home)
    fitting = [p for p in near if _may_also(p, group, city.today) and p.person_id not in listed]
    return city.also(city.rng.choice(fitting), group) if fitting else None


def _may_also(person: Person, group: Group, today: date) -> bool:
    is_taken = len(person.occupations) > 1 or person.occupations[0][0] == group.code
    if is_taken or person.dead or person.public_servant:
        return False
    if group.percent_balinese == 100 and not person.is_balinese:
        return False
    if (person.sex == "P" and group.percent_women < 5) or (person.sex == "L" and group.percent_women > 90):
        return False
    return years_before(today, group.age_to) <= person.birth <= years_before(today, group.age_from)


def _facts(city: City, group: Group, person: Person) -> list[str]:
    """Make a few persons ones who may not be enrolled: too young, a public servant, dead."""
    drawn = city.rng.random()
    if len(person.occupations) > 1:
        return []
    for fact, often in FACTS.items():
        drawn -= often
        if drawn < 0:
            return _set_fact(city, group, person, fact)
    return []


def _set_fact(city: City, group: Group, person: Person, fact: str) -> list[str]:
    if fact == "under_18":
        if group.age_from > 26:  # no office of an elder
            return []
        city.remember(_younger(city, group, person))
    elif fact == "public_servant":
        city.remember(replace(person, public_servant=city.rng.choice(PUBLIC_SERVANTS)))
    else:
        city.remember(replace(person, dead=True))
    return [fact]


def _younger(city: City, group: Group, person: Person) -> Person:
    teenage = group._replace(age_from=15, age_mode=16, age_to=16)
    birth = birth_date(city.rng, teenage, person.sex, city.today) + timedelta(days=1)
    return replace(person, birth=birth, nik=city.nik(person.nik[:6], birth, person.sex))


def _list_twice(rng: Random, where: RosterList) -> None:
    for entry in list(where.entries):
        if rng.random() < LISTED_TWICE:
            twin = replace(entry, faults=[*entry.faults, "twice_in_list"])
            where.entries.insert(rng.randint(where.entries.index(entry) + 1, len(where.entries)), twin)


def _list_elsewhere(rng: Random, lists: list[RosterList]) -> None:
    """Let a neighbouring unit claim a few of the same people for the same group."""
    for kind in ("kelurahan", "adat", "pkh"):
        same = [each for each in lists if each.kind == kind]
        claims = [(each, entry) for each in same for entry in each.entries if rng.random() < LISTED_ELSEWHERE]
        for where, entry in claims:
            others = [each for each in same if each is not where]
            if others:
                other = rng.choice(others)
                claimed = replace(entry, part=other.parts[0].name, faults=[*entry.faults, "listed_elsewhere"])
                other.entries.insert(rng.randint(0, len(other.entries)), claimed)


def _villages() -> Iterator[RosterList]:
    people = {
        row["district_code"]: int(row["population"])
        for row in table("population/denpasar_districts_2023.csv")
    }
    count = Counter(village.district_code for village in villages())
    for village in _by_turns(villages()):
        usual = people[village.district_code] / count[village.district_code]
        weight = usual * Random(village.code).uniform(0.5, 1.6)
        part = Part(village.name, weight, (village,))
        yield RosterList(
            village.code, "kelurahan", village.kind, village.name, village, village.district_code, (part,)
        )


def _by_turns(found: Iterable[Village]) -> list[Village]:
    """Return the villages district by district in turns, so that a few of them come from everywhere."""
    seen: Counter[str] = Counter()
    turns = []
    for village in found:
        seen[village.district_code] += 1
        turns.append((seen[village.district_code], village.district_code, village))
    return [village for _, _, village in sorted(turns)]


def _customary() -> Iterator[RosterList]:
    rows = [row for row in table("offices/denpasar_customary.csv") if row["kind"] == "desa adat"]
    own = [row for row in rows if row["own_list"] == "yes"]
    for row in own:
        yield _customary_list(f"desa-adat-{row['name']}", row["name"], row["district_code"], [row])
    for code, name in districts().items():
        rest = [row for row in rows if row["own_list"] == "no" and row["district_code"] == code]
        if rest:
            yield _customary_list(f"mda-{code}", f"Majelis Desa Adat Kecamatan {name}", code, rest)


def _customary_list(key: str, unit: str, district: str, rows: list[dict[str, str]]) -> RosterList:
    homes = _homes(district)
    parts = tuple(Part(row["name"], float(row["weight"]), homes) for row in rows)
    return RosterList(key, "adat", "desa adat", unit, None, district, parts)


def _subak() -> Iterator[RosterList]:
    for code, name in districts().items():
        rows = [
            row
            for row in table("offices/denpasar_customary.csv")
            if row["kind"] == "subak" and row["district_code"] == code
        ]
        halves = (rows[: len(rows) // 2], rows[len(rows) // 2 :]) if len(rows) > 8 else (rows,)
        for number, half in enumerate(halves, start=1):
            roman = f" {'I' * number}" if len(halves) > 1 else ""
            parts = tuple(Part(row["name"], float(row["weight"]), _homes(code)) for row in half)
            unit = f"Majelis Subak Kecamatan {name}{roman}"
            yield RosterList(f"subak-{code}-{number}", "subak", "subak", unit, None, code, parts)


def _fishers() -> Iterator[RosterList]:
    for unit, names, weight in FISHING:
        homes = tuple(village for village in villages() if village.name in names)
        part = Part(unit, float(weight), homes)
        yield RosterList(
            f"nelayan-{names[0]}", "nelayan", "office", unit, None, homes[0].district_code, (part,)
        )


def _poor() -> Iterator[RosterList]:
    for code, name in districts().items():
        parts = tuple(Part(home.name, 1.0, (home,)) for home in _homes(code))
        yield RosterList(
            f"pkh-{code}", "pkh", "office", f"Pendamping PKH Kecamatan {name}", None, code, parts
        )


def _priests() -> RosterList:
    parts = tuple(Part(name, 1.0, _homes(code)) for code, name in districts().items())
    return RosterList("sulinggih", "sulinggih", "office", "Dinas Kebudayaan", None, "", parts)


def _homes(district: str) -> tuple[Village, ...]:
    return tuple(village for village in villages() if village.district_code == district)
