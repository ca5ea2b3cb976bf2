"""The bill of months for a table in a file of any size, in bounded memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tedung.columns import PAYERS, SEGMENTS
from tedung.dates import Month
from tedung.files import file_aside
from tedung.law import law_on
from tedung.law.bill import Fillings
from tedung.law.bill_rules import STAGES, WHY_NOT, Terms
from tedung.scale import frames, stream, tables
from tedung.scale.codes import EMPTY_CODE, EMPTY_MASK, mask

NO_FILLINGS = Fillings()


@dataclass(frozen=True)
class Request:
    """What is asked: the months, what fills empty cells, and whether members are billed too."""

    months: Sequence[Month]
    fillings: Fillings = NO_FILLINGS
    include_members: bool = False


@dataclass(frozen=True)
class Totals:
    """What came of it: rows, sums of the amounts, rows by `why_not`, and empties that were filled."""

    rows: int
    amounts: dict[str, int]
    reasons: dict[str, int]
    filled: dict[str, int]

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
        filled = frames.empties(coded)
        bills = _bills(coded, request)
        if target is None:
            return _totals(bills, filled)
        with file_aside(target) as aside:
            frames.write(bills, aside)
            written = bills if target.suffix == ".xlsx" else frames.scan(aside)
            return _totals(written, filled)


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
    coded = frames.fill(coded, _chosen(request.fillings))
    return frames.together([_bill(coded, month, request, keep) for month in request.months])


def _bill(coded: Any, month: Month, request: Request, keep: Sequence[str]) -> Any:
    terms = Terms(month, law_on(month.first_day), month == request.months[0], request.include_members)
    return frames.as_bill(stream.run(coded, STAGES, terms), str(month), WHY_NOT, keep)


def _chosen(fillings: Fillings) -> dict[str, tuple[int, int]]:
    chosen = {"segment": (EMPTY_CODE, SEGMENTS.index("bpu"))}
    if fillings.payer:
        chosen["payer"] = (EMPTY_CODE, PAYERS.index(fillings.payer))
    if fillings.programmes:
        chosen["programmes"] = (EMPTY_MASK, mask(fillings.programmes))
    return chosen


def _totals(bills: Any, filled: dict[str, int]) -> Totals:
    by_reason = frames.totals(bills, frames.by_reason())
    reasons = dict(zip(by_reason["why_not"].to_list(), by_reason["rows"].to_list(), strict=True))
    amounts = {name: int(by_reason[name].sum()) for name in frames.AMOUNTS}
    return Totals(sum(reasons.values()), amounts, reasons, filled)
