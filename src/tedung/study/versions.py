"""The versions of a year's budget side by side: RKPD, APBD, APBD-P and what was realised.

A table has a row an amount: year, version, sub_activity, sumber_dana, amount, and whatever
else it likes.  Nothing is added that is not in it, and what is in it is in the result.
"""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from tedung.errors import TedungError
from tedung.study.people import as_table
from tedung.texts import text

VERSIONS = ("rkpd", "apbd", "apbd_p", "realised")
SPELT = {
    "apbdp": "apbd_p",
    "apbdperubahan": "apbd_p",
    "realisasi": "realised",
    "rkpd": "rkpd",
    "apbd": "apbd",
}
NEEDED = ("year", "version", "sub_activity", "sumber_dana", "amount")
LARGEST = 10**15
SHOWN = 20


class Amount(NamedTuple):
    """One amount of one version."""

    year: int
    version: str
    sub_activity: str
    sumber_dana: str
    amount: int


def read_versions(path: Path) -> list[Amount]:
    """Return the amounts of a .csv or .parquet file; `TedungError` names every faulty row at once."""
    rows = _rows(path)
    lacking = [name for name in NEEDED if rows and name not in rows[0]]
    if lacking or not rows:
        raise TedungError(
            text("study_budget.versions_columns", file=path.name, columns=", ".join(lacking or NEEDED))
        )
    faults, found = [], []
    for line, row in enumerate(rows, start=2):
        amount = _amount(row)
        if isinstance(amount, str):
            faults.append(text(f"study_budget.versions_{amount}", line=line))
        else:
            found.append(amount)
    faults += [text("study_budget.versions_twice", line=line) for line in _twice(found)] if not faults else []
    if faults:
        told = "\n".join(f"  - {fault}" for fault in faults[:SHOWN])
        raise TedungError(
            text("study_budget.versions_refused", file=path.name, count=len(faults), faults=told)
        )
    return found


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        if path.suffix.lower() == ".parquet":
            listed: list[dict[str, Any]] = pq.ParquetFile(path).read().to_pylist()
            return listed
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
            file.seek(0)
            return list(csv.DictReader(file, delimiter=max(",;\t", key=head.count)))
    except (pa.ArrowInvalid, UnicodeDecodeError, csv.Error) as fault:
        raise TedungError(text("bill.table_damaged", file=path.name)) from fault


def _amount(row: Mapping[str, Any]) -> Amount | str:
    """Return the amount of a row, or what is wrong with it: ``version``, ``year``, ``rupiah``, ``empty``."""
    told = {name: str(row.get(name) or "").strip() for name in NEEDED}
    spelt = "".join(one for one in told["version"].lower() if one.isalpha())
    version = SPELT.get(spelt, told["version"].lower())
    if version not in VERSIONS:
        return "version"
    if not (told["year"].isascii() and told["year"].isdigit() and 2000 <= int(told["year"]) <= 2100):
        return "year"
    given = str(row.get("amount") if row.get("amount") is not None else "").strip()
    if not (given.isascii() and given.isdigit() and int(given) < LARGEST):
        return "rupiah"
    if not told["sub_activity"] or not told["sumber_dana"]:
        return "empty"
    return Amount(int(told["year"]), version, told["sub_activity"], told["sumber_dana"], int(given))


def _twice(found: Sequence[Amount]) -> list[int]:
    seen: set[tuple[Any, ...]] = set()
    lines = []
    for line, one in enumerate(found, start=2):
        if one[:4] in seen:
            lines.append(line)
        seen.add(one[:4])
    return lines


def side_by_side(amounts: Sequence[Amount]) -> pa.Table:
    """Return a row for each year, sub_activity and sumber_dana, and one a year for their sum.

    A column a version (null: the version has no such line), the changes from the RKPD to
    the APBD and from it to its amendment, and per mille of the last budget that was
    realised.  In a sum a line that is not there counts as nothing.
    """
    keys = sorted({(one.year, one.sub_activity, one.sumber_dana) for one in amounts})
    held = {(one.year, one.sub_activity, one.sumber_dana, one.version): one.amount for one in amounts}
    rows = [(*key, *_values([held.get((*key, version)) for version in VERSIONS])) for key in keys]
    for year in sorted({one.year for one in amounts}):
        sums = [_sum(amounts, year, version) for version in VERSIONS]
        rows.append((year, "", "", *_values(sums)))
    names = (
        "year",
        "sub_activity",
        "sumber_dana",
        *VERSIONS,
        "rkpd_to_apbd",
        "apbd_to_apbd_p",
        "unspent",
        "per_mille",
    )
    return as_table({name: [row[at] for row in rows] for at, name in enumerate(names)})


def _sum(amounts: Sequence[Amount], year: int, version: str) -> int | None:
    found = [one.amount for one in amounts if (one.year, one.version) == (year, version)]
    return sum(found) if found else None


def _values(held: Sequence[int | None]) -> tuple[int | None, ...]:
    rkpd, apbd, amended, realised = held
    last = apbd if amended is None else amended
    spent = None if last is None or realised is None else last - realised
    share = None if spent is None or not last or realised is None else (2000 * realised + last) // (2 * last)
    return (*held, _change(rkpd, apbd), _change(apbd, amended), spent, share)


def _change(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else other - one
