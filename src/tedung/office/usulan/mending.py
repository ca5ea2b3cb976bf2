"""A line put right on the screen: judged by the same rules as a line of a file, the change kept beside it."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from tedung.errors import TedungError
from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.base import clock
from tedung.office.base.crypto import blind_index
from tedung.office.base.refusals import Refusal
from tedung.office.people.enlisting import show_to
from tedung.office.usulan.models import Line, Mending
from tedung.office.usulan.reading import Read, read_path, scratch
from tedung.office.usulan.services import must_be_open
from tedung.office.usulan.taking import resembling, take, told_of

FIELDS = {
    # what may be mended: the heading that the roster knows
    "nama_ktp": "nama_ktp",
    "nik": "nik",
    "birth_place": "birth_place",
    "birth_date": "birth_date",
    "sex": "sex",
    "village": "village",
    "address": "address",
    "phone": "phone",
    "mother": "mother",
    "occupation": "occupation",
    "income": "income",
    "group_code": "kelompok_sasaran",
}
LONGEST = 200


@change("usulan.prepare")
def mend(line: Line, given: Mapping[str, str]) -> Line:
    """Judge a line anew with what was `given` (field -> as typed); return it, good or still to mend."""
    must_be_open(line.usulan)
    if not line.is_current:
        raise Refusal(_("Baris ini sudah diganti oleh versi berkas yang baru. Buka versi yang baru."))
    wanted = {field: value.strip()[:LONGEST] for field, value in given.items() if field in FIELDS}
    before = {field: _shown(line, field) for field in FIELDS}
    after = {**before, **wanted}
    if after == before:
        return line
    found = _judged(after)
    _remember(line, before, after)
    return _rewrite(line, found)


def _shown(line: Line, field: str) -> str:
    value = getattr(line, field)
    return "" if value is None else str(value)


def _judged(fields: Mapping[str, str]) -> Read:
    with scratch() as folder:
        path = Path(folder) / "baris.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(FIELDS[field] for field in fields)
            writer.writerow(fields.values())
        try:
            return read_path(path, Path(folder), {})
        except TedungError as fault:
            raise Refusal(_("Baris ini belum dapat dibaca. Isi paling sedikit nama dan NIK.")) from fault


def _remember(line: Line, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    who = current()
    Mending.objects.bulk_create(
        Mending(
            line=line,
            field=field,
            before=before[field],
            after=after[field],
            user_id=who.user_id,
            by=who.label,
            at=clock.now(),
        )
        for field in FIELDS
        if before[field] != after[field]
    )


TEXTS = ("nama_ktp", "birth_place", "sex", "village", "address", "phone", "mother", "occupation", "nik_state")


def _rewrite(line: Line, found: Read) -> Line:
    rows = found.checked.rows
    place = next(at for at, is_person in enumerate(rows["is_person"].to_pylist()) if is_person)
    row: dict[str, Any] = rows.slice(place, 1).to_pylist()[0]
    for field in TEXTS:
        setattr(line, field, row[field] or "")
    line.nik = row["nik_digits"] or row["nik"] or ""
    line.nik_index = blind_index(row["nik"] or "")
    line.birth_date, line.income = row["birth_date"], row["income"]
    line.group_code = row["kelompok_sasaran"] or line.group_code
    line.row_key = row["row_key"]
    line.outcome = found.checked.outcomes[place]
    resembles = rows["row_id"][place].as_py() in resembling(found.checked)
    line.findings = told_of(line.outcome, found.checked.findings[place], resembles=resembles)
    line.person_id = take(found.checked).persons[place] or line.person_id
    line.save()
    _show(line)
    return line


def _show(line: Line) -> None:
    table = Line._meta.db_table
    for kind, column in (
        ("region", "village"),
        ("region", "region"),
        ("organisation", "unit_code"),
        ("opd", "opd_code"),
        ("group", "group_code"),
    ):
        show_to(kind, f"SELECT person_id, {column} AS code FROM {table} WHERE id = %s", [line.pk])
