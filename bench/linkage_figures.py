"""One line of docs/linkage.md for each set of files: precision, recall, queue, blocking, groups.

    python bench/linkage_people.py 1647 seeds/1 --seed 601        # and seeds/2, … with other seeds
    python bench/linkage_figures.py seeds/* --truth id_orang --on 2026-12-01

Each argument is a file or a folder of lists that belong together.  A list of a bound, `*`, is missed.
"""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from tedung.linkage import blocking, copies, link
from tedung.linkage.evaluate import Evaluation, evaluate
from tedung.linkage.linking import database
from tedung.linkage.sources import rows_of
from tedung.linkage.standardise import standardise


class Blocked(NamedTuple):
    """Candidate pairs a row, and the share of the true pairs among them."""

    a_row: float
    found: float


def blocked(rows: pa.Table, truth: Sequence[str | None]) -> Blocked:
    """Return what blocking alone finds."""
    with database() as con:
        standardise(con, rows, "people")
        from tedung.linkage.scoring import add_rarest

        copies.set_aside(con)
        add_rarest(con, "people")
        blocking.candidates(con, "people", "pairs")
        told = con.sql(
            "SELECT a.place, b.place FROM pairs JOIN people a ON a.idx = l JOIN people b ON b.idx = r WHERE l <> r"
        ).fetchall()
    true = defaultdict(int)
    for who in truth:
        true[who] += 1
    pairs = sum(n * (n - 1) // 2 for who, n in true.items() if who is not None)
    met = sum(truth[a] is not None and truth[a] == truth[b] for a, b in told)
    return Blocked(len(told) / rows.num_rows, met / max(pairs, 1))


def two_niks(rows: pa.Table, person_id: Sequence[str | None]) -> int:
    """Return how many persons came out with two different valid NIKs."""
    held = defaultdict(set)
    for who, nik in zip(person_id, rows["nik"].to_pylist(), strict=True):
        if who and nik:
            held[who].add(nik)
    return sum(len(niks) > 1 for niks in held.values())


def show(name: str, found: Evaluation, of: Blocked, several_niks: int) -> None:
    whole = found.whole
    print(
        f"{name:<22} {found.rows:>9,} P {whole.precision:.5f} ({whole.merged - whole.right} of {whole.merged})"
        f" R {whole.recall:.3f} after {whole.recall_after:.3f}"
        f" queue {1000 * found.review / found.rows:.1f} ({found.review_true / max(found.review, 1):.0%})"
        f" blocking {of.found:.3f} at {of.a_row:.2f}"
        f" impure {1000 * found.impure / max(found.people, 1):.2f} a 1,000, largest {found.largest},"
        f" two NIKs {several_niks}",
        flush=True,
    )
    for group, counts in found.groups.items():
        if counts.true >= 50:
            print(
                f"    {group:<24} {counts.true:>7} P {counts.precision:.4f} ({counts.merged - counts.right})"
                f" R {counts.recall:.3f} after {counts.recall_after:.3f}"
                f" ({counts.recall_after - whole.recall_after:+.3f})"
            )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--truth", required=True)
    parser.add_argument("--on", type=date.fromisoformat, required=True)
    given = parser.parse_args()
    every = []
    for one in given.sets:
        rows, truth = rows_of([one], given.on, given.truth)
        linked = link(rows)
        found = evaluate(rows, truth, linked)
        show(one.name, found, blocked(rows, truth), two_niks(rows, linked.person_id))
        every.append(found)
    if len(every) > 1:
        told(every)


def told(every: Sequence[Evaluation]) -> None:
    wholes = [one.whole for one in every]
    merged, right = sum(one.merged for one in wholes), sum(one.right for one in wholes)
    print(
        f"{len(every)} sets together: {merged - right} false of {merged}, precision {right / max(merged, 1):.5f}"
    )
    for name, values in (
        ("recall", [one.recall for one in wholes]),
        ("after review", [one.recall_after for one in wholes]),
        ("queue a 1,000", [1000 * one.review / one.rows for one in every]),
    ):
        print(f"{name:<14} mean {sum(values) / len(values):.3f}, from {min(values):.3f} to {max(values):.3f}")


if __name__ == "__main__":
    main()
