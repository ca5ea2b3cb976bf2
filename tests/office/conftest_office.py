"""Makers of rows that the tests of the office share."""

from tedung.office.base import clock
from tedung.office.people.models import Person, Visibility

CITY = "51.71"
KESIMAN, SUMERTA = "51.71.02.1006", "51.71.02.1009"


def person(village, name="I WAYAN SUDARMA", **fields):
    """Make a person who lives in `village` and is seen there."""
    made = Person.everything.create(nama_ktp=name, village=village, made_at=clock.now(), **fields)
    Visibility.objects.create(person=made, kind="region", code=village)
    return made
