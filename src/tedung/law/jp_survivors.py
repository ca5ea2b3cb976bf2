"""The pensions of survivors (JP): widow or widower, children, a parent.  PP 45/2015 Pasal 14, 21-23.

Half for the widow or widower until death or remarriage; then half of that for the
children, or half of the whole where there was none; a fifth for a parent where there was
neither.  A right that has ended does not come back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from tedung.dates import add_years
from tedung.law.answer import Answer
from tedung.law.arrays import share
from tedung.law.draft import Draft
from tedung.law.facts import Facts
from tedung.law.jp import begin, is_refused, require_density
from tedung.law.jp_age import birthday, pension_day
from tedung.law.jp_amount import first_year, pension_line, within_bounds
from tedung.law.jp_facts import Member, read_member

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
BORN_WITHIN = timedelta(days=300)
"""PP 45/2015 Pasal 14 ayat (2): a child born so long after the death may be registered."""

WHO = "PP 45/2015 Pasal 14 ayat (1)"
SPOUSE = "PP 45/2015 Pasal 21"
CHILD = "PP 45/2015 Pasal 22"
PARENT = "PP 45/2015 Pasal 23"
CREDITED = "PP 45/2015 Pasal 21 ayat (3), 22 ayat (3), 23 ayat (3)"


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


class Right(NamedTuple):
    """Who is entitled: the code of the line, the shares to take one after another, the article."""

    code: str
    shares: tuple[str, ...]
    article: str


def survivor(facts: Facts, on: date) -> Answer:
    """Answer a claim of survivors (kind ``jp_survivor``): the pension a month in its first year.

    The amount follows the law of the death (``event_date``); who is entitled, the day *on*.
    """
    member = read_member(facts, on)
    in_payment = facts.money("pension_in_payment")
    survivors = _read(facts, member)
    facts.finish()
    draft = begin(member)
    if is_refused(draft):
        return draft.answer()
    draft.need("jp.survivors_known", survivors is not None, WHO)
    right = _right(draft, member, survivors or ())
    credited = _credited(draft, member) if in_payment is None else 0
    if is_refused(draft) or right is None:
        return draft.answer()
    pension = first_year(draft, member, credited) if in_payment is None else in_payment
    if pension is not None:
        _line(draft, member, right, pension, credited)
    return draft.answer()


def _read(facts: Facts, member: Member) -> tuple[Survivor, ...] | None:
    parts = facts.parts("survivors")
    if parts is None:
        return None
    found = tuple(_read_one(part, number, member.on) for number, part in enumerate(parts, 1))
    alive = [one for one in found if one.relation == "spouse" and _outlived(one, member)]
    if len(alive) > 1:
        facts.fault("jp.fault_spouses")
    for part, one in zip(parts, found, strict=True):
        if not part.has("relation"):
            facts.fault("jp.fault_relation", key=part.name("relation"))
        if one.died_on and one.alive:
            facts.fault("jp.fault_alive", key=part.name("alive"))
        if one.remarried_on and one.remarried is False:
            facts.fault("jp.fault_remarried", key=part.name("remarried"))
        if one.remarried_on and one.remarried_on < member.law_day:
            facts.fault("jp.fault_remarried_early", key=part.name("remarried_on"))
    return found


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


def _outlived(one: Survivor, member: Member) -> bool:
    """Say whether a survivor was alive when the member died; dead without a day is before."""
    return one.alive is not False if one.died_on is None else one.died_on > member.law_day


def _right(draft: Draft, member: Member, survivors: Sequence[Survivor]) -> Right | None:
    """Add who is entitled on the day asked and return the right; None where nobody is."""
    outlived = [one for one in survivors if _outlived(one, member)]
    spouses = [one for one in outlived if one.relation == "spouse"]
    children = [one for one in outlived if one.relation == "child"]
    for spouse in spouses:
        if spouse.died_on is None and not spouse.has_remarried:
            not_remarried = None if spouse.has_remarried is None else True
            draft.require("jp.spouse_alone", not_remarried, f"{SPOUSE} ayat (5)")
            return Right("jp.line_spouse", ("jp.spouse_share",), f"{SPOUSE} ayat (2)")
    entitled = _entitled_children(draft, member, children)
    if entitled:
        after = ("jp.spouse_share", "jp.child_of_spouse_share") if spouses else ("jp.child_share",)
        return Right("jp.line_children", after, f"{CHILD} ayat (2)")
    parents = [one for one in outlived if one.relation == "parent" and one.died_on is None]
    if parents and not spouses and not _bars_parent(draft, member, children):
        return Right("jp.line_parent", ("jp.parent_share",), f"{PARENT} ayat (2)")
    draft.require("jp.anyone_entitled", False if survivors or draft.status != "open" else None, WHO)
    return None


def _entitled_children(draft: Draft, member: Member, children: Sequence[Survivor]) -> list[Survivor]:
    """Return the children who are entitled on the day asked, at most two.  Pasal 22 ayat (5)."""
    found = [one for one in children if is_entitled(draft, one, member, member.on) is not False]
    most = draft.law["jp.children_most"]
    for one in found[:most]:
        met = is_entitled(draft, one, member, member.on)
        age = draft.law["jp.child_age"]
        draft.require("jp.child_entitled", met, f"{CHILD} ayat (5)", number=one.number, age=age)
    return found[:most]


def is_entitled(draft: Draft, child: Survivor, member: Member, day: date) -> bool | None:
    """Say whether a child is alive, below 23, neither working nor married on *day*; None: not known."""
    if child.died_on is not None and child.died_on <= day:
        return False
    if child.married or child.working:
        return False
    if child.birth_date is None:
        return None
    if child.birth_date > member.law_day + BORN_WITHIN:
        return False
    if day >= birthday(child.birth_date, draft.law["jp.child_age"]):
        return False
    return None if child.married is None or child.working is None else True


def _bars_parent(draft: Draft, member: Member, children: Sequence[Survivor]) -> bool:
    """Say whether a child stands before the parents; one who never had a right is undecided.

    Pasal 23 ayat (1) speaks of a member without "Anak"; Pasal 1 angka 8 sets no age.
    """
    if not children:
        return False
    had_right = [is_entitled(draft, one, member, member.law_day) is not False for one in children]
    if any(had_right):
        return True
    draft.gap("jp.gap_adult_child")
    return False


def _credited(draft: Draft, member: Member) -> int:
    """Return the months counted for survivors of a member who drew no pension yet.  Pasal 21 ayat (3)."""
    needed: int = draft.law["jp.months_credited"]
    if member.upah_by_year is None or member.months >= needed:
        return max(member.months, needed)
    before = None if member.birth_date is None else member.law_day < pension_day(member.birth_date)
    draft.require("jp.died_before_pension_age", before, CREDITED, months=member.months, needed=needed)
    years = draft.law["jp.survivor_years"]
    long_enough = None
    if member.registered_on is not None:
        long_enough = add_years(member.registered_on, years) <= member.law_day
    draft.require("jp.member_long_enough", long_enough, CREDITED, years=years)
    require_density(draft, member, CREDITED)
    return needed


def _line(draft: Draft, member: Member, right: Right, pension: int, credited: int) -> None:
    """Add the pension: share after share, each within the bounds (jp-bounds-of-survivors)."""
    draft.convention("jp-bounds-of-survivors")
    amount = pension
    for name in right.shares:
        amount = within_bounds(draft, member, int(share(amount, draft.law[name])))
    if right.code == "jp.line_children":
        draft.gap("jp.gap_children_split", decides=False)
    shares = [str(draft.law[name]) for name in right.shares]
    inputs = {"pension": pension, "shares": shares, "months": member.months, "months_credited": credited}
    pension_line(draft, member, right.code, amount, right.article, **inputs)
