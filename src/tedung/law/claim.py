"""What every claim for JKK and JKM has in common: who, when, in what segment, paid up or not.

A key that is absent stays None and is *not verified*; faults are kept in the facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tedung.dates import Month
from tedung.law import Law, wages
from tedung.law.arrays import bracket
from tedung.law.facts import Facts

SEGMENTS = ("pu", "bpu", "jakon", "pmi")
EMPLOYED = ("pu", "jakon")
"""Segments whose contributions an employer pays: PP 44/2015 Pasal 16, 18, 54-55."""

PAYERS = ("self", "employer", "apbd_kota", "apbd_prov", "apbdes", "apbn", "donor")
UPAH_KINDS = ("monthly", "daily", "piece", "piece_weather", "intern")
SHARED = (
    *("upah", "upah_kind", "upah_daily", "upah_months", "upah_same_job", "reported_upah", "income"),
    *("children", "survivors"),
)
"""Keys that one file of facts may hold for several kinds, whether or not this one needs them."""

FIRST_DAY = date(2015, 7, 1)
"""PP 44/2015 Pasal 63: events before it belong to PP 14/1993, whose benefits are not modelled."""


@dataclass(frozen=True)
class Claim:
    """The facts of one claim, as far as anybody gave them."""

    on: date
    event_on: date | None
    claimed_on: date
    segment: str | None
    member_since: date | None
    ended_on: date | None
    contribution_months: int | None
    arrears_months: int | None
    arrears_paid: bool | None
    registered: bool | None
    work_accident: bool | None
    occupational_disease: bool | None
    recovered: bool | None
    payer: str | None

    @property
    def law_day(self) -> date:
        """The day whose law decides: that of the event; the day asked where nobody gave it."""
        return self.event_on or self.on

    @property
    def is_employed(self) -> bool:
        """Whether an employer owes the contributions."""
        return self.segment in EMPLOYED

    @property
    def is_member_on_event(self) -> bool | None:
        """Whether the membership had begun by the event; None where nobody said."""
        if self.registered is False:
            return False
        if self.member_since is not None and self.event_on is not None:
            return self.member_since <= self.event_on
        return self.registered

    @property
    def membership_months(self) -> int | None:
        """The contribution months from the first of the membership to that of the event, both included."""
        if self.member_since is None or self.event_on is None or self.member_since > self.event_on:
            return None
        return Month.of(self.event_on) - Month.of(self.member_since) + 1


def read_claim(facts: Facts, on: date) -> Claim:
    """Read what all kinds share; what cannot be stays in *facts* as a fault."""
    for key in SHARED:
        facts.has(key)
    facts.in_order("birth_date", "member_since", "ended_on")
    facts.in_order("birth_date", "event_date", "claimed_on")
    facts.day("birth_date", latest=on)
    refuse_unregistered_member(facts)
    claim = Claim(
        on=on,
        event_on=facts.day("event_date", latest=on),
        claimed_on=facts.day("claimed_on", latest=on) or on,
        segment=facts.choice("segment", SEGMENTS),
        member_since=facts.day("member_since"),
        ended_on=facts.day("ended_on"),
        contribution_months=facts.count("contribution_months"),
        arrears_months=facts.count("arrears_months"),
        arrears_paid=facts.flag("arrears_paid"),
        registered=facts.flag("registered"),
        work_accident=facts.flag("work_accident"),
        occupational_disease=facts.flag("occupational_disease"),
        recovered=facts.flag("recovered"),
        payer=facts.choice("payer", PAYERS),
    )
    refuse_impossible_months(facts, claim)
    return claim


def refuse_impossible_months(facts: Facts, claim: Claim) -> None:
    """Keep a fault where more months are paid or owed than the membership is old; one may be paid ahead."""
    months = claim.membership_months
    if months is None:
        return
    told = {"contribution_months": months + 1, "arrears_months": months}
    for key, most in told.items():
        given = getattr(claim, key)
        if given is not None and given > most:
            facts.fault("jkk.fault_months", key=facts.name(key), most=most, since=facts.name("member_since"))


def refuse_unregistered_member(facts: Facts) -> None:
    """Keep a fault where somebody is a member since a day and yet not registered."""
    if facts.flag("registered") is False and facts.has("member_since"):
        facts.fault("jkk.fault_registered", key=facts.name("registered"), other=facts.name("member_since"))


@dataclass(frozen=True)
class Upah:
    """The monthly wage that counts for a benefit, or None where nobody gave it.

    reported: what the employer reported, where it is less; names: the parameters behind
    the amount; inputs: the numbers that went in.
    """

    amount: int | None
    reported: int | None = None
    names: tuple[str, ...] = ()
    conventions: tuple[str, ...] = ()
    article: str = "PP 44/2015 Pasal 19 ayat (1)-(2), Pasal 32 ayat (1)"
    inputs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class GivenUpah:
    """The wages and the income as handed in, before the law says which of them counts."""

    kind: str
    upah: int | None
    daily: int | None
    months: list[int] | None
    same_job: int | None
    reported: int | None
    income: int | None


def read_upah(facts: Facts, law: Law) -> GivenUpah:
    """Read wage and income; a count of months that is no average of the law is a fault."""
    kind = facts.choice("upah_kind", UPAH_KINDS) or "monthly"
    given = GivenUpah(
        kind=kind,
        upah=facts.money("upah"),
        daily=facts.money("upah_daily"),
        months=facts.amounts("upah_months"),
        same_job=facts.money("upah_same_job"),
        reported=facts.money("reported_upah"),
        income=facts.money("income"),
    )
    if kind in {"piece", "piece_weather"} and given.months is not None:
        name = "wages.piece_months_weather" if kind == "piece_weather" else "wages.piece_months"
        if law.knows(name) and len(given.months) != law[name]:
            facts.fault("jkk.fault_piece_months", key=facts.name("upah_months"), needed=law[name])
    return given


def benefit_upah(claim: Claim, given: GivenUpah, law: Law) -> Upah:
    """Return the monthly wage that counts.  PP 44/2015 Pasal 19, 28, 32; Annex II for `bpu`."""
    if claim.event_on is None or claim.event_on < FIRST_DAY:
        return Upah(None)
    if claim.segment == "bpu":
        return _of_bracket(claim, given, law)
    if claim.segment is None and given.upah is None and given.kind == "monthly":
        return Upah(None)
    found = _of_kind(given, law)
    if found.amount is None or given.reported is None or given.reported >= found.amount:
        return found
    return Upah(found.amount, given.reported, found.names, found.conventions, found.article, found.inputs)


def _of_bracket(claim: Claim, given: GivenUpah, law: Law) -> Upah:
    """Return the base of the income's bracket, the benefit wage by practice alone."""
    conventions: tuple[str, ...] = ("bpu-benefit-base",)
    income = given.income
    if income is None and given.upah is not None and given.kind == "monthly":
        income, conventions = given.upah, (*conventions, "bpu-upah-as-income")
    if income is None and claim.payer not in {None, "self", "employer"}:
        income, conventions = 0, (*conventions, "income-lowest-bracket")
    if income is None:
        return Upah(None)
    base = int(bracket(income, law["bpu.bracket_lower"], law["bpu.bracket_base"]))
    return Upah(
        base,
        names=("bpu.bracket_lower", "bpu.bracket_base"),
        conventions=conventions,
        article="PP 44/2015 Pasal 20 ayat (1)-(2), Lampiran II",
        inputs={"income": income, "bracket_base": base},
    )


def _of_kind(given: GivenUpah, law: Law) -> Upah:
    if given.kind == "daily" and given.daily is not None:
        amount = wages.of_daily(given.daily, law)
        inputs = {"upah_daily": given.daily, "upah": amount}
        return Upah(
            amount, names=("wages.daily_factor",), article="PP 44/2015 Pasal 19 ayat (3)", inputs=inputs
        )
    if given.kind in {"piece", "piece_weather"} and given.months is not None:
        return _of_piece(given, law)
    if given.kind == "intern" and given.same_job is not None:
        article = "PP 44/2015 Pasal 28 ayat (2)"
        return Upah(given.same_job, article=article, inputs={"upah": given.same_job})
    if given.kind == "intern":  # the wage paid to an intern is not the one that counts
        return Upah(None)
    return Upah(given.upah, inputs={} if given.upah is None else {"upah": given.upah})


def _of_piece(given: GivenUpah, law: Law) -> Upah:
    is_weather = given.kind == "piece_weather"
    name = "wages.piece_months_weather" if is_weather else "wages.piece_months"
    months = given.months or []
    if len(months) != law[name]:  # a fault by now
        return Upah(None)
    amount = wages.of_piece(months, law, weather=is_weather)
    article = f"PP 44/2015 Pasal 19 ayat ({5 if is_weather else 4})"
    exact = amount * len(months) == sum(months)
    return Upah(
        amount,
        names=(name,),
        conventions=() if exact else ("rounding",),
        article=article,
        inputs={"upah_months": months, "upah": amount},
    )
