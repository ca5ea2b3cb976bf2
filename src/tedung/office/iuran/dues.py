"""When a bill is due: the law's day, moved by the holidays that are known."""

from datetime import date

from django.utils.translation import gettext as _

from tedung.dates import Month, national_calendar
from tedung.law.dues import due_day
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.iuran.models import Rincian

SEGMENT = "bpu"


def must_have_come(rincian: Rincian, day: date) -> None:
    """Refuse the day of a paper that lies after today."""
    if day > clock.today(rincian.region):
        raise Refusal(_("Tanggal itu belum tiba. Periksa tanggalnya."), "day")


def due_of(first: Month) -> date | None:
    """Return the day on which a bill is due, that of its first month; None where no holidays are known yet.

    A bill with JHT has JKK and JKM too, whose day comes first (PP 44/2015 Pasal 24 ayat (3)-(4)).
    """
    try:
        return due_day(first, SEGMENT, "jkk", national_calendar())
    except ValueError:
        return None
