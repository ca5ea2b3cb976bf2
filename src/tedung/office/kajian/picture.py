"""The map of a result: how many of each village must be protected and are not; its table stands beside it."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from tedung.money import thousands
from tedung.office.home import maps
from tedung.office.kajian.models import Result
from tedung.office.kajian.naming import Names, lang
from tedung.office.kajian.showing import hides_small, is_small
from tedung.study.paper.maps import limits


@dataclass(frozen=True)
class Step:
    """A class of the ramp and its limits in words."""

    rank: int
    said: str


def map_of(result: Result, region: str) -> dict[str, Any] | None:
    """Return the map of a region by who is unprotected; None where no shapes are known."""
    ground = maps.ground(region)
    if ground is None:
        return None
    hides, names = hides_small(), Names()
    open_ones = {
        row["group"]: row["gap"] + row["unsaid"]
        for row in result.tables["gap_village"]
        if row["group"] and not (hides and _tells(row))
    }
    bounds = limits(list(open_ones.values()))
    areas = [
        maps.Area(shape, _rank(open_ones.get(shape.code), bounds), _told(shape.code, open_ones, names))
        for shape in ground.shapes
    ]
    return {"ground": ground, "ramp": _ramp(bounds), "areas": areas}


def _rank(count: int | None, bounds: list[int]) -> int:
    return 0 if count is None else 1 + sum(count >= bound for bound in bounds)


def _told(code: str, open_ones: dict[str, int], names: Names) -> str:
    village = names.of("village", code)
    if code not in open_ones:
        return village
    said = _("%(village)s: %(count)s orang belum terlindungi")
    return said % {"village": village, "count": thousands(open_ones[code], lang())}


def _ramp(bounds: list[int]) -> list[Step]:
    ends = [f"{thousands(low, lang())}–{thousands(high - 1, lang())}" for low, high in pairwise([0, *bounds])]
    last = _("%(count)s ke atas") % {"count": thousands(bounds[-1], lang())}
    return [Step(rank, said) for rank, said in enumerate([*ends, last], start=1)]


def _tells(row: dict[str, Any]) -> bool:
    return any(is_small(count) for count in (row["covered"], row["gap"] + row["unsaid"]))
