"""Names of invented people: Balinese by title, birth order and given name; others by their group.

Weights are assumptions (data/names); no table of real frequencies exists.
"""

from dataclasses import dataclass, replace
from functools import cache
from random import Random

from tedung.population.tables import table

COMMON, USUAL = 5, 1
"""How much likelier a given name of the tier ``common`` is than one of the tier ``usual``."""

GROUP_NAMES = {"Flores": "Flores and East Nusa Tenggara", "other": "Muslim (general)"}
"""The census's word for a group, where the table of names has another."""


SAME_RANK = (
    ("I", "Ni"),
    ("Ida Bagus", "Ida Ayu"),
    ("Anak Agung", "Anak Agung Ayu"),
    ("Cokorda", "Cokorda Istri"),
    ("I Dewa", "Desak"),
    ("I Gusti", "Ni Gusti Ayu"),
    ("I Gusti Ngurah", "I Gusti Ayu"),
)
"""Titles of brothers and sisters."""


@dataclass(frozen=True)
class Name:
    """A name in its parts, as the card has them."""

    title: str
    order: str
    given: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join(part for part in (self.title, self.order, *self.given) if part)


def balinese(rng: Random, sex: str, born: int, family: str = "") -> Name:
    """Return a Balinese name; *family*, where given, is the title that siblings share."""
    title = family or _title(rng, sex)
    order = _order(rng, sex) if _takes_order(title) else ""
    if title == "Ni Luh":  # written in place of the first-born's name
        title, order = "Ni", "Luh"
    return Name(title, order, _given(rng, sex, born))


def sibling(rng: Random, name: Name, sex: str, born: int) -> Name:
    """Return the name of a brother or sister: the same rank of family, another child of it."""
    other = balinese(rng, sex, born, _sister_title(name.title, sex))
    while other.order and _child(other.order) == _child(name.order):
        other = replace(other, order=_order(rng, sex))
    return other


def foreign(rng: Random, group: str, sex: str) -> Name:
    """Return the name of somebody of another *group* (as the census calls it)."""
    group = GROUP_NAMES.get(group, group)
    given = _listed(group, "given", sex)
    family = _listed(group, "family", sex)
    title = rng.choice(_listed(group, "title", sex)) if _listed(group, "title", sex) else ""
    first = rng.choice(given)
    if family:
        return Name("", "", (first, rng.choice(family)))
    if rng.random() < 0.35:
        return Name(title, "", (first,))
    second = rng.choice([name for name in given if name != first])
    return Name(title, "", (first, second))


def group_of(rng: Random) -> str:
    """Return an ethnic group of Denpasar other than the Balinese, by its share in the census."""
    rows = [row for row in table("population/denpasar_ethnicity_religion.csv") if _is_foreign(row)]
    return rng.choices([row["group"] for row in rows], [float(row["percent"]) for row in rows])[0]


def _is_foreign(row: dict[str, str]) -> bool:
    return row["dimension"] == "ethnic group" and row["group"] != "Balinese"


def _title(rng: Random, sex: str) -> str:
    word = "male" if sex == "L" else "female"
    rows = [row for row in table("names/bali_titles.csv") if row["sex"] == word]
    return rng.choices([row["title"] for row in rows], [int(row["assumed_per_mille"]) for row in rows])[0]


def _sister_title(title: str, sex: str) -> str:
    """Return the title of the same rank for a child of *sex*."""
    for man, woman in SAME_RANK:
        if title in {man, woman}:
            return man if sex == "L" else woman
    return "I" if sex == "L" else "Ni"


@cache
def _takes_order(title: str) -> bool:
    return all(
        row["takes_birth_order"] == "yes" for row in table("names/bali_titles.csv") if row["title"] == title
    )


def _order(rng: Random, sex: str) -> str:
    ranks = table("names/bali_birth_rank_shares.csv")
    rank = rng.choices(range(len(ranks)), [float(row["assumed_percent"]) for row in ranks])[0]
    child = rank % 4 + 1  # the names begin again with the fifth child
    names, weights = _orders(child, "male" if sex == "L" else "female")
    return rng.choices(names, weights)[0]


@cache
def _child(order: str) -> int:
    """Return which child of the family an order word stands for; 0 for none."""
    found = [int(row["birth_order"]) for row in table("names/bali_birth_order.csv") if row["name"] == order]
    return next(iter(found), 0)


@cache
def _orders(child: int, sex: str) -> tuple[list[str], list[int]]:
    rows = [
        row
        for row in table("names/bali_birth_order.csv")
        if int(row["birth_order"]) == child and row["sex"] in {"both", sex} and row["name"] != "Iluh"
    ]
    return [row["name"] for row in rows], [int(row["assumed_weight_within_order"]) for row in rows]


def _given(rng: Random, sex: str, born: int) -> tuple[str, ...]:
    names, weights = _given_names("male" if sex == "L" else "female", _cohort(born))
    count = 2 if rng.random() < _share_of_two_names(born) else 1
    first = rng.choices(names, weights)[0]
    if count == 1:
        return (first,)
    second = rng.choices(names, weights)[0]
    return (first, second) if second != first else (first,)


def _share_of_two_names(born: int) -> float:
    if born < 1965:
        return 0.08
    return 0.35 if born < 1985 else 0.75


def _cohort(born: int) -> str:
    if born < 1965:
        return "older"
    return "any" if born <= 1985 else "younger"


@cache
def _given_names(sex: str, cohort: str) -> tuple[list[str], list[int]]:
    rows = [
        row
        for row in table("names/bali_given_names.csv")
        if row["sex"] == sex and row["cohort"].split()[0] in {"any", cohort}
    ]
    return [row["name"] for row in rows], [
        COMMON if row["assumed_tier"] == "common" else USUAL for row in rows
    ]


@cache
def _listed(group: str, kind: str, sex: str) -> tuple[str, ...]:
    word = "male" if sex == "L" else "female"
    return tuple(
        row["name"]
        for row in table("names/other_group_names.csv")
        if row["group"] == group and row["kind"] == kind and row["sex"] in {"both", word}
    )
