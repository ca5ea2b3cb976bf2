"""The demo's people who pay for themselves: where each is meant to stand, whatever the day it is made on."""

from datetime import date

import pytest
from conftest_office import KESIMAN, person

from tedung.office.base import clock
from tedung.office.demo import alone
from tedung.office.mandiri.models import Mood, Standing
from tedung.office.tasks.models import Task
from tedung.office.wadah.models import Member

DAYS = [
    "2026-11-14",
    "2026-11-15",
    "2026-11-22",
    "2026-12-01",
    "2026-12-31",
    "2027-01-16",
    "2027-03-31",
    "2028-02-29",
]


@pytest.mark.either
@pytest.mark.parametrize("day", DAYS)
def test_each_stands_where_one_is_meant_to(as_system, offices, day):
    today = date.fromisoformat(day)
    for number in range(alone.PEOPLE):
        person(
            KESIMAN, name=f"NI MADE RAI {number}", birth_date=date(1985, 6, 15), phone=f"08123600{number:04d}"
        )
    with clock.at(today):
        alone.pay_alone(today)
    moods = [Standing.objects.get(member=row).mood for row in Member.everything.order_by("person")]
    assert moods[:2] == [Mood.LUNAS, Mood.MENUNGGAK]
    assert moods[2] == Mood.MENUNGGAK  # paid Rp5,000 too little
    assert moods[3] == Mood.BELUM_MULAI
    assert moods[4:] == [Mood.MENUNGGAK] * 3  # nobody has collected yet
    assert Task.everything.filter(kind__startswith="mandiri").exists()
