"""The skeleton of the regulation, its numbers filled in from the study."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from tedung.law import bpu
from tedung.money import rupiah, thousands
from tedung.study.paper.figures import Found
from tedung.study.paper.words import month_said, payer_said, programmes_said

DAYS = {"deadline_months": 3, "mend_days": 10, "register_days": 7, "notice_days": 30}
"""Periods that are ours to propose and the city's to decide; no law sets them."""

ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@cache
def chapters() -> tuple[Mapping[str, Any], ...]:
    """Return the chapters of `clauses.toml`."""
    told = tomllib.loads((resources.files("tedung.study.paper") / "clauses.toml").read_text("utf-8"))
    return tuple(told["chapter"])


def blocks(found: Found) -> list[dict[str, Any]]:
    """Return the blocks of the annex: chapters in Roman numbers, articles counted through."""
    fields = numbers(found)
    made: list[dict[str, Any]] = []
    article = 0
    for place, chapter in enumerate(chapters(), start=1):
        made.append({"kind": "chapter", "number": f"BAB {roman(place)}", "title": chapter["title"]})
        for one in chapter["article"]:
            article += 1
            verses = [verse.format(**fields) for verse in one["verses"]]
            told = (
                verses if len(verses) == 1 else [f"({at}) {said}" for at, said in enumerate(verses, start=1)]
            )
            made.append({"kind": "article", "number": f"Pasal {article}", "verses": told})
    return made


def roman(number: int) -> str:
    """Return 1 to 39 in Roman numerals."""
    said = ""
    for value, sign in ROMAN:
        while number >= value:
            said, number = said + sign, number - value
    return said


def numbers(found: Found) -> dict[str, str]:
    """Return what the clauses name."""
    request, months, selection = found.request, found.months, found.selection
    leavers = found.projection.exits
    gone = sum(
        round(sum(float(one) for one in leavers[name].to_pylist()))
        for name in leavers.column_names
        if name not in {"month", "staying"}
    )
    least = bpu.jkk(bpu.income_base(0, found.law), found.law) + bpu.jkm(found.law)
    if "jht" in request.programmes.split("+"):
        least += bpu.jht(bpu.income_base(0, found.law), found.law)
    return {
        "place": found.place,
        "programmes": programmes_said(request.programmes),
        "first_month": month_said(months[0]),
        "last_month": month_said(months[-1]),
        "months": str(len(months)),
        "age_minimum": str(found.law["coverage.age_minimum"]),
        "age_limit": str(found.law["coverage.age_limit"]),
        "criteria": ", ".join(one.label_id for one in found.criteria),
        "floors": _floors(found),
        "people": thousands(int(selection.is_chosen.sum()), "id"),
        "reserve": thousands(selection.status.count("reserve"), "id"),
        "least_contribution": rupiah(int(least), "id"),
        "due_day": str(found.law["dues.due_day_bpu"]),
        "leavers": thousands(gone, "id"),
        "payer": payer_said(request.payer),
        "planned": rupiah(found.projection.total("planned"), "id"),
        "budget": rupiah(request.budget, "id"),
        **{name: str(value) for name, value in DAYS.items()},
    }


def _floors(found: Found) -> str:
    kept = found.selection.floors
    if not kept:
        return "tidak ada yang diminta dalam kajian ini"
    return f"{thousands(len(kept), 'id')} batas, semuanya dalam lampiran keputusan"
