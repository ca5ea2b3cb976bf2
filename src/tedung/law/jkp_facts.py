"""The facts of a claim for JKP, read and held against each other."""

from dataclasses import dataclass
from datetime import date

from tedung.dates import Month, add_months
from tedung.law.facts import Facts

FIRST_DAY = date(2021, 2, 2)
"""PP 37/2021 was promulgated and in force on this day; before it there is no JKP."""

PP_6_2025 = date(2025, 2, 7)
"""PP 6/2025 and Permenaker 2/2025 are in force from this day."""

REASONS = ("phk", "resign", "pension", "total_disability", "death", "pkwt_end", "bankrupt")
COVERED = ("phk", "bankrupt")
CONTRACTS = ("pkwt", "pkwtt")
SIZES = ("micro", "small", "medium", "large")
MOST_MONTHS = 6


@dataclass(frozen=True)
class JobLoss:
    """One claim for JKP, as far as anybody gave it; None is *not verified*.

    upah: the last wage; reported_upah: what the employer reported, where it differs.
    months_paid: the months of cash received before the one asked for now.
    """

    on: date
    birth_date: date | None
    registered_on: date | None
    enterprise_size: str | None
    contract: str | None
    contract_ends_on: date | None
    reason: str | None
    ended_on: date | None
    claimed_on: date | None
    approved_on: date | None
    upah: int | None
    reported_upah: int | None
    months_in_24: int | None
    months_consecutive: int | None
    earlier_claims: tuple[date, ...] | None
    months_since_claim: int | None
    months_paid: int | None
    arrears_months: int | None
    registered: bool | None
    programmes: frozenset[str] | None
    jkn: bool | None
    citizen: bool | None
    willing: bool | None
    working_again: bool | None
    self_assessed: bool | None
    applications: int | None
    interviews: int | None
    attendance: int | None
    status_form: bool | None

    @property
    def decided_on(self) -> date:
        """The day of approval; the day of the claim stands in (docs/conventions.md, jkp-transition)."""
        return self.approved_on or self.claimed_on or self.on

    @property
    def law_day(self) -> date:
        """The day whose law decides entitlement: work ended."""
        return self.ended_on or self.decided_on

    @property
    def cash_day(self) -> date:
        """The day whose law sets the cash of the months still to be paid (Permenaker 2/2025 Pasal II)."""
        if self.law_day >= PP_6_2025:
            return self.law_day
        ran_on = add_months(self.decided_on, MOST_MONTHS) > PP_6_2025
        is_new = self.decided_on >= PP_6_2025 or (self.on >= PP_6_2025 and ran_on)
        return PP_6_2025 if is_new else self.law_day


def read_job_loss(facts: Facts, on: date) -> JobLoss:
    """Read every key; contradictory or impossible ones are raised together."""
    claim = JobLoss(
        on=on,
        birth_date=facts.day("birth_date", latest=on),
        registered_on=facts.day("registered_on", latest=on),
        enterprise_size=facts.choice("enterprise_size", SIZES),
        contract=facts.choice("contract", CONTRACTS),
        contract_ends_on=facts.day("contract_ends_on"),
        reason=facts.choice("reason", REASONS),
        ended_on=facts.day("ended_on", latest=on),
        claimed_on=facts.day("claimed_on", latest=on),
        approved_on=facts.day("approved_on", latest=on),
        upah=facts.money("upah"),
        reported_upah=facts.money("reported_upah"),
        months_in_24=facts.count("months_in_24", most=24),
        months_consecutive=facts.count("months_consecutive"),
        earlier_claims=_earlier(facts, on),
        months_since_claim=facts.count("contribution_months_since_claim"),
        months_paid=facts.count("months_paid", most=MOST_MONTHS),
        arrears_months=facts.count("arrears_months"),
        registered=facts.flag("registered"),
        programmes=_programmes(facts),
        jkn=facts.flag("jkn"),
        citizen=facts.flag("citizen"),
        willing=facts.flag("willing_to_work"),
        working_again=facts.flag("working_again"),
        self_assessed=facts.flag("self_assessed"),
        applications=facts.count("applications"),
        interviews=facts.count("interviews"),
        attendance=facts.count("training_attendance_percent", most=100),
        status_form=facts.flag("employment_status_form"),
    )
    _compare(facts, claim)
    facts.finish()
    return claim


def _earlier(facts: Facts, on: date) -> tuple[date, ...] | None:
    days = facts.days("earlier_claims")
    if days is None:
        return None
    for day in days:
        if day > on:
            facts.fault("facts.day_too_late", key="earlier_claims", day=day, latest=on)
    return tuple(sorted(days))


def _programmes(facts: Facts) -> frozenset[str] | None:
    given = facts.word("programmes")
    if given is None:
        return None
    found = frozenset(given.replace(" ", "").split("+"))
    if not found <= {"jkk", "jkm", "jht", "jp", "jkp"}:
        facts.fault("jkp.fault_programmes")
    return found


def _compare(facts: Facts, claim: JobLoss) -> None:
    """Keep a fault for facts that cannot all be true."""
    facts.in_order("birth_date", "registered_on", "ended_on", "claimed_on", "approved_on")
    if None not in (claim.reported_upah, claim.upah) and (claim.reported_upah or 0) > (claim.upah or 0):
        facts.fault("jkp.fault_reported")
    within, running = claim.months_in_24, claim.months_consecutive
    if within is not None and running is not None and min(running, 24) > within:
        facts.fault("jkp.fault_months", consecutive=running, within=within)
    if claim.registered_on and claim.ended_on and within is not None:
        most = Month.of(claim.ended_on) - Month.of(claim.registered_on) + 1
        if within > max(most, 0):
            facts.fault("jkp.fault_registered", within=within, most=max(most, 0))
    if claim.ended_on and any(day > claim.ended_on for day in claim.earlier_claims or ()):
        facts.fault("jkp.fault_earlier")
