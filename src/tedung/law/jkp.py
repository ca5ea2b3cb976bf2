"""Cash after the loss of a job (JKP): PP 37/2021 Pasal 18-40, PP 6/2025, Permenaker 2/2025.

Six months of the last reported wage up to Rp5.000.000: 45 % for three and 25 % for three;
60 % throughout since 7 February 2025.  It costs neither worker nor employer anything.
"""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

import numpy as np

from tedung.law import Law, law_on
from tedung.law.answer import Answer
from tedung.law.arrays import Codes, Rate, Rupiah, minimum, share, where
from tedung.law.draft import Draft
from tedung.law.facts import Facts
from tedung.law.jkp_conditions import amended, conditions, payer
from tedung.law.jkp_facts import FIRST_DAY, PP_6_2025, JobLoss, read_job_loss
from tedung.law.lines import add_line

CASH = "PP 37/2021 Pasal 21"
SHORTFALL = "PP 37/2021 Pasal 23"


def month_rate(month: int, law: Law) -> Rate:
    """Return the share of the wage that the *month*-th month pays.  PP 37/2021 Pasal 21 ayat (1)."""
    rate: Rate = law["jkp.cash_rate_first" if month <= law["jkp.months_first"] else "jkp.cash_rate_later"]
    return rate


def month_cash(upah: Rupiah, month: int, law: Law) -> Rupiah:
    """Return the cash of the *month*-th month.  PP 37/2021 Pasal 21.

    upah: (n,) last reported wage a month; it counts up to the ceiling (ayat (4)).
    """
    return share(minimum(upah, law["jkp.upah_ceiling"]), month_rate(month, law))


def remaining_cash(upah: Rupiah, months_paid: Codes, law: Law) -> Rupiah:
    """Return what the months after *months_paid* pay together, each month rounded.

    upah: (n,) last reported wage; months_paid: (n,) 0 to 6.  Entitlement is not decided here.
    """
    total = 0 * upah
    for month in range(1, law["jkp.months_most"] + 1):
        total = total + where(months_paid < month, month_cash(upah, month, law), 0)
    return total


def training_cost(on: date) -> int:
    """Return what the agency pays a provider for a participant's training at most.

    PMK 148/2021, since 14 April 2025 PMK 26/2025, both known from the press.
    """
    return int(law_on(on)["jkp.training_cost"])


def cash(facts: Facts, on: date) -> Answer:
    """Answer a claim for JKP cash (kind ``jkp_cash``): what the remaining months pay.

    Entitlement follows the law of the day work ended.  The money of a claim approved on or
    after 7 February 2025 follows PP 6/2025, and so do the months of an older one unpaid then.
    """
    claim = read_job_loss(facts, on)
    draft = Draft(claim.law_day)
    if claim.law_day < FIRST_DAY:
        draft.require("jkp.in_force", False, "PP 37/2021", first=FIRST_DAY)
        return draft.answer()
    if claim.ended_on and claim.ended_on < PP_6_2025 <= claim.on:
        draft.convention("jkp-transition")
    conditions(draft, claim)
    known = claim.upah is not None or claim.reported_upah is not None
    draft.need("jkp.upah_known", known, amended(f"{CASH} ayat (2)", claim.cash_day))
    _lines(draft, claim)
    return draft.answer()


def _lines(draft: Draft, claim: JobLoss) -> None:
    """Add a line for each run of remaining months with one rate, and what the employer owes beside."""
    actual = claim.upah if claim.upah is not None else claim.reported_upah
    if actual is None:
        return
    reported = actual if claim.reported_upah is None else claim.reported_upah
    bears = payer(draft, claim)
    if bears == "employer_unregistered":
        reported = actual
    law = law_on(claim.cash_day)
    for first, last, name in _runs(claim.months_paid or 0, law):
        _cash_line(draft, law, (first, last, name), reported, bears)
        if reported < actual:
            _shortfall_line(draft, law, (first, last, name), (reported, actual))


Run = tuple[int, int, str]
"""The first and last month of a run of months with one rate, and the name of that rate."""


def _runs(months_paid: int, law: Law) -> Iterator[Run]:
    """Yield the runs of remaining months whose rates are equal."""
    months = range(months_paid + 1, law["jkp.months_most"] + 1)
    for _, group in groupby(months, lambda month: month_rate(month, law)):
        run = list(group)
        first = run[0] <= law["jkp.months_first"]
        yield run[0], run[-1], "jkp.cash_rate_first" if first else "jkp.cash_rate_later"


def _cash_line(draft: Draft, law: Law, run: Run, upah: int, bears: str) -> None:
    first, last, name = run
    monthly = int(month_cash(np.array([upah]), first, law)[0])
    add_line(
        draft,
        law,
        f"jkp.line_{bears}",
        monthly * (last - first + 1),
        names=(name, "jkp.upah_ceiling", "jkp.months_most"),
        article=law.cite(name).source,
        leans_on=_transition(draft),
        shown={"months": _span(first, last)},
        upah=upah,
        upah_counted=min(upah, law["jkp.upah_ceiling"]),
        rate=str(law[name]),
        months=last - first + 1,
    )


def _transition(draft: Draft) -> list[str]:
    """Return the convention that picks the law of the money, of a claim across 7 February 2025."""
    return [one for one in draft.conventions if one == "jkp-transition"]


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _shortfall_line(draft: Draft, law: Law, run: Run, upah: tuple[int, int]) -> None:
    """Add what the employer owes at once for a wage reported too low.  PP 37/2021 Pasal 23."""
    first, last, name = run
    reported, actual = month_cash(np.array(upah), first, law).tolist()
    add_line(
        draft,
        law,
        "jkp.line_shortfall",
        (actual - reported) * (last - first + 1),
        names=(name, "jkp.upah_ceiling"),
        article=SHORTFALL,
        leans_on=_transition(draft),
        shown={"months": _span(first, last)},
        upah=upah[1],
        reported_upah=upah[0],
    )
