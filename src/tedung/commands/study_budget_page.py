"""What ``tedung study budget`` prints."""

import argparse
from typing import TYPE_CHECKING, Any

from tedung.commands.study_gap import line
from tedung.texts import text

if TYPE_CHECKING:
    from decimal import Decimal

    from tedung.commands.study_budget import Found


def page(found: "Found", arguments: argparse.Namespace) -> list[str]:
    """Return the page: cost, leavers, what stays unspent, choices, benefits, rates and versions."""
    return [
        *_costs(found, arguments),
        *_exits(found),
        *_unspent(found),
        *_choices(found),
        *_benefits(found, arguments),
        *_versions(found),
        *_rates(),
    ]


def _costs(found: "Found", arguments: argparse.Namespace) -> list[str]:
    from tedung.money import rupiah, thousands
    from tedung.study.quota import sentence

    projection = found.projection
    span = f"{found.months[0]} – {found.months[-1]}"
    lines = [text("study_command.budget_head", months=span, people=thousands(projection.enrolled)), ""]
    by_year = _sums(projection.lines.to_pylist(), "year")
    for (year,), row in by_year.items():
        lines.append(line(text("study_command.budget_year", year=year), rupiah(row["planned"])))
        lines.append(line(text("study_command.budget_expected"), rupiah(row["expected"])))
        if arguments.replaced_after is not None:
            said = text("study_command.budget_replaced", months=arguments.replaced_after)
            lines.append(line(said, rupiah(row["with_replacement"])))
    lines += ["", text("study_command.budget_lines")]
    by_line = _sums(projection.lines.to_pylist(), "payer", "sumber_dana", "opd_pengampu")
    for key, row in by_line.items():
        lines.append(line(" · ".join(part for part in key if part), rupiah(row["planned"])))
    return [
        *lines,
        *(line(sentence(reason, 0, 0, ""), thousands(count)) for reason, count in projection.why_not.items()),
    ]


def _sums(rows: list[dict[str, Any]], *keys: str) -> dict[tuple[Any, ...], dict[str, int]]:
    """Return the rupiah of the rows by some of their columns, in the order of these."""
    found: dict[tuple[Any, ...], dict[str, int]] = {}
    for row in rows:
        sums = found.setdefault(tuple(row[key] for key in keys), {})
        for name in ("planned", "expected", "with_replacement"):
            sums[name] = sums.get(name, 0) + row[name]
    return dict(sorted(found.items()))


def _exits(found: "Found") -> list[str]:
    rows = found.projection.exits.to_pylist()
    sums = {reason: sum(row[reason] for row in rows) for reason in ("death", "move", "lapse", "age")}
    told = [line(text(f"study_command.exit_{reason}"), _tenths(sums[reason])) for reason in sums]
    return ["", text("study_command.budget_exits"), *told]


def _tenths(number: float) -> str:
    return _spelt(f"{number:.1f}")


def _spelt(number: str) -> str:
    from tedung.texts import language

    return number.replace(".", ",") if language() == "id" else number


def _unspent(found: "Found") -> list[str]:
    from tedung.money import rupiah, thousands

    lines = ["", text("study_command.budget_unspent")]
    for one in found.unspent:
        counts = {"left": rupiah(one.left), "months": thousands(one.person_months)}
        label = text(f"study_command.case_{one.case}")
        lines.append(line(label, text("study_command.budget_unspent_months", **counts)))
    return [*lines, text("study_command.budget_unspent_why")]


def _choices(found: "Found") -> list[str]:
    from tedung.money import rupiah

    lines = ["", text("study_command.budget_lengths")]
    for one in found.lengths:
        said = text("study_command.budget_counted", amount=rupiah(one.amount), counted=one.counted_by_agency)
        lines.append(line(text("study_command.budget_length", months=one.months), said))
    lines += ["", text("study_command.budget_choices")]
    for each in found.choices:
        said = text("study_command.budget_relief", amount=rupiah(each.amount), relief=rupiah(each.relief))
        lines.append(line(f"{each.programmes} · {each.payer}", said))
    return lines


def _benefits(found: "Found", arguments: argparse.Namespace) -> list[str]:
    from tedung.money import rupiah, thousands

    lines = ["", text("study_command.budget_benefits")]
    low, central, high = found.expected
    for name in ("deaths", "accidents", "accident_deaths"):
        ends = " / ".join(_tenths(getattr(one, name)) for one in (low, central, high))
        lines.append(line(text(f"study_command.band_{name}"), ends))
    for name in ("jkm", "jkk"):
        ends = " / ".join(rupiah(getattr(one, name)) for one in (low, central, high))
        lines.append(line(text(f"study_command.band_{name}"), ends))
    lines += ["", text("study_command.budget_bands", runs=thousands(arguments.runs))]
    for band in found.bands:
        shown = rupiah if band.what in {"contributions", "jkm", "jkk"} else thousands
        ends = " / ".join(shown(end) for end in (band.low, band.middle, band.high))
        lines.append(line(text(f"study_command.band_{band.what}"), ends))
    return [*lines, text("study_command.budget_not_modelled")]


def _rates() -> list[str]:
    from tedung.study.rates import rates

    lines = ["", text("study_command.budget_rates")]
    for rate in rates().values():
        ends = " / ".join(_end(end) for end in (rate.low, rate.central, rate.high))
        lines.append(line(f"{rate.label} ({text(f'study_command.certainty_{rate.certainty}')})", ends))
        lines.append(f"    {rate.source}")
    return lines


def _end(end: "Decimal") -> str:
    from tedung.money import rupiah

    return rupiah(int(end)) if end > 1_000 else _spelt(f"{end.normalize():f}")


def _versions(found: "Found") -> list[str]:
    from tedung.money import rupiah
    from tedung.study.versions import VERSIONS

    if found.versions is None:
        return []
    lines = ["", text("study_command.budget_versions")]
    for row in found.versions.to_pylist():
        whole = text("study_command.all_lines", year=row["year"])
        lines.append(
            f"  {row['year']} {row['sub_activity']} · {row['sumber_dana']}" if row["sub_activity"] else whole
        )
        for version in VERSIONS:
            amount = row[version]
            said = "–" if amount is None else rupiah(amount)
            lines.append(line(f"  {text(f'study_command.version_{version}')}", said))
        if row["unspent"] is not None:
            lines.append(line(f"  {text('study_command.left')}", rupiah(row["unspent"])))
    return lines
