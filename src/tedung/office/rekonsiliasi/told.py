"""What a line of the agency's list says, read into the forms in which it is compared."""

import re
from datetime import date
from typing import NamedTuple

from tedung.dates import Month
from tedung.office.base.crypto import blind_index
from tedung.office.reference.sheets import Told
from tedung.office.wadah.members import KPJ

DAYS = (
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?"), (1, 2, 3)),
    (re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})"), (3, 2, 1)),
    (re.compile(r"(\d{2})(\d{2})(\d{4})"), (3, 2, 1)),
)
MONTHS = (
    (re.compile(r"(\d{4})[-/. ]?(\d{2})(?:[-/]\d{2})?"), (1, 2)),
    (re.compile(r"(?:\d{1,2}[-/. ])?(\d{1,2})[-/. ](\d{4})"), (2, 1)),
    (re.compile(r"(\d{2})(\d{4})"), (2, 1)),
)
NOT_ACTIVE = re.compile(r"non|tidak|keluar|berhenti|henti|tutup|n$|0$|f$", re.IGNORECASE)
NIK_DIGITS = 16


class Line(NamedTuple):
    """A line as it is compared; what the file does not say is empty."""

    number: int
    nik: str  # blind indexes
    kpj: str
    is_active: bool
    name: str
    born: str  # 1980-07-01, or the words that are no day
    since: str  # 2027-01, or the words that are no month
    until: str
    shown_nik: str
    shown_kpj: str


def read(told: Told) -> Line | str:
    """Return a line, or why it can be compared with nobody: a code of `comparing.UNREAD`."""
    digits = re.sub(r"\D", "", told.get("nik"))
    number = re.sub(r"[\s.\-]", "", told.get("kpj")).upper()
    nik = digits if len(digits) == NIK_DIGITS else ""
    kpj = number if KPJ.fullmatch(number) else ""
    if not nik and not kpj:
        return "number" if digits or number else "nobody"
    return Line(
        told.line,
        blind_index(nik),
        blind_index(kpj),
        not NOT_ACTIVE.match(told.get("member_state").strip()),
        told.get("nama_ktp"),
        day_of(told.get("birth_date")),
        month_of(told.get("since")),
        month_of(told.get("until")),
        nik,
        kpj,
    )


def day_of(words: str) -> str:
    """Return a day as 1980-07-01; words that are no day stay as they are."""
    for pattern, places in DAYS:
        found = pattern.fullmatch(words)
        if found:
            try:
                return date(*(int(found[place]) for place in places)).isoformat()
            except ValueError:
                continue
    return words


def month_of(words: str) -> str:
    """Return a month as 2027-01; words that are no month stay as they are."""
    for pattern, places in MONTHS:
        found = pattern.fullmatch(words)
        if found:
            try:
                return str(Month.parse("-".join(found[place].zfill(2) for place in places)))
            except ValueError:
                continue
    return words


def letters(name: str) -> str:
    """Return a name as it is first compared: its letters alone, in one case."""
    return re.sub(r"[^a-z]", "", name.casefold())
