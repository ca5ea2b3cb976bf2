"""What ``tedung bill`` prints: totals, why rows are not billed, what a bill leans on, sums by a column."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tedung.texts import text

if TYPE_CHECKING:
    from tedung.dates import Month
    from tedung.law.bill_file import Totals

UNCHECKED = ("no_segment", "unchecked_age")


def summary(totals: "Totals", months: "list[Month]", out: Path | None) -> str:
    """Return the page: amounts, rows billed and not, notes and conventions."""
    from tedung.law import law_version
    from tedung.money import rupiah, thousands

    lines = [text("bill.sum_head", months=_span(months), rows=thousands(totals.rows), version=law_version())]
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


def _line(label: str, value: str) -> str:
    return f"  {label:<58} {value:>24}"


def by_column(frame: Any, column: str, months: "list[Month]") -> str:
    """Return rows, rows billed and the total by a column, and their sum; villages by name."""
    from tedung.law import law_version
    from tedung.money import rupiah, thousands

    names = _village_names() if column == "village" else {}
    rows = list(frame.iter_rows(named=True))
    whole = {name: sum(row[name] for row in rows) for name in ("rows", "billed", "total")}
    lines = [text("bill.by_head", months=_span(months), column=column, version=law_version())]
    lines.append(_by_line("", text("bill.by_rows"), text("bill.by_billed"), text("bill.col_total")))
    for row in [*rows, {column: text("bill.by_sum"), **whole}]:
        value = row[column] or text("bill.by_empty")
        label = f"{value} {names[value]}" if value in names else str(value)
        lines.append(_by_line(label, thousands(row["rows"]), thousands(row["billed"]), rupiah(row["total"])))
    return "\n".join(lines)


def _by_line(label: str, rows: str, billed: str, total: str) -> str:
    return f"{label:<40} {rows:>12} {billed:>12} {total:>24}"


def _village_names() -> dict[str, str]:
    import csv
    from importlib import resources

    table = (resources.files("tedung") / "data/adm/bali_villages.csv").read_text("utf-8")
    return {row["code"]: row["name"] for row in csv.DictReader(table.splitlines())}


def _span(months: "list[Month]") -> str:
    return str(months[0]) if len(months) == 1 else f"{months[0]} – {months[-1]}"
