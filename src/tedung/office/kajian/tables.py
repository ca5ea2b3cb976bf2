"""What a study found, as tables of codes and numbers: stored once, named and hidden when shown.

A table is a list of rows; `showing.py` knows what its columns mean.  Nothing here names anybody.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa

from tedung.law import law_version
from tedung.office.kajian.models import Source
from tedung.study import choices as side_by_side
from tedung.study.gap import DIMENSIONS, published_ends, uncertainty
from tedung.study.paper.figures import Found
from tedung.study.quota import CHOSEN, NOT_ELIGIBLE, RESERVE
from tedung.study.rates import rates
from tedung.study.score import Criterion, weights

Row = dict[str, Any]
Tables = dict[str, list[Row]]

LAW = {
    "jkk": ("bpu.bracket_lower", "bpu.bracket_base", "bpu.rate_jkk"),
    "jkm": ("bpu.amount_jkm", "jkm.death_sum", "jkm.periodic", "jkm.funeral", "jkm.short_membership_days"),
    "jht": ("bpu.rate_jht",),
}
"""The lines of the law on which a non-wage worker's money rests, by programme."""

FOR_ALL = (
    "coverage.age_minimum",
    "coverage.age_limit",
    "relief.bpu_other_factor",
    "relief.bpu_excluded_payers",
)


def facts(found: Found, source: Source) -> dict[str, Any]:
    """Return the figures that a reader looks for first, and those that make it again."""
    selection, projection = found.selection, found.projection
    status = found.choice.counts
    low, high = found.gap.ends
    return {
        "people": found.gap.people,
        "states": dict(found.gap.states),
        "gap_between": [low, high],
        "published_between": _listed(published_ends(found.gap.region)) if uncertainty(found.gap) else None,
        "unaged": found.gap.unaged,
        "missing": list(found.gap.missing),
        "asked": status.total(),
        "chosen": status[CHOSEN],
        "reserve": status[RESERVE],
        "not_eligible": status[NOT_ELIGIBLE],
        "budget": found.request.budget,
        "spent": selection.spent,
        "planned": projection.total("planned"),
        "expected": projection.total("expected"),
        "with_replacement": projection.total("with_replacement"),
        "value": selection.value,
        "bound": selection.bound,
        "greedy": selection.greedy_value,
        "fractions": selection.fractions,
        "floors": len(selection.floors),
        "floors_kept": sum(one.is_kept for one in selection.floors),
        "seed": found.request.seed,
        "months": [str(month) for month in found.months],
        "law_day": found.law.day.isoformat(),
        "law_version": law_version(),
        "life_table": found.life_table,
        "source": source.name,
        "source_day": source.day.isoformat(),
        "source_sha256": source.people.sha256 if source.people else "",
        "is_invented": source.is_invented,
    }


def _listed(ends: tuple[int, int] | None) -> list[int] | None:
    return None if ends is None else list(ends)


def tables(found: Found) -> Tables:
    """Return every table of a study, by its code."""
    made: Tables = {
        "states": [{"state": state, "people": count} for state, count in found.gap.states.items()],
        **_gap(found),
        "indicators": _indicators(found),
        "published": [dict(vars(one)) for one in uncertainty(found.gap)],
        "reasons": _reasons(found),
        "floors": _floors(found),
        **_fairness(found),
        "weights": [_weight(one, found.criteria) for one in weights()],
        "shifts": [dict(vars(one)) for one in found.shifts],
        **_money(found),
        "rates": [_rate(name) for name in rates()],
        "law": _law(found),
    }
    return made


def _gap(found: Found) -> Tables:
    rows = found.gap.by.to_pylist()
    kept = ("group", "people", "covered", "gap", "unsaid", "per_mille_low", "per_mille_high")
    return {
        f"gap_{name}": [
            {column: row[column] for column in kept}
            for row in rows
            if row["grouped_by"] == name and row["covered"] + row["gap"] + row["unsaid"]
        ]
        for name in DIMENSIONS
    }


def _indicators(found: Found) -> list[Row]:
    kept = ("name", "counted", "base", "per_ten_thousand", "certainty", "source")
    return [
        {**{name: getattr(one, name) for name in kept}, "missing": list(one.missing)}
        for one in found.gap.indicators
    ]


def _reasons(found: Found) -> list[Row]:
    counts = found.choice.reasons
    order = {CHOSEN: 0, RESERVE: 1, NOT_ELIGIBLE: 2}
    rows = sorted(counts.items(), key=lambda one: (order[one[0][0]], -one[1], one[0][1]))
    return [{"status": status, "reason": reason, "people": count} for (status, reason), count in rows]


def _floors(found: Found) -> list[Row]:
    return [
        {
            "column": one.floor.column,
            "value": one.floor.value,
            "least": one.floor.least,
            "share": str(one.floor.share),
            "candidates": one.candidates,
            "chosen": one.chosen,
            "is_kept": one.is_kept,
            "points_each": one.points_each,
        }
        for one in found.selection.floors
    ]


def _fairness(found: Found) -> Tables:
    made: Tables = {}
    for row in found.fairness.to_pylist():
        eligible = row["chosen"] + row["left_out"]
        if eligible:
            kept = {name: row[name] for name in ("group", "chosen", "left_out", "per_mille", "per_mille_all")}
            made.setdefault(f"chosen_{row['grouped_by']}", []).append({**kept, "eligible": eligible})
    return made


def _weight(one: Criterion, used: tuple[Criterion, ...]) -> Row:
    points = next((other.points for other in used if other.name == one.name), ())
    return {
        "criterion": one.name,
        "bounds": list(one.bounds),
        "points": list(points),
        "plain": list(one.points),
    }


MONEY = ("planned", "expected", "with_replacement")


def _money(found: Found) -> Tables:
    lines = found.projection.lines.to_pylist()
    exits = found.projection.exits.to_pylist()
    return {
        "months": _summed(lines, lambda row: (row["month"],), ("month",)),
        "lines": _summed(
            lines,
            lambda row: (row["year"], row["payer"], row["sumber_dana"], row["opd_pengampu"]),
            ("year", "payer", "sumber_dana", "opd_pengampu"),
        ),
        "exits": [
            {"why": why, "people": round(sum(row[why] for row in exits), 1)}
            for why in ("death", "move", "lapse", "age")
        ],
        "unspent": _rows(side_by_side.table(found.unspent)),
        "lengths": _rows(side_by_side.table(found.lengths)),
        "bundles": _rows(side_by_side.table(found.choices)),
        "expected": [one._asdict() for one in found.expected],
        "bands": [one._asdict() for one in found.bands],
    }


def _rows(table: pa.Table) -> list[Row]:
    listed: list[Row] = table.to_pylist()
    return listed


def _summed(lines: list[Row], key: Callable[[Row], tuple[Any, ...]], names: tuple[str, ...]) -> list[Row]:
    """Add lines up; people are those of the fullest month, not the months' sum."""
    sums: dict[tuple[Any, ...], Row] = {}
    heads: dict[tuple[Any, ...], Counter[str]] = {}
    for row in lines:
        at = key(row)
        held = sums.setdefault(at, dict.fromkeys(MONEY, 0))
        for name in MONEY:
            held[name] += row[name]
        heads.setdefault(at, Counter())[row["month"]] += row["people"]
    return [
        {**dict(zip(names, at, strict=True)), "people": max(heads[at].values()), **sums[at]}
        for at in sorted(sums)
    ]


def _rate(name: str) -> Row:
    one = rates()[name]
    ends = {end: str(one.at(end)) for end in ("low", "central", "high")}
    return {"rate": name, **ends, "certainty": one.certainty, "source": one.source}


def _law(found: Found) -> list[Row]:
    named = [path for programme in found.request.programmes.split("+") for path in LAW.get(programme, ())]
    cited: Mapping[str, Any] = {path: found.law.cite(path) for path in (*named, *FOR_ALL)}
    return [
        {
            "path": path,
            "value": _said(entry.value),
            "unit": entry.unit,
            "source": entry.source,
            "certainty": entry.certainty,
            "since": entry.first_day.isoformat(),
        }
        for path, entry in cited.items()
    ]


def _said(value: Any) -> str:
    """Return a value as text; of a long list its first and last."""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) if len(value) < 5 else f"{value[0]} … {value[-1]}"
    return str(value)
