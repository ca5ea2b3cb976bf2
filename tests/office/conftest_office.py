"""Makers of rows that the tests of the office share."""

from datetime import date

from tedung.office.base import clock
from tedung.office.penetapan import issuing
from tedung.office.penetapan.models import Cover, Decree, Row
from tedung.office.people.models import Person, Visibility

CITY = "51.71"
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
MONTHLY = 16_800  # JKK 10,000 + JKM 6,800 for the lowest bracket: PP 44/2015 and its amendments, a month
KESIMAN, SUMERTA = "51.71.02.1006", "51.71.02.1009"


def person(village, name="I WAYAN SUDARMA", **fields):
    """Make a person who lives in `village` and is seen there."""
    made = Person.everything.create(nama_ktp=name, village=village, made_at=clock.now(), **fields)
    Visibility.objects.create(person=made, kind="region", code=village)
    return made


def put_in_force(decree, number, day, signatory, signed=PDF):
    """Note how a decree was signed, then issue it, as the page and the worker do."""
    issuing.note(decree, number, day, signatory, signed)
    return issuing.issue(decree)


def covered_by(line, payer, group=None):
    """Cover a line's person by another decree."""
    decree = Decree.everything.create(
        unit=line.usulan.unit,
        unit_code=line.unit_code,
        region=CITY,
        about="lain",
        since=date(2027, 1, 1),
        until=date(2027, 12, 31),
        payer=payer,
        made_at=clock.now(),
    )
    row = Row.everything.create(
        decree=decree, ordinal=1, person=line.person, nama_ktp="x", since=decree.since, until=decree.until
    )
    return Cover.everything.create(
        person=line.person,
        row=row,
        payer=payer,
        programmes="jkk+jkm",
        group_code=group or line.group_code,
        village=line.village,
        since=decree.since,
        until=decree.until,
    )
