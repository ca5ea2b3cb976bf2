"""Polars frames of enrolments: ids, empties, totals, and how they are written."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from tedung.columns import BILL
from tedung.errors import TedungError
from tedung.money import thousands
from tedung.scale.door import Fault, TableError
from tedung.scale.stream import Stage
from tedung.texts import text

IDS_CHECKED_UP_TO = 5_000_000
"""Rows up to which `enrolment_id` is held to be unique; a longer table is taken at its word."""

XLSX_ROWS = 1_048_575
AMOUNTS = tuple(column.name for column in BILL if column.unit == "IDR")


def scan(path: Path) -> pl.LazyFrame:
    """Return the table of a .parquet or .csv file, not read yet."""
    return pl.scan_csv(path) if path.suffix == ".csv" else pl.scan_parquet(path)


def with_ids(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Return *frame* with `enrolment_id` and `worker_id` in every row; `TableError` for one twice."""
    names = frame.collect_schema().names()
    if "enrolment_id" in names:
        _refuse_twice(frame)
    place = pl.format("row-{}", pl.col("place") + 1)
    ids = pl.coalesce([*(["enrolment_id"] if "enrolment_id" in names else []), place])
    workers = [name for name in ("worker_id", "person_id") if name in names]
    frame = frame.with_row_index("place").with_columns(enrolment_id=ids)
    return frame.with_columns(worker_id=pl.coalesce([*workers, "enrolment_id"])).drop("place")


def _refuse_twice(frame: pl.LazyFrame) -> None:
    rows = frame.select(pl.len()).collect().item()
    if rows > IDS_CHECKED_UP_TO:
        return
    ids = pl.col("enrolment_id").drop_nulls()
    twice = frame.select(ids.len() - ids.n_unique()).collect(engine="streaming").item()
    if twice:
        raise TableError("tabel", [Fault("id_twice", "enrolment_id", count=twice)])


def count(frame: pl.LazyFrame, rules: Sequence[Stage], terms: Any) -> dict[str, int]:
    """Return for each flag of *rules* over the columns of *frame* how many rows it holds for."""
    columns = {name: pl.col(name) for name in frame.collect_schema().names()}
    flags = {name: flag for rule in rules for name, flag in rule(columns, terms).items()}
    counts = frame.select(flag.sum().alias(name) for name, flag in flags.items())
    return counts.collect(engine="streaming").row(0, named=True)


def as_bill(frame: pl.LazyFrame, month: str, reasons: Sequence[str], keep: Sequence[str]) -> pl.LazyFrame:
    """Return the columns of a bill, after those to *keep*; `why_not` from its code, null for 0."""
    code = pl.col("why_not")
    why_not = pl.when(code > 0).then((code - 1).cast(pl.UInt8)).cat.to(pl.Enum(reasons[1:]))
    amounts = [pl.col(name).cast(pl.Int64) for name in AMOUNTS]
    frame = frame.with_columns(*amounts, month=pl.lit(month), why_not=why_not)
    return frame.select([*keep, *(column.name for column in BILL)])


def totals(bills: pl.LazyFrame, by: pl.Expr) -> pl.DataFrame:
    """Return rows, rows billed and the sum of every amount, by an expression, in its order."""
    sums = [pl.col(name).cast(pl.Int128).sum() for name in AMOUNTS]  # int64 would wrap in silence
    billed = pl.col("why_not").is_null().sum().alias("billed")
    grouped = bills.group_by(by).agg(pl.len().alias("rows"), billed, *sums)
    return grouped.collect(engine="streaming").sort(by.meta.output_name(), nulls_last=True)


def by_reason() -> pl.Expr:
    """Return the expression of `why_not`, the empty text for whoever is billed."""
    return pl.col("why_not").cast(pl.String).fill_null("")


def column(name: str) -> pl.Expr:
    """Return the expression of a column."""
    return pl.col(name)


def together(bills: Sequence[pl.LazyFrame]) -> pl.LazyFrame:
    """Return one frame after another."""
    return pl.concat(bills)


def write(bills: pl.LazyFrame, target: Path) -> None:
    """Write *bills* as the suffix of *target* says; in bounded memory but for .xlsx."""
    writers: dict[str, Any] = {
        ".parquet": lambda: bills.sink_parquet(target, compression="snappy"),
        ".csv": lambda: bills.sink_csv(target),
        ".xlsx": lambda: _write_xlsx(bills, target),
    }
    if target.suffix not in writers:
        raise TedungError(text("bill.table_kind", file=target.name, kinds=", ".join(writers)))
    writers[target.suffix]()


def _write_xlsx(bills: pl.LazyFrame, target: Path) -> None:
    import xlsxwriter

    frame = bills.collect(engine="streaming")
    if frame.height > XLSX_ROWS:
        raise TedungError(text("bill.xlsx_too_long", rows=thousands(frame.height)))
    with xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False}) as book:
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
        page = book.add_worksheet(text("bill.sheet_bill"))
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        page.set_column(0, 1, 22)
        page.set_column(3, len(frame.columns) - 3, 14, money)
        page.freeze_panes(1, 1)
        page.write_row(0, 0, frame.columns, bold)
        for line, row in enumerate(frame.iter_rows(), start=1):
            page.write_row(line, 0, ["" if cell is None else cell for cell in row])
        _write_summary(book, frame, bold, money)


def _write_summary(book: Any, frame: pl.DataFrame, bold: Any, money: Any) -> None:
    """Write a second sheet: what each column means and comes to, for whoever opens the bill."""
    page = book.add_worksheet(text("bill.sheet_summary"))
    page.set_column(0, 0, 16)
    page.set_column(1, 1, 58)
    page.set_column(2, 2, 22, money)
    page.write_row(0, 0, ["", text("bill.sheet_meaning"), text("bill.by_sum")], bold)
    for line, name in enumerate(AMOUNTS, start=1):
        page.write_row(line, 0, [name, text(f"bill.col_{name}"), sum(frame[name].to_list())])
