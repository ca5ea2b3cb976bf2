"""A row of the audit as a person may read it: what differs, a NIK masked, what is sealed never opened.

The audit keeps rows as they lie.  Who may not see persons is told which columns changed, and no more.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.db import models
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.audit.models import Entry
from tedung.office.audit.names import COLUMNS, DONE, TABLES
from tedung.office.base.crypto import EncryptedField, decrypt
from tedung.office.base.templatetags.tedung import masked

LONGEST = 200
NUMBER = re.compile(r"(?<!\d)(?:\d[ .\-]?){13}(?:\d[ .\-]?){2}\d(?!\d)")
"""Sixteen digits, also with signs between them: whatever column they stand in, they may be a NIK."""
WITHIN = re.compile(
    r"_index$|^(hash|sha256|stored_as|password|row_key|name_bag|name_last|token|body|lease_until)$"
)
"""Columns of the machine, and of what would let one look somebody up."""
OF_PERSONS = (
    *("people_", "usulan_", "padan_", "penetapan_", "wadah_", "kejadian_", "letters_", "outbox_", "events_"),
    *("review_", "iuran_", "tasks_"),
)
PERSONAL = re.compile(
    r"name|nama|birth|mother|phone|address|domicile|died|told|note|place$|remarks|data$|held|value|subject|params|reason"
)


class Change(NamedTuple):
    """A column that differs."""

    column: str
    before: str
    after: str


def table_name(table: str) -> str:
    """Return what a table is called."""
    return str(TABLES.get(table, table))


def done(act: str) -> str:
    """Return what was done with a row."""
    return str(DONE.get(act, act))


def model_of(table: str) -> type[models.Model] | None:
    """Return the model whose rows lie in a table; None for one that is there no more."""
    found = (model for model in apps.get_models() if model._meta.db_table == table)
    return next(found, None)


def changes(entry: Entry) -> list[Change]:
    """Return the columns that an entry changed, as the current actor may read them."""
    return list(_changes(entry))


def _changes(entry: Entry) -> Iterator[Change]:
    before, after = entry.before or {}, entry.after or {}
    model = model_of(entry.table)
    fields = {field.column: field for field in model._meta.local_concrete_fields} if model else {}
    gone = sorted({*before, *after} - set(fields))
    for column in (*fields, *gone):
        was, is_now = before.get(column), after.get(column)
        if column == "id" or WITHIN.search(column) or _is_same(entry.table, column, was, is_now):
            continue
        said = str(COLUMNS.get(column, column.removesuffix("_id").replace("_", " ")))
        field = fields.get(column)
        yield Change(said, _said(entry.table, column, field, was), _said(entry.table, column, field, is_now))


def _is_same(table: str, column: str, was: Any, is_now: Any) -> bool:
    """Say whether a column stands as it stood; what was only sealed anew does."""
    if was == is_now or (_is_empty(was) and _is_empty(is_now)):
        return True
    if not (str(was).startswith("v1:") and str(is_now).startswith("v1:")):
        return False
    try:
        return decrypt(str(was), f"{table}.{column}") == decrypt(str(is_now), f"{table}.{column}")
    except (InvalidTag, ValueError):
        return False


def _is_empty(value: Any) -> bool:
    """Say whether a column held nothing; a list of PostgreSQL is compared, never looked up."""
    return value is None or value == ""


def _said(table: str, column: str, field: Any, value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(field, EncryptedField) or str(value).startswith("v1:"):
        return _sealed(table, column, str(value))
    if _is_personal(table, column) and not current().may("people.view"):
        return _("(data pribadi)")
    return without_numbers(_plain(field, value))[:LONGEST]


def _is_personal(table: str, column: str) -> bool:
    return table.startswith(OF_PERSONS) and bool(PERSONAL.search(column))


def _sealed(table: str, column: str, value: str) -> str:
    """Return a sealed value: of a NIK the last digits, of anything else that it is sealed."""
    if column != "nik":
        return _("(tersegel)")
    try:
        return masked(decrypt(value, f"{table}.{column}"))
    except (InvalidTag, ValueError):
        return _("(tersegel)")


def _plain(field: Any, value: Any) -> str:
    if isinstance(field, models.BooleanField):
        return _("ya") if value else _("tidak")
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        day = parse_date(str(value))
        return date_format(day, "j F Y") if day else str(value)
    if getattr(field, "flatchoices", None):
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def without_numbers(said: str) -> str:
    """Return a text in which nobody's sixteen digits stand."""
    return NUMBER.sub(lambda found: f"{'•' * 13}{re.sub(r'[^0-9]', '', found[0])[-3:]}", said)
