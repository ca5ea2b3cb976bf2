"""A second, slow, plain reading of the contributions: one worker, ifs and decimals.

Written from the articles (numbers stand here again on purpose), not from the code.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

JKK_PERCENT = {1: "0.24", 2: "0.54", 3: "0.89", 4: "1.27", 5: "1.74"}  # PP 44/2015 Pasal 16 ayat (1)
JP_CEILING = [  # PP 45/2015 Pasal 29 and the yearly announcements
    ("2015-07", 7_000_000),
    ("2016-03", 7_335_300),
    ("2017-03", 7_703_500),
    ("2018-03", 8_094_000),
    ("2019-03", 8_512_400),
    ("2020-03", 8_939_700),
    ("2021-03", 8_754_600),
    ("2022-03", 9_077_600),
    ("2023-03", 9_559_600),
    ("2024-03", 10_042_300),
    ("2025-03", 10_547_400),
    ("2026-03", 11_086_300),
    ("2027-03", None),
]
# PP 44/2015 Annex II: lower bounds; the base lies in the middle of the printed bounds, but for the ends
LOWERS = [0, *range(1_100_000, 2_700_000, 200_000), *range(2_700_000, 8_200_000, 500_000)]
LOWERS += [*range(8_200_000, 20_200_001, 1_000_000)]
TIERS = [  # PP 44/2015 Pasal 54 ayat (2), 55 ayat (2): upper bound, JKK percent, JKM percent
    (100_000_000, "0.21", "0.03"),
    (500_000_000, "0.17", "0.02"),
    (1_000_000_000, "0.13", "0.02"),
    (5_000_000_000, "0.11", "0.01"),
    (None, "0.09", "0.01"),
]
DUTY = {
    "micro": {"jkk", "jkm"},
    "small": {"jkk", "jkm", "jht"},
    "medium": {"jkk", "jkm", "jht", "jp"},
    "large": {"jkk", "jkm", "jht", "jp"},
}
OPEN = {
    "pu": {"jkk", "jkm", "jht", "jp", "jkp"},
    "bpu": {"jkk", "jkm", "jht"},
    "jakon": {"jkk", "jkm"},
    "pmi": {"jkk", "jkm", "jht"},
}
AMOUNTS = [
    "jkk",
    "jkm",
    "jht_employer",
    "jht_worker",
    "jp_employer",
    "jp_worker",
    "jkp_state",
    "jkp_from_jkk",
    "jkp_from_jkm",
    "pmi_package",
    "by_employer",
    "by_worker",
    "by_apbd_kota",
    "by_apbd_prov",
    "by_apbdes",
    "by_apbn",
    "by_donor",
    "by_state",
    "total",
]


def percent_of(amount, percent, factor="1"):
    exact = Decimal(amount) * Decimal(percent) * Decimal(factor) / 100
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def base_of(income):
    place = max(i for i, lower in enumerate(LOWERS) if lower <= (income or 0))
    if place == 0:
        return 1_000_000
    if place == len(LOWERS) - 1:
        return 20_700_000
    return (LOWERS[place] + LOWERS[place + 1]) // 2


def months_between(early, late):
    return (late.year - early.year) * 12 + late.month - early.month


def age(birth, day):
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def bill(row, month, include_members=False):
    """Return {amounts…, is_covered, why_not} of one enrolment in one month, a date on its first day."""
    result = dict.fromkeys(AMOUNTS, 0)
    segment = row.get("segment") or "bpu"
    why_not = reason(row, segment, month, include_members)
    if why_not:
        return {**result, "is_covered": why_not == "already_member", "why_not": why_not}
    programmes = enrolled(row, segment, month)
    if segment == "pu":
        wage_earner(row, month, programmes, result)
    elif segment == "bpu":
        non_wage(row, month, programmes, result)
    elif segment == "jakon":
        project(row, month, programmes, result)
    else:
        migrant(row, result)
    paid = ("jkk", "jkm", "jht_employer", "jht_worker", "jp_employer", "jp_worker", "pmi_package")
    result["total"] = sum(result[name] for name in paid)
    return {**result, "is_covered": True, "why_not": None}


def reason(row, segment, month, include_members):
    named = set(filter(None, (row.get("programmes") or "").split("+")))
    registered = row.get("registered_on")
    if row.get("is_member") and not include_members:
        return "already_member"
    if registered and (registered.year, registered.month) > (month.year, month.month):
        return "not_yet_registered"
    if named - OPEN[segment]:
        return "programme_not_open"
    programmes = enrolled(row, segment, month)
    if segment == "pu" and not row.get("upah"):
        return "missing_upah"
    if segment == "pu" and "jkk" in programmes and row.get("risk_class") is None:
        return "missing_risk_class"
    if segment == "pu" and not named and row.get("enterprise_size") is None:
        return "missing_enterprise_size"
    if segment == "jakon" and not row.get("upah") and not row.get("contract_value"):
        return "missing_contract"
    months = row.get("contract_months")
    if segment == "pmi" and not months:
        return "missing_contract_months"
    if segment == "pmi" and month >= date(2023, 2, 22) and months < 6:
        return "contract_too_short"
    birth, enrolled_on = row.get("birth_date"), enrolment_day(row, month)
    if segment == "bpu" and birth and age(birth, enrolled_on) < 18:
        return "too_young"
    if segment == "bpu" and birth and age(birth, enrolled_on) >= 65 and not row.get("is_member"):
        return "too_old"
    if segment == "pmi" and (month < date(2023, 2, 22) or "jht" in named):
        return "law_gap"
    if "jp" in programmes and month >= date(2027, 3, 1):
        return "law_gap"
    if segment != "pmi" and not programmes:
        return "no_programme"
    return None


def enrolment_day(row, month):
    since = row.get("member_since") if row.get("is_member") else None
    return row.get("registered_on") or since or month


def enrolled(row, segment, month):
    named = set(filter(None, (row.get("programmes") or "").split("+")))
    if named:
        programmes = named
    elif segment == "pu":
        programmes = set(DUTY.get(row.get("enterprise_size"), ()))
        if row.get("jkn") and "jht" in programmes:  # PP 37/2021 Pasal 4 ayat (3)
            programmes |= {"jkp"}
    elif segment == "bpu":
        programmes = {"jkk", "jkm"} | ({"jht"} if row.get("bpu_kind") == "employer" else set())
    else:
        programmes = {"jkk", "jkm"} if segment == "jakon" else set()
    return programmes if may_join_jkp(row, month) else programmes - {"jkp"}


def may_join_jkp(row, month):  # PP 37/2021 Pasal 4 ayat (2), in force 2 February 2021
    birth = row.get("birth_date")
    young = birth is None or age(birth, enrolment_day(row, month)) < 54
    return month > date(2021, 2, 2) and row.get("citizen") is not False and young


def covid(row, month):  # PP 49/2020: pay 1 %
    if not date(2020, 8, 1) <= month <= date(2021, 1, 1):
        return "1"
    registered = row.get("registered_on")
    if registered and registered > date(2020, 7, 31) and months_between(registered, month) < 2:
        return "1"
    return "0.01"


def wage_earner(row, month, programmes, result):
    upah = row["upah"]
    relief = covid(row, month)
    labour = (
        "0.5" if row.get("labour_intensive") and date(2025, 2, 1) <= month <= date(2026, 1, 1) else relief
    )
    if "jkk" in programmes:
        result["jkk"] = percent_of(upah, JKK_PERCENT[row["risk_class"]], labour)
    if "jkm" in programmes:
        result["jkm"] = percent_of(upah, "0.3", relief)
    if "jht" in programmes:
        result["jht_employer"], result["jht_worker"] = percent_of(upah, "3.7"), percent_of(upah, "2")
    if "jp" in programmes:
        ceiling = [limit for first, limit in JP_CEILING if first <= f"{month:%Y-%m}"][-1]
        counted = min(upah, ceiling)
        result["jp_employer"], result["jp_worker"] = percent_of(counted, "2"), percent_of(counted, "1")
    if "jkp" in programmes:
        counted = min(upah, 5_000_000)
        result["jkp_state"], result["jkp_from_jkk"] = percent_of(counted, "0.22"), percent_of(counted, "0.14")
        if month < date(2025, 2, 7):
            result["jkp_from_jkm"] = percent_of(counted, "0.10")
    result["by_employer"] = sum(result[name] for name in ("jkk", "jkm", "jht_employer", "jp_employer"))
    result["by_worker"] = result["jht_worker"] + result["jp_worker"]
    result["by_state"] = result["jkp_state"]


def non_wage(row, month, programmes, result):
    base, payer = base_of(row.get("income")), row.get("payer") or "self"
    relief = covid(row, month)
    if payer not in ("apbn", "apbd_prov", "apbd_kota") and row.get("bpu_kind") != "employer":  # PP 50/2025
        last = date(2027, 3, 1) if row.get("transport") else date(2026, 12, 1)
        first = date(2026, 1, 1) if row.get("transport") else date(2026, 4, 1)
        relief = "0.5" if first <= month <= last else relief
    if "jkk" in programmes:
        result["jkk"] = percent_of(base, "1", relief)
    if "jkm" in programmes:
        result["jkm"] = percent_of(6_800, "100", relief)
    if "jht" in programmes:
        result["jht_worker"] = percent_of(base, "2")
    name = {"self": "by_worker", "employer": "by_employer"}.get(payer, f"by_{payer}")
    result[name] = result["jkk"] + result["jkm"] + result["jht_worker"]


def project(row, month, programmes, result):
    relief = covid(row, month)
    if row.get("upah"):
        jkk, jkm = percent_of(row["upah"], "1.74", relief), percent_of(row["upah"], "0.3", relief)
    else:
        jkk, jkm = (tiered(row["contract_value"], column, relief) for column in (1, 2))
    result["jkk"] = jkk if "jkk" in programmes else 0
    result["jkm"] = jkm if "jkm" in programmes else 0
    result["by_employer"] = result["jkk"] + result["jkm"]


def tiered(value, column, relief):
    exact, below = Decimal(0), 0
    for tier in TIERS:
        upper = tier[0] or value
        part = max(0, min(value, upper) - below)
        exact += Decimal(part) * Decimal(tier[column]) / 100
        below = upper
    return int((exact * Decimal(relief)).quantize(Decimal(1), ROUND_HALF_UP))


def migrant(row, result):  # Permenaker 4/2023 Pasal 18
    months = row["contract_months"]
    package, price = max(pair for pair in ((6, 108_000), (12, 189_000), (24, 332_500)) if pair[0] <= months)
    result["pmi_package"] = price + (months - package) * 13_500 + (37_500 if row.get("via_agency") else 0)
    result["by_worker"] = result["pmi_package"]
