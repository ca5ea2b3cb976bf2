"""The rules of a month's bill: every contribution of every enrolment, by who bears it.

Five stages of plain columns (`STAGES`) serve NumPy and Polars alike.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from tedung.columns import PAYERS, PROGRAMMES
from tedung.dates import Month
from tedung.law import Law, bpu, coverage, history, jakon, law_on, pmi, pu, relief
from tedung.law.arrays import Flags, Rate, Rupiah, maximum, pick, where
from tedung.law.coverage import BPU, JAKON, PMI, PU

WHY_NOT = (
    "",
    "already_member",
    "not_yet_registered",
    "programme_not_open",
    "missing_upah",
    "missing_risk_class",
    "missing_enterprise_size",
    "missing_contract",
    "missing_contract_months",
    "contract_too_short",
    "too_young",
    "too_old",
    "law_gap",
    "charged_once",
    "no_programme",
)
"""Why an enrolment is not billed, by code; the first that holds is named."""

COVERED_UNBILLED = ("already_member", "charged_once")
"""Protected in the month although this bill asks for nothing."""


class Terms(NamedTuple):
    """What is asked of a bill beside its table."""

    month: Month
    law: Law
    first_month: Month
    """Of a bill over several months: whoever it enrols is enrolled on its first day, and what is charged
    once is charged in the first month in which it can be."""
    include_members: bool = False


Workers = Mapping[str, Any]
SELF, NOBODY = PAYERS.index("self"), -1


def enrol(workers: Workers, terms: Terms) -> dict[str, Any]:
    """Stage 1: the day that decides ages, and a flag ``in_…`` a programme.

    The day is `registered_on`, else that of an earlier membership, else the first of the bill.
    """
    first = _yyyymm(terms.first_month) * 100 + 1
    since = where(workers["is_member"] & (workers["member_since"] > 0), workers["member_since"], first)
    day = where(workers["registered_on"] > 0, workers["registered_on"], since)
    programmes = coverage.enrolled({**workers, "enrolment_day": day}, terms.law)
    return {"enrolment_day": day, **{f"in_{name}": flag for name, flag in programmes.items()}}


def judge(workers: Workers, terms: Terms) -> dict[str, Any]:
    """Stage 2: `why_not` as a code of `WHY_NOT`, and what that leaves of each programme."""
    why_not = _why_not(workers, terms)
    return {"why_not": why_not, "is_billed": why_not == 0, "is_covered": _is_covered(why_not)}


def prepare(workers: Workers, terms: Terms) -> dict[str, Any]:
    """Stage 3: amounts without their empties, and the base of the income bracket."""
    upah, value = (maximum(workers[name], 0) for name in ("upah", "contract_value"))
    base = bpu.income_base(maximum(workers["income"], 0), terms.law)
    billed = {f"in_{name}": workers[f"in_{name}"] & workers["is_billed"] for name in PROGRAMMES}
    return {**billed, "has_upah": upah > 0, "upah": upah, "contract_value": value, "base": base}


def charge(workers: Workers, terms: Terms) -> dict[str, Rupiah]:
    """Stage 4: what each programme asks."""
    law = terms.law
    return {
        "jkk": where(workers["in_jkk"], _jkk(workers, terms), 0),
        "jkm": where(workers["in_jkm"], _jkm(workers, terms), 0),
        **_jht(workers, law),
        **_jp(workers["upah"], workers["in_jp"], law),
        **_jkp(workers["upah"], workers["in_jkp"], law),
        "pmi_package": _pmi_package(workers, law),
    }


def share_out(workers: Workers, terms: Terms) -> dict[str, Rupiah]:
    """Stage 5: who bears it."""
    del terms  # the same in every month
    own = workers["jkk"] + workers["jkm"] + workers["jht_worker"]
    employer = workers["jkk"] + workers["jkm"] + workers["jht_employer"] + workers["jp_employer"]
    worker = workers["jht_worker"] + workers["jp_worker"] + workers["pmi_package"]
    payer = where(workers["segment"] == BPU, where(workers["payer"] < 0, SELF, workers["payer"]), NOBODY)
    budgets = ("apbd_kota", "apbd_prov", "apbdes", "apbn", "donor")
    return {
        "by_employer": where(payer == NOBODY, employer, _if_payer(payer, "employer", own)),
        "by_worker": where(payer == NOBODY, worker, _if_payer(payer, "self", own)),
        **{f"by_{name}": _if_payer(payer, name, own) for name in budgets},
        "by_state": workers["jkp_state"],
        "total": employer + worker,
    }


STAGES = (enrol, judge, prepare, charge, share_out)
"""The bill in the order of its making: each stage adds columns that the next may use."""


JUDGED = (enrol, judge)
"""As far as is needed to know who is billed."""


def leaned_on(workers: Workers, terms: Terms) -> dict[str, Flags]:
    """Return for each convention of ours which rows lean on it, from the columns of `JUDGED`.

    `rounding` is not among them: every amount leans on it.
    """
    law, billed = terms.law, workers["is_billed"]
    is_bpu, is_pmi = (workers["segment"] == segment for segment in (BPU, PMI))
    income = maximum(workers["income"], 0)
    gap = bpu.income_base(income + PRINTED_GAP, law) != bpu.income_base(income, law)
    by_contract = is_pmi | ((workers["segment"] == JAKON) & (workers["upah"] <= 0))
    unmentioned, employers = relief.by_convention(workers, law)
    jkp = billed & workers["in_jkp"]
    return {
        "income-lowest-bracket": billed & is_bpu & (workers["income"] < 0),
        "half-open-brackets": billed & is_bpu & gap,
        "apbdes-donor-relief": billed & is_bpu & unmentioned,
        "bpu-employer-relief": billed & is_bpu & employers,
        "covid-conditions": _in_months(billed & ~is_pmi, law["relief.covid_factor"] != 1),
        "minimum-age": workers["why_not"] == WHY_NOT.index("too_young"),
        "age-65": workers["why_not"] == WHY_NOT.index("too_old"),
        "jkp-age-at-registration": jkp,
        "jkp-under-relief": _in_months(jkp & workers["labour_intensive"], _is_reduced(law)),
        "law-of-the-first-day": _in_months(jkp, law_changes_within(terms.month)),
        "pmi-first-day": billed & is_pmi,
        "charged-once": billed & by_contract,
    }


PRINTED_GAP = 999  # between a printed upper bound and the next lower one; the 1.000th rupiah is the bound


def _in_months(rows: Flags, applies: bool) -> Flags:
    return rows if applies else rows & ~rows


def _is_reduced(law: Law) -> bool:
    return bool(law["relief.labour_intensive_factor"] != 1)


def law_changes_within(month: Month) -> bool:
    """Say whether JKP's law changes inside the month, after its first day."""
    lines = (line for name, lines in history().items() if name.startswith("jkp.rate") for line in lines)
    return any(month.first_day < line.first_day <= month.last_day for line in lines)


def _yyyymm(month: Month) -> int:
    return month.year * 100 + month.number


def _is_covered(why_not: Any) -> Flags:
    covered = why_not == 0
    for reason in COVERED_UNBILLED:
        covered = covered | (why_not == WHY_NOT.index(reason))
    return covered


def _why_not(workers: Workers, terms: Terms) -> Any:
    reasons = {
        "already_member": workers["is_member"] if not terms.include_members else None,
        "not_yet_registered": _after(workers["registered_on"], terms.month),
        "programme_not_open": ~coverage.may_belong(workers),
        **_missing(workers, terms.law),
        "too_young": coverage.too_young(workers, terms.law),
        "too_old": coverage.too_old(workers, terms.law),
        "law_gap": _law_gap(workers, terms.law),
        "charged_once": None if terms.month == terms.first_month else _charged_once(workers, terms),
        "no_programme": _no_programme(workers),
    }
    code: Any = 0
    for place in range(len(WHY_NOT) - 1, 0, -1):
        holds = reasons[WHY_NOT[place]]
        code = code if holds is None else where(holds, place, code)
    return code


def _after(registered_on: Any, month: Month) -> Flags:
    last = month.last_day
    return registered_on > last.year * 10_000 + last.month * 100 + last.day


def _missing(workers: Workers, law: Law) -> dict[str, Flags | None]:
    is_pu, is_jakon, is_pmi = (workers["segment"] == segment for segment in (PU, JAKON, PMI))
    months = workers["contract_months"]
    tariff = law.knows("pmi.package_months")
    shortest = pmi.shortest_package(law) if tariff else 0
    return {
        "missing_upah": is_pu & (workers["upah"] <= 0),
        "missing_risk_class": is_pu & workers["in_jkk"] & (workers["risk_class"] < 1),
        "missing_enterprise_size": is_pu & (workers["programmes"] <= 0) & (workers["enterprise_size"] < 0),
        "missing_contract": is_jakon & (workers["upah"] <= 0) & (workers["contract_value"] <= 0),
        "missing_contract_months": is_pmi & (months <= 0),
        "contract_too_short": is_pmi & (months > 0) & (months < shortest) if tariff else None,
    }


def _charged_once(workers: Workers, terms: Terms) -> Flags:
    is_pmi = workers["segment"] == PMI
    by_contract = is_pmi | ((workers["segment"] == JAKON) & (workers["upah"] <= 0))
    could_be = maximum(workers["registered_on"] // 100, _yyyymm(terms.first_month))
    with_tariff = maximum(could_be, _yyyymm(_first_month_of_tariff(terms)))
    return by_contract & (where(is_pmi, with_tariff, could_be) < _yyyymm(terms.month))


def _first_month_of_tariff(terms: Terms) -> Month:
    months = terms.first_month.until(terms.month)
    known = (month for month in months if law_on(month.first_day).knows("pmi.package_amount"))
    return next(known, terms.month)


def _law_gap(workers: Workers, law: Law) -> Flags:
    is_pmi = workers["segment"] == PMI
    gap = _nobody(workers)
    if not law.knows("pmi.package_amount"):
        gap = gap | is_pmi
    if not law.knows("pmi.jht_amount"):
        gap = gap | (is_pmi & ((workers["programmes"] & (1 << PROGRAMMES.index("jht"))) > 0))
    if not law.knows("jp.upah_ceiling"):
        gap = gap | workers["in_jp"]
    return gap


def _nobody(workers: Workers) -> Flags:
    return workers["segment"] < 0


def _no_programme(workers: Workers) -> Flags:
    some = workers["segment"] == PMI
    for name in PROGRAMMES:
        some = some | workers[f"in_{name}"]
    return ~some


def _jkk(known: Workers, terms: Terms) -> Rupiah:
    law, everybody = terms.law, relief.of_everybody(known, terms.month, terms.law)
    wage_earners = relief.relieved(
        lambda factor: pu.jkk(known["upah"], known["risk_class"], law, factor),
        [*everybody, *relief.of_jkk_wage_earners(known, law)],
    )
    non_wage = relief.relieved(
        lambda factor: bpu.jkk(known["base"], law, factor),
        [*everybody, *relief.of_non_wage_workers(known, law)],
    )
    projects = relief.relieved(lambda factor: _jakon(known, law, factor).jkk, everybody)
    return pick(known["segment"], [wage_earners, non_wage, projects])  # migrants: pmi_package


def _jkm(known: Workers, terms: Terms) -> Rupiah:
    law, everybody = terms.law, relief.of_everybody(known, terms.month, terms.law)
    wage_earners = relief.relieved(lambda factor: pu.jkm(known["upah"], law, factor), everybody)
    non_wage = relief.relieved(
        lambda factor: bpu.jkm(law, factor), [*everybody, *relief.of_non_wage_workers(known, law)]
    )
    projects = relief.relieved(lambda factor: _jakon(known, law, factor).jkm, everybody)
    return pick(known["segment"], [wage_earners, non_wage, projects])  # migrants: pmi_package


def _jakon(known: Workers, law: Law, factor: Rate) -> jakon.Contribution:
    monthly = jakon.by_upah(known["upah"], law, factor)
    contract = jakon.by_contract(known["contract_value"], law, factor)
    return jakon.Contribution(
        where(known["has_upah"], monthly.jkk, contract.jkk),
        where(known["has_upah"], monthly.jkm, contract.jkm),
    )


def _jht(known: Workers, law: Law) -> dict[str, Rupiah]:
    is_pu = known["segment"] == PU
    wage_earner = pu.jht(known["upah"], law)
    worker = where(is_pu, wage_earner.worker, bpu.jht(known["base"], law))
    return {
        "jht_employer": where(known["in_jht"] & is_pu, wage_earner.employer, 0),
        "jht_worker": where(known["in_jht"], worker, 0),
    }


def _jp(upah: Rupiah, billed: Flags, law: Law) -> dict[str, Rupiah]:
    if not law.knows("jp.upah_ceiling"):  # whoever needs it is not billed: law_gap
        return {"jp_employer": where(billed, 0, 0), "jp_worker": where(billed, 0, 0)}
    part = pu.jp(upah, law)
    return {"jp_employer": where(billed, part.employer, 0), "jp_worker": where(billed, part.worker, 0)}


def _jkp(upah: Rupiah, billed: Flags, law: Law) -> dict[str, Rupiah]:
    if not law.knows("jkp.rate_state"):  # before 2 February 2021 nobody is in it
        return {name: where(billed, 0, 0) for name in ("jkp_state", "jkp_from_jkk", "jkp_from_jkm")}
    part = pu.jkp(upah, law)
    return {
        "jkp_state": where(billed, part.state, 0),
        "jkp_from_jkk": where(billed, part.from_jkk, 0),
        "jkp_from_jkm": where(billed, part.from_jkm, 0),
    }


def _pmi_package(known: Workers, law: Law) -> Rupiah:
    billed = known["is_billed"] & (known["segment"] == PMI)
    if not law.knows("pmi.package_amount"):
        return where(billed, 0, 0)
    return where(billed, pmi.package(known["contract_months"], known["via_agency"], law), 0)


def _if_payer(payer: Any, name: str, amount: Rupiah) -> Rupiah:
    return where(payer == PAYERS.index(name), amount, 0)
