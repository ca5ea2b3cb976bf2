"""How long 300 new rows take against a big member list, as `tedung roster check` runs them.

    python bench/linkage_people.py 1000300 invented --seed 77 --one-file
    python bench/linkage_intake.py invented/list0000.csv --rows 300 --on 2026-12-01

Every so-many-th line becomes the new list, the others the members.  Prints wall and processor time of
the command, its memory, and how many rows of known members it found.
"""

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq


def split(source: Path, folder: Path, wanted: int) -> tuple[list[str], set[str]]:
    """Write rows.csv and members.csv without the truth in the first column; return it for both."""
    with source.open(encoding="utf-8") as file:
        head, *lines = file.readlines()
    step = len(lines) // wanted
    chosen = set(range(0, step * wanted, step))
    told: tuple[list[str], set[str]] = ([], set())
    with (folder / "rows.csv").open("w") as rows, (folder / "members.csv").open("w") as members:
        for file in (rows, members):
            file.write(head.partition(",")[2])
        for at, line in enumerate(lines):
            who, _, rest = line.partition(",")
            (rows if at in chosen else members).write(rest)
            if at in chosen:
                told[0].append(who)
            else:
                told[1].add(who)
    return told


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("list", type=Path)
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--on", required=True)
    given = parser.parse_args()
    with TemporaryDirectory(prefix="tedung-intake-") as name:
        folder = Path(name)
        who, members = split(given.list, folder, given.rows)
        command = [str(Path(sys.executable).with_name("tedung")), "roster", "check", str(folder / "rows.csv")]
        command += ["--members", str(folder / "members.csv"), "--out", str(folder / "out"), "--on", given.on]
        started = time.perf_counter()
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
        wall, used = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
        rows = pq.read_table(folder / "out/rows.parquet", columns=["line", "row_id"]).to_pylist()
        pairs = pq.read_table(folder / "out/member_pairs.parquet").to_pylist()
    met = {zone: {pair["a"] for pair in pairs if pair["zone"] == zone} for zone in ("auto", "review")}
    known = {row["row_id"] for row in rows if row["line"] > 1 and who[row["line"] - 2] in members}
    print(f"{len(who)} rows against {len(members)} persons: {wall:.1f} s, CPU {used.ru_utime:.1f} + {used.ru_stime:.1f} s,"
          f" peak {used.ru_maxrss / 1e6:.2f} GB")  # fmt: skip
    print(f"{len(known)} rows are of a member: {len(known & met['auto'])} found, {len(known & met['review'] - met['auto'])} asked;"
          f" {len(met['auto'] - known)} of the found are of nobody")  # fmt: skip


if __name__ == "__main__":
    main()
