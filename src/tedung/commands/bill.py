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
    from tedung.law.bill_file import Request, bill_file, totals_by

    months, fillings = _asked(arguments)
    request = Request(months, fillings, arguments.include_members)
    if not arguments.table.is_file():
        raise TedungError(text("bill.no_table", file=arguments.table))
    if arguments.by:
        _print_by(totals_by(arguments.table, request, _known_column(arguments.by)), arguments.by)
        return 0
    if arguments.engine == "spark":
        totals = _on_spark(arguments, request)
    else:
        totals = bill_file(arguments.table, arguments.out, request)
    print(_summary(totals, months, arguments.out))
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
    return months, Fillings(arguments.payer, arguments.programmes)


def _months(arguments: argparse.Namespace, faults: list[str]) -> "list[Month]":
    from tedung.dates import Month
    from tedung.law import days_of_change

    ends = []
    for option, value in (("--month", arguments.month), ("--to", arguments.to or arguments.month)):
        try:
            ends.append(Month.parse(value))
        except ValueError:
            faults.append(text("bill.month_unknown", option=option, value=value))
    if len(ends) < 2:
        return []
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

    unknown = [name for name in (value or "").split("+") if name and name not in PROGRAMMES]
    if unknown or value == "":
        allowed = "+".join(PROGRAMMES)
        wrong = "+".join(unknown)
        faults.append(text("bill.option_unknown", option="--programmes", value=wrong, allowed=allowed))


def _known_column(name: str) -> str:
    from tedung.columns import NAMES

    if name not in NAMES:
        raise TedungError(text("bill.option_unknown", option="--by", value=name, allowed=", ".join(NAMES)))
    return name


def _summary(totals: "Totals", months: "list[Month]", out: Path | None) -> str:
    from tedung.law import law_version
    from tedung.money import rupiah, thousands

    span = str(months[0]) if len(months) == 1 else f"{months[0]} – {months[-1]}"
    lines = [text("bill.sum_head", months=span, rows=thousands(totals.rows), version=law_version())]
    lines += [
        _line(text(f"bill.col_{name}"), rupiah(amount)) for name, amount in totals.amounts.items() if amount
    ]
    lines.append(_line(text("bill.sum_billed"), thousands(totals.billed)))
    for reason, count in totals.reasons.items():
        if reason:
            lines.append(_line(text(f"bill.why_{reason}"), thousands(count)))
    lines += _notes(totals)
    if out:
        lines.append(text("bill.written", out=out))
    return "\n".join(lines)


def _notes(totals: "Totals") -> list[str]:
    """Say what nobody checked, and which conventions of ours the bill leans on, by rows."""
    from tedung.law.manual import conventions
    from tedung.money import thousands
    from tedung.texts import language

    lines, codes = [], []
    for note, count in totals.notes.items():
        if note in UNCHECKED:
            lines.append(text(f"bill.{note}", count=thousands(count)))
        else:
            convention = conventions()[note]
            label = convention.label_id if language() == "id" else convention.label_en
            codes.append(_line(f"{label} ({note})", thousands(count)))
    return [*lines, *([text("bill.sum_conventions"), *codes] if codes else [])]


UNCHECKED = ("no_segment", "unchecked_age")


def _line(label: str, value: str) -> str:
    return f"  {label:<58} {value:>24}"


def _print_by(frame: object, column: str) -> None:
    from tedung.money import rupiah, thousands

    print(
        f"{column:<24} {text('bill.by_rows'):>12} {text('bill.by_billed'):>12} {text('bill.col_total'):>24}"
    )
    for row in frame.iter_rows(named=True):  # type: ignore[attr-defined] # a Polars frame, loaded only here
        counts = f"{thousands(row['rows']):>12} {thousands(row['billed']):>12}"
        print(f"{row[column] or '-':<24} {counts} {rupiah(row['total']):>24}")
