"""A second, slow, plain reading of JHT: ifs, written from the articles.

Nothing of ``tedung`` is used here.  `payout` returns (status, total) of the facts of one
claim as PP 46/2015, PP 60/2015, Permenaker 4/2022 and PP 68/2009 read, with the
conventions of docs/conventions.md where they are silent.
"""

from datetime import date, timedelta
from fractions import Fraction

PP_60 = date(2015, 8, 12)
PERMENAKER_4 = date(2022, 4, 26)
YIELDS = {2016: "0.0719", 2017: "0.0782", 2018: "0.0626", 2019: "0.0606", 2020: "0.0559"}


def whole(amount):
    """Round half up, once."""
    return int((Fraction(amount) * 2 + 1) / 2 // 1)


def day(text):
    return date.fromisoformat(text) if text else None


def is_aged(born, on, years):
    """Whether so many years are completed: born on 29 February, on 1 March of a common year."""
    return (on.year - born.year) - (1 if (on.month, on.day) < (born.month, born.day) else 0) >= years


def month_later(start):
    """The same day a month later, or that month's last day."""
    year, month = (start.year + 1, 1) if start.month == 12 else (start.year, start.month + 1)
    for number in (start.day, 30, 29, 28):
        try:
            return date(year, month, number) if number <= start.day else date(year, month, start.day)
        except ValueError:
            continue
    raise AssertionError


def ten_years_later(start):
    if (start.month, start.day) == (2, 29):
        try:
            return date(start.year + 10, 2, 29)
        except ValueError:
            return date(start.year + 10, 2, 28)
    return date(start.year + 10, start.month, start.day)


def payout(facts, on):
    reason = facts.get("reason")
    ended, event, claimed = (day(facts.get(key)) for key in ("ended_on", "event_date", "claimed_on"))
    law_day = claimed or on
    if reason in ("resign", "phk", "pkwt_end", "bpu_stop"):
        law_day = event or ended or law_day
    elif reason == "age_56":
        law_day = event or day_of_56(day(facts.get("birth_date")), on) or law_day
    elif reason not in ("partial_10", "partial_30"):
        law_day = event or law_day
    if law_day < date(2015, 7, 1):
        return "open", None
    verdict = entitled(facts, reason, law_day, ended, on)
    if verdict == "refused":
        return "refused", 0
    held = balance(facts, on)
    if verdict == "open" or held is None:
        return "open", None
    if reason == "partial_10":
        held = whole(held * Fraction(10, 100))
    if reason == "partial_30":
        held = whole(held * Fraction(30, 100))
    return "payable", held - tax(facts, held, on)


def day_of_56(born, on):
    """The 56th birthday, or July 2015 for who had it before; none while it has not come."""
    if born is None or not is_aged(born, on, 56) or on < date(2015, 7, 1):
        return None
    start = date(born.year + 56, born.month, born.day)  # 56 years keep 29 February
    return max(start, date(2015, 7, 1))


def entitled(facts, reason, law_day, ended, on):
    """`payable`, `refused` or `open`, before anything is computed."""
    born = day(facts.get("birth_date"))
    is_56 = None if born is None else is_aged(born, on, 56)
    if reason is None:
        return "open"
    if reason == "age_56":  # PP 46/2015 Pasal 22 ayat (1)
        agreed = facts.get("agreed_pension_age")
        if is_56 is False:
            if agreed and is_aged(born, on, agreed):
                return "payable" if law_day >= PERMENAKER_4 else "open"
            return "refused"
        return "payable"
    if reason in ("resign", "phk"):
        if law_day < PP_60:  # PP 46/2015 Pasal 26 ayat (3); whether PP 60/2015 reaches back was not read
            if is_56 or on < PP_60:
                return "refused" if is_56 is False else "payable"
            return "open"
        if ended is None or is_56 or on >= month_later(ended):
            return "payable"
        return "refused"
    if reason in ("pkwt_end", "bpu_stop"):
        if is_56 or law_day >= PERMENAKER_4:
            return "payable"
        if law_day < PP_60:
            return "open"
        return "payable" if ended is None or on >= month_later(ended) else "open"
    if reason == "leave_indonesia":
        return "refused" if facts.get("leaves_for_good") is False else "payable"
    if reason == "total_disability":
        return "refused" if facts.get("doctor_determined") is False else "payable"
    if reason == "death":
        return "refused" if facts.get("ahli_waris_shown") is False else "payable"
    since = day(facts.get("member_since"))  # Pasal 22 ayat (4)-(6)
    if since is not None and ten_years_later(since) > on:
        return "refused"
    return "refused" if facts.get("partial_before") else "payable"


def balance(facts, on):
    """Contributions, year after year: the opening balance earns the rate, month m earns (13 - m)/12."""
    if facts.get("balance") is not None:
        return facts["balance"]
    if facts.get("contributions") is None:
        return None
    paid = {}
    for one in facts["contributions"]:
        year, month = map(int, one["month"].split("-"))
        paid[year, month] = paid.get((year, month), 0) + one["amount"]
    if not paid:
        return 0
    given = {int(year): str(rate) for year, rate in facts.get("yields", {}).items()}
    held = Fraction(0)
    for year in range(min(paid)[0], on.year):
        rate = given.get(year, YIELDS.get(year))
        if rate is None:
            return None
        held = credit(held, paid, year, Fraction(rate), 12)
    months = on.month if (on + timedelta(days=1)).month != on.month else on.month - 1
    return whole(credit(held, paid, on.year, Fraction(given.get(on.year, YIELDS.get(on.year, "0"))), months))


def credit(held, paid, year, rate, months):
    """One year's yield up to the end of its *months*-th month."""
    earned = held * rate * months / 12
    for month in range(1, 13):
        amount = paid.get((year, month), 0)
        held += amount
        if month <= months:
            earned += amount * rate * (months + 1 - month) / 12
    return held + earned


def tax(facts, gross, on):
    """PP 68/2009: parts of two calendar years are one lump sum; what comes later is progressive."""
    earlier = [(day(one["date"]), one["amount"]) for one in facts.get("earlier_payments") or []]
    first_year = min([on.year, *(when.year for when, _ in earlier)])
    if on.year <= first_year + 1:
        before = sum(amount for _, amount in earlier)
        return flat(before + gross) - flat(before)
    before = sum(amount for when, amount in earlier if when.year == on.year)
    due = article_17(before + gross, on) - article_17(before, on)
    return whole(Fraction(120, 100) * due) if facts.get("npwp") is False else due


def flat(amount):
    return whole(Fraction(5, 100) * (amount - 50_000_000)) if amount > 50_000_000 else 0


def article_17(amount, on):
    million = 1_000_000
    tops = [60 * million, 250 * million, 500 * million, 5000 * million]
    rates = [5, 15, 25, 30, 35]
    if on.year < 2022:
        tops, rates = [50 * million, 250 * million, 500 * million], [5, 15, 25, 30]
    due, bottom = Fraction(0), 0
    for top, percent in zip([*tops, None], rates, strict=True):
        slice_top = amount if top is None else min(amount, top)
        if slice_top > bottom:
            due += Fraction(percent, 100) * (slice_top - bottom)
        bottom = top
    return whole(due)
