"""The job that runs now: how far it is, and whether it may go on.

    for number, batch in enumerate(batches):
        with batch_of_job():        # one transaction; refused at its end when the lease was lost
            write(batch)
        progress(number + 1, len(batches))

Outside a worker (a test, a notebook) both work and say nothing to anybody.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Event

from django.db import transaction

from tedung.office.jobs.models import Job, State


class LostLease(Exception):  # noqa: N818 - an order to stop, not a fault
    """Another worker has taken the job over: this one writes nothing more."""


class Stopped(Exception):  # noqa: N818 - likewise
    """The worker was told to stop: the job waits for the next one."""


@dataclass
class Running:
    """One attempt at one job; the lease's thread writes what `progress` leaves here."""

    job_id: int
    attempt: int
    done: int = 0
    total: int = 0
    lost: Event = field(default_factory=Event)
    stop: Event = field(default_factory=Event)

    def is_mine(self) -> bool:
        """Say whether the job still belongs to this attempt, and hold its row until the transaction ends."""
        mine = Job.everything.select_for_update().filter(
            pk=self.job_id, attempts=self.attempt, state=State.RUNNING
        )
        return mine.exists()


_now: ContextVar[Running | None] = ContextVar("running", default=None)


def progress(done: int, total: int) -> None:
    """Say how far the job is; LostLease or Stopped when it may not go on."""
    running = _now.get()
    if running is None:
        return
    running.done, running.total = done, total
    if running.lost.is_set():
        raise LostLease
    if running.stop.is_set():
        raise Stopped


@contextmanager
def batch_of_job() -> Iterator[None]:
    """Write a batch in one transaction, which a worker that lost its lease cannot end."""
    with transaction.atomic():
        yield
        must_be_mine()


def must_be_mine() -> None:
    """Raise LostLease where the job has another worker: the last thing in a transaction of one's own."""
    running = _now.get()
    if running is not None and not running.is_mine():
        raise LostLease


@contextmanager
def running_as(running: Running) -> Iterator[None]:
    """Let this be the job that runs."""
    token = _now.set(running)
    try:
        yield
    finally:
        _now.reset(token)
