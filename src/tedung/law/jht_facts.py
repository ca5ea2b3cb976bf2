"""The facts of a claim for JHT, read and held against each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tedung.dates import Month
from tedung.law import law_on
from tedung.law.facts import Facts
from tedung.law.heirs import read_survivors
from tedung.law.jp_age import birthday

FIRST_DAY = date(2015, 7, 1)
"""PP 46/2015 Pasal 37: payments before it follow the law of Jamsostek, which was not read."""

PP_60_2015 = date(2015, 8, 12)
"""PP 60/2015 is in force from this day."""

FIRST_YEAR = 1978
"""The first year of any social insurance of workers in Indonesia (Astek)."""

REASONS = (
    "age_56",
    "resign",
    "phk",
    "pkwt_end",
    "bpu_stop",
    "leave_indonesia",
    "total_disability",
    "death",
    "partial_10",
    "partial_30",
)
WORK_ENDED = ("resign", "phk", "pkwt_end", "bpu_stop")
PARTIAL = ("partial_10", "partial_30")


@dataclass(frozen=True)
class Payout:
    """One claim for JHT, as far as anybody gave it; None is *not verified*.

    contributions: what was paid for each month; yields: shares by year, before those of
    the law; earlier_payments: what JHT paid to this member before, day and gross amount.
    """

    on: date
    reason: str | None
    birth_date: date | None
    event_on: date | None
    ended_on: date | None
    claimed_on: date | None
    member_since: date | None
    balance: int | None
    contributions: tuple[tuple[Month, int], ...] | None
    yields: Mapping[int, Decimal]
    partial_before: bool | None
    earlier_payments: tuple[tuple[date, int], ...] | None
    npwp: bool | None
    agreed_age: int | None
    leaves_for_good: bool | None
    doctor_determined: bool | None
    ahli_waris_shown: bool | None
    survivors: tuple[str, ...] | None

    @property
    def law_day(self) -> date:
        """The day whose law decides: the event, the end of work or the age of 56, else the claim."""
        asked = self.claimed_on or self.on
        if self.reason in PARTIAL:
            return asked
        if self.reason in WORK_ENDED:
            return self.event_on or self.ended_on or asked
        return self.event_on or self._aged_on() or asked

    def _aged_on(self) -> date | None:
        """The 56th birthday where it is the reason and has come.  PP 46/2015 Pasal 22 ayat (1).

        Whoever was 56 before July 2015 and is paid after it is paid under PP 46 (Pasal 37).
        """
        if self.reason != "age_56" or self.birth_date is None:
            return None
        age = law_on(FIRST_DAY)["jht.pension_age"]
        aged_on = max(birthday(self.birth_date, age), FIRST_DAY)
        return aged_on if aged_on <= self.on else None


def read_payout(facts: Facts, on: date) -> Payout:
    """Read every key; contradictory or impossible ones are raised together."""
    claim = Payout(
        on=on,
        reason=facts.choice("reason", REASONS),
        birth_date=facts.day("birth_date", latest=on),
        event_on=facts.day("event_date", latest=on),
        ended_on=facts.day("ended_on", latest=on),
        claimed_on=facts.day("claimed_on", latest=on),
        member_since=facts.day("member_since", latest=on),
        balance=facts.money("balance"),
        contributions=_contributions(facts),
        yields=facts.rate_by_year("yields", low=-1, high=1) or {},
        partial_before=facts.flag("partial_before"),
        earlier_payments=_earlier(facts, on),
        npwp=facts.flag("npwp"),
        agreed_age=facts.count("agreed_pension_age", most=100),
        leaves_for_good=facts.flag("leaves_for_good"),
        doctor_determined=facts.flag("doctor_determined"),
        ahli_waris_shown=facts.flag("ahli_waris_shown"),
        survivors=_survivors(facts),
    )
    _compare(facts, claim)
    facts.finish()
    return claim


def _survivors(facts: Facts) -> tuple[str, ...] | None:
    found = read_survivors(facts)
    return None if found is None else tuple(found)


def _contributions(facts: Facts) -> tuple[tuple[Month, int], ...] | None:
    parts = facts.parts("contributions")
    if parts is None:
        return None
    read = [(part, part.month("month"), part.money("amount")) for part in parts]
    for part, *_ in read:
        if not part.has("month") or not part.has("amount"):
            facts.fault("jht.fault_half_contribution", key=part.name("month"))
    return tuple((month, amount) for _, month, amount in read if month and amount is not None)


def _earlier(facts: Facts, on: date) -> tuple[tuple[date, int], ...] | None:
    parts = facts.parts("earlier_payments")
    if parts is None:
        return None
    read = [(part, part.day("date", latest=on), part.money("amount")) for part in parts]
    for part, *_ in read:
        if not part.has("date") or not part.has("amount"):
            facts.fault("jht.fault_half_payment", key=part.name("date"))
    return tuple((day, amount) for _, day, amount in read if day and amount is not None)


def _compare(facts: Facts, claim: Payout) -> None:
    """Keep a fault for facts that cannot all be true."""
    facts.in_order("birth_date", "member_since", "ended_on")
    facts.in_order("birth_date", "event_date", "claimed_on")
    facts.in_order("member_since", "claimed_on")
    if claim.reason in WORK_ENDED:
        facts.in_order("ended_on", "claimed_on")
    if claim.balance is not None and claim.contributions is not None:
        facts.fault("jht.fault_balance_twice")
    for number, (day, _) in enumerate(claim.earlier_payments or (), 1):
        if claim.member_since and day < claim.member_since:
            facts.fault("jht.fault_payment_early", number=number, day=day, first=claim.member_since)
    first = Month.of(claim.member_since) if claim.member_since else Month(FIRST_YEAR, 1)
    for month, _ in claim.contributions or ():
        if month < first or month > Month.of(claim.on):
            facts.fault("jht.fault_month", month=month, first=first, last=Month.of(claim.on))
