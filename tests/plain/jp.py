"""A second, slow, plain reading of JP: ifs, written from the articles.

Nothing of ``tedung`` is used here.  Each function returns (status, total) of the facts of
one claim as PP 45/2015 reads, with the conventions of docs/conventions.md where it is
silent.  The tables are those of the announcements, month by month.
"""

from datetime import date, timedelta
from fractions import Fraction

START = (2015, 7)
CEILINGS = [  # from March of the year on
    (2015, 7_000_000),
    (2016, 7_335_300),
    (2017, 7_703_500),
    (2018, 8_094_000),
    (2019, 8_512_400),
    (2020, 8_939_700),
    (2021, 8_754_600),
    (2022, 9_077_600),
    (2023, 9_559_600),
    (2024, 10_042_300),
    (2025, 10_547_400),
    (2026, 11_086_300),
]
BOUNDS = [  # first day, least, most
    (date(2015, 7, 1), 300_000, 3_600_000),
    (date(2016, 3, 1), 310_050, 3_720_600),
    (date(2017, 3, 1), 319_450, 3_833_000),
    (date(2018, 3, 1), 331_000, 3_971_400),
    (date(2019, 3, 1), 341_400, 4_095_750),
    (date(2020, 3, 1), 350_700, 4_207_200),
    (date(2021, 3, 1), 356_600, 4_277_900),
    (date(2022, 3, 1), 363_300, 4_357_900),
    (date(2023, 3, 1), 383_400, 4_598_100),
    (date(2024, 3, 1), 393_500, 4_718_200),
    (date(2025, 3, 1), 399_700, 4_792_300),
    (date(2026, 2, 1), 411_400, 4_932_300),
]
INFLATION = {
    2015: "3.35",
    2016: "3.02",
    2017: "3.61",
    2018: "3.13",
    2019: "2.72",
    2020: "1.68",
    2021: "1.87",
    2022: "5.51",
    2023: "2.61",
    2024: "1.57",
    2025: "2.92",
}


def whole(amount):
    """Round half up, once."""
    return int((Fraction(amount) * 2 + 1) / 2 // 1)


def day(text):
    return date.fromisoformat(text) if text else None


def years_later(start, years):
    """The same day so many years later; 29 February becomes the 28th."""
    if (start.month, start.day) == (2, 29) and not _leap(start.year + years):
        return date(start.year + years, 2, 28)
    return date(start.year + years, start.month, start.day)


def month_later(start):
    year, month = (start.year + 1, 1) if start.month == 12 else (start.year, start.month + 1)
    length = [31, 29 if _leap(year) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    return date(year, month, min(start.day, length))


def _leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def age(born, on):
    return on.year - born.year - (1 if (on.month, on.day) < (born.month, born.day) else 0)


def pension_age(on):
    """Pasal 15: 56; 57 in 2019; one more every third year up to 65."""
    return 56 if on.year < 2019 else min(65, 57 + (on.year - 2019) // 3)


def has_reached(born, on):
    """Whether the pension age of any day up to *on* was reached on that day."""
    return first_day_reached(born) <= on


def first_day_reached(born):
    """The candidates: every birthday from the 56th on, and July 2015 and each new year for who waits."""
    for year in range(max(2015, born.year + 56), born.year + 67):
        for one in (date(year, 1, 1), date(2015, 7, 1), _birthday(born, year)):
            if one.year == year and one >= date(2015, 7, 1) and age(born, one) >= pension_age(one):
                return one
    raise AssertionError


def _birthday(born, year):
    if (born.month, born.day) == (2, 29) and not _leap(year):
        return date(year, 3, 1)
    return date(year, born.month, born.day)


def months_of(facts, on):
    """Every month paid as ((year, month), upah): from the year's start; in the first year, up to its end."""
    event = day(facts.get("event_date")) or on
    registered = max(day(facts.get("registered_on")) or date(2015, 7, 1), date(2015, 7, 1))
    found = []
    for year in sorted({row["year"] for row in facts["wages"]}):
        upah = [row["upah"] for row in facts["wages"] if row["year"] == year for _ in range(row["months"])]
        months = [
            month
            for month in range(1, 13)
            if (registered.year, registered.month) <= (year, month) <= (event.year, event.month)
        ]
        if facts.get("registered_on") and day(facts["registered_on"]).year == year:
            months = months[len(months) - len(upah) :]
        found += [((year, month), one) for month, one in zip(months, upah, strict=False)]
    return found


def counted(facts, on):
    """The wage of each month up to its ceiling; where nobody knows it, in full."""
    found = []
    for (year, month), upah in months_of(facts, on):
        march = year if month >= 3 else year - 1
        ceiling = dict(CEILINGS).get(max(march, 2015)) or facts.get("ceilings", {}).get(str(march))
        found.append(((year, month), upah if ceiling is None else min(upah, ceiling)))
    return found


def inflation(facts, year):
    given = facts.get("inflation", {}).get(str(year))
    if given is not None:
        return Fraction(str(given))
    return Fraction(INFLATION[year]) / 100 if year in INFLATION else None


def formula(facts, on, credited):
    """Pasal 17 ayat (2)-(3): 1 % x years x indexed average, exactly; None where an inflation is unknown."""
    event = day(facts.get("event_date")) or on
    months = counted(facts, on)
    if not months:
        return 0
    paid = {year for (year, _), _ in months}
    rates = {between: inflation(facts, between) for between in range(min(paid), event.year)}
    total = Fraction(0)
    for year in sorted(paid):
        worth = Fraction(sum(upah for (one, _), upah in months if one == year))
        for between in range(year, event.year):
            if rates[between] is None:
                return None
            worth *= 1 + rates[between]
        total += worth
    return Fraction(1, 100) * Fraction(credited, 12) * (total / len(months))


def within(facts, on, amount):
    """Pasal 18: of the day of the event; given by year where nobody has announced them."""
    event = day(facts.get("event_date")) or on
    found = None
    if event < date(2027, 2, 1):
        for first, least, most in BOUNDS:
            if event >= first:
                found = (least, most)
    else:
        found = facts.get("bounds", {}).get(str(event.year))
    if found is None:
        return amount
    return max(found[0], min(found[1], amount))


def density(facts, on):
    if "density" in facts:
        return Fraction(str(facts["density"]))
    if not facts.get("registered_on") or "wages" not in facts:
        return None
    event = day(facts.get("event_date")) or on
    registered = max(day(facts["registered_on"]), date(2015, 7, 1))
    due = (event.year - registered.year) * 12 + event.month - registered.month
    return min(Fraction(1), Fraction(paid(facts), max(1, due)))


def paid(facts):
    return sum(row["months"] for row in facts.get("wages", []))


def is_early(facts, on):
    return (day(facts.get("event_date")) or on) < date(2015, 7, 1)


def old_age(facts, on):
    if is_early(facts, on):
        return "refused", 0
    event, born = day(facts.get("event_date")) or on, day(facts.get("birth_date"))
    if born and not has_reached(born, event):  # three years of deferral: nothing is lost after them
        return "refused", 0
    if "wages" not in facts:
        return "open", None
    if paid(facts) < 180:
        return "refused", 0
    return as_pension(facts, on, formula(facts, on, paid(facts)), [])


def as_pension(facts, on, amount, shares):
    if amount is None:
        return "open", None
    if not shares:
        return "payable", within(facts, on, whole(amount))
    for percent in shares:
        amount = within(facts, on, whole(Fraction(percent, 100) * amount))
    return "payable", amount


def disability(facts, on):
    if is_early(facts, on):
        return "refused", 0
    event, born = day(facts.get("event_date")) or on, day(facts.get("birth_date"))
    if born and has_reached(born, event):
        return "refused", 0
    if facts.get("doctor_determined") is False:
        return "refused", 0
    if "wages" not in facts:
        return "open", None
    if paid(facts) < 180:
        if facts.get("registered_on") and month_later(day(facts["registered_on"])) > event:
            return "refused", 0
        if is_thin(facts, on):
            return "refused", 0
    return as_pension(facts, on, formula(facts, on, max(180, paid(facts))), [])


def is_thin(facts, on):
    known = density(facts, on)
    return known is not None and known < Fraction(80, 100)


def survivor(facts, on):
    if is_early(facts, on):
        return "refused", 0
    event, born = day(facts.get("event_date")) or on, day(facts.get("birth_date"))
    drawing = facts.get("pension_in_payment")
    if drawing is None and "wages" in facts and paid(facts) < 180:
        if born and has_reached(born, event):
            return "refused", 0
        if facts.get("registered_on") and years_later(day(facts["registered_on"]), 1) > event:
            return "refused", 0
        if is_thin(facts, on):
            return "refused", 0
    if "survivors" not in facts:
        return "open", None
    shares, undecided = who(facts, event, on)
    if not shares:
        return "refused", 0
    if undecided or (drawing is None and "wages" not in facts):
        return "open", None
    if drawing is None:
        drawing = formula(facts, on, max(180, paid(facts)))
    return as_pension(facts, on, drawing, shares)


def who(facts, event, on):
    """The shares taken one after another, and whether two readings stand."""
    alive = [one for one in facts["survivors"] if not one.get("died_on") or day(one["died_on"]) > event]
    spouses = [one for one in alive if one["relation"] == "spouse"]
    children = [one for one in alive if one["relation"] == "child"]
    for one in spouses:
        if not one.get("died_on") and not one.get("remarried") and not one.get("remarried_on"):
            return [50], False
    if any(child_may(one, event, on) for one in children):
        return ([50, 50] if spouses else [50]), False
    parents = [one for one in alive if one["relation"] == "parent" and not one.get("died_on")]
    if not parents or spouses:
        return [], False
    if any(child_may(one, event, event) for one in children):
        return [], False
    return [20], bool(children)


def child_may(one, event, on):
    """Pasal 22 ayat (5): below 23, not working, not married; born within 300 days of the death."""
    if one.get("died_on") and day(one["died_on"]) <= on:
        return False
    if one.get("married") or one.get("working"):
        return False
    born = day(one.get("birth_date"))
    if born is None:
        return True
    return born <= event + timedelta(days=300) and age(born, on) < 23


def lump_sum(facts, on):
    if is_early(facts, on):
        return "refused", 0
    event, born = day(facts.get("event_date")) or on, day(facts.get("birth_date"))
    if "wages" in facts and paid(facts) >= 180:
        return "refused", 0
    cause = facts.get("cause", "death" if facts.get("survivors") else "pension_age")
    if cause == "pension_age":
        if born and not has_reached(born, event):
            return "refused", 0
    elif is_credited(facts, event, on, cause):
        return "refused", 0
    if "balance" in facts:
        return "payable", facts["balance"]
    if "wages" not in facts:
        return "open", None
    months = [
        (month, whole(Fraction(2, 100) * upah) + whole(Fraction(1, 100) * upah))
        for month, upah in counted(facts, on)
    ]
    total = sum(amount for _, amount in months)
    if "yield_amount" in facts:
        return "payable", total + facts["yield_amount"]
    held = Fraction(0)
    if months:
        (year, month), end = min(month for month, _ in months), (event.year, event.month)
        while True:
            if held:
                rate = facts.get("yields", {}).get(str(year))
                if rate is None:
                    return "open", None
                held *= 1 + Fraction(str(rate)) / 12
            elif (year, month) > min(one for one, _ in months) and str(year) not in facts.get("yields", {}):
                return "open", None  # nothing held, yet the rate is asked for
            held += sum(amount for one, amount in months if one == (year, month))
            if (year, month) == end:
                break
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return "payable", whole(held)


def is_credited(facts, event, on, cause):
    """Whether fifteen years are surely credited, so that a pension is due instead."""
    known = density(facts, on)
    if known is None or known < Fraction(80, 100):
        return False
    if cause == "total_disability":
        return True
    registered = day(facts.get("registered_on"))
    return registered is not None and years_later(registered, 1) <= event
