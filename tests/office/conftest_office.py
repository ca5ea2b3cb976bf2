"""Makers of rows that the tests of the office share."""

from tedung.office.base import clock
from tedung.office.penetapan import issuing
from tedung.office.people.models import Person, Visibility

CITY = "51.71"
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
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
