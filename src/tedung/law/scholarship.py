"""Scholarships of the children: PP 44/2015 Pasal 25 ayat (3), Pasal 34 ayat (3), Annex III.

Since 2 December 2019 yearly by school level for at most two children; before, once a
participant.  Years beyond those of the level a child is in run on through the next
levels (convention scholarship-runs-on).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tedung.dates import add_years, years_before
from tedung.law import Law, law_on
from tedung.law.answer import Answer
from tedung.law.arrays import Codes, Rupiah, minimum, pick
from tedung.law.claim import FIRST_DAY, Claim, read_claim
from tedung.law.draft import Draft
from tedung.law.expiry import expiry, require_in_time
from tedung.law.facts import Facts

LEVELS = ("tk_sd", "smp", "sma", "pt")
NOT_YET = "not_yet"
WORKING_AS = ("pu_up_to_6_months", "bpu", "intern")
PROGRAMMES = ("jkk", "jkm")
CAUSES = ("death", "total_disability", "other")
ARTICLE = "PP 44/2015 Pasal 25 ayat (3), Pasal 34 ayat (3)"
ARTICLE_103 = "Permenaker 5/2021 Pasal 103 ayat (2)"
SETTLED: dict[str | None, str] = {
    "jkk": "PP 44/2015 Pasal 39 ayat (1)-(2)",
    "jkm": "PP 44/2015 Pasal 42 ayat (1)-(2)",
}


@dataclass(frozen=True)
class Child:
    """What is known of one child, who is counted from 1 in the order of the facts."""

    number: int
    level: str | None
    years_left: int | None
    birth_date: date | None
    married: bool | None
    working: bool | None
    working_as: str | None


def amounts(level: Codes, years: Codes, law: Law) -> Rupiah:
    """Return the scholarship of *years* at a level, bounded by the years of that level.

    level: (n,) index in `LEVELS`; years: (n,) whole years from 0 up.  Result (n,) rupiah.
    Whether a child qualifies is decided elsewhere.
    """
    each = [
        law[f"scholarship.yearly_{one}"] * minimum(years, law[f"scholarship.years_{one}"]) for one in LEVELS
    ]
    return pick(level, each)


def read_children(facts: Facts, on: date) -> tuple[Child, ...] | None:
    """Read ``children``; None where nobody said whether there are any."""
    given = facts.parts("children")
    if given is None:
        return None
    return tuple(_read_child(one, number, on) for number, one in enumerate(given, 1))


def _read_child(facts: Facts, number: int, on: date) -> Child:
    return Child(
        number,
        facts.choice("level", (*LEVELS, NOT_YET)),
        facts.count("years_left", most=30),
        facts.day("birth_date", latest=on),
        facts.flag("married"),
        facts.flag("working"),
        facts.choice("working_as", WORKING_AS),
    )


def scholarship(facts: Facts, on: date) -> Answer:
    """Answer a claim for the scholarship alone (kind ``scholarship``)."""
    claim = read_claim(facts, on)
    programme = facts.choice("programme", PROGRAMMES)
    cause = facts.choice("cause", CAUSES)
    children = read_children(facts, on)
    facts.finish()
    draft = Draft(claim.law_day)
    draft.need("jkk.event_known", claim.event_on is not None, ARTICLE)
    draft.need("scholarship.children_known", children is not None, ARTICLE)
    if claim.law_day < FIRST_DAY:
        draft.gap("jkk.gap_before_2015")
        return draft.answer()
    if claim.segment == "pmi":
        draft.gap("jkm.gap_migrant_scholarship")
        return draft.answer()
    draft.note("scholarship.programme_known", True if programme else None, ARTICLE)
    _require_cause(draft, programme, cause)
    _require_membership(draft, claim, programme)
    _require_settled(draft, claim, programme)
    _require_timely(draft, claim, programme)
    is_due = programme != "jkm" or _has_contributed(draft, claim)
    if is_due and children is not None and not add_lines(draft, children, claim.claimed_on):
        draft.require("scholarship.one_qualifies", met=False, article=ARTICLE)
    return draft.answer()


def _require_membership(draft: Draft, claim: Claim, programme: str | None) -> None:
    """A `bpu` not yet a member has no right, nor has JKM after the membership.

    Where the worker was never enrolled the employer owes the scholarship.
    """
    is_member = claim.is_member_on_event
    if claim.segment == "bpu":
        draft.require("scholarship.is_member", is_member, "PP 44/2015 Pasal 11 ayat (4)-(5)")
    elif is_member is not None:
        draft.note("scholarship.is_registered", is_member, "PP 44/2015 Pasal 27 ayat (1), Pasal 35 ayat (1)")
    if programme == "jkm" and claim.ended_on and claim.event_on:
        is_active = claim.ended_on >= claim.event_on
        draft.require("scholarship.is_active", is_active, "PP 44/2015 Pasal 34 ayat (1) dan penjelasannya")


def _require_settled(draft: Draft, claim: Claim, programme: str | None) -> None:
    """A `bpu` waits for the arrears, and beyond the limit has nothing; an employer beyond it pays first."""
    months, limit = claim.arrears_months, draft.law["dues.arrears_months"]
    within = None if months is None else months <= limit
    if claim.segment == "bpu":
        article = SETTLED.get(programme, "; ".join(SETTLED.values()))
        draft.require("scholarship.arrears_bpu", within, article, limit=limit)
        if months and within:
            draft.require("scholarship.arrears_paid", claim.arrears_paid is True, article, months=months)
    elif claim.segment is None and within is False:
        draft.need("scholarship.arrears_segment", known=False, article="PP 44/2015 Pasal 38, 39, 41, 42")
    elif within is not None:
        article = "PP 44/2015 Pasal 38 ayat (1)-(3), Pasal 41 ayat (1)-(3)"
        draft.note("scholarship.arrears_employer", within, article, limit=limit)


def _require_timely(draft: Draft, claim: Claim, programme: str | None) -> None:
    """The single sum of JKK lapses with the benefit it belongs to; the yearly one says what is late."""
    if programme == "jkk" and draft.law["scholarship.once"]:
        require_in_time(draft, claim)
    else:
        _note_late(draft, claim, programme)


def _note_late(draft: Draft, claim: Claim, programme: str | None) -> None:
    """Say what a late claim may have lost: years long past, and the first claim of JKK after Pasal 26."""
    law = law_on(claim.claimed_on)
    if claim.event_on is None or claim.claimed_on <= add_years(claim.event_on, 1):
        return
    if law.knows("scholarship.back_years"):
        entry = law.cite("scholarship.back_years")
        draft.note("scholarship.back_years", None, entry.source, years=entry.value)
    if programme == "jkk" and expiry(claim.event_on, claim.claimed_on).state != "in_time":
        draft.note("scholarship.first_claim_in_time", None, draft.law.cite("jkk.claim_years").source)


def _require_cause(draft: Draft, programme: str | None, cause: str | None) -> None:
    if programme == "jkk":
        met = None if cause is None else cause in {"death", "total_disability"}
        draft.require("scholarship.cause_jkk", met, "PP 44/2015 Pasal 25 ayat (2) huruf b angka 8")
    elif programme == "jkm":
        met = None if cause is None else cause == "death"
        draft.require("scholarship.cause_jkm", met, "PP 44/2015 Pasal 34 ayat (1) huruf d")


def contributed(law: Law, *claims: Claim) -> bool | None:
    """Say whether one of the memberships reaches JKM's contribution time; None where nobody can tell.

    A membership younger than the time cannot have paid it, whatever its months.
    """
    needed, found = law["scholarship.jkm_months"], []
    for one in claims:
        months, age = one.contribution_months, one.membership_months
        if months is None:
            found.append(False if age is not None and age < needed else None)
        else:
            found.append(months >= needed)
    return True if True in found else None if None in found else False


def note_contributed(draft: Draft, met: bool | None) -> None:
    """Add the condition of JKM's contribution time."""
    entry = draft.law.cite("scholarship.jkm_months")
    draft.note("scholarship.masa_iur", met, entry.source, needed=entry.value)


def _has_contributed(draft: Draft, claim: Claim) -> bool:
    """Refuse a claim whose contribution time surely falls short."""
    met = contributed(draft.law, claim)
    note_contributed(draft, met)
    if met is False:
        draft.refuse()
    return met is not False


def add_lines(draft: Draft, children: Sequence[Child], from_day: date) -> bool:
    """Add the lines of the children who qualify; say whether there is any, or may be.

    from_day: the day on which the first year counts and ages are looked at.
    """
    if draft.law["scholarship.once"]:
        return _add_once(draft, children)
    due = [one for one in children if _qualifies(draft, one, from_day)]
    unknown = [one for one in due if one.level is None]
    for one in unknown:
        draft.need("scholarship.level_known", known=False, article=ARTICLE, child=one.number)
    at_school = [one for one in due if one.level in LEVELS]
    chosen = _chosen(draft, at_school, from_day)
    by_choice = ["scholarship-two-children"] * (len(chosen) < len(at_school))
    for one in sorted(chosen, key=lambda child: child.number):
        _add_child(draft, one, from_day, by_choice)
    return bool(due)


def _add_once(draft: Draft, children: Sequence[Child]) -> bool:
    """Before 2 December 2019: one sum a participant; its conditions on the child were not read."""
    if not children:
        return False
    draft.gap("scholarship.gap_conditions_2015", decides=False)
    draft.line(
        "scholarship.line_once", draft.law["scholarship.once"], "scholarship.once", children=len(children)
    )
    return True


def _qualifies(draft: Draft, child: Child, from_day: date) -> bool:
    """Note the conditions of a child; return False where one of them surely fails."""
    draft.convention_of("scholarship.age_below")
    age_below = draft.law["scholarship.age_below"]
    is_young = None if child.birth_date is None else _is_below(child.birth_date, age_below, from_day)
    draft.note("scholarship.age", is_young, ARTICLE_103, child=child.number, age=age_below)
    unmarried = None if child.married is None else not child.married
    draft.note("scholarship.unmarried", unmarried, ARTICLE_103, child=child.number)
    not_working = _is_not_working(draft, child)
    draft.note("scholarship.not_working", not_working, ARTICLE_103, child=child.number)
    if child.level == NOT_YET:
        draft.note("scholarship.school_age", met=False, article=ARTICLE_103, child=child.number)
    if child.years_left == 0:
        draft.note("scholarship.years_left", met=False, article=ARTICLE, child=child.number)
    return child.years_left != 0 and not any(met is False for met in (is_young, unmarried, not_working))


def _is_below(birth: date, age: int, day: date) -> bool:
    return birth > years_before(day, age)


def _is_not_working(draft: Draft, child: Child) -> bool | None:
    if _works_exempt(draft.law, child):
        draft.convention("permenaker-1-2025")
        return True
    return None if child.working is None else not child.working


def _works_exempt(law: Law, child: Child) -> bool:
    """Say whether the child works in a way that does no harm (convention permenaker-1-2025)."""
    return bool(child.working and child.working_as and law["scholarship.working_exempt"])


def _years(draft: Draft, child: Child, from_day: date) -> dict[str, int]:
    """Return the years that count by level: those left, on through the next levels, below the age."""
    law = draft.law
    levels = LEVELS[LEVELS.index(str(child.level)) :]
    left = min(_wanted(child), sum(law[f"scholarship.years_{one}"] for one in levels))
    if child.birth_date is not None:
        born, below = child.birth_date, law["scholarship.age_below"]
        left = sum(_is_below(born, below, add_years(from_day, ahead)) for ahead in range(left))
    found = {}
    for one in levels:
        found[one] = min(left, law[f"scholarship.years_{one}"])
        left -= found[one]
    return {one: years for one, years in found.items() if years}


def _wanted(child: Child) -> int:
    return 1 if child.years_left is None else child.years_left


def _amount(draft: Draft, child: Child, from_day: date) -> int:
    parts = _years(draft, child, from_day).items()
    return sum(int(amounts(LEVELS.index(level), years, draft.law)) for level, years in parts)


def _chosen(draft: Draft, children: Sequence[Child], from_day: date) -> Sequence[Child]:
    most = draft.law["scholarship.children_most"]
    if len(children) <= most:
        return children
    draft.note("scholarship.at_most", met=False, article=ARTICLE, most=most, children=len(children))
    return sorted(children, key=lambda one: (-_amount(draft, one, from_day), one.number))[:most]


def _add_child(draft: Draft, child: Child, from_day: date, by_choice: Sequence[str]) -> None:
    """Add a line for each level that the years left reach.

    by_choice: the convention by which this child was chosen among more, if it was.
    """
    parts = _years(draft, child, from_day)
    leans_on = [*by_choice, *_conventions(draft, child, parts)]
    known = None if child.years_left is None else True
    draft.note("scholarship.years_known", known, ARTICLE, child=child.number)
    for level, years in parts.items():
        names = (f"scholarship.yearly_{level}", f"scholarship.years_{level}")
        draft.line(
            "scholarship.line_child",
            int(amounts(LEVELS.index(level), years, draft.law)),
            *names,
            leans_on=leans_on if level == child.level else [*leans_on, "scholarship-runs-on"],
            child=child.number,
            level=level,
            years=years,
            yearly=draft.law[names[0]],
            most_at_level=draft.law[names[0]] * draft.law[names[1]],
        )


def _conventions(draft: Draft, child: Child, parts: Mapping[str, int]) -> Iterator[str]:
    """Yield the conventions behind the years of a child, and behind its right to any."""
    if _works_exempt(draft.law, child):
        yield "permenaker-1-2025"
    if child.years_left is None:
        yield "scholarship-of-the-year"
    elif child.birth_date and parts != _years(draft, replace(child, birth_date=None), draft.law.day):
        yield "scholarship-years-by-age"


def claim_children(draft: Draft, claim: Claim, children: tuple[Child, ...] | None) -> None:
    """Add the scholarships that come with a death or a total disability."""
    if children is None:
        draft.note("scholarship.children_known", None, ARTICLE)
    elif children:
        add_lines(draft, children, claim.law_day)
