"""How pages write what they show: days of here, whatever the computer's zone."""

from datetime import UTC, date, datetime

import pytest
from django.conf import settings

from tedung.office.base import clock
from tedung.office.base.templatetags.tedung import day

pytestmark = pytest.mark.either


@pytest.mark.parametrize(
    ("region", "zone"),
    [("51.71", "Asia/Makassar"), ("32.01", "Asia/Jakarta"), ("94.01", "Asia/Jayapura"), ("", "Asia/Jakarta")],
)
def test_an_office_keeps_the_time_of_its_region(region, zone):
    assert clock.zone_name(region) == zone
    assert clock.zone_name(settings.HOME_REGION) == settings.TIME_ZONE


def test_an_instant_is_written_as_the_day_that_it_was_here():
    assert (
        day(datetime(2026, 12, 31, 16, 30, tzinfo=UTC)) == "1 Januari 2027"
    )  # half past midnight in Denpasar
    assert day(datetime(2026, 12, 31, 15, 30, tzinfo=UTC)) == "31 Desember 2026"
    assert day(date(2026, 12, 31)) == "31 Desember 2026"
    assert day(None) == ""
