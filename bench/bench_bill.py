"""The bill at scale: 10 and 100 million enrolments beside one hand-written DuckDB query; one worker."""

import sys
import timeit
from datetime import date

import duckdb
import pyarrow as pa

from enrolments import write
from measure import DATA, HERE, PYTHON, TEDUNG, head, machine, median, row, run

ROWS = 10_000_000
MONTH = "2026-05"  # two reliefs apply


def by_hand(source: str, target: str) -> None:
    """Run the hand-written query, as a process of its own."""
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    connection.execute((HERE / "bill.sql").read_text().format(source=source, target=target))


def disagreements(left: str, right: str) -> int:
    """Count the rows in which two bills differ in any column."""
    columns = [
        name for name, *_ in duckdb.sql(f"DESCRIBE FROM '{right}'").fetchall() if name != "enrolment_id"
    ]
    differs = " OR ".join(f'a."{name}"::VARCHAR IS DISTINCT FROM b."{name}"::VARCHAR' for name in columns)
    query = f"SELECT count(*) FROM '{left}' a FULL JOIN '{right}' b USING (enrolment_id) WHERE {differs}"
    return duckdb.sql(query).fetchall()[0][0]


def main() -> None:
    """Make the data where it is missing, measure, compare."""
    print(machine())
    source = DATA / "enrolments-10m.parquet"
    if not source.exists():
        write(source, ROWS)
    ours, theirs = DATA / "bill-tedung.parquet", DATA / "bill-duckdb.parquet"
    head("bill: 10,000,000 enrolments, Parquet to Parquet")
    tedung = median(TEDUNG, "bill", source, "--month", MONTH, "--out", ours)
    row("tedung bill", tedung, "15 s, 2 GiB")
    duck = median(PYTHON, __file__, "by-hand", source, theirs)
    row("one hand-written DuckDB query", duck)
    print(
        f"\nCPU ratio {tedung.cpu / duck.cpu:.2f} (must: 1.25); rows that differ: {disagreements(ours, theirs)}"
    )
    big = DATA / "enrolments-100m.parquet"
    if not big.exists():
        write(big, 10 * ROWS)
    head("totals by village of 100,000,000 enrolments")
    row(
        "tedung bill --by village",
        run(TEDUNG, "bill", big, "--month", MONTH, "--by", "village"),
        "60 s, 2 GiB",
    )
    one_worker()


def one_worker() -> None:
    """One worker in process, the best of several: what a page waits for."""
    from tedung.law.bill import bill

    worker = {"segment": "bpu", "income": 1_000_000, "payer": "apbd_kota", "birth_date": date(1985, 6, 15)}
    table = pa.Table.from_pylist([worker])
    best = min(timeit.repeat(lambda: bill(table, "2026-12"), number=100, repeat=5)) / 100
    print(f"\none worker in process: {best * 1000:.2f} ms (must: 2 ms)")


if __name__ == "__main__":
    if sys.argv[1:2] == ["by-hand"]:
        by_hand(*sys.argv[2:])
    else:
        main()
