"""From nothing to a bill: lists, check, persons, bill, summary, each step one that a city takes."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from tedung.demo.belonging import read_register
from tedung.demo.figures import Figures, Mend, enrolments, figures
from tedung.demo.page import page
from tedung.files import folder_aside
from tedung.law.bill import bill
from tedung.linkage import link
from tedung.population.synthesis import Synthetic, synthesise
from tedung.roster.check import Wish, check

MONTH = "2026-12"
ON = date(2026, 12, 1)
"""The day on which the city enrols: ages are counted on it, the law is that of it."""


def run(out: Path, seed: int, people: int) -> str:
    """Do the whole of the demo into the folder *out* and return the summary.

    out: an empty folder, one that the demo wrote before, or none yet; `TedungError` else.
    """
    with folder_aside(out) as aside:
        made = synthesise(aside, seed, people)
        wish = Wish(on=ON, members=made.members)
        account = check([made.lists[0].parent], aside / "hasil", wish, link)
        counted = _counted(aside, made, account)
        first = _first(counted)
        marked = f"hasil/marked/{_marked(account, first.file)}" if first else ""
        told = page(counted, str(out), first.unit if first else "", marked)
        (aside / "ringkasan.txt").write_text(told, "utf-8")
    return told


def _counted(folder: Path, made: Synthetic, account: Mapping[str, Any]) -> Figures:
    """Bill the persons, write the bill, and count everything."""
    register = read_register(made.received)
    rows = pq.read_table(folder / "hasil/rows.parquet")
    people = enrolments(pq.read_table(folder / "hasil/people.parquet"), rows, register)
    billed = bill(people, MONTH, payer="apbd_kota", programmes="jkk+jkm", include_members=True)
    _write_bill(folder, people, billed)
    return figures(
        rows=rows,
        people=people,
        bill=billed,
        register=register,
        unread=_unread(account),
        members=pq.read_metadata(made.truth_members).num_rows,
        pairs=pq.read_table(folder / "hasil/pairs.parquet"),
        member_pairs=pq.read_table(folder / "hasil/member_pairs.parquet"),
    )


def _unread(account: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(file["file"], file["sentence"]) for file in account["files"] if file["status"] != "read"]


def _write_bill(folder: Path, people: pa.Table, billed: pa.Table) -> None:
    """Write the enrolments and the bill; the .csv holds no name and no NIK."""
    pq.write_table(people, folder / "peserta-2026-12.parquet")
    pq.write_table(billed, folder / "tagihan-2026-12.parquet")
    pacsv.write_csv(billed, folder / "tagihan-2026-12.csv")


def _first(counted: Figures) -> Mend | None:
    """Return the list that shows best what mending means: a village's workbook, faulty in many ways."""
    by_kinds = sorted(counted.mend, key=lambda mend: (-mend.kinds, -mend.to_mend, mend.file))
    villages = [mend for mend in by_kinds if _shows_well(mend)]
    return next(iter([*villages, *by_kinds]), None)


def _shows_well(mend: Mend) -> bool:
    """Say whether it is a village's workbook with some lines to mend, not a list spoiled as a whole."""
    is_village = mend.unit.startswith(("Desa ", "Kelurahan ")) and not mend.unit.startswith("Desa Adat")
    return is_village and mend.file.endswith(".xlsx") and 2 * mend.to_mend < mend.lines


def _marked(account: Mapping[str, Any], file: str) -> str:
    return next(str(each["marked"]["file"]) for each in account["files"] if each["file"] == file)
