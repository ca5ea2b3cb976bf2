"""Ask for a new count of the figures."""

from django.core.cache import cache

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base import clock
from tedung.office.home.queries import counted, is_stale
from tedung.office.jobs.models import Job
from tedung.office.jobs.models import State as JobState
from tedung.office.jobs.services import enqueue

KIND = "home.count"
AGAIN_AFTER = 60  # seconds


def ask_for_count() -> bool:
    """Ask for a count unless one waits already; whoever opens the page need not wait for it."""
    if not cache.add(KIND, clock.today().isoformat(), AGAIN_AFTER):
        return False
    with acting(SYSTEM):
        waiting = Job.everything.filter(kind=KIND, state__in=[JobState.QUEUED, JobState.RUNNING])
        if waiting.exists():
            return False
        enqueue(KIND, day=clock.today().isoformat())
    return True


def keep_fresh() -> None:
    """Ask for a count when the figures are of another day or an hour old."""
    if is_stale(counted()):
        ask_for_count()
