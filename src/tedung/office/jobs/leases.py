"""Which worker holds which job: taken by one alone, kept while it lives, given back when it does not.

A lease is measured in real time, also in a demo whose day stands still.  A worker of this machine
that was killed is known at once: the system lets go of the lock on its file; one of another machine
is waited for until its lease ends.
"""

import fcntl
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from typing import BinaryIO

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.access.change import changing
from tedung.office.audit.steps import step
from tedung.office.base import clock
from tedung.office.jobs.models import STEPS, Job, State
from tedung.office.jobs.running import Running

LEASE = timedelta(seconds=60)
RENEW_SECONDS = 10
LOOK_SECONDS = 1
MOST_ATTEMPTS = 5


class Desk:
    """A worker's own lock file: held while its process lives."""

    def __init__(self) -> None:
        self.name = secrets.token_hex(8)
        self._path = _folder() / self.name
        self._held: BinaryIO = self._path.open("wb")
        fcntl.flock(self._held, fcntl.LOCK_EX)

    def leave(self) -> None:
        """Give the desk up."""
        self._path.unlink(missing_ok=True)
        self._held.close()


def is_gone(worker: str) -> bool:
    """Say whether a worker of this machine is dead; of another machine it is not known."""
    path = _folder() / worker
    try:
        held = path.open("rb")
    except OSError:
        return False
    with held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def any_alive() -> bool:
    """Say whether a worker of this machine lives."""
    return any(not is_gone(path.name) for path in _folder().iterdir())


def clear_desks() -> None:
    """Remove the lock files of dead workers that hold no job any more."""
    holding = set(Job.everything.filter(state=State.RUNNING).values_list("worker", flat=True))
    for path in _folder().iterdir():
        if path.name not in holding and is_gone(path.name):
            path.unlink(missing_ok=True)


def _folder() -> Path:
    folder: Path = settings.HOME / "workers"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def take(worker: str) -> Job | None:
    """Take the job that has waited longest; no other worker gets the same."""
    if not Job.everything.filter(state=State.QUEUED).exists():
        return None  # asked without a lock: a worker without work writes nothing
    with changing("jobs.take"):
        waiting = Job.everything.select_for_update(skip_locked=True).filter(state=State.QUEUED)
        job = waiting.order_by("pk").first()
        if job is None:
            return None
        until, attempts = clock.instant() + LEASE, job.attempts + 1
        step(job, State.RUNNING, STEPS, worker=worker, lease_until=until, attempts=attempts)
    return job


def abandoned() -> list[Job]:
    """Return the running jobs whose worker is dead or silent for too long."""
    now = clock.instant()
    running = Job.everything.filter(state=State.RUNNING)
    return [job for job in running if job.lease_until is None or job.lease_until < now or is_gone(job.worker)]


@contextmanager
def held(job: Job) -> Iterator[Job | None]:
    """Lock a job in a change and yield it while the same attempt still runs, else None."""
    with changing("jobs.end"):
        rows = Job.everything.select_for_update()
        yield rows.filter(pk=job.pk, attempts=job.attempts, state=State.RUNNING).first()


@contextmanager
def kept(running: Running) -> Iterator[None]:
    """Renew the lease from a thread with its own connection while the work is done; write how far it is."""
    ended = Event()
    thread = Thread(target=_renew, args=(running, ended), name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _renew(running: Running, ended: Event) -> None:
    written, waited = (0, 0), 0
    with acting(SYSTEM):
        while not ended.wait(LOOK_SECONDS):
            waited += LOOK_SECONDS
            told = (running.done, running.total)
            if (told != written or waited >= RENEW_SECONDS) and renew(running):
                written, waited = told, 0
    connection.close()


def renew(running: Running) -> bool:
    """Renew the lease and write how far it is; a lease that another took is marked lost."""
    mine = Job.everything.filter(pk=running.job_id, attempts=running.attempt, state=State.RUNNING)
    try:
        count = mine.update(lease_until=clock.instant() + LEASE, done=running.done, total=running.total)
    except (OperationalError, InterfaceError):
        connection.close()  # asked anew; while the work itself holds SQLite, nobody else can take the job
        return False
    if not count:
        running.lost.set()
    return True
