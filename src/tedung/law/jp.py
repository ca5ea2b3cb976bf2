"""The pension of a member himself (JP): old age, total disability.  PP 45/2015 Pasal 15-20.

The total of a pension is its amount a month in the first year.  Nobody has paid 180
months before July 2030: until then whoever reaches the pension age has a lump sum.
"""

from datetime import date
from fractions import Fraction

from tedung.dates import Month, add_months, add_years, age_on
from tedung.law.answer import Answer
from tedung.law.draft import Draft
from tedung.law.facts import Facts
from tedung.law.jp_age import first_of_next_month, pension_day
from tedung.law.jp_amount import first_year, pension_line, within_bounds
from tedung.law.jp_facts import FIRST_DAY, Member, read_member
from tedung.law.jp_people import read_survivors

AGE = "PP 45/2015 Pasal 15, Pasal 19 ayat (1)"
MONTHS = "PP 45/2015 Pasal 19 ayat (1), Pasal 24 ayat (1)"
DEFERRAL = "PP 45/2015 Pasal 15 ayat (4)"
DISABLED = "PP 45/2015 Pasal 20 ayat (1), (5)"
CREDITED = "PP 45/2015 Pasal 20 ayat (3)"


def old_age(facts: Facts, on: date) -> Answer:
    """Answer a claim for the old age pension (kind ``jp_old_age``).  Pasal 17-19."""
    member = read_member(facts, on)
    read_survivors(facts, member)
    facts.finish()
    draft = begin(member)
    if is_refused(draft):
        return draft.answer()
    require_age(draft, member)
    _note_deferral(draft, member)
    needed = draft.law["jp.months_needed"]
    met = None if member.upah_by_year is None else member.months >= needed
    draft.require("jp.months_reached", met, MONTHS, months=member.months, needed=needed)
    if is_refused(draft):
        return draft.answer()
    exactly = first_year(draft, member, member.months)
    if exactly is not None:
        amount = within_bounds(draft, member, exactly)
        pension_line(draft, member, "jp.line_old_age", amount, "PP 45/2015 Pasal 17-19", months=member.months)
    return draft.answer()


def disability(facts: Facts, on: date) -> Answer:
    """Answer a claim for the disability pension (kind ``jp_disability``).  Pasal 20.

    With less than fifteen years, fifteen are credited to whoever was registered for a
    month and paid at least 80 % of the months.
    """
    member = read_member(facts, on)
    determined = facts.flag("doctor_determined")
    read_survivors(facts, member)
    facts.finish()
    draft = begin(member)
    if is_refused(draft):
        return draft.answer()
    reached = has_reached(draft, member)
    draft.require("jp.before_pension_age", None if reached is None else not reached, DISABLED)
    draft.require("jp.disability_determined", determined, DISABLED)
    if member.upah_by_year is not None and member.months < draft.law["jp.months_credited"]:
        _credit(draft, member)
    if is_refused(draft):
        return draft.answer()
    credited = max(member.months, draft.law["jp.months_credited"])
    exactly = first_year(draft, member, credited)
    if exactly is not None:
        amount = within_bounds(draft, member, exactly)
        inputs = {"months": member.months, "months_credited": credited}
        pension_line(draft, member, "jp.line_disability", amount, "PP 45/2015 Pasal 17-18, 20", **inputs)
    return draft.answer()


def _credit(draft: Draft, member: Member) -> None:
    """Add the conditions of the fifteen years credited to the disabled.  Pasal 20 ayat (3)."""
    months = draft.law["jp.disability_months"]
    long_enough = None
    if member.registered_on is not None:
        long_enough = add_months(member.registered_on, months) <= member.law_day
    draft.require("jp.registered_before", long_enough, CREDITED, months=months)
    require_density(draft, member, CREDITED)
    if is_refused(draft):
        draft.gap("jp.gap_disability_lump_sum", decides=False)


def begin(member: Member) -> Draft:
    """Begin an answer under the law of the event; refused where JP did not exist yet.  Pasal 38."""
    draft = Draft(member.law_day)
    if member.event_on is None:
        draft.note("jp.event_known", None, AGE)
    if member.registered is False:
        draft.note("jp.employer_pays", True, "PP 45/2015 Pasal 6")
    if member.law_day < FIRST_DAY:
        draft.require("jp.in_force", False, "PP 45/2015 Pasal 38", first=FIRST_DAY)
    return draft


def is_refused(draft: Draft) -> bool:
    """Say whether a condition has failed already, so that nothing needs computing."""
    return draft.status == "refused"


def require_age(draft: Draft, member: Member) -> None:
    """Require the pension age of the day.  Pasal 15 ayat (1)-(3)."""
    if member.birth_date is None:
        draft.require("jp.age_reached_unknown", None, AGE)
        return
    reached_on = pension_day(member.birth_date)
    draft.require("jp.age_reached", has_reached(draft, member), AGE, reached_on=reached_on)


def has_reached(draft: Draft, member: Member) -> bool | None:
    """Say whether the pension age was reached by the event (jp-age-once-reached); None: birth unknown."""
    if member.birth_date is None:
        return None
    reached = member.law_day >= pension_day(member.birth_date)
    if reached and age_on(member.birth_date, member.law_day) < draft.law["jp.pension_age"]:
        draft.convention("jp-age-once-reached")
    return reached


def _note_deferral(draft: Draft, member: Member) -> None:
    """Say whether whoever worked on past the pension age kept the three years.  Pasal 15 ayat (4).

    The article takes nothing from whoever claims later (docs/conventions.md, jp-deferral).
    """
    if member.birth_date is None:
        return
    reached_on = pension_day(member.birth_date)
    if member.law_day > first_of_next_month(reached_on):
        years = draft.law["jp.deferral_years"]
        last = add_years(reached_on, years)
        draft.note("jp.deferral", member.law_day <= last, DEFERRAL, years=years, last=last)
        draft.convention("jp-deferral")


def require_density(draft: Draft, member: Member, article: str) -> None:
    """Require that at least 80 % of the months were paid (docs/conventions.md, jp-density)."""
    least = draft.law["jp.density"]
    found = density(member)
    if member.density is None and found is not None:
        draft.convention("jp-density")
    met = None if found is None else found >= Fraction(least)
    draft.require("jp.density_reached", met, article, percent=int(least * 100))


def density(member: Member) -> Fraction | None:
    """Return months paid of months due since registration, at most one; None: not known."""
    if member.density is not None:
        return Fraction(member.density)
    if member.registered_on is None or member.upah_by_year is None:
        return None
    due = Month.of(member.law_day) - Month.of(max(member.registered_on, FIRST_DAY))
    return min(Fraction(member.months, max(due, 1)), Fraction(1))
