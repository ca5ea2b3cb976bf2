"""Each month the registry is asked again about everybody in force: who died, who moved."""

from typing import Any

from django.conf import settings

from tedung.dates import Month
from tedung.office.access.change import changing
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.padan import queries
from tedung.office.padan.models import Request, State
from tedung.office.padan.services import MONTHLY, NOBODY, ask
from tedung.office.penetapan.models import Cover


def in_force() -> set[int]:
    """Return the persons who are covered today, once each, the dead left out."""
    today = clock.today(settings.HOME_REGION)
    covers = Cover.everything.filter(since__lte=today, until__gte=today, person__died_on=None)
    rows = covers.values_list("person_id", "person__merged_into").distinct()
    return {root or key for key, root in rows}


def people_in_force() -> int:
    """Count the persons who are covered today."""
    today = clock.today(settings.HOME_REGION)
    covers = Cover.everything.filter(since__lte=today, until__gte=today, person__died_on=None)
    return covers.values("person").distinct().count()


def some_in_force() -> queries.Some:
    """Count the persons who are covered today, for a page: no farther than the first of them."""
    today = clock.today(settings.HOME_REGION)
    covers = Cover.everything.filter(since__lte=today, until__gte=today, person__died_on=None)
    found = covers.values("person").distinct()[: queries.COUNTED + 1].count()
    return queries.Some(min(found, queries.COUNTED), found <= queries.COUNTED)


def asked_this_month() -> Request | None:
    """Return the file of this month, None where there is none yet."""
    month = Month.of(clock.today(settings.HOME_REGION))
    found = Request.everything.filter(reason=MONTHLY, made_at__date__gte=month.first_day)
    return found.exclude(state=State.DIBATALKAN).order_by("pk").first()


def ask_monthly() -> dict[str, Any]:
    """Write the file of this month and tell the verifikator; a second time changes nothing."""
    with changing("padan.monthly"):
        if asked_this_month() is not None:
            return {}
        persons = in_force()
        try:
            request = ask(persons - queries.waiting(persons), MONTHLY)
        except Refusal as told:
            if told.code != NOBODY:
                raise
            return {"people": 0}
    return {"people": request.people}
