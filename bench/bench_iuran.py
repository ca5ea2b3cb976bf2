"""A bill of a month for many people, on SQLite and PostgreSQL: from the request to the posted rincian.

    python bench/bench_iuran.py [people]

Measured is the job alone (`iuran.compute`), not the making of the people.  PostgreSQL is the throw-away
server of the tests (tests/plugins/postgresql.py): it does not wait for the disk.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from measure import DATA, head, machine, row, run

HERE = Path(__file__).parent


def main(people: int) -> None:
    """Make both offices, bill each, print the table."""
    print(machine())
    DATA.mkdir(exist_ok=True)
    os.environ.update(TEDUNG_MODE="demo", TEDUNG_DAY="2027-01-04")
    head(f"Contributions of a month for {people:,} people")
    for name, address, must in (("SQLite", "", "120 s"), ("PostgreSQL", _server(), "60 s")):
        if address is None:
            print(f"{name}: no server here")
            continue
        home = DATA / f"iuran-{name.lower()}"
        shutil.rmtree(home, ignore_errors=True)
        os.environ.update(TEDUNG_HOME=str(home), TEDUNG_DATABASE=address)
        subprocess.run([sys.executable, HERE / "iuran_people.py", str(people)], check=True)
        row(name, run(sys.executable, HERE / "iuran_bill.py"), must)


def _server() -> str | None:
    sys.path.insert(0, str(HERE.parent / "tests"))
    from plugins import postgresql

    postgresql.SETTINGS.update(shared_buffers="1GB", maintenance_work_mem="512MB", work_mem="32MB")
    return postgresql.start()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
