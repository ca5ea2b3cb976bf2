"""Who receives a death benefit: the ranks of PP 44/2015 Pasal 37 ayat (4)-(5) and Pasal 40 ayat (2).

The ranks are those of the regulation, not of civil law: the first rank that holds
anybody takes all.  The regulation gives no shares; equal ones are a convention.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tedung.law.draft import Draft
from tedung.law.facts import Facts
from tedung.money import rupiah

RANKS = (
    ("spouse", "child"),
    ("parent", "grandparent", "grandchild"),  # the blood line, up and down to the second degree
    ("sibling",),
    ("parent_in_law",),
    ("will",),
)
RELATIONS = tuple(relation for rank in RANKS for relation in rank)
ARTICLES = {
    "jkk": "PP 44/2015 Pasal 37 ayat (4)-(5)",
    "jkm": "PP 44/2015 Pasal 34 ayat (2), Pasal 40 ayat (2)",
    "jht": "PP 46/2015 Pasal 23; PP 60/2015 Pasal 26 ayat (4)",
}


@dataclass(frozen=True)
class Family:
    """A graph of persons by keys that mean nothing outside it.

    parents: the parents of a person; spouses: those married at the death; dead: those
    who did not outlive the peserta; will: whom the will names.
    """

    parents: Mapping[str, Sequence[str]] = field(default_factory=dict)
    spouses: Mapping[str, Sequence[str]] = field(default_factory=dict)
    dead: frozenset[str] = frozenset()
    will: Sequence[str] = ()

    def parents_of(self, *people: str) -> list[str]:
        """Return the parents of *people*, each once."""
        return _once(parent for one in people for parent in self.parents.get(one, ()))

    def children_of(self, *people: str) -> list[str]:
        """Return the children of *people*, each once, in the order of the graph."""
        return _once(child for child, of in self.parents.items() if set(of) & set(people))

    def spouses_of(self, one: str) -> list[str]:
        """Return whoever is married to *one*, whichever side the graph names first."""
        other_side = (who for who, of in self.spouses.items() if one in of)
        return _once([*self.spouses.get(one, ()), *other_side])


class Entitled(NamedTuple):
    """The rank that takes all (1 is the first; 0: nobody) and its people, in a fixed order."""

    rank: int
    people: tuple[str, ...]


def relations(family: Family, peserta: str) -> dict[str, str]:
    """Return {person: relation} of everybody whom a rank may hold, the nearest relation of each.

    Half siblings count as siblings: the regulation asks for no more.  Step relations
    by marriage alone, in-laws' parents aside, hold no rank.
    """
    parents, children = family.parents_of(peserta), family.children_of(peserta)
    spouses = family.spouses_of(peserta)
    groups = {
        "spouse": spouses,
        "child": children,
        "parent": parents,
        "grandparent": family.parents_of(*parents),
        "grandchild": family.children_of(*children),
        "sibling": family.children_of(*parents),
        "parent_in_law": family.parents_of(*spouses),
        "will": list(family.will),
    }
    found: dict[str, str] = {}
    for relation in RELATIONS:
        for one in groups[relation]:
            if one != peserta and one not in family.dead:
                found.setdefault(one, relation)
    return found


def entitled(people: Mapping[str, str]) -> Entitled:
    """Return the first rank that holds anybody of *people*, given as {person: relation}."""
    for number, rank in enumerate(RANKS, 1):
        found = tuple(one for relation in rank for one, own in people.items() if own == relation)
        if found:
            return Entitled(number, found)
    return Entitled(0, ())


def shares(amount: int, people: Sequence[str]) -> dict[str, int]:
    """Split *amount* equally; what is left goes rupiah by rupiah in order (convention equal-shares).

    amount: whole rupiah, not negative.  ValueError where there is nobody, for then the
    funeral grant goes to whoever buried and the rest to the social security fund.
    """
    if not people or len(set(people)) != len(people):
        raise ValueError("shares: name each survivor once, and at least one")
    each, left = divmod(amount, len(people))
    return {one: each + (place < left) for place, one in enumerate(people)}


def read_survivors(facts: Facts) -> list[str] | None:
    """Read ``survivors``, a list of {relation, alive}; None where nobody named any."""
    given = facts.parts("survivors")
    if given is None:
        return None
    found = [_read_survivor(one) for one in given]
    return [relation for relation in found if relation]


def _read_survivor(facts: Facts) -> str | None:
    """Return the relation of one who is alive; a birth date may stand beside, as for JP."""
    facts.day("birth_date")
    is_alive = facts.flag("alive") is not False
    relation = facts.choice("relation", RELATIONS)
    return relation if is_alive else None


def add_ahli_waris(draft: Draft, survivors: Sequence[str] | None, programme: str) -> None:
    """Say who receives the money; an empty list means that nobody of any rank is left."""
    article = ARTICLES[programme]
    if survivors is None:
        draft.note("heirs.known", None, article)
        return
    rank, people = entitled({str(number): relation for number, relation in enumerate(survivors)})
    told = {"count": len(people), "each": _each(draft, people)}
    draft.note(f"heirs.rank_{rank}", met=True, article=article, **told)
    if len(people) > 1:
        draft.convention("equal-shares")


def _each(draft: Draft, people: Sequence[str]) -> str:
    """Return the least share of the lines so far; a scholarship is the child's own."""
    total = sum(line.amount for line in draft.lines if not line.code.startswith("scholarship."))
    return rupiah(min(shares(total, people).values())) if people else rupiah(0)


def _once(people: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(people))
