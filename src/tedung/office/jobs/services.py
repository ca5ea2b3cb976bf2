"""Ask for a job, and ask again for one that failed."""

from typing import Any

from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.audit.steps import step
from tedung.office.base import clock
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.jobs.kinds import KINDS
from tedung.office.jobs.models import STEPS, Job, State
from tedung.office.tasks.services import close_tasks

ABOUT = "job"


@change("jobs.ask")
def enqueue(kind: str, **arguments: Any) -> Job:
    """Ask for a job in the caller's transaction: it waits once that has ended well, else it never was.

    arguments: keys of rows and plain settings, never a name or a number of a person; they stay.
    """
    if kind not in KINDS:
        raise KeyError(kind)
    actor = current()
    return Job.everything.create(
        kind=kind,
        arguments=arguments,
        user_id=actor.user_id,
        by=actor.label,
        request_id=actor.request_id,
        made_at=clock.now(),
    )


@change("jobs.ask")
def ask_again(job: Job) -> None:
    """Let a job that failed wait for its turn once more."""
    if not Job.objects.filter(pk=job.pk).exists():
        raise NotAllowed("jobs.ask")
    if job.state != State.FAILED:
        raise Refusal(_("Pekerjaan ini tidak berhenti, jadi tidak perlu diulang. Muat ulang halaman ini."))
    step(job, State.QUEUED, STEPS, sentence="", ended_at=None, done=0, attempts=0)
    close_tasks(ABOUT, job.pk)
