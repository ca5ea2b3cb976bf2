"""A second, slow, plain reading of JKK, JKM and the scholarships: ifs, written from the articles.

Nothing of ``tedung`` is used here.  Each function returns (status, total) of the facts
of one claim, as PP 44/2015 and PP 82/2019 read, with the conventions of
docs/conventions.md where they are silent.
"""

from datetime import date
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

PP_82 = date(2019, 12, 2)
FIRST = date(2015, 7, 1)


def whole(amount):
    """Round half up, once."""
    exact = Fraction(amount)
    return int((exact * 2 + 1) / 2 // 1)


def day(text):
    return date.fromisoformat(text) if text else None


def years_later(start, years):
    """The same day so many years later; 29 February becomes the 28th."""
    if (start.month, start.day) == (2, 29) and not _leap(start.year + years):
        return date(start.year + years, 2, 28)
    return date(start.year + years, start.month, start.day)


def _leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def bracket_base(income):
    """Annex II: from Rp1.1 million in steps of 0.2, from 2.7 million of 0.5, from 8.2 million of 1."""
    if income < 1_100_000:
        return 1_000_000
    if income >= 20_200_000:
        return 20_700_000
    for start, end, step in (
        (1_100_000, 2_700_000, 200_000),
        (2_700_000, 8_200_000, 500_000),
        (8_200_000, 20_200_000, 1_000_000),
    ):
        lower = start
        while lower < end:
            if lower <= income < lower + step:
                return lower + step // 2
            lower += step
    raise AssertionError(income)


def benefit_upah(facts):
    """Pasal 19, 28, 32; None where nobody gave it."""
    if facts.get("segment") == "bpu":
        return base_of(facts)
    kind = facts.get("upah_kind") or "monthly"
    if kind == "daily" and facts.get("upah_daily") is not None:
        return facts["upah_daily"] * 25
    if kind in ("piece", "piece_weather") and facts.get("upah_months") is not None:
        months = facts["upah_months"]
        return whole(Fraction(sum(months), len(months)))
    return facts.get("upah_same_job" if kind == "intern" else "upah")


def base_of(facts):
    """The base of the bracket; of the lowest where a government, a village or a donor pays.

    A wage stands for the income where nobody gave one.
    """
    if facts.get("income") is not None:
        return bracket_base(facts["income"])
    if facts.get("upah") is not None and facts.get("upah_kind") in (None, "monthly"):
        return bracket_base(facts["upah"])
    if facts.get("payer") in ("apbd_kota", "apbd_prov", "apbdes", "apbn", "donor"):
        return 1_000_000
    return None


def state(facts, on, needs_upah=True, dies=False):
    """Return refused, open or payable, by what every JKK claim must meet."""
    event = day(facts.get("event_date"))
    if event is None or event < FIRST or facts.get("segment") == "pmi":
        return "open"
    late = lapsed(event, day(facts.get("claimed_on")) or on)
    if facts.get("work_accident") is False or late == "lapsed" or no_longer_works(facts, event):
        return "refused"
    if facts.get("segment") == "bpu" and bpu_has_no_right(facts, event, dies):
        return "refused"
    months = facts.get("arrears_months") or 0
    unknown = late == "perhaps" or (needs_upah and benefit_upah(facts) is None)
    unknown = unknown or (facts.get("segment") is None and months > 3)
    # Pasal 39 ayat (1) does not speak of a bpu who dies in arrears.
    unknown = unknown or (facts.get("segment") == "bpu" and dies and 1 <= months <= 3)
    return "open" if unknown else "payable"


def no_longer_works(facts, event):
    """Pasal 48: after the work ended only a disease counts, and within three years."""
    ended = day(facts.get("ended_on"))
    if ended is None or ended >= event:
        return False
    return facts.get("occupational_disease") is False or event > years_later(ended, 3)


def bpu_has_no_right(facts, event, dies):
    """Not yet a member; or Pasal 39: too long in arrears, or the money must still wait."""
    if came_too_late(facts, event):
        return True
    months = facts.get("arrears_months") or 0
    if 1 <= months <= 3:
        return not dies and (facts.get("arrears_paid") is not True or facts.get("recovered") is False)
    return months > 3


def came_too_late(facts, event):
    since = day(facts.get("member_since"))
    return facts.get("registered") is False or (since is not None and since > event)


def lapsed(event, asked):
    """Pasal 26: two years, five since 2 December 2019; a right then alive has two readings."""
    if event >= PP_82:
        return "lapsed" if asked > years_later(event, 5) else "in time"
    old, new = years_later(event, 2), years_later(event, 5)
    if asked <= old:
        return "in time"
    if old < PP_82:  # it had died before the new term came
        return "lapsed"
    return "lapsed" if asked > new else "perhaps"


def told(status, total):
    if status == "refused":
        return "refused", 0
    return ("open", None) if status == "open" else ("payable", total)


def death(facts, on):
    """60 % of 80 months, at least JKM's death sum; 12 and 10 million (4.8 and 3 before)."""
    status = state(facts, on, dies=True)
    event = day(facts.get("event_date"))
    if status == "payable":
        old = event < PP_82
        lump = max(whole(Fraction(60, 100) * 80 * benefit_upah(facts)), 16_200_000 if old else 20_000_000)
        fixed = 4_800_000 + 3_000_000 if old else 12_000_000 + 10_000_000
        extra = scholarship_of_claim(facts, event)
        return ("open", None) if extra is None else told(status, lump + fixed + extra)
    return told(status, None)


def total_disability(facts, on):
    """70 % of 80 months and the periodic sum."""
    status = state(facts, on)
    event = day(facts.get("event_date"))
    if status == "payable":
        lump = whole(Fraction(70, 100) * 80 * benefit_upah(facts))
        extra = scholarship_of_claim(facts, event)
        if extra is None:
            return "open", None
        return told(status, lump + (4_800_000 if event < PP_82 else 12_000_000) + extra)
    return told(status, None)


SCHOOL = {"tk_sd": (1_500_000, 8), "smp": (2_000_000, 3), "sma": (3_000_000, 3), "pt": (12_000_000, 5)}


def scholarship_of_claim(facts, from_day):
    """The yearly sums of the two best children; once 12 million before; None while a level is unknown."""
    children = facts.get("children")
    if not children:
        return 0
    event = day(facts["event_date"])
    if event < PP_82:
        return 12_000_000
    sums = []
    for child in children:
        if child.get("married") or _is_working(child, event):
            continue
        if child.get("years_left") == 0:
            continue
        born = day(child.get("birth_date"))
        if born is not None and years_later(born, 23) <= from_day and not _birthday_ahead(born, from_day):
            continue
        level = child.get("level")
        if level is None:
            return None
        if level == "not_yet":
            continue
        wanted = child.get("years_left")
        sums.append(school_years(level, 1 if wanted is None else wanted, born, from_day))
    return sum(sorted(sums, reverse=True)[:2])


def school_years(level, wanted, born, from_day):
    """Go through the years one by one, from level to level, until the child is 23."""
    path = [yearly for name, (yearly, most) in SCHOOL.items() for _ in range(most) if _from(level, name)]
    total = 0
    for ahead, yearly in enumerate(path[:wanted]):
        if born is None or age(born, years_later(from_day, ahead)) < 23:
            total += yearly
    return total


def _from(level, name):
    return list(SCHOOL).index(name) >= list(SCHOOL).index(level)


def age(born, when):
    return when.year - born.year - (1 if (when.month, when.day) < (born.month, born.day) else 0)


def _birthday_ahead(born, when):
    return age(born, when) < 23


def _is_working(child, event):
    """Since 26 February 2025 three kinds of work do no harm (Permenaker 1/2025)."""
    if not child.get("working"):
        return False
    return not (event >= date(2025, 2, 26) and child.get("working_as"))


def scholarship(facts, on):
    event = day(facts.get("event_date"))
    law_day, from_day = event or on, day(facts.get("claimed_on")) or on
    if law_day < FIRST:
        return "open", None
    if facts.get("segment") == "pmi":
        return "open", None
    if wrong_cause(facts, law_day) or (event and scholarship_is_barred(facts, event, on)):
        return "refused", 0
    if event is None and bpu_waits(facts):
        return "refused", 0
    children = facts.get("children")
    if children is not None and not any(_may(child, law_day, from_day) for child in children):
        return "refused", 0
    if event is None or children is None:
        return "open", None
    if facts.get("segment") is None and (facts.get("arrears_months") or 0) > 3:
        return "open", None
    if facts.get("programme") == "jkk" and event < PP_82 and lapsed(event, from_day) == "perhaps":
        return "open", None
    total = scholarship_of_claim(facts, from_day)
    return ("open", None) if total is None else ("payable", total)


def wrong_cause(facts, law_day):
    """JKK: death or total disability; JKM: death, after three years of contributions (before, five)."""
    cause, months = facts.get("cause"), facts.get("contribution_months")
    if facts.get("programme") == "jkk":
        return cause == "other"
    if facts.get("programme") == "jkm":
        return cause not in (None, "death") or (
            months is not None and months < (60 if law_day < PP_82 else 36)
        )
    return False


def scholarship_is_barred(facts, event, on):
    """The right to the benefit itself is missing, waits, or (the old single sum of JKK) has lapsed."""
    if facts.get("segment") == "bpu" and came_too_late(facts, event):
        return True
    if bpu_waits(facts):
        return True
    if facts.get("programme") == "jkk" and event < PP_82:
        return lapsed(event, day(facts.get("claimed_on")) or on) == "lapsed"
    if facts.get("programme") == "jkm":
        ended = day(facts.get("ended_on"))
        return (ended is not None and ended < event) or too_young(facts, event)
    return False


def bpu_waits(facts):
    if facts.get("segment") != "bpu":
        return False
    months = facts.get("arrears_months") or 0
    return (
        months > 3
        or (months > 0 and facts.get("arrears_paid") is not True)
        or (facts.get("registered") is False)
    )


def too_young(facts, event):
    """Nobody told the months, and the membership is younger than they would have to be."""
    since = day(facts.get("member_since"))
    if facts.get("contribution_months") is not None or since is None or since > event:
        return False
    return membership_months(since, event) < (60 if event < PP_82 else 36)


def membership_months(since, event):
    return (event.year - since.year) * 12 + event.month - since.month + 1


def _may(child, event, from_day):
    if event < PP_82:
        return True
    if child.get("years_left") == 0:
        return False
    born = day(child.get("birth_date"))
    is_old = born is not None and age(born, from_day) >= 23
    return not (child.get("married") or _is_working(child, event) or is_old)


def stmb(facts, on):
    """All of the wage for twelve months, half of it after; before: all for six, then nobody knows."""
    status = state(facts, on)
    event = day(facts.get("event_date"))
    given = facts.get("months")
    if status == "open":
        return "open", None
    if status == "refused":
        return "refused", 0
    if given is None:
        return "open", None
    if isinstance(given, dict):
        length = Fraction(given.get("months") or 0) + Fraction(str(given.get("days") or 0)) / 30
    else:
        length = Fraction(str(given))
        if (length * 3000).denominator != 1:  # finer than a hundredth of a day
            length = Fraction(whole(length * 30), 30)
    upah = benefit_upah(facts)
    if event < PP_82 and length > 6:
        return "open", None
    first, second = min(length, 6), max(Fraction(0), min(length, 12) - 6)
    later = max(Fraction(0), length - 12)
    return "payable", whole(upah * first) + whole(upah * second) + whole(upah * later / 2)


def transport(facts, on):
    status = state(facts, on, needs_upah=False)
    costs = {mode: cost for mode, cost in (facts.get("costs") or {}).items() if cost is not None}
    if status == "payable" and not costs:
        return "open", None
    if status != "payable":
        return told(status, None)
    old = day(facts["event_date"]) < PP_82
    bounds = (
        {"land": 1_000_000, "sea": 1_500_000, "air": 2_500_000}
        if old
        else {"land": 5_000_000, "sea": 2_000_000, "air": 10_000_000}
    )
    return told(status, sum(min(cost, bounds[mode]) for mode, cost in costs.items()))


def partial_disability(facts, on, percents):
    """percents: what each loss is worth, in percent of 80 months, worked out from the table by hand."""
    status = state(facts, on)
    if status != "payable":
        return told(status, None)
    upah = benefit_upah(facts)
    total = sum(whole(Fraction(percent) / 100 * 80 * upah) for percent in percents)
    return "payable", min(total, whole(Fraction(70, 100) * 80 * upah))


def jkm(facts, on):
    """Pasal 34, 40-42: one membership."""
    event = day(facts.get("event_date"))
    if event is None or event < FIRST:
        return "open", None
    if facts.get("work_accident") is True or gives_no_jkm(facts, event):
        return "refused", 0
    old, funeral = event < PP_82, 3_000_000 if event < PP_82 else 10_000_000
    short = facts.get("segment") == "bpu" and is_short(facts, event)
    if short and event >= date(2025, 2, 26):
        return "payable", funeral
    in_arrears = facts.get("segment") == "bpu" and facts.get("arrears_months")
    if in_arrears and facts.get("arrears_paid") is not True and not (short and event >= date(2025, 1, 1)):
        return "payable", funeral
    unknown = facts.get("segment") is None and (facts.get("arrears_months") or 0) > 3
    extra = scholarship_of_death(facts, event)
    if unknown or extra is None or (short and event >= date(2025, 1, 1)):
        return "open", None
    return "payable", (16_200_000 + 4_800_000 if old else 20_000_000 + 12_000_000) + funeral + extra


def memberships(facts, on):
    """Each segment whole, a second bpu membership without the funeral; beyond that nobody knows."""
    event = day(facts.get("event_date"))
    if event is None or event < FIRST:
        return "open", None
    funeral = 3_000_000 if event < PP_82 else 10_000_000
    found = [(one.get("segment"), *jkm({**facts, **one, "children": []}, on)) for one in facts["memberships"]]
    paying = [one for one in found if one[1] != "refused"]
    if not paying:
        return "refused", 0
    segments = [segment for segment, _, _ in paying]
    several = len([one for one in segments if one in ("pu", "jakon")]) > 1 or segments.count("bpu") > 2
    if several or any(status == "open" for _, status, _ in paying):
        return "open", None
    total, buried = 0, set()
    for segment, _, amount in paying:
        total += amount - (funeral if segment in buried else 0)
        buried.add(segment)
    return "payable", total


AIDS = {
    "dentures": (3_000_000, 5_000_000),
    "hearing_aid": (0, 2_500_000),
    "glasses": (0, 1_000_000),
    "home_care": (0, 20_000_000),
}


def aid(facts, on):
    """Each aid up to its bound; a prosthesis up to 140 % of the standard; treatment at once (Pasal 39)."""
    items = {key: cost for key, cost in (facts.get("items") or {}).items() if cost is not None}
    care = bool(items.get("home_care"))
    claim = {**facts, "arrears_paid": True, "recovered": None} if care else facts
    status = state(claim, on, needs_upah=False)
    if status == "refused" or day(facts.get("event_date")) is None or day(facts["event_date"]) < FIRST:
        return told(status, None)
    standard = items.pop("prosthesis_standard", None)
    new = day(facts["event_date"]) >= PP_82
    in_arrears = facts.get("segment") == "bpu" and facts.get("arrears_months")
    waits = in_arrears and (facts.get("arrears_paid") is not True or facts.get("recovered") is False)
    granted = {
        key: cost
        for key, cost in items.items()
        if (key == "home_care" or not waits) and (key == "prosthesis" or AIDS[key][new])
    }
    if items and not granted:
        return "refused", 0
    unknown = "prosthesis" in granted and standard is None
    unknown = unknown or ("home_care" in granted and (facts.get("home_care_months") or 0) > 12)
    if unknown or not items or status == "open":
        return "open", None
    bounds = {
        **{key: both[new] for key, both in AIDS.items()},
        "prosthesis": whole(Fraction(standard or 0) * 7 / 5),
    }
    return "payable", sum(min(cost, bounds[key]) for key, cost in granted.items())


def gives_no_jkm(facts, event):
    """No longer a member; or a bpu not yet one, or more than three months in arrears."""
    ended = day(facts.get("ended_on"))
    if ended is not None and ended < event:
        return True
    if facts.get("segment") != "bpu":
        return False
    return came_too_late(facts, event) or (facts.get("arrears_months") or 0) > 3


def scholarship_of_death(facts, event):
    """After three years of contributions (before, five); None where nobody can tell."""
    if not facts.get("children"):
        return 0
    months, since = facts.get("contribution_months"), day(facts.get("member_since"))
    needed = 60 if event < PP_82 else 36
    if months is not None:
        return scholarship_of_claim(facts, event) if months >= needed else 0
    if since is None or since > event:
        return None
    return scholarship_of_claim(facts, event) if membership_months(since, event) >= needed else 0


def is_short(facts, event):
    since, months = day(facts.get("member_since")), facts.get("contribution_months")
    if since is not None:
        return (event - since).days < 90
    return months is not None and months < 3


def tens(amount):
    return int((Decimal(amount) / 10).quantize(Decimal(1), ROUND_FLOOR))
