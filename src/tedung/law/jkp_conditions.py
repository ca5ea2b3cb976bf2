"""Who is entitled to JKP, for how long, and who pays: PP 37/2021 Pasal 4, 19-20, 35-40, PP 6/2025."""

from datetime import date

from tedung.dates import add_months, add_years, age_on
from tedung.law import Law, law_on
from tedung.law.draft import Draft
from tedung.law.jkp_facts import COVERED, MOST_MONTHS, PP_6_2025, JobLoss

MEMBERS = "PP 37/2021 Pasal 4"
REASON = "PP 37/2021 Pasal 20 ayat (1)"
REPEAT = "PP 37/2021 Pasal 35"
LOST = "PP 37/2021 Pasal 40"
LIABLE = "PP 37/2021 Pasal 37"
MONTHLY = "Permenaker 15/2021 Pasal 13"


def amended(article: str, day: date) -> str:
    """Return how an article of PP 37/2021 that PP 6/2025 amended is cited on *day*."""
    return f"PP 6/2025 ({article})" if day >= PP_6_2025 else article


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
    draft.require("jkp.not_working", working_again, amended(f"{LOST} huruf b", claim.law_day))
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
    day = claim.law_day
    draft.require("jkp.citizen", claim.citizen, amended(f"{MEMBERS} ayat (2)", day))
    age, limit = None, draft.law["jkp.age_limit"]
    if claim.birth_date and claim.registered_on:
        age = age_on(claim.birth_date, claim.registered_on)
    if claim.registered is False:
        _liable(draft, claim)
        return
    young = None if age is None else age < limit
    draft.require("jkp.age_at_registration", young, amended(f"{MEMBERS} ayat (2)", day), limit=limit)
    draft.require("jkp.programmes", _in_programmes(claim), amended(f"{MEMBERS} ayat (3)", day))
    wage_earner = "" if day >= PP_6_2025 else "-(4)"  # ayat (4), JKN as a wage earner, is deleted
    draft.require("jkp.jkn", claim.jkn, amended(f"{MEMBERS} ayat (3){wage_earner}", day))


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
    """Within three months of the termination, six since PP 6/2025.  Pasal 40 huruf a."""
    law = law_on(_limit_day(claim))
    months, article = law["jkp.claim_months"], law.cite("jkp.claim_months").source
    if claim.ended_on is None or claim.claimed_on is None:
        draft.require("jkp.claimed_in_time_unknown", None, article, months=months)
        return
    if claim.ended_on < PP_6_2025 <= law.day:
        draft.convention("jkp-six-months")
    last = add_months(claim.ended_on, months)
    draft.require("jkp.claimed_in_time", claim.claimed_on <= last, article, months=months, last=last)


def _limit_day(claim: JobLoss) -> date:
    """Return the day whose law limits the claim: work ended, or PP 6/2025 for a right alive on its day.

    A right that had lapsed by then is not revived (docs/conventions.md, jkp-six-months).
    """
    ended_on = claim.law_day
    months = law_on(ended_on)["jkp.claim_months"]
    is_alive = ended_on < PP_6_2025 <= add_months(ended_on, months)
    return PP_6_2025 if is_alive and (claim.claimed_on or claim.on) >= PP_6_2025 else ended_on


def _next_month(draft: Draft, claim: JobLoss) -> None:
    """Add the conditions of the month that is paid next.  Permenaker 15/2021 Pasal 13."""
    draft.require(
        "jkp.months_left",
        None if claim.months_paid is None else claim.months_paid < MOST_MONTHS,
        amended("PP 37/2021 Pasal 21 ayat (1)", claim.cash_day),
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
    if claim.months_paid == MOST_MONTHS - 1:
        _last_month(draft, claim, law)
        return
    attendance = law["jkp.attendance_percent"]
    attended = _at_least(claim.attendance, attendance)
    draft.require(
        "jkp.seeking",
        attended or _seeking(claim, law),
        law.cite("jkp.applications").source,
        applications=law["jkp.applications"],
        interviews=law["jkp.interviews"],
        attendance=attendance,
    )


def _last_month(draft: Draft, claim: JobLoss, law: Law) -> None:
    """The sixth month asks for proof of seeking itself, and for the form of the employment status."""
    article = law.cite("jkp.applications").source
    needed = {"applications": law["jkp.applications"], "interviews": law["jkp.interviews"]}
    draft.require("jkp.seeking_last", _seeking(claim, law), article, **needed)
    draft.require("jkp.status_form", claim.status_form, article)


def _seeking(claim: JobLoss, law: Law) -> bool | None:
    """Say whether one of the proofs is there; None while one that could be is not given."""
    proofs = [
        _at_least(claim.applications, law["jkp.applications"]),
        _at_least(claim.interviews, law["jkp.interviews"]),
    ]
    if any(proofs):
        return True
    return None if None in proofs else False


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
    law = law_on(claim.cash_day)
    most, article = law[name], law.cite(name).source
    in_order = None if claim.arrears_months is None else claim.arrears_months <= most
    draft.note("jkp.arrears", in_order, article, most=most)
    return "employer_arrears" if in_order is False else "agency"
