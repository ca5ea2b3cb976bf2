"""How long linkage takes with the stored model: rows among themselves, and 300 against the rest.

    python bench/linkage_people.py 1000000 invented --seed 77 --one-file
    python bench/linkage_speed.py invented/*.csv --on 2026-12-01

Reading and parsing by the roster are timed apart.
"""

import argparse
import resource
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from tedung.linkage import link
from tedung.linkage.sources import rows_of


def timed(name: str, work: Callable[[], Any]) -> Any:
    started, cpu = time.perf_counter(), time.process_time()
    outcome = work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    wall, used = time.perf_counter() - started, time.process_time() - cpu
    print(f"{name:<28} {wall:7.1f} s {used:7.1f} CPU s, peak so far {peak:.2f} GB", flush=True)
    return outcome


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--on", type=date.fromisoformat, required=True)
    given = parser.parse_args()
    rows, _ = timed("read", lambda: rows_of(given.files, given.on))
    print(f"{rows.num_rows} rows")
    timed("300 against the rest", lambda: link(rows.slice(0, 300), members=rows.slice(300)))
    linked = timed("all among themselves", lambda: link(rows))
    print(f"{linked.pairs.num_rows} pairs, {len(set(linked.person_id))} persons")


if __name__ == "__main__":
    main()
