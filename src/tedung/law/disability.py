"""Partial disability by the table of Annex III (47 rows): percent x 80 months of wage.

The table was read in PP 53/2012 and stands in ``data/law/jkk-disability-percentages.csv``.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import NamedTuple

from tedung.law import Law
from tedung.law.answer import Answer
from tedung.law.arrays import Rupiah, share
from tedung.law.facts import Facts
from tedung.law.jkk import Case, is_computable, open_case, total_disability_amounts
from tedung.law.scholarship import read_children

ARTICLE = "PP 44/2015 Pasal 25 ayat (2) huruf b angka 3, Lampiran III; PP 53/2012 Lampiran II bagian II"
SIDES = ("left", "right")
SIDED = {1: "right", 3: "right", 5: "right", 15: "right", 17: "right", 19: "right", 21: "right", 23: "right"}
"""The first row of each pair right / left; the row after it is the left one."""

FINGERS = {"D19": 3, "D20": 3, "D23": 3, "D24": 3, "D27": 3}
"""Rows that name any one of several: so many of them there are on one side."""

DECIBELS, PER_TEN_PERCENT = ("D31", "D32"), ("D40", "D41", "D43")

CONTAINS = {
    "D01": ("D03", "D05", "D15", "D17", "D19", "D21", "D23"),
    "D02": ("D04", "D06", "D16", "D18", "D20", "D22", "D24"),
    "D03": ("D05", "D15", "D17", "D19", "D21", "D23"),
    "D04": ("D06", "D16", "D18", "D20", "D22", "D24"),
    "D05": ("D15", "D17", "D19", "D21", "D23"),
    "D06": ("D16", "D18", "D20", "D22", "D24"),
    "D07": ("D08", "D09", "D10", "D25", "D26", "D27", "D30"),
    "D09": ("D10", "D25", "D26", "D27"),
    "D11": ("D12", "D40", "D41", "D42", "D43"),
    "D13": ("D14", "D31", "D32"),
    "D17": ("D21",),
    "D18": ("D22",),
    "D34": ("D33",),
}
"""A loss and what lies within it: whoever lost the arm has no hand left to lose."""

CONTAINS_BY_SIDE = {"D08": ("D10", "D25", "D26", "D27", "D30"), "D10": ("D25", "D26", "D27")}
"""The same of one leg or foot: the other side has its own."""

PHALANGES = {"D23": "D19", "D24": "D20"}
"""The first phalanx of a finger, and the whole finger: both come out of the same three."""

BOUNDS = {"D31": "D13", "D32": "D14"}
"""Hearing reduced is worth at most hearing lost (convention hearing-bounded)."""


class Row(NamedTuple):
    """One row of the table; `percent` is None where a doctor assesses within `least` and `most`."""

    code: str
    label_id: str
    label_en: str
    percent: Decimal | None
    least: Decimal
    most: Decimal
    basis: str


@dataclass(frozen=True)
class Loss:
    """One loss as handed in: its row, and what its percentage needs beside."""

    number: int
    row: Row
    side: str | None
    functional: Decimal | None
    count: int
    tens: int | None
    assessed: Decimal | None
    measured_by: tuple[str, ...] = ()
    """The conventions by which its tens were counted."""


@cache
def table() -> Mapping[str, Row]:
    """Return the rows by code, ``D01`` to ``D43``."""
    path = resources.files("tedung") / "data/law/jkk-disability-percentages.csv"
    lines = csv.DictReader(path.read_text("utf-8").splitlines())
    return {line["code"]: _row(line) for line in lines}


def _row(line: Mapping[str, str]) -> Row:
    percent = Decimal(line["percent"]) if line["percent"] else None
    least, most = Decimal(line["percent_min"]), Decimal(line["percent_max"])
    return Row(
        line["code"], line["description_id"], line["description_en"], percent, least, most, line["basis"]
    )


def row_code(given: str) -> str | None:
    """Return the code behind ``D30b``, ``30b``, ``D02``, ``02`` or ``2``; None where there is no such row."""
    bare = given.strip().upper().removeprefix("D").lstrip("0").lower()
    digits = bare.rstrip("abc")
    code = f"D{digits.zfill(2)}{bare[len(digits) :]}"
    return code if code in table() else None


def amount(upah: Rupiah, percent: Decimal | Fraction, law: Law) -> Rupiah:
    """Return the lump sum of a loss of *percent*.  PP 44/2015 Annex III.

    upah: (n,) a month.  percent: of the table, times the function lost, in percent.
    Result (n,) rupiah.  The bound by the sum of a total disability is applied to the
    losses of one accident together, elsewhere.
    """
    return share(upah * law["jkk.benefit_months"], Fraction(percent) / 100)


def partial_disability(facts: Facts, on: date) -> Answer:
    """Answer a claim for partial disability (kind ``jkk_partial_disability``)."""
    left_handed = facts.flag("left_handed")
    losses = _read_losses(facts)
    case = open_case(facts, on)
    read_children(facts, on)  # a fact of every JKK kind; no scholarship comes with this one
    facts.finish()
    if is_computable(case):
        _add_losses(case, losses, left_handed)
    return case.draft.answer()


def _read_losses(facts: Facts) -> list[Loss] | None:
    given = facts.parts("losses")
    if given is None:
        return None
    read = [_read_loss(one, number) for number, one in enumerate(given, 1)]
    losses = [one for one in read if one]
    _refuse_twice(facts, losses)
    return losses


def _read_loss(facts: Facts, number: int) -> Loss | None:
    given, side = facts.label("row", most=43), facts.choice("side", SIDES)
    functional = facts.percent("functional_percent")
    count, assessed = facts.count("count", most=3), facts.decimal("assessed_percent", 0, 100)
    binocular = _binocular(facts)
    steps, decibels = facts.count("steps", most=10), facts.decimal("decibels", 0, 200)
    code = row_code(given) if given else None
    if code is None:
        if given is not None or not facts.has("row"):  # a wrong type is a fault by now
            _fault_row(facts, given)
        return None
    row = table()[code]
    _check_side(facts, row, side)
    if row.percent is None and assessed is None and functional is not None:
        assessed, functional = (
            functional,
            None,
        )  # a scalp has no function: the percent given is the assessed one
    if assessed is not None and not row.least <= assessed <= row.most:
        facts.fault(
            "jkk.fault_assessed", key=facts.name("assessed_percent"), row=code, least=row.least, most=row.most
        )
    measures = _measures(row, steps=steps, decibels=decibels, binocular=binocular, functional=functional)
    tens = _tens(facts, row, measures)
    if count is not None and not 1 <= count <= FINGERS.get(code, 1):
        facts.fault("jkk.fault_count", key=facts.name("count"), row=code, most=FINGERS.get(code, 1))
    return Loss(number, row, side, functional, count or 1, tens, assessed, _measured_by(row, measures))


def _fault_row(facts: Facts, given: str | None) -> None:
    bare = (given or "").strip()
    near = [
        code
        for code in table()
        if bare and len(bare) < 5 and code.lower().endswith((f"{bare}a", f"{bare}b", f"{bare}c"))
    ]
    near = near or (get_close_matches(bare, table(), n=3) if len(bare) < 10 else [])
    facts.fault("jkk.fault_row", key=facts.name("row"), near=", ".join(near or ["D01 … D43"]))


def _check_side(facts: Facts, row: Row, side: str | None) -> None:
    """A row that names a hand contradicts a side that names the other."""
    own = _own_side(row.code)
    if own and side and own != side:
        facts.fault("jkk.fault_side", key=facts.name("side"), row=row.code)


def _own_side(code: str) -> str | None:
    number = int(code[1:3])
    if number in SIDED:
        return "right"
    return "left" if number - 1 in SIDED else None


def _binocular(facts: Facts) -> Fraction | None:
    """Return the loss of sight of both eyes in percent, from the efficiency of each."""
    better, worse = facts.percent("better_eye_percent"), facts.percent("worse_eye_percent")
    if better is None or worse is None:
        return None
    if worse > better:
        facts.fault("jkk.fault_eyes", key=facts.name("worse_eye_percent"))
    return 100 - (3 * Fraction(better) + Fraction(worse)) / 4


def _measures(row: Row, *, steps: int | None, **given: Decimal | Fraction | None) -> dict[str, Fraction]:
    """Return in tens what each measure given comes to, of a row that counts by tens."""
    if row.code not in (*DECIBELS, *PER_TEN_PERCENT):
        return {}
    found = {name: Fraction(value) / 10 for name, value in given.items() if value is not None}
    return found if steps is None else {"steps": Fraction(steps), **found}


def _own_measure(row: Row, measures: Mapping[str, Fraction]) -> str | None:
    own = ("steps", "decibels") if row.code in DECIBELS else ("binocular", "steps", "functional")
    return next((name for name in own if name in measures), None)


def _tens(facts: Facts, row: Row, measures: Mapping[str, Fraction]) -> int | None:
    """Return how many full tens count; measures that disagree contradict each other."""
    if len({int(value) for value in measures.values()}) > 1:
        facts.fault("jkk.fault_steps", key=facts.name("steps"), row=row.code)
    own = _own_measure(row, measures)
    return None if own is None else int(measures[own])


def _measured_by(row: Row, measures: Mapping[str, Fraction]) -> tuple[str, ...]:
    """Return the conventions that the tens lean on: a part of ten left out, the formula of two eyes."""
    found = ["full-tens"] * any(value != int(value) for value in measures.values())
    return (*found, *["binocular-by-four"] * (_own_measure(row, measures) == "binocular"))


def _refuse_twice(facts: Facts, losses: Sequence[Loss]) -> None:
    """Keep a fault for each loss that an earlier or a greater one leaves no room for."""
    for place, one in enumerate(losses):
        key = f"losses[{one.number}]"
        earlier = next((other for other in losses[:place] if _is_the_same(one, other)), None)
        if earlier:
            facts.fault("jkk.fault_twice", key=key, row=one.row.code, earlier=earlier.number)
        if _finger(one) in FINGERS and _fingers(one, losses[: place + 1]) > FINGERS[_finger(one)]:
            facts.fault("jkk.fault_fingers", key=key, row=one.row.code, most=FINGERS[_finger(one)])
        _refuse_within(facts, one, losses)


def _is_the_same(one: Loss, other: Loss) -> bool:
    """A leg is shortened once, by whichever part of row 30; fingers are counted apart."""
    return _bare(one) == _bare(other) and one.row.code not in FINGERS and _may_share_a_side(one, other)


def _may_share_a_side(one: Loss, other: Loss) -> bool:
    return one.side == other.side or None in {one.side, other.side}


def _bare(loss: Loss) -> str:
    return loss.row.code[:3]


def _finger(loss: Loss) -> str:
    return PHALANGES.get(loss.row.code, loss.row.code)


def _fingers(one: Loss, losses: Sequence[Loss]) -> int:
    """Return how many fingers or toes of the side of *one* are named so far.

    A row of a hand names its side.  A toe without a side may be of either foot, so it
    counts among those without one, or where both feet are full.
    """
    same = [other for other in losses if _finger(other) == _finger(one)]
    if _own_side(one.row.code):
        return sum(other.count for other in same)
    spare = sum(other.count for other in same) - FINGERS[_finger(one)]
    return max(spare, sum(other.count for other in same if other.side == one.side))


def _refuse_within(facts: Facts, whole: Loss, losses: Sequence[Loss]) -> None:
    code = whole.row.code
    for part in losses:
        told = {"key": f"losses[{part.number}]", "row": part.row.code, "whole": code}
        if _bare(part) in CONTAINS.get(code, ()):
            facts.fault("jkk.fault_within", **told)
        elif _bare(part) in CONTAINS_BY_SIDE.get(code, ()) and _may_share_a_side(whole, part):
            facts.fault("jkk.fault_within_side", **told)


def percent_of(loss: Loss, *, left_handed: bool) -> Fraction | None:
    """Return the percentage of a loss; None where something it needs was not given.

    left_handed: right and left are swapped, so the row beside it gives the percentage.
    """
    row = _swapped(loss.row) if left_handed else loss.row
    percent = loss.assessed if row.percent is None else row.percent
    if percent is None or (loss.tens is None and row.code in (*DECIBELS, *PER_TEN_PERCENT)):
        return None
    if loss.tens is not None:
        return min(Fraction(percent) * loss.tens, _most(row))
    functional = Fraction(100 if loss.functional is None else loss.functional)
    return Fraction(percent) * loss.count * functional / 100


def _most(row: Row) -> Fraction:
    """Return what a row by tens is worth at most."""
    whole = table()[BOUNDS[row.code]].percent if row.code in BOUNDS else None
    return Fraction(100 if whole is None else whole)


def _swapped(row: Row) -> Row:
    own, number = _own_side(row.code), int(row.code[1:3])
    if own is None:
        return row
    return table()[f"D{number + (1 if own == 'right' else -1):02d}"]


def _add_losses(case: Case, losses: list[Loss] | None, left_handed: bool | None) -> None:
    draft = case.draft
    draft.need("jkk.losses_known", losses is not None, ARTICLE)
    if losses == []:
        draft.require("jkk.some_loss", met=False, article=ARTICLE)
    losses = losses or []
    if any(_own_side(one.row.code) for one in losses):
        draft.note("jkk.handedness_known", None if left_handed is None else True, ARTICLE)
    for one in losses:
        swaps = bool(left_handed) and draft.law["jkk.left_handed_swaps"]
        percent = percent_of(one, left_handed=swaps)
        if percent is None:
            draft.need("jkk.percent_known", known=False, article=ARTICLE, row=one.row.code)
        else:
            _add_loss(case, one, percent, swapped=swaps and _own_side(one.row.code) is not None)
    if len(losses) > 1:
        draft.convention("losses-capped")
        draft.convention("losses-once")
    _bound(case)


def _add_loss(case: Case, loss: Loss, percent: Fraction, *, swapped: bool) -> None:
    case.add(
        "jkk.line_partial_disability",
        lambda upah: amount(upah, percent, case.draft.law),
        *("jkk.disability_table", "jkk.benefit_months"),
        *(("jkk.left_handed_swaps",) if swapped else ()),
        leans_on=_leans_on(case, loss, percent),
        row=loss.row.code,
        loss_id=loss.row.label_id,
        loss_en=loss.row.label_en,
        percent=_plain(percent),
        months=case.draft.law["jkk.benefit_months"],
    )


def _leans_on(case: Case, loss: Loss, percent: Fraction) -> Iterator[str]:
    """Yield the conventions behind the sum of one loss."""
    yield from loss.measured_by
    if loss.tens is not None and percent < (loss.row.percent or 0) * loss.tens:
        yield "hearing-bounded"
    upah = case.upah.amount
    if upah is not None and (upah * case.draft.law["jkk.benefit_months"] * percent / 100).denominator != 1:
        yield "rounding"


def _bound(case: Case) -> None:
    """Bound the losses of one accident by the sum of a total disability (convention losses-capped)."""
    if case.upah.amount is None:
        return
    draft, law = case.draft, case.draft.law
    most = int(total_disability_amounts(case.upah.amount, law).disability) * law["jkk.losses_most"]
    excess = sum(line.amount for line in draft.lines) - most
    if excess > 0:
        names = ("jkk.total_disability_share", "jkk.losses_most")
        draft.line("jkk.line_bound", -excess, *names, leans_on=["losses-capped"], most=most)


def _plain(percent: Fraction) -> str:
    """Return a percentage as a decimal, up to six places."""
    exact = Decimal(percent.numerator) / Decimal(percent.denominator)
    return f"{exact.quantize(Decimal('0.000001')):f}".rstrip("0").rstrip(".")
