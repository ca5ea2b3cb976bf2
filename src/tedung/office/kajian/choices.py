"""The choices of a scenario: as data in its row, and as what the study asks.

    {"places": [], "target_groups": [], "programmes": "jkk+jkm", "first_month": "2027-01", "months": 12,
     "payer": "apbd_kota", "sumber_dana": "PAD", "budget": 1_091_664_000, "lowest_bracket": true,
     "floors": [{"column": "village", "value": "", "least": 20, "percent": ""}],
     "weights": {"income": 100}, "seed": "undian 2027", "replaced_after": null, "sensitivity": true}

A floor without a value is one for every value that its column has.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from tedung import __version__
from tedung.dates import Month
from tedung.errors import TedungError
from tedung.law import law_version
from tedung.office.kajian.models import Source
from tedung.study import score
from tedung.study.paper.figures import Request
from tedung.study.people import texts
from tedung.study.quota import Floor
from tedung.texts import text

PLAIN: dict[str, Any] = {
    "places": [],
    "target_groups": [],
    "programmes": "jkk+jkm",
    "first_month": "2027-01",
    "months": 12,
    "payer": "apbd_kota",
    "sumber_dana": "",
    "budget": 0,
    "lowest_bracket": True,
    "floors": [],
    "weights": {},
    "seed": "tedung",
    "replaced_after": None,
    "sensitivity": True,
}
"""What stands where nothing was chosen."""


def whole(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the choices with what stands for those that were not made, and nothing else."""
    return {name: given.get(name, value) for name, value in PLAIN.items()}


def months(choices: Mapping[str, Any]) -> tuple[Month, ...]:
    """Return the months of the programme."""
    first = Month.parse(choices["first_month"])
    return tuple(first.until(first + (choices["months"] - 1)))


def criteria(choices: Mapping[str, Any]) -> tuple[score.Criterion, ...]:
    """Return the criteria, each point times its per cent; one of nought does not count."""
    given = choices["weights"]
    found = [_weighed(one, int(given.get(one.name, 100))) for one in score.weights()]
    return tuple(one for one in found if one is not None)


def _weighed(one: score.Criterion, percent: int) -> score.Criterion | None:
    if percent == 0:
        return None
    points = tuple((old * percent + 50) // 100 for old in one.points)
    return score.Criterion(one.name, one.label_id, one.label_en, one.unit, one.why, one.bounds, points)


def floors(chosen: Sequence[Mapping[str, Any]], people: pa.Table) -> tuple[Floor, ...]:
    """Return the floors over these *people*; `TedungError` for a column that they lack."""
    absent = sorted({one["column"] for one in chosen} - set(people.column_names))
    if absent:
        raise TedungError(text("study.floor_column", columns=", ".join(absent)))
    return tuple(floor for one in chosen for floor in _floors(one, people))


def _floors(one: Mapping[str, Any], people: pa.Table) -> list[Floor]:
    if one["value"]:
        return [_floor(one, one["value"], or_all=False)]
    values = sorted(set(texts(people, one["column"])) - {""})
    return [_floor(one, value, or_all=not one.get("percent")) for value in values]


def _floor(one: Mapping[str, Any], value: str, *, or_all: bool) -> Floor:
    """Make one floor; of `each` column a value with fewer people is content with all of them."""
    if one.get("percent"):
        return Floor(one["column"], value, share=Fraction(Decimal(one["percent"])) / 100)
    return Floor(one["column"], value, int(one["least"]), or_all=or_all)


def request(choices: Mapping[str, Any], source: Source, people: Path, place: str, office: str) -> Request:
    """Return what the study is asked.  people: the Parquet file of the source's people."""
    return Request(
        people,
        source.region,
        months(choices),
        source.day,
        choices["budget"],
        payer=choices["payer"],
        programmes=choices["programmes"],
        place=place,
        office=office,
        seed=choices["seed"],
        is_invented=source.is_invented,
        criteria=criteria(choices),
        rules=partial(floors, choices["floors"]),
        rule_columns=tuple(dict.fromkeys(one["column"] for one in choices["floors"])),
        lowest_bracket=choices["lowest_bracket"],
        places=tuple(choices["places"]),
        target_groups=tuple(choices["target_groups"]),
        sumber_dana=choices["sumber_dana"],
        replaced_after=choices["replaced_after"],
        is_sensitivity_asked=choices["sensitivity"],
    )


def inputs_sha256(choices: Mapping[str, Any], source: Source) -> str:
    """Return the mark of everything that decides a result: choices, people, day, law, version."""
    people = source.people.sha256 if source.people else ""
    return sha256(
        {
            "choices": whole(choices),
            "people": people,
            "day": source.day.isoformat(),
            "region": source.region,
            "law": law_version(),
            "tedung": __version__,
        }
    )


def sha256(told: Any) -> str:
    """Return the mark of what JSON can say, whatever the order of its keys."""
    said = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()
