"""A map of villages as SVG, drawn by the server: five classes with round limits, none of it by script.

The boundaries are indicative: they are drawn to be read, not to decide whose land is whose.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import cos, radians
from typing import Any

from tedung.study.paper.maps import villages_of

WIDTH = 720
MARGIN = 4
NEAR = 15  # points closer than this, in tenths of a unit of the picture, are one
CLASSES = 5
LIMITS = (1, 2, 4, 5, 10, 20)  # steps of a class, in percent

Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Shape:
    """A village as it is drawn."""

    code: str
    name: str
    path: str


@dataclass(frozen=True)
class Ground:
    """The shapes of a region and the size of their picture, in tenths."""

    shapes: tuple[Shape, ...]
    width: int
    height: int


@dataclass(frozen=True)
class Area:
    """A village with its class (0: no data) and what is said of it."""

    shape: Shape
    rank: int
    told: str


@dataclass(frozen=True)
class Class:
    """A class of the ramp, with its limits in percent."""

    rank: int
    first: int
    last: int


@cache
def ground(region: str) -> Ground | None:
    """Read and draw the shapes of a region once; None where there are none."""
    features = villages_of(region)
    if not features:
        return None  # its table stands alone
    west, south, east, north = _box(features)
    narrow = cos(radians((south + north) / 2))  # a degree of longitude is shorter than one of latitude
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * narrow)

    def at(lon: float, lat: float) -> tuple[float, float]:
        return MARGIN + (lon - west) * narrow * scale, MARGIN + (north - lat) * scale

    shapes = [
        Shape(one["properties"]["code"], one["properties"]["name"], _path(one["geometry"], at))
        for one in features
    ]
    height = round((north - south) * scale) + 2 * MARGIN
    return Ground(tuple(sorted(shapes, key=lambda shape: shape.code)), 10 * WIDTH, 10 * height)


def classes(shares: Mapping[str, int]) -> list[Class]:
    """Return five classes with round limits that reach the highest share."""
    most = max(shares.values(), default=0)
    step = next((limit for limit in LIMITS if limit * CLASSES >= most), LIMITS[-1])
    return [Class(rank + 1, rank * step, (rank + 1) * step) for rank in range(CLASSES)]


def rank_of(share: int, ramp: list[Class]) -> int:
    """Return the class of a share; a limit belongs to the class above it, the last to the last."""
    return next((one.rank for one in ramp if share < one.last), CLASSES)


def areas(
    region: Ground, shares: Mapping[str, int], ramp: list[Class], told: Mapping[str, str]
) -> list[Area]:
    """Return every village of a region with its class; one without a share is hatched."""
    return [
        Area(
            shape,
            rank_of(shares[shape.code], ramp) if shape.code in shares else 0,
            told.get(shape.code, shape.name),
        )
        for shape in region.shapes
    ]


def _rings(geometry: Any) -> list[Ring]:
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[(lon, lat) for lon, lat in ring] for part in parts for ring in part]


def _box(features: Any) -> tuple[float, float, float, float]:
    points = [point for one in features for ring in _rings(one["geometry"]) for point in ring]
    lons, lats = zip(*points, strict=True)
    return min(lons), min(lats), max(lons), max(lats)


def _path(geometry: Any, at: Any) -> str:
    return "".join(_line([at(*point) for point in ring]) for ring in _rings(geometry))


def _line(points: Ring) -> str:
    """Write a ring as a path of tenths, each point from the one before; what nobody could tell apart goes."""
    kept = [_tenths(*points[0])]
    for point in points[1:]:
        x, y = _tenths(*point)
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= NEAR:
            kept.append((x, y))
    if len(kept) < 3:
        return ""
    steps = [f"{x - a} {y - b}" for (a, b), (x, y) in pairwise(kept)]
    return f"M{kept[0][0]} {kept[0][1]}l{' '.join(steps)}z"


def _tenths(x: float, y: float) -> tuple[int, int]:
    return round(10 * x), round(10 * y)
