"""A province studied in the office: its people invented, a scenario computed, each in a job of the worker.

python bench/bench_kajian_province.py [region]
"""

import os
import shutil
import sys
from pathlib import Path

from measure import DATA, head, machine, row, run

HERE = Path(__file__).parent


def main(region: str = "51") -> None:
    """Make an office on SQLite, measure each step in a process of its own, print the table."""
    print(machine())
    home = DATA / "kajian-office"
    shutil.rmtree(home, ignore_errors=True)
    os.environ.update(TEDUNG_HOME=str(home), TEDUNG_MODE="demo", TEDUNG_DAY="2026-12-01")
    work = (sys.executable, HERE / "kajian_work.py")
    run(*work, "ground")
    head(f"Region {region} in the office, 12 months, sensitivity included")
    row("its people invented, sealed", run(*work, "people", region))
    row("a scenario of Rp50,000,000,000", run(*work, "choose"), "240 s of CPU, 2 GiB")
    row("the same with 100 of each village", run(*work, "choose", "each"), "2 GiB")


if __name__ == "__main__":
    main(*sys.argv[1:])
