"""Jaminan Kematian (JKM): a death that is no work accident.

PP 44/2015 Pasal 34-36, 40-42 as amended by PP 82/2019; Permenaker 1/2025 as far as known;
Permenaker 4/2023 for migrants.  No expiry stands in the text: Pasal 26 speaks of JKK alone.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal, NamedTuple

from tedung.law import Law
from tedung.law.answer import Answer
from tedung.law.arrays import Flags, Rupiah, where
from tedung.law.claim import (
    FIRST_DAY,
    PAYERS,
    SEGMENTS,
    Claim,
    read_claim,
    refuse_impossible_months,
    refuse_unregistered_member,
)
from tedung.law.draft import Draft
from tedung.law.facts import Facts
from tedung.law.heirs import add_ahli_waris, read_survivors
from tedung.law.jkk import paid_by
from tedung.law.scholarship import Child, add_lines, contributed, note_contributed, read_children
from tedung.money import rupiah

ACTIVE = "PP 44/2015 Pasal 34 ayat (1) dan penjelasannya"
SEVERAL = "Permenaker 1/2025 (Pasal tidak terbaca); pers: Gianyar, Klaten 2024"
PHASES = ("before", "during", "after")
LONGEST_SHORT_DAYS = 90
"""Looked at while the first day of the rule is a gap."""

SHORT_MONTHS = 3
"""The same limit as the sources that count contribution months put it."""

MOST_BPU = 2
"""At most two kinds of work are declared at registration: PP 44/2015 Pasal 11 ayat (2)."""

Gives = Literal["whole", "funeral", "nothing", "waits"]
"""What one membership gives; *waits*: the funeral grant now, the rest after the arrears."""


class DeathBenefit(NamedTuple):
    """What a natural death pays, the scholarship aside."""

    death_sum: Rupiah
    periodic: Rupiah
    funeral: Rupiah


class Membership(NamedTuple):
    """One membership of the deceased, from 1 in the order of the facts."""

    number: int
    claim: Claim
    wadah: str | None


def death_amounts(whole: Flags, funeral_only: Flags, law: Law) -> DeathBenefit:
    """Return the benefits of a natural death.  PP 44/2015 Pasal 34 ayat (1) huruf a-c.

    whole, funeral_only: (n,) booleans, what a membership gives; neither is nothing.
    Each part of the result is (n,) rupiah.  Who is entitled is decided elsewhere.
    """
    return DeathBenefit(
        death_sum=where(whole, law["jkm.death_sum"], 0),
        periodic=where(whole, law["jkm.periodic"], 0),
        funeral=where(whole | funeral_only, law["jkm.funeral"], 0),
    )


def death(facts: Facts, on: date) -> Answer:
    """Answer a claim for a death that is no work accident (kind ``jkm_death``)."""
    claim = read_claim(facts, on)
    phase = facts.choice("pmi_phase", PHASES)
    children = read_children(facts, on)
    survivors = read_survivors(facts)
    memberships = _read_memberships(facts, claim)
    facts.finish()
    draft = Draft(claim.law_day)
    draft.need("jkm.event_known", claim.event_on is not None, "PP 44/2015 Pasal 34 ayat (1)")
    if claim.event_on is None or claim.event_on < FIRST_DAY:
        if claim.event_on is not None:
            draft.gap("jkk.gap_before_2015")
        return draft.answer()
    natural = None if claim.work_accident is None else not claim.work_accident
    draft.require("jkm.is_no_work_accident", natural, "PP 44/2015 Pasal 1 angka 2, Pasal 40 ayat (1)")
    given = _add_memberships(draft, memberships, phase)
    whole = [one for one in memberships if given[one.number] == "whole"]
    if whole:
        _note_elsewhere(draft, [one for one in memberships if one not in whole], children)
        _add_scholarship(draft, whole, children)
    add_ahli_waris(draft, survivors, "jkm")
    return draft.answer()


def _read_memberships(facts: Facts, claim: Claim) -> list[Membership]:
    """Read ``memberships``, each filled in from the facts beside the list, or the one membership there is."""
    given = facts.parts("memberships")
    wadah = facts.word("wadah")
    if given is None:
        return [Membership(1, claim, wadah)]
    found = [_read_membership(one, number, claim) for number, one in enumerate(given, 1)]
    seen: dict[tuple[str, str], int] = {}
    for one in found:
        if one.claim.segment and one.wadah:
            earlier = seen.setdefault((one.claim.segment, one.wadah.casefold()), one.number)
            if earlier != one.number:
                facts.fault("jkm.fault_twice", key=f"memberships[{one.number}]", earlier=earlier)
    return found


def _read_membership(facts: Facts, number: int, claim: Claim) -> Membership:
    own = {
        "segment": facts.choice("segment", SEGMENTS),
        "member_since": facts.day("member_since"),
        "ended_on": facts.day("ended_on"),
        "contribution_months": facts.count("contribution_months"),
        "arrears_months": facts.count("arrears_months"),
        "arrears_paid": facts.flag("arrears_paid"),
        "registered": facts.flag("registered"),
        "payer": facts.choice("payer", PAYERS),
    }
    facts.in_order("member_since", "ended_on")
    refuse_unregistered_member(facts)
    own_wadah = facts.word("wadah")
    told: dict[str, Any] = {key: value for key, value in own.items() if value is not None}
    refuse_impossible_months(facts, _apart(claim, own))
    return Membership(number, replace(claim, **told), own_wadah)


def _apart(claim: Claim, own: dict[str, Any]) -> Claim:
    """Return the claim with the months and first day that the membership itself names, and no others."""
    keys = ("member_since", "contribution_months", "arrears_months")
    return replace(claim, **{key: own[key] for key in keys})


def _add_memberships(draft: Draft, memberships: Sequence[Membership], phase: str | None) -> dict[int, Gives]:
    """Add what each membership gives and return it by number; a claim without any is refused."""
    given = {one.number: _gives(draft, one) for one in memberships}
    paying = [one for one in memberships if given[one.number] != "nothing"]
    if not paying:
        draft.require("jkm.some_membership", met=False, article=ACTIVE)
    if len(paying) > 1:
        _note_several(draft, paying)
    buried: set[str | None] = set()
    for one in paying:
        if one.claim.segment == "pmi":
            _add_migrant(draft, phase)
        else:
            _add_death(draft, one, given[one.number], buried, several=len(paying) > 1)
            buried.add(one.claim.segment)
    return given


def _gives(draft: Draft, one: Membership) -> Gives:
    claim, number = one.claim, one.number
    draft.note("jkm.segment_known", True if claim.segment else None, "PP 44/2015 Pasal 5", membership=number)
    if not _is_active(draft, one):
        return "nothing"
    if claim.segment == "pmi":
        return "whole"
    limit = draft.law["dues.arrears_months"]
    within = None if claim.arrears_months is None else claim.arrears_months <= limit
    if claim.segment != "bpu":
        return _gives_of_employer(draft, one, within)
    draft.note("jkm.arrears_bpu", within, "PP 44/2015 Pasal 42 ayat (1)-(2)", membership=number, limit=limit)
    if within is False:
        return "nothing"
    if _is_short(draft, one):
        return "funeral"
    return "waits" if claim.arrears_months and not _is_settled(draft, one) else "whole"


def _gives_of_employer(draft: Draft, one: Membership, within: bool | None) -> Gives:
    limit = draft.law["dues.arrears_months"]
    if one.claim.segment is None and within is False:
        draft.need(
            "jkm.arrears_segment", known=False, article="PP 44/2015 Pasal 41, 42", membership=one.number
        )
    article = "PP 44/2015 Pasal 41 ayat (1)-(3)"
    draft.note("jkm.arrears_employer", within, article, membership=one.number, limit=limit)
    if _days(one.claim, draft.law) is True:
        draft.gap("jkm.gap_short_employed", decides=False)
    if one.claim.segment == "jakon":
        draft.gap("jkm.gap_jakon_slip", decides=False)
    return "whole"


def _is_active(draft: Draft, one: Membership) -> bool:
    """Say whether the membership was alive at the death; whoever employs an unregistered worker pays."""
    claim = one.claim
    ended = claim.ended_on is not None and claim.event_on is not None and claim.ended_on < claim.event_on
    is_member = claim.is_member_on_event
    draft.note("jkm.is_active", False if ended else is_member, ACTIVE, membership=one.number)
    if is_member is False and claim.segment != "bpu" and not ended:
        draft.note(
            "jkm.employer_owes", met=True, article="PP 44/2015 Pasal 35 ayat (1)", membership=one.number
        )
        return True
    return not ended and is_member is not False


def _days(claim: Claim, law: Law) -> bool | None:
    """Say whether the membership is shorter than the days the law asks; None where nobody can tell.

    By days where the first day is known, else by contribution months (30 days each).
    """
    name = "jkm.short_membership_days"
    days = law[name] if law.knows(name) else LONGEST_SHORT_DAYS
    if claim.member_since is not None and claim.event_on is not None:
        return (claim.event_on - claim.member_since).days < days
    if claim.contribution_months is not None:
        return claim.contribution_months * 30 < days
    return None


def _is_short(draft: Draft, one: Membership) -> bool:
    """Say whether a `bpu` has been a member for less than 90 days (convention short-membership)."""
    law, name = draft.law, "jkm.short_membership_days"
    is_short = _days(one.claim, law)
    if not law.knows(name):
        if is_short:
            draft.gap("jkm.gap_short_first_day")
        return False
    if not law[name]:
        return False
    met = None if is_short is None else not is_short
    draft.note("jkm.long_enough", met, law.cite(name).source, membership=one.number, days=law[name])
    if is_short:
        draft.convention("short-membership")
    if is_short is not None:
        _note_other_reading(draft, one.claim, is_short=is_short)
    return bool(is_short)


def _note_other_reading(draft: Draft, claim: Claim, *, is_short: bool) -> None:
    """Name the readings by which the answer would differ: contribution months, and who pays."""
    if _hangs_on_counting(claim, draft.law):
        draft.convention("short-membership")
        draft.gap("jkm.gap_short_counting", decides=False)
    if is_short and claim.payer not in {None, "self", "employer"}:
        draft.gap("jkm.gap_short_payer", decides=False)


def _hangs_on_counting(claim: Claim, law: Law) -> bool:
    """Say whether days and contribution months judge the membership of a `bpu` differently."""
    name, months, is_short = "jkm.short_membership_days", claim.contribution_months, _days(claim, law)
    if claim.segment != "bpu" or months is None or is_short is None:
        return False
    return law.knows(name) and law[name] > 0 and (months < SHORT_MONTHS) != is_short


def _is_settled(draft: Draft, one: Membership) -> bool:
    """Say whether the rest may be paid now: the arrears say that they are not paid, until somebody does."""
    article = "PP 44/2015 Pasal 42 ayat (1)"
    paid, months = one.claim.arrears_paid is True, one.claim.arrears_months
    rest = rupiah(draft.law["jkm.death_sum"] + draft.law["jkm.periodic"])
    draft.note("jkm.arrears_paid", paid, article, membership=one.number, months=months, rest=rest)
    return paid


def _note_several(draft: Draft, paying: Sequence[Membership]) -> None:
    segments = [one.claim.segment for one in paying]
    draft.convention("several-memberships")
    draft.note("jkm.several", None, SEVERAL, count=len(paying))
    employed = [one for one in segments if one in {"pu", "jakon"}]
    if len(employed) > 1 or segments.count("bpu") > MOST_BPU or "pmi" in segments:
        draft.gap("jkm.gap_several")


def _add_death(
    draft: Draft, one: Membership, gives: Gives, buried: set[str | None], *, several: bool
) -> None:
    """Add the lines of one membership; the funeral grant once a segment (convention several-memberships).

    buried: the segments whose funeral grant stands already; several: more than one membership pays.
    """
    due = death_amounts(gives == "whole", gives in {"funeral", "waits"}, draft.law)
    behind = ("jkm.short_membership_days",) if gives == "funeral" else ()
    behind = (*behind, "jkm.funerals_a_segment") if several else behind
    told: dict[str, Any] = {
        "leans_on": ["short-membership"] * _hangs_on_counting(one.claim, draft.law),
        "membership": one.number,
        "segment": one.claim.segment,
        "paid_by": paid_by(one.claim, draft.law),
    }
    if gives == "whole":
        draft.line("jkm.line_death_sum", int(due.death_sum), "jkm.death_sum", *behind, **told)
        draft.line("jkm.line_periodic", int(due.periodic), "jkm.periodic", *behind, **told)
    if one.claim.segment not in buried:
        draft.line("jkm.line_funeral", int(due.funeral), "jkm.funeral", *behind, **told)


def _add_migrant(draft: Draft, phase: str | None) -> None:
    """A migrant's sum is known for the time of work alone; its parts were not seen."""
    article = "Permenaker 4/2023 Lampiran"
    draft.note("jkm.migrant_phase", None if phase is None else phase == "during", article)
    if phase in {"before", "after"} or not draft.law.knows("jkm.migrant_sum"):
        draft.gap("jkm.gap_migrant")
        return
    draft.line("jkm.line_migrant", draft.law["jkm.migrant_sum"], "jkm.migrant_sum", paid_by="bpjs")


def _note_elsewhere(draft: Draft, others: Sequence[Membership], children: tuple[Child, ...] | None) -> None:
    """Say that the contribution time of a membership that does not pay whole is not counted."""
    for one in others:
        months = one.claim.contribution_months
        if children and months:
            article = draft.law.cite("scholarship.jkm_months").source
            draft.note("jkm.months_elsewhere", None, article, membership=one.number, months=months)


def _add_scholarship(
    draft: Draft, memberships: Sequence[Membership], children: tuple[Child, ...] | None
) -> None:
    """Add the scholarships where the contributions reach; nothing known of them leaves the sum undecided."""
    if children is None:
        draft.note("scholarship.children_known", None, "PP 44/2015 Pasal 34 ayat (1) huruf d")
        return
    if not children:
        return
    if any(one.claim.segment == "pmi" for one in memberships):
        draft.gap("jkm.gap_migrant_scholarship", decides=False)
        return
    claims = [one.claim for one in memberships]
    met = contributed(draft.law, *claims)
    note_contributed(draft, met)
    undecided = [one for one in claims if contributed(draft.law, one) is None]
    if met is None and not any(one.membership_months for one in undecided):
        draft.gap("jkm.gap_masa_iur")
    if met is not False:
        add_lines(draft, children, draft.law.day)
