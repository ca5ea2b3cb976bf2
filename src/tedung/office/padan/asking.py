"""Ask the registry about everybody who waits: at once where few were proposed, else by a job."""

from typing import Any

from django.conf import settings

from tedung.office.access.change import change, changing
from tedung.office.access.scope import require_within
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.jobs.models import Job
from tedung.office.jobs.models import State as JobState
from tedung.office.jobs.services import enqueue
from tedung.office.padan import queries
from tedung.office.padan.models import Request
from tedung.office.padan.services import NOBODY, ask

JOB = "padan.ask"
PROPOSED = "usulan"
"""The reason of a file over the people of proposals."""


@change("padan.ask")
def ask_waiting() -> Request | None:
    """Write a file over everybody who waits; None where they are many and the worker writes it."""
    require_within("padan.ask", region=settings.HOME_REGION)
    day = clock.today()
    if queries.some_to_ask(day).is_all:
        return ask(queries.to_ask(day), PROPOSED)
    if not is_being_written():
        enqueue(JOB)
    return None


def is_being_written() -> bool:
    """Say whether a file over everybody who waits was asked of the worker."""
    return Job.everything.filter(kind=JOB, state__in=[JobState.QUEUED, JobState.RUNNING]).exists()


def write() -> dict[str, Any]:
    """Write the file, as a job; a second time changes nothing: whoever is on a file is not asked again."""
    try:
        with changing(JOB):
            request = ask(queries.to_ask(clock.today()), PROPOSED)
    except Refusal as told:
        if told.code != NOBODY:
            raise
        return {"people": 0}
    return {"people": request.people}
