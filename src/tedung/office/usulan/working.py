"""What a worker does with a file now, or left undone: the page of the file says so and offers it again."""

from typing import Any

from django.utils.translation import gettext as _

from tedung.office.access.change import change
from tedung.office.base.refusals import Refusal
from tedung.office.jobs.models import Job, State
from tedung.office.jobs.services import enqueue
from tedung.office.usulan.models import OPEN, Berkas

KINDS = ("usulan.try", "usulan.take")


def last_job(berkas: Berkas) -> Any:
    """Return the last work asked for a file that is not taken over, None where there is none."""
    if berkas.state not in {Berkas.State.QUEUED, Berkas.State.TRIED}:
        return None
    asked = Job.everything.filter(kind__in=KINDS, arguments__berkas_id=berkas.pk)
    return asked.order_by("-pk").first()


def is_at_work(berkas: Berkas, job: Any) -> bool:
    """Say whether a work waits or runs."""
    if job is None:
        return berkas.state == Berkas.State.QUEUED
    return job.state in {State.QUEUED, State.RUNNING}


def has_stopped(job: Any) -> bool:
    """Say whether a work ended before it was done."""
    return job is not None and job.state == State.FAILED


@change("usulan.prepare")
def again(berkas: Berkas) -> None:
    """Ask once more for a work that stopped."""
    if berkas.usulan.state not in OPEN:
        raise Refusal(_("Usulan ini sudah dikirim, jadi berkasnya tetap."))
    job = last_job(berkas)
    if has_stopped(job):
        enqueue(job.kind, berkas_id=berkas.pk)
