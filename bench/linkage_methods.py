"""Other ways to find duplicates, on the same rows and truth as ours: the table of docs/linkage.md.

    python bench/linkage_methods.py FILE… --truth COLUMN --on 2026-12-01

NIK equality, fuzzy names on the same birth date, plain Splink (first and last word of the
name, date, sex, NIK by edit distance), and ours.  Plain Splink gets its best threshold,
chosen with the truth, which flatters it.
"""

import argparse
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from itertools import combinations
from pathlib import Path

import pyarrow as pa
import splink.comparison_library as cl
from rapidfuzz.fuzz import token_sort_ratio
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from tedung.linkage import link
from tedung.linkage.linking import database
from tedung.linkage.sources import rows_of

Pairs = set[tuple[int, int]]


def sharing(values: Iterable[object]) -> Pairs:
    """Return the pairs of rows that share a value; groups of more than 200 are left out."""
    found = defaultdict(list)
    for row, value in enumerate(values):
        if value:
            found[value].append(row)
    return {pair for rows in found.values() if len(rows) <= 200 for pair in combinations(rows, 2)}


def fuzzy(rows: pa.Table) -> Pairs:
    """Return the pairs born on one day whose names are 85 alike by rapidfuzz."""
    names = [(name or "").lower() for name in rows["nama_ktp"].to_pylist()]
    return {
        (a, b)
        for a, b in sharing(rows["birth_date"].to_pylist())
        if token_sort_ratio(names[a], names[b]) >= 85
    }


def plain_splink(rows: pa.Table) -> list[tuple[float, tuple[int, int]]]:
    """Return pairs and their weights by Splink without parser, rules or our NIK."""
    names = [(name or "").lower().split() for name in rows["nama_ktp"].to_pylist()]
    table = pa.table(
        {
            "unique_id": pa.array(range(rows.num_rows)),
            "first": pa.array([words[0] if words else None for words in names]),
            "last": pa.array([words[-1] if words else None for words in names]),
            "born": pa.array([str(day) if day else None for day in rows["birth_date"].to_pylist()]),
            "sex": rows["sex"],
            "nik": rows["nik_digits"],
            "village": rows["village"],
        }
    )
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("first"),
            cl.JaroWinklerAtThresholds("last").configure(term_frequency_adjustments=True),
            cl.ExactMatch("born"),
            cl.ExactMatch("sex"),
            cl.DamerauLevenshteinAtThresholds("nik", [1, 2]),
            cl.ExactMatch("village"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("nik"),
            block_on("born", "last"),
            block_on("born", "first"),
        ],
    )
    with database() as con:
        con.from_arrow(table).create("plain")
        linker = Linker(DuckDBAPI(connection=con).register("plain"), settings)
        linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
        for rule in (block_on("born"), block_on("last", "village")):
            linker.training.estimate_parameters_using_expectation_maximisation(rule)
        found = linker.inference.predict().as_record_list()
    return [(one["match_weight"], (min(a, b), max(a, b)))
            for one in found for a, b in [(one["unique_id_l"], one["unique_id_r"])]]  # fmt: skip


def best(weighed: list[tuple[float, tuple[int, int]]], true: Pairs) -> Pairs:
    """Return the pairs above the threshold with the best F1."""
    right, top, cut = 0, 0.0, 0
    ordered = sorted(weighed, reverse=True)
    for count, (_, pair) in enumerate(ordered, 1):
        right += pair in true
        f1 = 2 * right / (count + len(true))
        if f1 > top:
            top, cut = f1, count
    return {pair for _, pair in ordered[:cut]}


def show(name: str, found: Pairs, true: Pairs) -> None:
    right = len(found & true)
    precision, recall = right / max(len(found), 1), right / max(len(true), 1)
    print(
        f"{name:<34}{precision:.3f} {recall:.3f} {2 * right / max(len(found) + len(true), 1):.3f}", flush=True
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--truth", required=True)
    parser.add_argument("--on", type=date.fromisoformat, required=True)
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    rows, truth = rows_of(given.files, given.on, given.truth)
    true = sharing(truth)
    methods: dict[str, Callable[[], Pairs]] = {
        "digits of the NIK equal": lambda: sharing(rows["nik_digits"].to_pylist()),
        "valid NIK equal": lambda: sharing(rows["nik"].to_pylist()),
        "fuzzy name, same date": lambda: fuzzy(rows),
        "either of the last two": lambda: fuzzy(rows) | sharing(rows["nik"].to_pylist()),
        "plain Splink, best threshold": lambda: best(plain_splink(rows), true),
    }
    for name, method in methods.items():
        show(name, method(), true)
    linked = link(rows)
    place = {row: at for at, row in enumerate(rows["row_id"].to_pylist())}
    weighed = [
        (weight, (min(place[a], place[b]), max(place[a], place[b])))
        for a, b, weight in zip(
            *(linked.pairs[name].to_pylist() for name in ("a", "b", "weight")), strict=True
        )
    ]
    show("ours, best threshold", best(weighed, true), true)
    show("ours, automatic", sharing(linked.person_id), true)
    waiting = {
        pair
        for (_, pair), zone in zip(weighed, linked.pairs["zone"].to_pylist(), strict=True)
        if zone == "review"
    }
    show("ours, after review", sharing(linked.person_id) | (waiting & true), true)


if __name__ == "__main__":
    main()
