"""The bill of months for a table in a file of any size, in bounded memory."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tedung.dates import Month
from tedung.files import file_aside
from tedung.law import law_on
from tedung.law.bill import Fillings, fill
from tedung.law.bill_rules import JUDGED, STAGES, WHY_NOT, Terms, Workers, leaned_on
from tedung.law.coverage import BPU
from tedung.scale import frames, stream, tables

NO_FILLINGS = Fillings()


@dataclass(frozen=True)
class Request:
    """What is asked: the months, what fills empty cells, and whether members are billed too."""

    months: Sequence[Month]
    fillings: Fillings = NO_FILLINGS
    include_members: bool = False


@dataclass(frozen=True)
class Totals:
    """What came of it: rows, sums of the amounts, rows by `why_not`, and what it leans on."""

    rows: int
    amounts: dict[str, int]
    reasons: dict[str, int]
    notes: dict[str, int]
    """Rows times months by what they lean on: a convention's code, or ``unchecked_age``, ``no_segment``."""

    @property
    def billed(self) -> int:
        """Enrolments times months that are billed."""
        return self.reasons.get("", 0)


def bill_file(source: Path, target: Path | None, request: Request) -> Totals:
    """Bill the table in *source* for every month asked; write the rows to *target* where given.

    source, target: .parquet, .csv or .xlsx.  The rows of a month stand in the order
    of the table, month after month.  `TableError` names every fault of the table.
    """
    with tables.admitted(source) as table:
        coded = _coded(table)
        notes = _notes(coded, request)
        bills = _bills(coded, request)
        if target is None:
            return _totals(bills, notes)
        with file_aside(target) as aside:
            frames.write(bills, aside)
            written = bills if target.suffix == ".xlsx" else frames.scan(aside)
            return _totals(written, notes)


def totals_by(source: Path, request: Request, column: str) -> Any:
    """Return rows, rows billed and every amount, by a *column* of the table, such as village.

    A Polars frame, sorted by the column; the sums are over all months asked.
    """
    with tables.admitted(source) as table:
        bills = _bills(_coded(table), request, keep=(column,))
        return frames.totals(bills, frames.column(column))


def totals_of(bills: Path) -> Totals:
    """Return the totals of bills already written; *bills* may be a pattern of Parquet files."""
    return _totals(frames.scan(bills), {})


def _coded(table: tables.Admitted) -> Any:
    return stream.code_frame(frames.with_ids(frames.scan(table.path)), table.programmes)


def _bills(coded: Any, request: Request, keep: Sequence[str] = ()) -> Any:
    return frames.together([_bill(coded, month, request, keep) for month in request.months])


def _bill(coded: Any, month: Month, request: Request, keep: Sequence[str]) -> Any:
    return frames.as_bill(_run(coded, STAGES, month, request), str(month), WHY_NOT, keep)


def _run(coded: Any, stages: Sequence[stream.Stage], month: Month, request: Request) -> Any:
    filled = stream.run(coded, [fill], request.fillings)
    return stream.run(filled, stages, terms_of(request, month))


def terms_of(request: Request, month: Month) -> Terms:
    """Return the terms of one of the months asked."""
    return Terms(month, law_on(month.first_day), request.months[0], request.include_members)


def _notes(coded: Any, request: Request) -> dict[str, int]:
    """Count the rows of each month that lean on a convention, or on something nobody checked."""
    counts: Counter[str] = Counter(frames.count(coded, [_unsaid], None))
    for month in request.months:
        counts.update(
            frames.count(
                _run(coded, JUDGED, month, request), [leaned_on, _unchecked], terms_of(request, month)
            )
        )
    return {note: count for note, count in counts.items() if count}


def _unsaid(workers: Workers, terms: None) -> dict[str, Any]:
    del terms
    return {"no_segment": workers["segment"] < 0}


def _unchecked(workers: Workers, terms: Terms) -> dict[str, Any]:
    del terms
    aged = (workers["segment"] == BPU) | workers["in_jkp"]
    return {"unchecked_age": workers["is_billed"] & aged & (workers["birth_date"] <= 0)}


def _totals(bills: Any, notes: dict[str, int]) -> Totals:
    by_reason = frames.totals(bills, frames.by_reason())
    reasons = dict(zip(by_reason["why_not"].to_list(), by_reason["rows"].to_list(), strict=True))
    amounts = {name: sum(by_reason[name].to_list()) for name in frames.AMOUNTS}
    return Totals(sum(reasons.values()), amounts, reasons, notes)
