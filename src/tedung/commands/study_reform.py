"""``tedung study reform``: the law as it is beside reforms of it, over the same people."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tedung.errors import TedungError
from tedung.texts import text

if TYPE_CHECKING:
    from tedung.dates import Month
    from tedung.study.reform import Simulation

Row = Mapping[str, Any]
GROUPS = ("village", "desil", "segment", "sex", "kelompok_sasaran")
ROWS = ("covered", "contributions", "jkm_expected", "jkk_expected", "winners", "losers", "gained", "lost")
COUNTED = {"covered", "winners", "losers"}


def register(subparsers: Any) -> None:
    """Declare ``study reform``."""
    said = text("reform_command.help")
    parser = subparsers.add_parser(
        "reform", help=said, description=said, epilog=text("reform_command.example")
    )
    parser.add_argument("people", type=Path, metavar="PEOPLE", help=text("study_command.help_people"))
    parser.add_argument(
        "reforms", type=Path, nargs="+", metavar="REFORM", help=text("reform_command.help_reforms")
    )
    parser.add_argument(
        "--month", type=month, required=True, metavar="2026-12", help=text("reform_command.help_month")
    )
    parser.add_argument("--functions", type=Path, metavar="FILE", help=text("reform_command.help_functions"))
    parser.add_argument("--everybody", action="store_true", help=text("reform_command.help_everybody"))
    parser.add_argument(
        "--by", action="append", choices=GROUPS, metavar="COLUMN", help=text("reform_command.help_by")
    )
    parser.add_argument(
        "--end", choices=("low", "central", "high"), default="central", help=text("reform_command.help_end")
    )
    parser.add_argument("--region", default="", metavar="51.71", help=text("study_command.help_region"))
    parser.add_argument("--life-table", type=Path, metavar="FILE", help=text("study_command.help_life_table"))
    parser.add_argument("--out", type=Path, metavar="DIR", help=text("study_command.help_out"))
    parser.set_defaults(run=run)


def month(given: str) -> "Month":
    """Read a month of the command line."""
    from tedung.dates import Month

    try:
        return Month.parse(given)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(str(fault)) from None


def run(arguments: argparse.Namespace) -> int:
    """Simulate, print and write."""
    found = simulated(arguments)
    print("\n".join(page(found)))
    if arguments.out:
        write(found, arguments.out)
        print(text("study_command.written", out=arguments.out))
    return 0


def simulated(arguments: argparse.Namespace) -> "Simulation":
    """Return baseline and reforms over the people."""
    from tedung.law import law_on
    from tedung.study.reform import simulate
    from tedung.study.reform_file import read_reform

    law = law_on(arguments.month.first_day)
    reforms = [read_reform(path, law, arguments.functions) for path in arguments.reforms]
    names = [reform.name for reform in reforms]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise TedungError(text("reform.same_name", names=", ".join(twice)))
    found = simulate(
        arguments.people,
        reforms,
        arguments.month,
        region=arguments.region,
        members_only=not arguments.everybody,
        groups=tuple(arguments.by or GROUPS),
        end=arguments.end,
        life_table=arguments.life_table,
    )
    lacking = sorted(set(arguments.by or ()) - set(found.groups))
    if lacking:
        raise TedungError(text("reform.no_group", columns=", ".join(lacking)))
    return found


def page(found: "Simulation") -> list[str]:
    """Return the page: a row a reform's figure, who pays, and who gains by decile."""
    from tedung.money import thousands

    totals = found.totals()
    first = totals[0]
    people = {name: thousands(first[name]) for name in ("people", "enrolled")}
    lines = [text("reform.head", month=found.month, **people), ""]
    lines += [_line(text("reform.row_reform"), [row["reform"] or text("reform.now") for row in totals])]
    lines += [_figures(f"reform.row_{name}", name, totals) for name in ROWS]
    if first["open"]:
        lines.append(_figures("reform.row_open", "open", totals))
    lines += ["", text("reform.paid_head"), *_payers(totals)]
    if "desil" in found.groups:
        lines += ["", text("reform.decile_head"), *_deciles(found)]
    return [*lines, "", text("reform.certainty", life_table=found.life_table)]


def _figures(code: str, name: str, totals: Sequence[Row]) -> str:
    from tedung.money import rupiah, thousands

    write_as = thousands if name in COUNTED or name == "open" else rupiah
    return _line(text(code), [write_as(row[name]) for row in totals])


def _line(label: str, cells: Sequence[str]) -> str:
    return f"  {label[:44]:<44}" + "".join(f" {cell[:24]:>24}" for cell in cells)


def _payers(totals: Sequence[Row]) -> list[str]:
    from tedung.study.reform import PAID

    return [
        _figures(f"reform.paid_{name}", name, totals) for name in PAID if any(row[name] for row in totals)
    ]


def _deciles(found: "Simulation") -> list[str]:
    from tedung.money import thousands

    rows: dict[Any, list[str]] = {}
    for row in found.by("desil"):
        cell = f"{thousands(row['winners'])} / {thousands(row['losers'])}" if row["reform"] else "–"
        rows.setdefault(row["group"], []).append(cell)
    return [
        _line(text("reform.decile", desil="–" if at is None else at), cells) for at, cells in rows.items()
    ]


def write(found: "Simulation", out: Path) -> None:
    """Write every grouping as one table, and a summary."""
    from tedung.files import folder_aside
    from tedung.law import law_version
    from tedung.study.output import write_json, write_table
    from tedung.study.rates import rates

    with folder_aside(out) as aside:
        write_table(aside, "reform", found.table())
        summary = {
            "month": str(found.month),
            "reforms": found.names,
            "totals": found.totals(),
            "life_table": found.life_table,
            "rates": {name: rate._asdict() for name, rate in rates().items()},
            "law_version": law_version(),
        }
        write_json(aside, "summary", summary)
