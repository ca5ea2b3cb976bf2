"""The audit file of an SP2D that pays many people, on SQLite: read, checked, printed, written as a workbook.

    python bench/bench_laporan.py [people ...]

Measured is the job alone.  Up to 4,000 people stand on paper too; of more the PDF has the chain and the sums.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from measure import DATA, head, machine, row, run

HERE = Path(__file__).parent


def main(sizes: list[int]) -> None:
    """Make an office of each size, pay its bill, make the file."""
    print(machine())
    DATA.mkdir(exist_ok=True)
    os.environ.update(TEDUNG_MODE="demo", TEDUNG_DAY="2027-01-04", TEDUNG_DATABASE="")
    head("The audit file of an SP2D")
    for people in sizes:
        home = DATA / f"laporan-{people}"
        shutil.rmtree(home, ignore_errors=True)
        os.environ["TEDUNG_HOME"] = str(home)
        subprocess.run([sys.executable, HERE / "iuran_people.py", str(people)], check=True)
        subprocess.run([sys.executable, HERE / "laporan_paid.py"], check=True)
        row(f"{people:,} people", run(sys.executable, HERE / "laporan_file.py"), "a job")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [4_000, 100_000])
