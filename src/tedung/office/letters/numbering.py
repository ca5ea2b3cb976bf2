"""The number of a letter: given once, without a gap, in the form that the office chose.

`letters.number` is a setting, by the organisation's code and `*` for all others:
{"*": "{number:3}/{kind}/{unit}/{month}/{year}", "disnaker": "560/{number}/DNK/{year}"}.
The fields are those of `FIELDS`; anything else is refused.
"""

import re
from datetime import date
from typing import Any

from tedung.office.letters.kinds import KINDS
from tedung.office.letters.models import Sequence
from tedung.office.organisations.models import Organisation
from tedung.office.reference.queries import setting

FIELD = re.compile(r"\{([a-z]*)(?::([1-9]))?\}")
FIELDS = {"number", "kind", "unit", "month", "year"}
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def next_ordinal(organisation: Organisation, kind: str, year: int) -> int:
    """Return the next number; the row stays locked until the letter is written, or it was never given."""
    Sequence.objects.get_or_create(organisation_code=organisation.code, kind=kind, year=year)
    row = Sequence.objects.select_for_update().get(organisation_code=organisation.code, kind=kind, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def number(organisation: Organisation, kind: str, ordinal: int, day: date) -> str:
    """Write a number in the form that the organisation uses on that day."""
    forms = setting("letters.number", day)
    form = forms.get(organisation.code) or forms["*"]
    values = {
        "number": ordinal,
        "kind": KINDS[kind].mark,
        "unit": organisation.code.rsplit(":", 1)[-1].upper(),
        "month": ROMAN[day.month - 1],
        "year": day.year,
    }
    return filled(form, values)


def filled(form: str, values: dict[str, Any]) -> str:
    """Fill {field} and {field:3} (zeros before) in; ValueError where it would number two alike."""
    named = {name for name, _ in FIELD.findall(form)}
    if "number" not in named or named - FIELDS or "{" in FIELD.sub("", form):
        raise ValueError(f"the form of the letters' numbers holds number and none but {sorted(FIELDS)}")
    return FIELD.sub(lambda found: str(values[found[1]]).zfill(int(found[2] or 1)), form)
