"""When the right to claim JKK lapses: PP 44/2015 Pasal 26, two years, five since 2 December 2019.

PP 82/2019 has no transitional article.  A right that was alive on that day has two
readings, and between their last days the answer is open.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tedung.dates import add_years
from tedung.law import history, law_on
from tedung.law.claim import Claim
from tedung.law.draft import Draft


@dataclass(frozen=True)
class Expiry:
    """Whether a claim is in time, and the last day of each reading of the law, the earliest first."""

    state: Literal["in_time", "open", "lapsed"]
    last_days: tuple[date, ...]


def expiry(event_on: date, asked_on: date) -> Expiry:
    """Return whether a claim made on *asked_on* is in time for an event of *event_on*.

    The last day itself is in time.  event_on: the accident, or the diagnosis of an
    occupational disease, from 1 July 2015 on.
    """
    own = add_years(event_on, law_on(event_on)["jkk.claim_years"])
    later = [
        add_years(event_on, line.value)
        for line in history()["jkk.claim_years"]
        if event_on < line.first_day <= own  # the right still lived when the term changed
    ]
    last_days = tuple(sorted({own, *later}))
    if asked_on <= last_days[0]:
        return Expiry("in_time", last_days)
    return Expiry("lapsed" if asked_on > last_days[-1] else "open", last_days)


def require_in_time(draft: Draft, claim: Claim) -> None:
    """Add the condition that the right of JKK has not lapsed; between two readings the answer is open."""
    if claim.event_on is None:
        return
    found = expiry(claim.event_on, claim.claimed_on)
    article = draft.law.cite("jkk.claim_years").source
    met = {"in_time": True, "lapsed": False, "open": None}[found.state]
    first, last = found.last_days[0], found.last_days[-1]
    if found.state == "open":
        draft.gap("jkk.gap_expiry")
        draft.note("jkk.in_time_two_readings", met, article, first=first, last=last)
    else:
        draft.require("jkk.in_time", met, article, last=first if met else last)
