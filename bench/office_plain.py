"""Take a list over as one writes it at first: model objects in a loop, found by NIK, else by name and birth date.

    TEDUNG_HOME=… [TEDUNG_DATABASE=…] python bench/office_plain.py roster.xlsx

The same file is read by the same roster with the same checks, and the same lines and persons are kept; but
nobody is compared with anybody else, so that no pair is found, and the marked file is not kept.
"""

import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from office_list import Steps

BATCH = 1_000
LIKE = "nama_ktp nama_sebutan birth_place sex village address phone mother nik_state".split()
TOLD = [*LIKE, "banjar", "occupation", "row_key", "sheet"]


def main(path: Path) -> None:
    """Read, then write batch after batch in one change."""
    from tedung.office.starting import ground

    ground.open_django()
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tedung.office.access.actor import SYSTEM, acting
    from tedung.office.access.change import changing
    from tedung.office.organisations.models import Organisation
    from tedung.office.usulan import services

    steps = Steps()
    with acting(SYSTEM):
        office = Organisation.objects.get(code="dinas_sosial")
        usulan = services.prepare(office, 2027, f"Bench {time.time_ns()}", office)
        berkas, _ = services.hand_in(usulan, SimpleUploadedFile(path.name, path.read_bytes()))
        rows = _read(path)
        with changing("bench.plain"):
            made = 0
            while some := list(islice(rows, BATCH)):
                made += _write(berkas, some)
        steps.say("plain loop")
        print({"new_persons": made}, flush=True)


def _read(path: Path) -> Iterator[dict[str, Any]]:
    from tempfile import TemporaryDirectory

    from django.conf import settings

    from tedung.office.base import clock
    from tedung.roster.check import Checked, Wish, check

    kept: list[Checked] = []
    with TemporaryDirectory() as folder:
        check([path], Path(folder) / "out", Wish(clock.today(settings.HOME_REGION)), None, kept.append)
    found = zip(kept[0].rows.to_pylist(), kept[0].outcomes, kept[0].findings, strict=True)
    return ({**row, "outcome": outcome, "findings": told} for row, outcome, told in found)


def _write(berkas: Any, rows: list[dict[str, Any]]) -> int:
    """Write a batch's new persons, its lines and who sees them; return how many persons are new."""
    from tedung.office.people.models import Person, Visibility
    from tedung.office.usulan.models import Line

    persons = [_person(row) if row["outcome"].startswith("accepted") else None for row in rows]
    new = [person for person in persons if person is not None and person.pk is None]
    Person.everything.bulk_create(new)
    Line.everything.bulk_create(_line(berkas, row, person) for row, person in zip(rows, persons, strict=True))
    seen = [("region", "village"), ("opd", None)]
    Visibility.objects.bulk_create(
        (
            Visibility(person=person, kind=kind, code=row[column] if column else berkas.opd_code)
            for row, person in zip(rows, persons, strict=True)
            for kind, column in seen
            if person is not None and (column is None or row[column])
        ),
        ignore_conflicts=True,
    )
    return len(new)


def _person(row: dict[str, Any]) -> Any:
    """Return the person of a line: one with its number, else of its name and birth date, else a new one."""
    from tedung.office.base import clock
    from tedung.office.base.crypto import blind_index
    from tedung.office.people.meeting import name_keys
    from tedung.office.people.models import Person

    index, name = blind_index(row["nik"] or ""), row["nama_ktp"] or ""
    bag, last = name_keys(name)
    known = Person.everything.filter(nik_index=index).first() if index else None
    if known is None and row["birth_date"]:
        known = Person.everything.filter(birth_date=row["birth_date"], name_last=last, name_bag=bag).first()
    return known or Person(
        **{field: row[field] or "" for field in LIKE},
        name_bag=bag,
        name_last=last,
        nik=row["nik"] or row["nik_digits"] or "",
        nik_index=index,
        birth_date=row["birth_date"],
        made_at=clock.now(),
    )


def _line(berkas: Any, row: dict[str, Any], person: Any) -> Any:
    from tedung.office.base.crypto import blind_index
    from tedung.office.usulan.models import Line

    return Line(
        usulan_id=berkas.usulan_id,
        berkas=berkas,
        unit_code=berkas.unit_code,
        region=berkas.region,
        opd_code=berkas.opd_code,
        **{field: row[field] or "" for field in TOLD},
        line=row["line"],
        nik=row["nik_digits"] or "",
        nik_index=blind_index(row["nik"] or ""),
        birth_date=row["birth_date"],
        income=row["income"],
        outcome=row["outcome"],
        findings=[found._asdict() for found in row["findings"]],
        person=person,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
