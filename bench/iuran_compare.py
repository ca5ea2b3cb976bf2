"""Everybody in one wadah against the agency's list of them; each step measured as a process.

    python bench/iuran_compare.py make | read | plain

The list has another order, one name of a thousand spelt otherwise, one of five hundred not active, one of
a thousand missing and as many whom nobody here knows.
"""

import csv
import random
import sys
from datetime import date

from iuran_people import born, kpj, name, nik
from measure import DATA

HEADINGS = ("KPJ", "NIK", "NAMA LENGKAP", "TANGGAL LAHIR", "STATUS", "BLTH AWAL")


def main(step: str) -> None:
    """Do one step."""
    if step == "plain":
        return plain()
    from tedung.office.starting import ground

    ground.open_django()
    from tedung.office.access.actor import SYSTEM, acting

    with acting(SYSTEM):
        {"make": make, "read": read}[step]()
    return None


def make() -> None:
    """Lay everybody into the first wadah, and write the agency's list and ours."""
    from iuran_people import unwatched
    from tedung.office.access.change import changing
    from tedung.office.people.models import Person
    from tedung.office.reference.models import Setting

    count = Person.everything.count()
    with changing("bench"), unwatched("wadah_member"):
        _together()
        Setting.objects.create(key="documents.megabytes", value={"answer": 200}, since=date(2025, 1, 1))
    order = list(range(count + count // 1000))
    random.Random(7).shuffle(order)
    for path, numbers in (("agency.csv", (at for at in order if at % 1000 != 1)), ("ours.csv", range(count))):
        with (DATA / path).open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(HEADINGS)
            lines.writerows(map(_line if path == "agency.csv" else _own, numbers))


def _line(at: int) -> tuple[str, ...]:
    called = f"{name(at)} PUTRA" if at % 1000 == 2 else name(at)
    state = "NON AKTIF" if at % 500 == 3 else "AKTIF"
    return kpj(at), nik(at), called, f"{born(at):%d-%m-%Y}", state, "01-2027"


def _own(at: int) -> tuple[str, ...]:
    return kpj(at), nik(at), name(at), f"{born(at):%d-%m-%Y}", "AKTIF", "01-2027"


def _together() -> None:
    from tedung.office.wadah.models import Member, Wadah

    first = Wadah.everything.order_by("pk")[0]
    Member.everything.exclude(group_code="bench").update(wadah=first)


def read() -> None:
    """Hand the list in, let the job compare."""
    from tedung.office.jobs.worker import run_waiting
    from tedung.office.rekonsiliasi import services
    from tedung.office.rekonsiliasi.models import Difference, Reconciliation
    from tedung.office.wadah.models import Wadah

    content = (DATA / "agency.csv").read_bytes()
    first = Wadah.everything.order_by("pk")[0]
    row = services.begin(first, "2027-01", content, "B/2/2027", date(2027, 1, 4))
    del content
    run_waiting()
    row = Reconciliation.everything.get(pk=row.pk)
    counts, left = row.counts, Difference.everything.filter(reconciliation=row).count()
    missing = counts["ours"] // 1000
    if counts["only_here"] != missing or counts["different"] != 3 * missing or left < 4 * missing:
        raise SystemExit(f"the lists do not compare: {counts}")
    print(f"{counts}, {left:,} differences", flush=True)


def plain() -> None:
    """Join the two files with Polars and count what differs: no office, nothing written."""
    import polars as pl

    ours, theirs = (
        pl.read_csv(DATA / path, infer_schema=False).with_columns(pl.lit(1).alias("here"))
        for path in ("ours.csv", "agency.csv")
    )
    both = ours.join(theirs, on="KPJ", how="full", suffix="_there", coalesce=True)
    others = [column for column in HEADINGS if column != "KPJ"]
    differs = pl.any_horizontal(pl.col(one) != pl.col(f"{one}_there") for one in others)
    counted = both.select(
        pl.col("here").is_null().sum().alias("there"),
        pl.col("here_there").is_null().sum().alias("ours"),
        differs.sum().alias("differ"),
    )
    print(counted.rows(), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
