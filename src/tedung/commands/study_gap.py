"""``tedung study gap``: who should be covered and is not, and how sure that is."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tedung.texts import text

if TYPE_CHECKING:
    from tedung.study.gap import Gap
    from tedung.study.indicators import Indicator

SHOWN_VILLAGES = 10
DONE, TO_MEND = 0, 1


def register(subparsers: Any) -> None:
    """Declare ``study gap``."""
    said = text("study_command.help_gap")
    parser = subparsers.add_parser(
        "gap", help=said, description=said, epilog=text("study_command.example_gap")
    )
    parser.add_argument("people", type=Path, metavar="PEOPLE", help=text("study_command.help_people"))
    parser.add_argument("--region", default="", metavar="51.71", help=text("study_command.help_region"))
    parser.add_argument("--on", type=day, metavar="DAY", help=text("study_command.help_on"))
    parser.add_argument("--out", type=Path, metavar="DIR", help=text("study_command.help_out"))
    parser.set_defaults(run=run)


def day(given: str) -> date:
    """Read a day of the command line."""
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise argparse.ArgumentTypeError(text("study_command.bad_day", given=given)) from None


def run(arguments: argparse.Namespace) -> int:
    """Print the gap; 1 where nobody compared part of the people with the agency's list."""
    from tedung.study.gap import gap_of

    on = arguments.on or date.today()  # noqa: DTZ011 - a day is an argument; this is its default
    found = gap_of(arguments.people, on, arguments.region)
    fit = fit_of(arguments.people)
    print("\n".join([*page(found), *_fit(fit)]))
    if arguments.out:
        write(found, arguments.out, fit)
        print(text("study_command.written", out=arguments.out))
    return TO_MEND if found.states["unsaid"] else DONE


def page(found: "Gap") -> list[str]:
    """Return the page: states, the two ends of the gap, villages, indicators, what is published."""
    from tedung.money import thousands

    lines = [text("study_command.gap_head", people=thousands(found.people), day=found.day), ""]
    lines += [
        line(text(f"study_command.state_{state}"), thousands(count)) for state, count in found.states.items()
    ]
    low, high = found.ends
    if high > low:
        lines.append(text("study_command.gap_ends", low=thousands(low), high=thousands(high)))
    if found.unaged:
        lines.append(text("study_command.gap_unaged", count=thousands(found.unaged)))
    if found.missing:
        lines.append(text("study_command.gap_missing", columns=", ".join(found.missing)))
    return [*lines, *_villages(found), *_indicators(found), *_published(found)]


def line(label: str, value: str) -> str:
    """Return a label with its value at the right."""
    return f"  {label:<66} {value:>22}"


def _villages(found: "Gap") -> list[str]:
    from tedung.money import thousands
    from tedung.study.output import names

    rows = [row for row in found.by.to_pylist() if row["grouped_by"] == "village" and row["group"]]
    if len(rows) < 2:
        return []
    rows.sort(key=lambda row: (-row["gap"] - row["unsaid"], row["group"]))
    known = names(row["group"] for row in rows)
    told = [
        line(f"{row['group']} {known.get(row['group'], '')}", thousands(row["gap"] + row["unsaid"]))
        for row in rows[:SHOWN_VILLAGES]
    ]
    return ["", text("study_command.gap_villages"), *told]


def _indicators(found: "Gap") -> list[str]:
    from tedung.money import thousands

    lines = ["", text("study_command.gap_indicators")]
    for one in found.indicators:
        lines.append(line(one.label, percent(one.per_ten_thousand)))
        if one.base is not None and one.counted is not None:
            counts = {"counted": thousands(one.counted), "base": thousands(one.base)}
            lines.append("    " + text("study_command.indicator_counts", **counts))
        if one.missing:
            lines.append("    " + text("study_command.indicator_missing", columns=", ".join(one.missing)))
        lines += [f"    {text('study_command.indicator_certainty', certainty=_certainty(one.certainty))}"]
        lines += [f"    {said}" for said in _figures(one)]
        lines += [f"    {one.note}"] if one.note else []
    return lines


def _certainty(code: str) -> str:
    return (
        text(f"study_command.certainty_{SPELT.get(code, code)}")
        if SPELT.get(code, code) in CERTAINTIES
        else code
    )


CERTAINTIES = ("official", "press", "derived", "assumed", "open")
SPELT = {"agency": "official", "text": "official", "predecessor": "official", "assumption": "assumed"}
"""The words of the law and of the population for the same certainties."""


def _figures(one: "Indicator") -> list[str]:
    return [
        text(
            f"study_command.figure_{figure['kind']}",
            region=figure["region"] or text("study_command.nation"),
            on=figure["on"],
            percent=figure["percent"].replace(".", ",") if _comma() else figure["percent"],
        )
        for figure in one.figures
    ]


def percent(per_ten_thousand: int | None) -> str:
    """Return a share in hundredths of a per cent as a reader expects it; a dash where there is none."""
    if per_ten_thousand is None:
        return "–"
    return f"{per_ten_thousand // 100}{',' if _comma() else '.'}{per_ten_thousand % 100:02d} %"


def _comma() -> bool:
    from tedung.texts import language

    return language() == "id"


def _published(found: "Gap") -> list[str]:
    from tedung.money import thousands
    from tedung.study.gap import published_ends, uncertainty

    beside, ends = uncertainty(found), published_ends(found.region)
    if "is_working" in found.missing:
        return []
    if not beside:
        return ["", text("study_command.nothing_published")]
    lines = ["", text("study_command.gap_published")]
    for one in beside:
        label = f"{text(f'study_command.what_{one.what}')} ({one.on}, {_certainty(one.certainty)})"
        lines.append(line(label, f"{thousands(one.published)} / {thousands(one.ours)}"))
        lines.append(f"    {one.source}")
    if ends:
        low, high = (thousands(end) for end in ends)
        lines.append(text("study_command.gap_published_ends", low=low, high=high))
    return lines


def fit_of(people: Path) -> dict[str, Any] | None:
    """Return how sure a synthetic population's figures are: how many by certainty, and its assumptions.

    None for every other table, and where ``fit.json`` is not one of ours.
    """
    import json
    from collections import Counter

    try:
        told = json.loads((people / "fit.json").read_text("utf-8"))
        certainties = Counter(margin["certainty"] for margin in told["margins"])
        return {"margins": dict(sorted(certainties.items())), "assumptions": len(told["assumptions"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _fit(fit: dict[str, Any] | None) -> list[str]:
    from tedung.money import thousands

    if fit is None:
        return []
    margins = [f"{_certainty(code)} {thousands(count)}" for code, count in fit["margins"].items()]
    said = text("study_command.gap_fit", margins="; ".join(margins), assumptions=fit["assumptions"])
    return ["", said]


def write(found: "Gap", out: Path, fit: dict[str, Any] | None = None) -> None:
    """Write the tables, the map's classes, the indicators with their sources, and a summary."""
    from dataclasses import asdict

    from tedung.files import folder_aside
    from tedung.law import law_version
    from tedung.study.gap import MAP_BREAKS, published_ends, uncertainty, village_map
    from tedung.study.output import write_json, write_table

    with folder_aside(out) as aside:
        write_table(aside, "gap", found.by)
        write_table(aside, "map", village_map(found))
        told = [{**asdict(one), "per_ten_thousand": one.per_ten_thousand} for one in found.indicators]
        write_json(aside, "indicators", told)
        summary = {
            "day": found.day,
            "people": found.people,
            "states": dict(found.states),
            "gap_between": found.ends,
            "published_gap_between": published_ends(found.region) if uncertainty(found) else None,
            "published": [asdict(one) for one in uncertainty(found)],
            "missing_columns": found.missing,
            "without_birth_date": found.unaged,
            "region": found.region,
            "map_breaks_percent": MAP_BREAKS,
            "population_fit": fit,
            "law_version": law_version(),
        }
        write_json(aside, "summary", summary)
