"""How near the persons made come to what is published, and what was assumed.

Three questions, kept apart: did raking meet the published margins (`raking`); do the persons
drawn have the raked counts (`margins`: found beside wanted); how do other published figures
that were not used compare (`compared`).  A margin of a province is `published` only where the
whole province was asked for; a single regency is held to its part of the raked table.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from tedung.population.census import membership, welfare
from tedung.population.census.ages import BANDS, OLD, WIDTH, pyramid
from tedung.population.census.draws import Floats
from tedung.population.census.labour import SEXES, folded, labour, place_of
from tedung.population.census.margins import (
    BALI,
    NATION,
    SECTORS,
    STATUSES,
    area_of,
    assumed,
    assumptions,
    margin,
    own_value,
)
from tedung.population.census.places import regencies, regency
from tedung.population.census.tally import Tally

FORCE = ("working", "seeking")
REGISTERED = "Dukcapil, second half of 2024"


class Line(NamedTuple):
    """One figure: what it should be, what it is, and how well the first is known."""

    margin: str
    area: str
    key: str
    unit: str
    published: float | None
    wanted: float
    found: float
    certainty: str
    source: str

    @property
    def off(self) -> float:
        """Return by how much the found differs, in per cent of the wanted; 0 where both are nothing."""
        if not self.wanted:
            return 0.0 if not self.found else 100.0
        return round((self.found - self.wanted) / self.wanted * 100, 4)


def report(codes: Sequence[str], tally: Tally, scale: float) -> dict[str, Any]:
    """Return the fit as plain data for JSON."""
    lines = [line for area in areas(codes) for line in _lines(area, codes, tally, scale)]
    return {
        "margins": [{**line._asdict(), "off_percent": line.off} for line in lines],
        "raking": [_raking(area) for area in areas(codes)],
        "compared": [row for area in areas(codes) for row in _compared(area, codes, tally, scale)],
        "assumptions": [{"name": name, **values} for name, values in assumptions().items()],
    }


def areas(codes: Sequence[str]) -> list[str]:
    """Return the areas whose margins the regencies are fitted to."""
    return sorted({area_of(code) for code in codes})


def is_whole(area: str, codes: Sequence[str]) -> bool:
    """Say whether all regencies of an area were asked for."""
    return all(code in codes for code in regencies() if area in {NATION, code[:2]})


def _lines(area: str, codes: Sequence[str], tally: Tally, scale: float) -> Iterator[Line]:
    own = [code for code in codes if area_of(code) == area]
    whole = is_whole(area, codes)
    yield from _persons(own, tally, scale)
    yield from _ages(area, own, tally, scale)
    yield from _labour(area, own, tally, scale, whole=whole)
    yield from _members(area, own, tally, scale, whole=whole)
    yield from _tenths(area, own, tally)
    persons, homes = tally.of_all("persons", own), tally.of_all("households", own)
    size = float(assumed("households")["size"])
    found = round(persons / homes, 3) if homes else 0.0
    yield Line("household_size", area, "mean", "persons", None, size, found, "assumption", "households")


def _persons(own: Sequence[str], tally: Tally, scale: float) -> Iterator[Line]:
    for code in own:
        place = regency(code)
        for sex, count in zip(SEXES, (place.men, place.women), strict=True):
            found = tally.of("persons", [code], sex)
            yield Line("persons", code, sex, "persons", count, count * scale, found, "agency", REGISTERED)


def _ages(area: str, own: Sequence[str], tally: Tally, scale: float) -> Iterator[Line]:
    """Yield five-year ages, sexes together: an estimate of 2025 in Bali, scaled survivors elsewhere."""
    bands = sum((pyramid(regency(code)).sum(axis=0) for code in own), np.zeros(BANDS)) * scale
    source = "age_sex_2025_estimate.csv" if area == BALI else "survivors of the life table, scaled"
    for band, wanted in enumerate(bands):
        key = str(band * WIDTH)
        found = tally.of("ages", own, key)
        yield Line("ages", area, key, "persons", None, round(float(wanted), 1), found, "assumption", source)


def _labour(area: str, own: Sequence[str], tally: Tally, scale: float, *, whole: bool) -> Iterator[Line]:
    activity, cells = _expected(own, scale)
    for sex in (0, 1):
        yield from _rates(area, SEXES[sex], activity[sex], own, tally, whole=whole)
    for code in own:
        if (rate := own_value(code, "unemployment")) is not None:
            yield _unemployment_of(code, rate, tally)
    for number, status in enumerate(STATUSES):
        found = tally.of("employment_status", own, status)
        yield _share(area, "status", status, cells[number].sum(), found, whole=whole)
    for number, sector in enumerate(SECTORS):
        found = tally.sector(own, sector)
        yield _share(area, "sector", sector, cells[:, number].sum(), found, whole=whole)


def _share(area: str, name: str, key: str, wanted: float, found: int, *, whole: bool) -> Line:
    row = margin(area, name)[key]
    published = float(row["value"]) if whole else None
    return Line(
        name, area, key, "persons", published, round(wanted, 1), found, row["certainty"], row["source"]
    )


def _rates(
    area: str, sex: str, activity: Floats, own: Sequence[str], tally: Tally, *, whole: bool
) -> Iterator[Line]:
    """Yield participation and unemployment of one sex, in per cent."""
    working, seeking, adults = (float(number) for number in activity)
    found = {
        name: tally.of("activity", own, sex, name)
        for name in ("working", "seeking", "school", "home", "other")
    }
    force, everybody = found["working"] + found["seeking"], sum(found.values())
    for name, wanted, part, base in (
        ("participation", (working + seeking) / adults, force, everybody),
        ("unemployment", seeking / (working + seeking), found["seeking"], force),
    ):
        row = margin(area, name)[sex]
        published = float(row["value"]) if whole else None
        share = round(part / base * 100, 4) if base else 0.0
        yield Line(
            name, area, sex, "%", published, round(wanted * 100, 4), share, row["certainty"], row["source"]
        )


def _unemployment_of(code: str, rate: float, tally: Tally) -> Line:
    """Return the rate of one regency that is published, sexes together."""
    working, seeking = (sum(tally.of("activity", [code], sex, name) for sex in SEXES) for name in FORCE)
    row = margin(code, "unemployment")["all"]
    found = round(seeking / (working + seeking) * 100, 4) if working + seeking else 0.0
    return Line("unemployment", code, "all", "%", rate, rate, found, row["certainty"], row["source"])


def _expected(own: Sequence[str], scale: float) -> tuple[Floats, Floats]:
    """Return what the raked tables expect of the regencies.

    (2, 3) sex by working, seeking, adults; (7, 17) status by sector.
    """
    activity, cells = np.zeros((2, 3)), np.zeros((len(STATUSES), len(SECTORS)))
    for code in own:
        does, works = labour(area_of(code)).of(place_of(code))
        adults = folded(pyramid(regency(code))).ravel() * scale
        counts = does * adults[:, None]
        cells += (works * counts[:, :1]).sum(axis=0).reshape(cells.shape)
        for number, whole in enumerate((counts[:, 0], counts[:, 1], adults)):
            activity[:, number] += whole.reshape(2, -1).sum(axis=1)
    return activity, cells


def _members(area: str, own: Sequence[str], tally: Tally, scale: float, *, whole: bool) -> Iterator[Line]:
    wanted = {code: membership.wanted_members(code) * scale for code in own}
    for number, segment in enumerate(("pu", "bpu")):
        row = margin(area, "members")[segment]
        published = float(row["value"]) if whole else None
        total = round(sum(float(each[number]) for each in wanted.values()), 1)
        found = tally.of("members", own, segment)
        yield Line(
            "members", area, segment, "persons", published, total, found, row["certainty"], row["source"]
        )
    for code in own if area == BALI else ():
        found = sum(tally.of("members", [code], segment) for segment in ("pu", "bpu"))
        source = "members of Bali, by the coverage of two regencies and alike for the rest"
        total = round(float(wanted[code].sum()), 1)
        yield Line("members", code, "all", "persons", None, total, found, "assumption", source)


def _tenths(area: str, own: Sequence[str], tally: Tally) -> Iterator[Line]:
    persons = {code: tally.of_all("persons", [code]) for code in own}
    for tenth in range(1, welfare.TENTHS + 1):
        wanted = sum(count * float(welfare.tenths(code)[tenth - 1]) for code, count in persons.items())
        found = tally.of("desil", own, str(tenth))
        yield Line(
            "desil", area, str(tenth), "persons", None, round(wanted, 1), found, "derived", "tenths; poverty"
        )


def _raking(area: str) -> dict[str, Any]:
    raked = labour(area).raked
    return {
        "area": area,
        "cells": raked.table.size,
        "rounds": raked.rounds,
        "worst_error_of_whole": raked.worst,
    }


def _compared(area: str, codes: Sequence[str], tally: Tally, scale: float) -> Iterator[dict[str, Any]]:
    """Yield published figures that were not used, beside ours; upah by sector beside the nation's."""
    own = [code for code in codes if area_of(code) == area]
    if area == BALI and is_whole(area, codes):
        for key, row in margin(area, "compared").items():
            yield {**row, "found": round(_counted(key, own, tally) / scale)}
    raised = {"raised_by": assumed("upah_level")["growth"]}
    for sector in SECTORS:
        yield {**margin(NATION, "upah")[sector], "found": tally.mean_upah(own, sector), **raised}
    for sex in SEXES:
        yield {**margin(NATION, "upah_sex")[sex], "found": tally.mean_upah(own, "sex", sex), **raised}


def _counted(key: str, own: Sequence[str], tally: Tally) -> int:
    if key == "eligible":
        return sum(tally.of("segment", own, segment) for segment in ("pu", "bpu"))
    if key == "formal":
        return sum(tally.of("employment_status", own, status) for status in ("wage_earner", "employer"))
    if key == "old":
        return sum(tally.of("ages", own, str(band * WIDTH)) for band in range(OLD, BANDS))
    names = ("working", "seeking", "school", "home", "other") if key == "working_age" else (key,)
    return sum(tally.of("activity", own, sex, name) for sex in SEXES for name in names)


def worst(found: dict[str, Any], name: str) -> float:
    """Return the largest difference of a margin of a report, in per cent of its wanted figure."""
    return max((abs(line["off_percent"]) for line in found["margins"] if line["margin"] == name), default=0.0)
