"""When a contribution is due, what lateness costs, and what arrears do.

PP 44/2015 Pasal 21-24, 38-42; PP 45/2015 Pasal 30-31; PP 46/2015 Pasal 19-21; PP 49/2020 Pasal 4, 23.
"""

from datetime import date

from tedung.dates import Calendar, Month
from tedung.law import LawError, law_on
from tedung.law.arrays import Rupiah, share


def due_day(month: Month, segment: str, programme: str, calendar: Calendar) -> date:
    """Return the last day on which a month's contribution is in time.

    Wage earners and projects: the 15th of the month after (PP 44/2015 Pasal 21 ayat
    (2)-(3)).  Non-wage workers: JKK and JKM on the 15th of the month **itself** (Pasal
    24 ayat (3)-(4)), JHT on the 15th of the month after (PP 46/2015 Pasal 21 ayat
    (3)-(4)).  A project follows the wage earners (docs/conventions.md, jakon-due-day); a
    migrant pays at once and has no due day: `LawError`.  On a day off it moves to the
    next working day; a year that the calendar does not hold is its ValueError.
    """
    _refuse_migrants(segment)
    law = law_on(month.first_day)
    if segment == "bpu":
        name = "dues.due_months_after_bpu_jht" if programme == "jht" else "dues.due_months_after_bpu"
        number = law["dues.due_day_bpu"]
    else:
        name, number = "dues.due_months_after_pu", law["dues.due_day"]
    due_month = month + law[name]
    return calendar.on_or_after(date(due_month.year, due_month.number, min(number, due_month.last_day.day)))


def _refuse_migrants(segment: str) -> None:
    if segment == "pmi":
        raise LawError(
            "due day of pmi: the package is paid at once (Permenaker 4/2023 Pasal 18); none is due"
        )


def months_late(due: date, paid_on: date) -> int:
    """Return the months of delay that count: each month begun after the due day.

    PP 44/2015 Pasal 22 ayat (1) says "for each month of delay"; that a month begun
    counts whole is docs/conventions.md, month-begun.
    """
    if paid_on <= due:
        return 0
    whole = (paid_on.year - due.year) * 12 + paid_on.month - due.month
    return whole + (paid_on.day > due.day)


def late_fine(contribution: Rupiah, month: Month, late_months: int, segment: str) -> Rupiah:
    """Return the fine on a late contribution: 2 % for each month late.  PP 44/2015 Pasal 22.

    contribution: (n,) what should have been paid for *month*; borne by the employer.
    Non-wage workers owe none (Pasal 22 names employers only): zero.  Contributions of
    August 2020 to January 2021: 0.5 % (PP 49/2020 Pasal 23).
    """
    _refuse_migrants(segment)
    rate = 0 if segment == "bpu" else law_on(month.first_day)["dues.late_rate"] * late_months
    return share(contribution, rate)


def is_lapsed(arrears_months: int, month: Month) -> bool:
    """Say whether consecutive months in arrears are more than the agency bears (3).

    PP 44/2015 Pasal 38-42: up to three the agency pays benefits; beyond, the employer
    advances them, and a non-wage worker has none.
    """
    return bool(arrears_months > law_on(month.first_day)["dues.arrears_months"])
