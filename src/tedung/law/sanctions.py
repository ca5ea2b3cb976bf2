"""Sanctions on employers and other persons: the ladder of PP 86/2013, and UU 24/2011 Pasal 55.

The fine here is not the 2 % of PP 44/2015 Pasal 22 (``dues.py``); both may be owed.
"""

from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from tedung.dates import Calendar
from tedung.law import Law, LawError
from tedung.law.arrays import Rupiah, share

Case = Literal["employer", "other_false_data", "other_not_registered"]


class Step(NamedTuple):
    """One rung: its first and last day, and the last day by the other reading of the text."""

    code: str
    from_on: date
    until_on: date | None
    until_other_reading: date | None
    article: str


def ladder(first_warning_on: date, case: Case, law: Law, calendar: Calendar) -> list[Step]:
    """Return the rungs that follow a first written warning, as long as nothing is mended.

    PP 86/2013 Pasal 6-12.  An employer: two warnings, a fine for at most 30 days, then
    public services are denied.  Another person: with false data two warnings and no
    fine; not registered, services are denied at once.  Pasal 6 says 10 working days,
    Pasal 10 prints 10 days: working days count, the other day is named beside.
    """
    if case == "other_not_registered":
        return [Step("sanctions.services", first_warning_on, None, None, "PP 86/2013 Pasal 11")]
    article = (
        "PP 86/2013 Pasal 6 ayat (1), Pasal 10 ayat (1)-(2)" if case == "employer" else "PP 86/2013 Pasal 12"
    )
    steps: list[Step] = []
    begins, other = first_warning_on, first_warning_on
    for number in range(1, law["sanctions.warnings_most"] + 1):
        until = _working(begins, law["sanctions.warning_working_days"], calendar)
        other += timedelta(days=law["sanctions.warning_calendar_days"])
        steps.append(Step(f"sanctions.warning_{number}", begins, until, other, article))
        begins, other = until + timedelta(days=1), other + timedelta(days=1)
    if case == "employer":
        until = begins + timedelta(days=law["sanctions.fine_days"] - 1)
        steps.append(Step("sanctions.fine", begins, until, None, law.cite("sanctions.fine_rate").source))
        begins = until + timedelta(days=1)
    steps.append(Step("sanctions.services", begins, None, None, law.cite(_services(case)).source))
    return steps


def fine(contribution: Rupiah, months: Any, law: Law) -> Rupiah:
    """Return the administrative fine.  PP 86/2013 Pasal 7 ayat (2), 10 ayat (3)-(5).

    contribution: (n,) rupiah that should have been paid; months: (n,) whole months since
    the end of the second warning.  Result (n,).  How a part of a month counts is not said.
    """
    return share(contribution * months, law["sanctions.fine_rate"])


def services_denied(case: Case, law: Law) -> list[str]:
    """Return the codes of the sentences of public services that may be denied.  PP 86/2013 Pasal 9."""
    return [f"sanctions.service_{service}" for service in law[_services(case)]]


def _services(case: Case) -> str:
    return "sanctions.services_employer" if case == "employer" else "sanctions.services_other"


def _working(day: date, working_days: int, calendar: Calendar) -> date:
    try:
        return calendar.add(day, working_days)
    except ValueError as fault:
        raise LawError(f"{working_days} working days after {day}: {fault}") from None
