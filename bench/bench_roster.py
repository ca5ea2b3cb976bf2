"""``roster check --no-link`` on 100,000 lines of .xlsx and 1,000,000 of .csv, the marked copies included."""

import shutil

from measure import DATA, TEDUNG, head, machine, row, run
from rosters import write_csv, write_xlsx


def main() -> None:
    """Make the rosters where they are missing, check them, print the table."""
    print(machine())
    DATA.mkdir(exist_ok=True)
    head("roster check --no-link, marked copy included")
    cases = (
        ("roster-100k.xlsx", 100_000, write_xlsx, "20 s, 1 GiB"),
        ("roster-1m.csv", 1_000_000, write_csv, "180 s, 2 GiB"),
    )
    for name, count, write, must in cases:
        if not (DATA / name).exists():
            write(DATA / name, count)
        result = run(
            TEDUNG,
            "roster",
            "check",
            DATA / name,
            "--out",
            DATA / "checked",
            "--no-link",
            "--on",
            "2026-12-01",
        )
        row(f"{count:,} lines of {name.partition('.')[2]}", result, must)
        shutil.rmtree(DATA / "checked")


if __name__ == "__main__":
    main()
