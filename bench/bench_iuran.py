"""The second half of the office with 1,000,000 members in 1,000 wadah, on SQLite and PostgreSQL.

    python bench/bench_iuran.py [people [wadah [folder]]]

Contributions of a month, the file to the agency and its answer, pages as ten people at once, the agency's list
against ours.  What is measured are the steps alone, not the making of the people; a filled SQLite office is kept
in the folder (bench/data) and used again.  PostgreSQL is the throw-away server of the tests
(tests/plugins/postgresql.py): it does not wait for the disk, and its own CPU is not counted.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from measure import DATA, head, machine, row, run

HERE = Path(__file__).parent
PYTHON = sys.executable


def main(people: int, wadah: int, folder: Path) -> None:
    """Make both offices, measure each, print the tables."""
    print(machine())
    DATA.mkdir(exist_ok=True)
    os.environ.update(TEDUNG_MODE="demo", TEDUNG_DAY="2027-01-04")
    for name, address in (("SQLite", ""), ("PostgreSQL", _server())):
        if address is None:
            print(f"{name}: no server here")
            continue
        os.environ["TEDUNG_DATABASE"] = address
        _fill(name, people, wadah, folder)
        head(f"{people:,} members in {wadah:,} wadah, {name}")
        _measure(name)


def _fill(name: str, people: int, wadah: int, folder: Path) -> None:
    """Make the office, or take a copy of one that was made before."""
    home, kept = DATA / f"iuran-{name.lower()}", folder / f"iuran-{people}-{wadah}"
    shutil.rmtree(home, ignore_errors=True)
    is_sqlite = name == "SQLite"
    os.environ["TEDUNG_HOME"] = str(kept if is_sqlite else home)
    if not (is_sqlite and (kept / "filled").exists()):
        shutil.rmtree(kept, ignore_errors=True)
        subprocess.run([PYTHON, HERE / "iuran_people.py", str(people), str(wadah)], check=True)
        if is_sqlite:
            (kept / "filled").touch()
    if is_sqlite:
        shutil.copytree(kept, home)
        os.environ["TEDUNG_HOME"] = str(home)
        subprocess.run(
            [PYTHON, "-m", "django", "migrate", "--settings", "tedung.office.settings", "-v", "0"], check=True
        )


def _measure(name: str) -> None:
    must = "120 s" if name == "SQLite" else "60 s"
    row("contributions of a month: lines, sums, entries", run(PYTHON, HERE / "iuran_bill.py"), must)
    answer, compare = HERE / "iuran_answer.py", HERE / "iuran_compare.py"
    row("a file of 100,000 to the agency", run(PYTHON, answer, "write"))
    run(PYTHON, answer, "make")
    row("its answer read, matched, written", run(PYTHON, answer, "read"), "30 s")
    subprocess.run([PYTHON, HERE / "iuran_visits.py"], check=True)
    run(PYTHON, compare, "make")
    head(f"Everybody in one wadah against the agency's list, {name}")
    row("read, compared, differences written", run(PYTHON, compare, "read"), "60 s")
    row("two files joined with Polars, nothing kept", run(PYTHON, compare, "plain"))


def _server() -> str | None:
    sys.path.insert(0, str(HERE.parent / "tests"))
    from plugins import postgresql

    postgresql.SETTINGS.update(shared_buffers="1GB", maintenance_work_mem="512MB", work_mem="32MB")
    return postgresql.start()


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:3]]
    kept_in = Path(sys.argv[3]) if len(sys.argv) > 3 else DATA
    main(*given, *(1_000_000, 1_000)[len(given) :], kept_in)
