"""The office beside 1,000,000 people, on SQLite and PostgreSQL: a list taken over, pages and searches by ten at once.

    python bench/bench_office.py [people [lines [rounds]]]

A small run (20000 1000 1) shows in minutes that each step still ends; its figures say nothing.

PostgreSQL is the throw-away server of the tests (tests/plugins/postgresql.py): it does not wait for the disk.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from measure import DATA, head, machine, row, run
from rosters import write_xlsx

HERE = Path(__file__).parent
PEOPLE, LINES, ROUNDS = 1_000_000, 100_000, 5


def main(people: int, lines: int, rounds: int) -> None:
    """Make both offices, measure each, print the tables."""
    print(machine())
    DATA.mkdir(exist_ok=True)
    path = DATA / ("roster-100k.xlsx" if lines == LINES else f"roster-{lines}.xlsx")
    if not path.exists():
        write_xlsx(path, lines)
    os.environ.update(TEDUNG_MODE="demo", TEDUNG_DAY="2026-12-01")
    for name, address in (("SQLite", ""), ("PostgreSQL", _server())):
        if address is not None:
            os.environ["TEDUNG_DATABASE"] = address
            _measure(name, people, path, lines, rounds)


def _measure(name: str, people: int, path: Path, lines: int, rounds: int) -> None:
    home = DATA / f"office-{name.lower()}"
    shutil.rmtree(home, ignore_errors=True)
    os.environ["TEDUNG_HOME"] = str(home)
    head(f"The office on {name}, {people:,} people")
    row("made", run(sys.executable, HERE / "office_people.py", people))
    taken = run(sys.executable, HERE / "office_list.py", path, "--no-try")
    row(f"{lines:,} lines, from upload to persons", taken, "60 s, 1 GiB")
    row("a year of work", run(sys.executable, HERE / "office_work.py"))
    row("a loop of model objects, no linkage", run(sys.executable, HERE / "office_plain.py", path))
    subprocess.run([sys.executable, HERE / "office_visits.py", str(rounds)], check=True)


def _server() -> str | None:
    sys.path.insert(0, str(HERE.parent / "tests"))
    from plugins import postgresql

    postgresql.SETTINGS.update(shared_buffers="1GB", maintenance_work_mem="512MB", work_mem="32MB")
    return postgresql.start()


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*given, *(PEOPLE, LINES, ROUNDS)[len(given) :])
