"""Santunan sementara tidak mampu bekerja (STMB): pay while temporarily unable to work.

PP 44/2015 Pasal 25 ayat (2) huruf b, Pasal 30, Annex III.  A day beyond full months is a
thirtieth of one (convention month-of-30-days); days count to a hundredth, and a number
of months that is finer is rounded to the day (convention stmb-to-the-day).
"""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple

from tedung.dates import Month
from tedung.law import Law
from tedung.law.answer import Answer
from tedung.law.arrays import Codes, Rupiah, maximum, minimum, share
from tedung.law.facts import Facts
from tedung.law.jkk import Case, is_computable, open_case
from tedung.law.scholarship import read_children
from tedung.money import rupiah

ARTICLE = "PP 44/2015 Pasal 25 ayat (2) huruf b angka 2, Lampiran III"
UNITS = 3000
"""Hundredths of a day in a month of 30 days."""

TIERS = ("first", "second", "later")
MOST_MONTHS = 600


class Pay(NamedTuple):
    """Incapacity pay by tier: months 1-6, months 7-12, and on."""

    first: Rupiah
    second: Rupiah
    later: Rupiah


def units_by_tier(units: Codes, law: Law) -> tuple[Codes, Codes, Codes]:
    """Split a time into the three tiers.  units: (n,) hundredths of a day; so is each part."""
    six, twelve = (months * UNITS for months in law["jkk.stmb_tier_months"])
    second = maximum(minimum(units, twelve) - six, 0)
    return minimum(units, six), second, maximum(units - twelve, 0)


def amounts(upah: Rupiah, units: Codes, law: Law) -> Pay:
    """Return incapacity pay.  PP 44/2015 Annex III, as replaced by PP 82/2019.

    upah: (n,) a month; units: (n,) hundredths of a thirty-day month's days.  Each part
    is (n,), rounded once.  LawError before 2 December 2019, whose second tier is a gap.
    """
    parts = zip(TIERS, units_by_tier(units, law), strict=True)
    return Pay(*(_tier(upah, part, tier, law) for tier, part in parts))


def _tier(upah: Rupiah, units: Codes, tier: str, law: Law) -> Rupiah:
    return share(upah * units, Fraction(law[f"jkk.stmb_share_{tier}"]) / UNITS)


def stmb(facts: Facts, on: date) -> Answer:
    """Answer a claim for incapacity pay (kind ``jkk_stmb``)."""
    (units, is_rounded), paid = _read_units(facts), facts.money("upah_paid")
    case = open_case(facts, on)
    read_children(facts, on)  # a fact of every JKK kind; no scholarship comes with this one
    facts.finish()
    if is_computable(case):
        case.draft.need("jkk.months_known", units is not None, ARTICLE)
        _note_passed(case, units or 0)
        _add_tiers(case, units or 0, ["stmb-to-the-day"] * is_rounded)
        _note_refund(case, paid)
    return case.draft.answer()


def _read_units(facts: Facts) -> tuple[int | None, bool]:
    """Read ``months``, a number or {months, days}; say too whether it was rounded to the day."""
    if not facts.is_object("months"):
        return _of_number(facts.decimal("months", 0, MOST_MONTHS))
    parts = facts.part("months")
    if parts is None:
        return None, False
    months, days = parts.count("months", most=MOST_MONTHS), parts.decimal("days", 0, 31)
    units = (months or 0) * UNITS + (days or Decimal(0)) * 100
    if units != int(units):
        parts.fault("jkk.fault_days", key=parts.name("days"))
    return int(units), False


def _of_number(months: Decimal | None) -> tuple[int | None, bool]:
    """Turn a number of months into hundredths of a day; 1.3333 is 40 days."""
    if months is None:
        return None, False
    units = months * UNITS
    if units == int(units):
        return int(units), False
    return int((months * 30).to_integral_value(ROUND_HALF_UP)) * 100, True


def _note_passed(case: Case, units: int) -> None:
    """Say whether so much time has passed since the event; a month of slack is left."""
    event, on = case.claim.event_on, case.claim.on
    if event is None or not units:
        return
    passed = (Month.of(on) - Month.of(event)) * UNITS + (on.day - event.day) * 100
    case.draft.note("jkk.months_passed", units <= passed + UNITS, ARTICLE, on=on)


def _add_tiers(case: Case, units: int, rounded_by: Sequence[str]) -> None:
    """Add a line for each tier reached.  rounded_by: the convention behind the last day, if any."""
    law = case.draft.law
    reached = [(tier, int(part)) for tier, part in zip(TIERS, units_by_tier(units, law), strict=True) if part]
    for tier, part in reached:
        if law.knows(f"jkk.stmb_share_{tier}"):
            _add_tier(case, tier, part, rounded_by if tier == reached[-1][0] else ())
        else:
            case.draft.gap("jkk.gap_stmb_2015")


def refund(due: Rupiah, paid: Rupiah) -> tuple[Rupiah, Rupiah]:
    """Split incapacity pay between whoever advanced it and the worker.  PP 44/2015 Pasal 30 ayat (2)-(3).

    due, paid: (n,) rupiah, what the law gives and what the employer went on paying.  What
    exceeds the wage paid is the worker's; a shortfall is never claimed back.
    """
    advanced = minimum(due, paid)
    return advanced, due - advanced


def _note_refund(case: Case, paid: int | None) -> None:
    """Say who gets the refund: Pasal 30 for an employer, Pasal 51 for a `bpu` who pays himself first."""
    draft = case.draft
    if case.claim.segment == "bpu" or paid is None:
        draft.note("jkk.stmb_advanced", None, "PP 44/2015 Pasal 30 ayat (2)-(3), Pasal 51")
        return
    employer, worker = refund(sum(line.amount for line in draft.lines), paid)
    told = {"employer": rupiah(int(employer)), "worker": rupiah(int(worker))}
    draft.note("jkk.stmb_refund", met=True, article="PP 44/2015 Pasal 30 ayat (2)-(3)", **told)


def _add_tier(case: Case, tier: str, units: int, rounded_by: Sequence[str]) -> None:
    law, name = case.draft.law, f"jkk.stmb_share_{tier}"
    months, rest = divmod(units, UNITS)
    exact = (case.upah.amount or 0) * units * Fraction(law[name]) / UNITS
    case.add(
        f"jkk.line_stmb_{tier}",
        lambda upah: _tier(upah, units, tier, law),
        *(name, "jkk.stmb_month_days") if rest else (name,),
        leans_on=[*rounded_by, *["rounding"] * (exact.denominator != 1)],
        months=months,
        days=str(Decimal(rest) / 100),
        share=str(law[name]),
    )
