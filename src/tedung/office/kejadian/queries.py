"""What other parts read of reports: deaths that nobody reported, people whose month stops."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from tedung.dates import Month
from tedung.office.kejadian.models import Kejadian, Kind, State
from tedung.office.padan.models import Check, Result
from tedung.office.people.models import Person


def reports(state: str = "") -> QuerySet[Any, Any]:
    """Return the reports in scope, the latest first."""
    found = Kejadian.objects.select_related("person").order_by("-day", "-pk")
    return found.filter(state=state) if state in State.values else found


def unreported_deaths() -> QuerySet[Any, Any]:
    """Return the persons of whom the registry says that they died, and nobody has reported it."""
    dead = Check.objects.filter(result=Result.MENINGGAL).values("person")
    return Person.objects.filter(pk__in=dead, died_on=None, merged_into=None).order_by("nama_ktp", "pk")


def stopped(month: Month) -> set[int]:
    """Return the persons for whom nothing is paid in a month: a death was told before it began."""
    told = Kejadian.everything.filter(kind=Kind.MENINGGAL, day__lt=month.first_day).exclude(
        state=State.TIDAK_BENAR
    )
    return set(told.values_list("person_id", flat=True))


def last_paid_month(day: date) -> Month:
    """Return the last month that is paid for whoever died on a day: the month of the death itself."""
    return Month.of(day)
