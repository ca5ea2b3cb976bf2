"""Who is entitled to JKP, for how long, and who pays: PP 37/2021 Pasal 4, 19-20, 35-40, PP 6/2025."""

from tedung.dates import add_months, add_years, age_on
from tedung.law import law_on
from tedung.law.draft import Draft
from tedung.law.jkp_facts import COVERED, MOST_MONTHS, PP_6_2025, JobLoss

MEMBERS = "PP 37/2021 Pasal 4"
REASON = "PP 37/2021 Pasal 20 ayat (1)"
REPEAT = "PP 37/2021 Pasal 35"
LOST = "PP 37/2021 Pasal 40"
LIABLE = "PP 37/2021 Pasal 37"
ARREARS = "PP 37/2021 Pasal 39"
MONTHLY = "Permenaker 15/2021 Pasal 13"


def conditions(draft: Draft, claim: JobLoss) -> None:
    """Add every condition of entitlement and of the month that is paid next."""
    _reason(draft, claim)
    _member(draft, claim)
    if claim.registered is not False:
        _contributed(draft, claim)
        _repeated(draft, claim)
    draft.require("jkp.willing", claim.willing, "PP 37/2021 Pasal 19 ayat (2)")
    _claimed_in_time(draft, claim)
    working_again = None if claim.working_again is None else not claim.working_again
    draft.require("jkp.not_working", working_again, f"{LOST} huruf b")
    _next_month(draft, claim)


def _reason(draft: Draft, claim: JobLoss) -> None:
    """Dismissed, not resigned, retired, disabled or dead; a fixed term ended before its end."""
    covered = None if claim.reason is None else claim.reason in COVERED
    draft.require("jkp.reason", covered, REASON)
    if claim.contract == "pkwt" and covered is not False:
        early = None
        if claim.ended_on and claim.contract_ends_on:
            early = claim.ended_on < claim.contract_ends_on
        draft.require("jkp.before_contract_end", early, "PP 37/2021 Pasal 20 ayat (2)")


def _member(draft: Draft, claim: JobLoss) -> None:
    """Citizen, below 54 at registration, in the programmes of the firm's size.  Pasal 4."""
    draft.require("jkp.citizen", claim.citizen, f"{MEMBERS} ayat (2)")
    age, limit = None, draft.law["jkp.age_limit"]
    if claim.birth_date and claim.registered_on:
        age = age_on(claim.birth_date, claim.registered_on)
    if claim.registered is False:
        _liable(draft, claim)
        return
    young = None if age is None else age < limit
    draft.require("jkp.age_at_registration", young, f"{MEMBERS} ayat (2)", limit=limit)
    draft.require("jkp.programmes", _in_programmes(claim), f"{MEMBERS} ayat (3)")
    draft.require("jkp.jkn", claim.jkn, f"{MEMBERS} ayat (3)-(4)")


def _in_programmes(claim: JobLoss) -> bool | None:
    """Say whether the member is in what the size of the firm asks for; JP from medium size up."""
    if claim.programmes is None:
        return None
    if not {"jkk", "jkm", "jht"} <= claim.programmes:
        return False
    if claim.enterprise_size is None:
        return True if "jp" in claim.programmes else None
    return claim.enterprise_size in {"micro", "small"} or "jp" in claim.programmes


def _liable(draft: Draft, claim: JobLoss) -> None:
    """An employer who never registered the worker pays himself, but for micro enterprises.  Pasal 37."""
    liable = None if claim.enterprise_size is None else claim.enterprise_size != "micro"
    draft.require("jkp.employer_liable", liable, LIABLE)


def _contributed(draft: Draft, claim: JobLoss) -> None:
    """Twelve months within twenty-four, and before PP 6/2025 six in a row.  Pasal 19 ayat (3)."""
    law = draft.law
    needed, running = law["jkp.months_needed"], law["jkp.months_consecutive"]
    met = None if claim.months_in_24 is None else claim.months_in_24 >= needed
    article = law.cite("jkp.months_needed").source
    draft.require("jkp.months_within", met, article, needed=needed, window=law["jkp.months_window"])
    if running:
        met = None if claim.months_consecutive is None else claim.months_consecutive >= running
        article = law.cite("jkp.months_consecutive").source
        draft.require("jkp.months_in_a_row", met, article, needed=running)


def _repeated(draft: Draft, claim: JobLoss) -> None:
    """At most three times in a working life, five contribution years apart.  Pasal 35."""
    most, years = draft.law["jkp.claims_most"], draft.law["jkp.years_between"]
    earlier = claim.earlier_claims
    draft.require("jkp.claims_left", None if earlier is None else len(earlier) < most, REPEAT, most=most)
    if not earlier:
        return
    apart = None
    if claim.months_since_claim is not None:
        apart = claim.months_since_claim >= 12 * years
    elif claim.ended_on is not None:
        apart = add_years(earlier[-1], years) <= claim.ended_on
        draft.convention("jkp-five-years")
    draft.require("jkp.years_apart", apart, REPEAT, years=years)


def _claimed_in_time(draft: Draft, claim: JobLoss) -> None:
    """Within three months of the termination, six since PP 6/2025.  Pasal 40 huruf a.

    Whoever had lost the right before 7 February 2025 does not regain it; whether the six
    months reach a right that was then still open was not read.
    """
    months, article = draft.law["jkp.claim_months"], draft.law.cite("jkp.claim_months").source
    if claim.ended_on is None or claim.claimed_on is None:
        draft.require("jkp.claimed_in_time_unknown", None, article, months=months)
        return
    if claim.ended_on < PP_6_2025:
        old = law_on(claim.ended_on)["jkp.claim_months"]
        first = add_months(claim.ended_on, old)
        if claim.claimed_on <= first or min(first, claim.claimed_on) < PP_6_2025:
            months, article = old, law_on(claim.ended_on).cite("jkp.claim_months").source
        elif claim.claimed_on <= add_months(claim.ended_on, months):
            draft.note("jkp.claimed_in_time", None, article, months=months, last=first)
            draft.gap("jkp.gap_claim_months")
            return
    last = add_months(claim.ended_on, months)
    draft.require("jkp.claimed_in_time", claim.claimed_on <= last, article, months=months, last=last)


def _next_month(draft: Draft, claim: JobLoss) -> None:
    """Add the conditions of the month that is paid next.  Permenaker 15/2021 Pasal 13."""
    draft.require(
        "jkp.months_left",
        None if claim.months_paid is None else claim.months_paid < MOST_MONTHS,
        "PP 37/2021 Pasal 21 ayat (1)",
        most=MOST_MONTHS,
    )
    if claim.months_paid == MOST_MONTHS:
        return
    law = law_on(claim.cash_day)
    if not law.knows("jkp.applications"):
        draft.gap("jkp.gap_monthly", decides=False)
        return
    if not claim.months_paid:  # the first month follows the claim alone
        draft.note("jkp.self_assessment", claim.self_assessed, law.cite("jkp.applications").source)
        return
    draft.require(
        "jkp.seeking",
        _seeking(claim, law["jkp.applications"], law["jkp.interviews"], law["jkp.attendance_percent"]),
        law.cite("jkp.applications").source,
        applications=law["jkp.applications"],
        interviews=law["jkp.interviews"],
        attendance=law["jkp.attendance_percent"],
    )


def _seeking(claim: JobLoss, applications: int, interviews: int, attendance: int) -> bool | None:
    """Say whether one of the proofs is there; None while one that could be is not given."""
    proofs = [
        _at_least(claim.applications, applications),
        _at_least(claim.interviews, interviews),
        _at_least(claim.attendance, attendance),
    ]
    if any(proofs):
        return True
    return None if None in proofs[:2] else False


def _at_least(given: int | None, needed: int) -> bool | None:
    return None if given is None else given >= needed


def payer(draft: Draft, claim: JobLoss) -> str:
    """Say who pays the cash: ``agency``, ``employer_unregistered`` or ``employer_arrears``.

    Up to three months of arrears the agency pays (Pasal 39 ayat (1)); beyond, the
    employer advances it and is refunded (ayat (3)-(6)).  A bankrupt or closed firm: up to
    six since PP 6/2025 (Pasal 39A).  Arrears that nobody gave are a condition not verified.
    """
    if claim.registered is False:
        return "employer_unregistered"
    name = "jkp.arrears_months_bankrupt" if claim.reason == "bankrupt" else "jkp.arrears_months"
    most, article = draft.law[name], draft.law.cite(name).source
    in_order = None if claim.arrears_months is None else claim.arrears_months <= most
    draft.note("jkp.arrears", in_order, article, most=most)
    return "employer_arrears" if in_order is False else "agency"
