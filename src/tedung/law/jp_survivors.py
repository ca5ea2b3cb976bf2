"""The pensions of survivors (JP): widow or widower, children, a parent.  PP 45/2015 Pasal 14, 21-23.

Half for the widow or widower until death or remarriage; then half of that for the
children, or half of the whole where there was none; a fifth for a parent where there was
neither.  A right that has ended does not come back.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from tedung.dates import add_years
from tedung.law.answer import Answer
from tedung.law.draft import Draft
from tedung.law.facts import Facts
from tedung.law.jp import begin, has_reached, is_refused, require_density
from tedung.law.jp_age import birthday
from tedung.law.jp_amount import first_year, pension_line, rounded, within_bounds
from tedung.law.jp_facts import Member, read_member
from tedung.law.jp_people import Survivor, check_remarried, has_outlived, read_survivors

BORN_WITHIN = timedelta(days=300)
"""PP 45/2015 Pasal 14 ayat (2): a child born so long after the death may be registered."""

WHO = "PP 45/2015 Pasal 14 ayat (1)"
SPOUSE = "PP 45/2015 Pasal 21"
CHILD = "PP 45/2015 Pasal 22"
PARENT = "PP 45/2015 Pasal 23"
CREDITED = "PP 45/2015 Pasal 21 ayat (3), 22 ayat (3), 23 ayat (3)"


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
    survivors = read_survivors(facts, member)
    check_remarried(facts, survivors or (), member)
    facts.finish()
    draft = begin(member)
    if is_refused(draft):
        return draft.answer()
    draft.need("jp.survivors_known", survivors is not None, WHO)
    right = _right(draft, member, survivors or ())
    credited = _credited(draft, member) if in_payment is None else 0
    if is_refused(draft) or right is None:
        return draft.answer()
    pension = first_year(draft, member, credited) if in_payment is None else Fraction(in_payment)
    if pension is not None:
        _line(draft, member, right, pension, credited)
    return draft.answer()


def _right(draft: Draft, member: Member, survivors: Sequence[Survivor]) -> Right | None:
    """Add who is entitled on the day asked and return the right; None where nobody is."""
    outlived = [one for one in survivors if has_outlived(one, member)]
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
    reached = has_reached(draft, member)
    before = None if reached is None else not reached
    draft.require("jp.died_before_pension_age", before, CREDITED, months=member.months, needed=needed)
    years = draft.law["jp.survivor_years"]
    long_enough = None
    if member.registered_on is not None:
        long_enough = add_years(member.registered_on, years) <= member.law_day
    draft.require("jp.member_long_enough", long_enough, CREDITED, years=years)
    require_density(draft, member, CREDITED)
    return needed


def _line(draft: Draft, member: Member, right: Right, pension: Fraction, credited: int) -> None:
    """Add the pension: share after share, each within the bounds (jp-bounds-of-survivors).

    The member's own stays exact until a share of it is paid; the children's half is of
    what the widow or widower really received, in whole rupiah.
    """
    amount = pension
    for name in right.shares:
        exactly = amount * Fraction(draft.law[name])
        amount = Fraction(within_bounds(draft, member, exactly))
        if amount != rounded(exactly):
            draft.convention("jp-bounds-of-survivors")
    if right.code == "jp.line_children":
        draft.gap("jp.gap_children_split", decides=False)
    shares = [str(draft.law[name]) for name in right.shares]
    inputs = {"pension": rounded(pension), "shares": shares, "months": member.months}
    inputs |= {"months_credited": credited}
    pension_line(draft, member, right.code, int(amount), right.article, **inputs)
