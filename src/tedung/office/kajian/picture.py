"""The map of a result: which part of each village is covered; its table stands beside it."""

from typing import Any

from django.utils.translation import gettext as _

from tedung.office.home import maps
from tedung.office.kajian.models import Result
from tedung.office.kajian.naming import Names
from tedung.office.kajian.showing import hides_small, is_small


def map_of(result: Result, region: str) -> dict[str, Any] | None:
    """Return the map of a region by the share covered; None where no shapes are known."""
    ground = maps.ground(region)
    if ground is None:
        return None
    rows = {row["group"]: row for row in result.tables["gap_village"] if row["group"]}
    hides = hides_small()
    shares = {
        code: row["per_mille_low"] // 10
        for code, row in rows.items()
        if row["per_mille_low"] is not None and not (hides and _tells(row))
    }
    names = Names()
    told = {
        code: _("%(village)s: %(share)s %% terlindungi")
        % {"village": names.of("village", code), "share": share}
        for code, share in shares.items()
    }
    ramp = maps.classes(shares)
    return {"ground": ground, "ramp": ramp, "areas": maps.areas(ground, shares, ramp, told)}


def _tells(row: dict[str, Any]) -> bool:
    return any(is_small(count) for count in (row["covered"], row["gap"] + row["unsaid"]))
