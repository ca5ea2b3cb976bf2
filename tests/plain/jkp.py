"""A second, slow, plain reading of JKP: ifs, written from the articles.

Nothing of ``tedung`` is used here.  `cash` returns (status, total) of the facts of one
claim as PP 37/2021, PP 6/2025 and Permenaker 2/2025 read, with the conventions of
docs/conventions.md where they are silent.
"""

from datetime import date
from fractions import Fraction

PP_37 = date(2021, 2, 2)
PP_6 = date(2025, 2, 7)


def whole(amount):
    """Round half up, once."""
    return int((Fraction(amount) * 2 + 1) / 2 // 1)


def day(text):
    return date.fromisoformat(text) if text else None


def months_later(start, months):
    """The same day so many months later, or that month's last day."""
    count = start.year * 12 + start.month - 1 + months
    year, month = count // 12, count % 12 + 1
    for number in range(start.day, 27, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    return date(year, month, start.day)


def cash(facts, on):
    ended, claimed, approved = (day(facts.get(key)) for key in ("ended_on", "claimed_on", "approved_on"))
    decided = approved or claimed or on
    work_ended = ended or decided
    if work_ended < PP_37:
        return "refused", 0
    new_law = work_ended >= PP_6 or decided >= PP_6  # the money; the conditions are of the end of work
    verdict = entitled(facts, ended, claimed, work_ended >= PP_6)
    new_cash = new_law or (on >= PP_6 and months_later(decided, 6) > PP_6)
    if verdict != "refused" and not next_month_is_due(facts, new_cash):
        verdict = "refused"
    if verdict == "refused":
        return "refused", 0
    upah = facts.get("upah", facts.get("reported_upah"))
    if upah is None or verdict == "open":
        return "open", None
    total = 0
    for month in range((facts.get("months_paid") or 0) + 1, 7):
        total += of_month(upah, month, new_cash)  # the agency's part and the employer's make up the wage
    return "payable", total


def of_month(upah, month, new_law):
    """PP 37/2021 Pasal 21: 45 % three times, 25 % three times; PP 6/2025: 60 %; up to Rp5.000.000."""
    percent = 60 if new_law else 45 if month <= 3 else 25
    return whole(Fraction(percent, 100) * min(upah, 5_000_000))


def entitled(facts, ended, claimed, new_law):
    """`payable`, `refused` or `open`; what nobody said refuses nothing."""
    if facts.get("reason") in ("resign", "pension", "total_disability", "death", "pkwt_end"):
        return "refused"
    term = day(facts.get("contract_ends_on"))
    if facts.get("contract") == "pkwt" and ended and term and ended >= term:
        return "refused"
    if facts.get("citizen") is False or facts.get("willing_to_work") is False or facts.get("working_again"):
        return "refused"
    if facts.get("months_paid") == 6:
        return "refused"
    if facts.get("registered") is False:
        if facts.get("enterprise_size") == "micro":  # Pasal 37 ayat (2)
            return "refused"
    elif not was_member(facts) or not paid_enough(facts, ended, new_law):
        return "refused"
    return in_time(ended, claimed)


def was_member(facts):
    """Pasal 4: below 54 when registered; the programmes of the firm's size; JKN."""
    born, registered = day(facts.get("birth_date")), day(facts.get("registered_on"))
    if born and registered:
        age = (
            registered.year
            - born.year
            - (1 if (registered.month, registered.day) < (born.month, born.day) else 0)
        )
        if age >= 54:
            return False
    if facts.get("jkn") is False:
        return False
    if "programmes" in facts:
        programmes = facts["programmes"].split("+")
        if not all(one in programmes for one in ("jkk", "jkm", "jht")):
            return False
        if facts.get("enterprise_size") in ("medium", "large") and "jp" not in programmes:
            return False
    return True


def paid_enough(facts, ended, new_law):
    """Pasal 19 ayat (3) and Pasal 35."""
    if facts.get("months_in_24", 12) < 12:
        return False
    if not new_law and facts.get("months_consecutive", 6) < 6:
        return False
    earlier = sorted(day(one) for one in facts.get("earlier_claims") or [])
    if len(earlier) >= 3:
        return False
    if earlier:
        if "contribution_months_since_claim" in facts:
            return facts["contribution_months_since_claim"] >= 60
        if ended:
            return months_later(earlier[-1], 60) <= ended
    return True


def in_time(ended, claimed):
    """Pasal 40 huruf a: three months; six since 7 February 2025, also for a right alive on that day."""
    if ended is None or claimed is None:
        return "payable"
    three, six = months_later(ended, 3), months_later(ended, 6)
    if ended >= PP_6:
        return "payable" if claimed <= six else "refused"
    if claimed <= three:
        return "payable"
    if claimed < PP_6 or three < PP_6:
        return "refused"
    return "payable" if claimed <= six else "refused"


def next_month_is_due(facts, new_law):
    """Permenaker 15/2021 Pasal 13: from the second month on, one proof of seeking work."""
    if not facts.get("months_paid") or not new_law:
        return True
    applications, interviews = facts.get("applications"), facts.get("interviews")
    if facts["months_paid"] == 5:  # the sixth month: proof itself, and the form
        if facts.get("employment_status_form") is False:
            return False
        return applications is None or interviews is None or applications >= 5 or interviews >= 1
    if applications is None or interviews is None:
        return True
    if applications >= 5 or interviews >= 1:
        return True
    return facts.get("training_attendance_percent", 0) >= 80
