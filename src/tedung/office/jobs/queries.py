"""What others may read of jobs."""

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.jobs.models import Job, State


def ahead(job: Job) -> int:
    """Return how many jobs of anybody wait before this one; a number, nothing of theirs."""
    if job.state != State.QUEUED:
        return 0
    with acting(SYSTEM):
        return Job.everything.filter(state=State.QUEUED, pk__lt=job.pk).count()
