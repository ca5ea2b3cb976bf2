"""``tedung bill``: what each enrolment of a table owes in a month, and who pays it."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tedung.errors import TedungError
from tedung.texts import text

if TYPE_CHECKING:
    from tedung.dates import Month
    from tedung.law.bill import Fillings
    from tedung.law.bill_file import Request, Totals


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command to the parser."""
    parser = commands.add_parser(
        "bill",
        help=text("bill.help"),
        description=text("bill.description"),
        epilog=text("bill.example"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("table", type=Path, metavar="TABLE", help=text("bill.help_table"))
    parser.add_argument("--month", required=True, metavar="YYYY-MM", help=text("bill.help_month"))
    parser.add_argument("--to", metavar="YYYY-MM", help=text("bill.help_to"))
    parser.add_argument("--payer", metavar="PAYER", help=text("bill.help_payer"))
    parser.add_argument("--programmes", metavar="A+B", help=text("bill.help_programmes"))
    parser.add_argument("--include-members", action="store_true", help=text("bill.help_members"))
    parser.add_argument("--out", type=Path, metavar="FILE", help=text("bill.help_out"))
    parser.add_argument(
        "--engine", choices=("local", "spark"), default="local", help=text("bill.help_engine")
    )
    parser.add_argument("--by", metavar="COLUMN", help=text("bill.help_by"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Bill the table; 1 where some enrolment could not be billed for want of a value or a law."""
    from tedung.commands.bill_page import by_column, summary
    from tedung.law.bill_file import Request, bill_file, totals_by

    months, fillings = _asked(arguments)
    _check_out(arguments.out, arguments.engine)
    request = Request(months, fillings, arguments.include_members)
    if not arguments.table.is_file():
        raise TedungError(text("bill.no_table", file=arguments.table))
    if arguments.by:
        column = _known_column(arguments.by)
        print(by_column(totals_by(arguments.table, request, column), column, months))
        return 0
    if arguments.engine == "spark":
        totals = _on_spark(arguments, request)
    else:
        totals = bill_file(arguments.table, arguments.out, request)
    print(summary(totals, months, arguments.out))
    return 1 if any(reason in TO_MEND for reason in totals.reasons) else 0


def _on_spark(arguments: argparse.Namespace, request: "Request") -> "Totals":
    from tedung.law.bill_spark import bill_on_spark

    if arguments.out is None:
        raise TedungError(text("bill.spark_needs_out"))
    return bill_on_spark(arguments.table, arguments.out, request)


TO_MEND = (
    "missing_upah",
    "missing_risk_class",
    "missing_enterprise_size",
    "missing_contract",
    "missing_contract_months",
    "contract_too_short",
    "programme_not_open",
    "law_gap",
)


def _asked(arguments: argparse.Namespace) -> "tuple[list[Month], Fillings]":
    """Return the months and fillings; all that is wrong with them in one sentence each, at once."""
    from tedung.law.bill import Fillings

    faults: list[str] = []
    months = _months(arguments, faults)
    _check_code(arguments.payer, "payer", faults)
    _check_programmes(arguments.programmes, faults)
    if faults:
        raise TedungError("\n".join(faults))
    programmes = arguments.programmes.lower() if arguments.programmes else None
    return months, Fillings(arguments.payer, programmes)


def _months(arguments: argparse.Namespace, faults: list[str]) -> "list[Month]":
    from tedung.dates import Month
    from tedung.law import days_of_change

    asked = {"--month": arguments.month, **({"--to": arguments.to} if arguments.to else {})}
    ends = []
    for option, value in asked.items():
        try:
            ends.append(Month.parse(value))
        except ValueError:
            faults.append(text("bill.month_unknown", option=option, value=value))
    if len(ends) < len(asked):
        return []
    ends = [ends[0], ends[-1]]
    begin = Month.of(days_of_change()[0])
    if ends[0] < begin:
        faults.append(text("bill.month_before_law", month=ends[0], first=begin))
    if ends[1] < ends[0]:
        faults.append(text("bill.months_turned", month=ends[0], to=ends[1]))
    if ends[1] - ends[0] >= LONGEST:
        faults.append(text("bill.months_too_many", count=ends[1] - ends[0] + 1, longest=LONGEST))
    return [] if faults else list(ends[0].until(ends[1]))


LONGEST = 120


def _check_code(value: str | None, option: str, faults: list[str]) -> None:
    from tedung.columns import PAYERS

    if value is not None and value not in PAYERS:
        allowed = ", ".join(PAYERS)
        faults.append(text("bill.option_unknown", option=f"--{option}", value=value, allowed=allowed))


def _check_programmes(value: str | None, faults: list[str]) -> None:
    from tedung.columns import PROGRAMMES

    unknown = [name for name in (value or "").lower().split("+") if name and name not in PROGRAMMES]
    if unknown or value == "":
        faults.append(text("bill.programmes_unknown", value=value, allowed=", ".join(PROGRAMMES)))


def _check_out(out: Path | None, engine: str) -> None:
    if out is not None and engine == "local" and out.suffix.lower() not in KINDS:
        raise TedungError(text("bill.table_kind", file=out.name, kinds=", ".join(KINDS)))


KINDS = (".parquet", ".csv", ".xlsx")


def _known_column(name: str) -> str:
    from difflib import get_close_matches

    from tedung.columns import NAMES

    if name not in NAMES:
        near = [MEANT[name]] if name in MEANT else get_close_matches(name, NAMES, n=3) or GROUPS
        raise TedungError(text("bill.by_unknown", value=name, near=", ".join(near)))
    return name


MEANT = {"desa": "village", "kelurahan": "village", "kelompok": "kelompok_sasaran", "opd": "opd_pengampu"}
"""What a clerk says for a column, and the column."""
GROUPS = ["village", "kelompok_sasaran", "opd_pengampu", "segment", "payer"]
