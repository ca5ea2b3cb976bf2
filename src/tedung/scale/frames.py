"""Polars frames of enrolments: ids, empties, totals, and how they are written."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from tedung.columns import BILL, SEGMENTS
from tedung.errors import TedungError
from tedung.money import thousands
from tedung.scale.codes import EMPTY_CODE, EMPTY_DAY
from tedung.scale.door import Fault, TableError
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


def fill(frame: pl.LazyFrame, chosen: Mapping[str, tuple[int, int]]) -> pl.LazyFrame:
    """Return a coded *frame* whose empty codes are filled: column → (empty, value)."""
    return frame.with_columns(
        pl.when(pl.col(name) == empty).then(pl.lit(value, pl.Int8)).otherwise(pl.col(name)).alias(name)
        for name, (empty, value) in chosen.items()
    )


def empties(coded: pl.LazyFrame) -> dict[str, int]:
    """Count the empties that a convention fills, so that the result can say so."""
    is_bpu = pl.col("segment").is_in([EMPTY_CODE, SEGMENTS.index("bpu")])
    counts = coded.select(
        segment=(pl.col("segment") == EMPTY_CODE).sum(),
        income=(is_bpu & (pl.col("income") < 0)).sum(),
        birth_date=(is_bpu & (pl.col("birth_date") == EMPTY_DAY)).sum(),
    )
    row = counts.collect(engine="streaming").row(0, named=True)
    return {name: count for name, count in row.items() if count}


def as_bill(frame: pl.LazyFrame, month: str, reasons: Sequence[str], keep: Sequence[str]) -> pl.LazyFrame:
    """Return the columns of a bill, after those to *keep*; `why_not` from its code, null for 0."""
    code = pl.col("why_not")
    why_not = pl.when(code > 0).then((code - 1).cast(pl.UInt8)).cat.to(pl.Enum(reasons[1:]))
    amounts = [pl.col(name).cast(pl.Int64) for name in AMOUNTS]
    frame = frame.with_columns(*amounts, month=pl.lit(month), why_not=why_not)
    return frame.select([*keep, *(column.name for column in BILL)])


def totals(bills: pl.LazyFrame, by: pl.Expr) -> pl.DataFrame:
    """Return rows, rows billed and the sum of every amount, by an expression, in its order."""
    sums = [pl.col(name).sum() for name in AMOUNTS]
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
        sheet, money = book.add_worksheet("Tagihan"), book.add_format({"num_format": "#,##0"})
        sheet.write_row(0, 0, frame.columns, book.add_format({"bold": True}))
        sheet.set_column(0, 1, 22)
        sheet.set_column(3, len(frame.columns) - 3, 14, money)
        sheet.freeze_panes(1, 1)
        for line, row in enumerate(frame.iter_rows(), start=1):
            sheet.write_row(line, 0, ["" if cell is None else cell for cell in row])
