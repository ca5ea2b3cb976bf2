"""Our own choropleth: villages of a region in five classes, as SVG that needs no network and no script."""

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

RAMP = ("#e9edf0", "#bcc6dc", "#8b9bc4", "#5369a0", "#233a73")
"""From mist to indigo; five classes."""

INK, STONE, PAPER = "#1b2430", "#5a626d", "#ffffff"
WIDTH, MAP_HEIGHT, LEGEND = 640, 470, 46
STEPS = (10, 15, 20, 25, 30, 40, 50, 60, 80, 100)
"""Widths of a class, in tenths of a power of ten: a reader can keep them in mind."""


@cache
def boundaries() -> tuple[dict[str, Any], ...]:
    """Return the villages of Bali with their outlines; indicative, they decide nothing."""
    text = (resources.files("tedung") / "data/geo/bali_desa.geojson").read_text("utf-8")
    return tuple(json.loads(text)["features"])


def villages_of(region: str) -> list[dict[str, Any]]:
    """Return the villages below a code."""
    return [one for one in boundaries() if f"{one['properties']['code']}.".startswith(f"{region}.")]


def limits(values: Sequence[int]) -> list[int]:
    """Return four round limits that cut the *values* into five classes of equal width."""
    step = max(math.ceil(max(values, default=1) / 5), 1)
    size = 10 ** (len(str(step)) - 1)
    nice = next(one * size // 10 for one in STEPS if one * size >= 10 * step and one * size % 10 == 0)
    return [nice * at for at in range(1, 5)]


def choropleth(region: str, values: Mapping[str, int], unit: str, none: str) -> bytes:
    """Return the map of a region: *values* by village, in classes with round limits, and their legend.

    unit: what is counted, for the legend; none: the words for a village without a value (hatched).
    """
    shapes = villages_of(region)
    bounds = limits(list(values.values()))
    place = _projection(shapes)
    paths = [_path(one, place, _fill(values.get(one["properties"]["code"]), bounds)) for one in shapes]
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{MAP_HEIGHT + LEGEND}" '
            f'viewBox="0 0 {WIDTH} {MAP_HEIGHT + LEGEND}" font-family="Plus Jakarta Sans">'
        ),
        (
            '<defs><pattern id="none" width="6" height="6" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{PAPER}"/>'
            f'<rect width="1.5" height="6" fill="{STONE}"/></pattern></defs>'
        ),
        *paths,
        *_legend(bounds, unit, none),
        "</svg>\n",
    ]
    return "\n".join(parts).encode()


def _fill(value: int | None, bounds: Sequence[int]) -> str:
    if value is None:
        return "url(#none)"
    return RAMP[sum(value >= bound for bound in bounds)]


def _rings(shape: Mapping[str, Any]) -> list[list[list[float]]]:
    geometry = shape["geometry"]
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [ring for polygon in polygons for ring in polygon]


def _projection(shapes: Sequence[Mapping[str, Any]]) -> Any:
    """Return the function from longitude and latitude to the page: east-west shortened by the cosine."""
    points = [point for shape in shapes for ring in _rings(shape) for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    narrow = math.cos(math.radians((south + north) / 2))
    scale = min((WIDTH - 8) / ((east - west) * narrow), (MAP_HEIGHT - 8) / (north - south))
    left = (WIDTH - (east - west) * narrow * scale) / 2

    def place(point: Sequence[float]) -> str:
        x, y = left + (point[0] - west) * narrow * scale, 4 + (north - point[1]) * scale
        return f"{x:.1f},{y:.1f}"

    return place


def _path(shape: Mapping[str, Any], place: Any, fill: str) -> str:
    rings = ("M" + "L".join(dict.fromkeys(place(point) for point in ring)) + "Z" for ring in _rings(shape))
    return (
        f'<path d="{"".join(rings)}" fill="{fill}" stroke="{PAPER}" stroke-width="0.8" fill-rule="evenodd"/>'
    )


def _legend(bounds: Sequence[int], unit: str, none: str) -> list[str]:
    from tedung.money import thousands

    ends = [0, *bounds]
    words = [
        f"{thousands(low, 'id')}–{thousands(high - 1, 'id')}" for low, high in zip(ends, bounds, strict=False)
    ]
    words.append(f"≥ {thousands(bounds[-1], 'id')}")
    cells = [*zip(RAMP, words, strict=True), ("url(#none)", none)]
    top = MAP_HEIGHT + 22
    parts = [f'<text x="4" y="{MAP_HEIGHT + 14}" font-size="11" font-weight="600" fill="{INK}">{unit}</text>']
    for at, (fill, label) in enumerate(cells):
        left = 4 + at * 106
        parts.append(
            f'<rect x="{left}" y="{top}" width="14" height="14" fill="{fill}" '
            f'stroke="{STONE}" stroke-width="0.4"/>'
            f'<text x="{left + 19}" y="{top + 11}" font-size="10.5" fill="{INK}">{label}</text>'
        )
    return parts
