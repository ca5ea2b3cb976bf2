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


def recount() -> None:
    """Ask for a count inside a change of who is covered, however lately one was made."""
    with acting(SYSTEM):
        if not Job.everything.filter(kind=KIND, state=JobState.QUEUED).exists():
            enqueue(KIND, day=clock.today().isoformat())


def keep_fresh() -> bool:
    """Ask for a count where the figures are old, or older than a decree's step; say whether they are."""
    is_old = is_stale(counted())
    if is_old:
        ask_for_count()
    return is_old
