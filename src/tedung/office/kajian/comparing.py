"""Two to four scenarios side by side: what was chosen, what came of it, and where they differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tedung.money import thousands
from tedung.office.kajian import naming, queries, summary
from tedung.office.kajian.models import Result, Scenario
from tedung.office.kajian.naming import Names
from tedung.office.kajian.showing import hides_small, is_small, withheld

BY = ("kelompok_sasaran", "district", "village", "sex", "age_band", "opd_pengampu")


@dataclass(frozen=True)
class Side:
    """One line of the comparison: a cell a scenario, and whether they differ."""

    label: str
    cells: Sequence[str]

    @property
    def differs(self) -> bool:
        """Say whether not all say the same."""
        return len(set(self.cells)) > 1


@dataclass(frozen=True)
class Chart:
    """A figure of all as bars: label, length of a hundred, what is written."""

    title: str
    bars: Sequence[tuple[str, float, str]]


def side_by_side(scenarios: Sequence[Scenario]) -> dict[str, Any]:
    """Return what the page shows of scenarios that all have a result."""
    results = [queries.results_of(scenarios)[one.pk] for one in scenarios]
    told = [dict(summary.chosen_said(one, result)) for one, result in zip(scenarios, results, strict=True)]
    figures = [summary.figures(result) for result in results]
    labels = summary.figure_labels()
    return {
        "scenarios": scenarios,
        "choices": [Side(label, [one[label] for one in told]) for label in told[0]],
        "figures": [Side(labels[name], [one[name] for one in figures]) for name in summary.FIGURES],
        "groups": [table for name in BY if (table := _chosen(name, results))],
        "charts": _charts(scenarios, results),
        "same_people": len({result.facts["source_sha256"] for result in results}) == 1,
        "same_law": len({result.law_version for result in results}) == 1,
    }


def _chosen(name: str, results: Sequence[Result]) -> dict[str, Any] | None:
    """Return the chosen of each group of a dimension; so few that one is known are not told."""
    held = [{row["group"]: row for row in result.tables.get(f"chosen_{name}", [])} for result in results]
    groups = sorted({str(group or "") for one in held for group in one})
    if not groups:
        return None
    names, titles = Names(), naming.dimensions()
    lines = _veiled([Side(names.of(name, group), _cells(group, held)) for group in groups])
    shown = sorted(lines, key=lambda line: line.label) if name != "age_band" else lines
    return {
        "title": _("Terpilih menurut %(what)s") % {"what": naming.lower(titles[name])},
        "head": titles[name],
        "lines": shown,
    }


def _veiled(lines: list[Side]) -> list[Side]:
    """Hide another line where one alone is hidden, lest the sum tell it."""
    shown = [at for at, line in enumerate(lines) if withheld() not in line.cells]
    if len(lines) - len(shown) != 1 or not shown:
        return lines
    least = min(shown, key=lambda at: (len(lines[at].cells[0]), lines[at].cells[0], at))
    veiled = Side(lines[least].label, [withheld()] * len(lines[least].cells))
    return [veiled if at == least else line for at, line in enumerate(lines)]


def _cells(group: str, held: Sequence[dict[str, dict[str, Any]]]) -> list[str]:
    """Write the chosen of a group; all cells of it are hidden where one is small."""
    rows = [one.get(group, {"chosen": 0, "left_out": 0, "eligible": 0}) for one in held]
    counts = [row["chosen"] for row in rows]
    if hides_small() and any(
        is_small(row[name]) for row in rows for name in ("chosen", "left_out", "eligible")
    ):
        return [withheld()] * len(rows)
    return [thousands(count, naming.lang()) for count in counts]


def _charts(scenarios: Sequence[Scenario], results: Sequence[Result]) -> list[Chart]:
    labels = summary.figure_labels()
    few = hides_small() and any(is_small(result.facts["chosen"]) for result in results)
    return [] if few else [_chart(labels[name], name, scenarios, results) for name in ("chosen", "planned")]


def _chart(title: str, name: str, scenarios: Sequence[Scenario], results: Sequence[Result]) -> Chart:
    most = max(result.facts[name] for result in results) or 1
    bars = [
        (one.name, round(100 * result.facts[name] / most, 2), summary.figures(result)[name])
        for one, result in zip(scenarios, results, strict=True)
    ]
    return Chart(title, bars)
