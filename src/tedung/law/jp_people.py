"""Who a member leaves behind (JP), read and held against each other.  PP 45/2015 Pasal 14.

Every kind of JP accepts ``survivors``: a clerk hands in one family for all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tedung.law.facts import Facts
from tedung.law.jp_facts import Member

RELATIONS = (
    "spouse",
    "child",
    "parent",
    "grandparent",
    "grandchild",
    "sibling",
    "parent_in_law",
    "will",
)


@dataclass(frozen=True)
class Survivor:
    """One survivor as far as anybody said; `number` counts from 1 in the order of the facts."""

    number: int
    relation: str | None
    birth_date: date | None
    alive: bool | None
    died_on: date | None
    remarried_on: date | None
    remarried: bool | None
    married: bool | None
    working: bool | None

    @property
    def has_remarried(self) -> bool | None:
        """Whether the widow or widower has married again by the day asked."""
        return True if self.remarried_on is not None else self.remarried


def read_survivors(facts: Facts, member: Member) -> tuple[Survivor, ...] | None:
    """Read ``survivors``, as PP 45/2015 Pasal 14 names them; None where nobody named any.

    What cannot be stays in *facts* as a fault.
    """
    parts = facts.parts("survivors")
    if parts is None:
        return None
    found = tuple(_read_one(part, number, member.on) for number, part in enumerate(parts, 1))
    if sum(one.relation == "spouse" and has_outlived(one, member) for one in found) > 1:
        facts.fault("jp.fault_spouses")
    for part, one in zip(parts, found, strict=True):
        if not part.has("relation"):
            facts.fault("jp.fault_relation", key=part.name("relation"))
        if one.died_on and one.alive:
            facts.fault("jp.fault_alive", key=part.name("alive"))
        if one.remarried_on and one.remarried is False:
            facts.fault("jp.fault_remarried", key=part.name("remarried"))
    return found


def check_remarried(facts: Facts, survivors: Sequence[Survivor], member: Member) -> None:
    """Keep a fault for each spouse who married again before the member's death.  Pasal 21 ayat (5)."""
    for one in survivors:
        if one.remarried_on and one.remarried_on < member.law_day:
            key = facts.name(f"survivors[{one.number}].remarried_on")
            facts.fault("jp.fault_remarried_early", key=key)


def has_outlived(one: Survivor, member: Member) -> bool:
    """Say whether a survivor was alive when the member died; dead without a day is before."""
    return one.alive is not False if one.died_on is None else one.died_on > member.law_day


def _read_one(facts: Facts, number: int, on: date) -> Survivor:
    facts.in_order("birth_date", "remarried_on", "died_on")
    return Survivor(
        number=number,
        relation=facts.choice("relation", RELATIONS),
        birth_date=facts.day("birth_date", latest=on),
        alive=facts.flag("alive"),
        died_on=facts.day("died_on", latest=on),
        remarried_on=facts.day("remarried_on", latest=on),
        remarried=facts.flag("remarried"),
        married=facts.flag("married"),
        working=facts.flag("working"),
    )
