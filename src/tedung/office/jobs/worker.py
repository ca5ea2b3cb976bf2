"""The worker: one job at a time, as whoever asked, until it is told to stop.

tedung office work          tedung office work --once
"""

import logging
import signal
from collections.abc import Callable
from threading import Event
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from tedung.errors import TedungError
from tedung.office.access.actor import SYSTEM, Actor, acting, actor_of
from tedung.office.audit.steps import step
from tedung.office.base import clock
from tedung.office.base.logs import where
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.base.scratch import sweep
from tedung.office.jobs import leases
from tedung.office.jobs.kinds import KINDS
from tedung.office.jobs.models import STEPS, Job, State
from tedung.office.jobs.running import LostLease, Running, Stopped, running_as
from tedung.office.jobs.services import ABOUT
from tedung.office.tasks.services import close_tasks, open_task

PAUSE_SECONDS = 0.5
LOG = logging.getLogger("tedung.jobs")


def main(*, once: bool = False, between: Callable[[], None] | None = None) -> int:
    """Work until SIGTERM; with `once`, until nothing waits.  Return the exit status.

    between: called between two jobs, for what the office does by itself (the daily round).
    """
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    desk = leases.Desk()
    _clear()
    try:
        while not stop.is_set():
            if not _turn(desk.name, stop):
                if once:
                    break
                stop.wait(PAUSE_SECONDS)
            if between is not None:
                between()
    finally:
        desk.leave()
    return 0


def _clear() -> None:
    """Give back what dead workers held, then remove their lock files and their plain copies of documents."""
    sweep()
    try:
        with acting(SYSTEM):
            reap()
            leases.clear_desks()
    except (OperationalError, InterfaceError):
        LOG.warning("the database does not answer; the worker goes on without clearing up")


def _turn(worker: str, stop: Event) -> bool:
    """Give back what dead workers held, then do one job; say whether there was any."""
    try:
        close_old_connections()
        with acting(SYSTEM):
            reap()
            job = leases.take(worker)
        if job is None:
            return False
        running = Running(job.pk, job.attempts, stop=stop)
        with leases.kept(running):
            end = _outcome(job, running)
        with acting(SYSTEM):
            end()
    except (OperationalError, InterfaceError):
        LOG.warning("the database does not answer; the worker tries again")
        return False
    return True


def run_waiting(most: int = 1_000) -> int:
    """Do what waits in this very process and return how many: for tests, the demo and the shell."""
    for count in range(most):
        with acting(SYSTEM):
            job = leases.take("here")
        if job is None:
            return count
        end = _outcome(job, Running(job.pk, job.attempts))
        with acting(SYSTEM):
            end()
    return most


def reap() -> int:
    """Give back the jobs of dead workers, or end those that were tried too often; return how many."""
    lost = leases.abandoned()
    for job in lost:
        _give_back(job, _("pekerja berhenti"))
    return len(lost)


def _outcome(job: Job, running: Running) -> Callable[[], None]:
    """Do a job and return what is to be written of it."""
    with override("id"):
        try:
            result = _do(job, running)
        except LostLease:
            return lambda: None  # another worker has it
        except Stopped:
            return lambda: _give_back(job, _("dihentikan untuk pemeliharaan"))
        except (OperationalError, InterfaceError):
            return lambda: _give_back(job, _("basis data tidak menjawab"))
        except (Refusal, TedungError) as fault:
            sentence = str(fault)
        except NotAllowed:
            sentence = _("Hak akses Anda tidak lagi mencakup pekerjaan ini. Hubungi administrator.")
        except Exception as fault:  # noqa: BLE001 - whatever a handler does, its requester is told
            sentence = _broken(job, fault)
        else:
            return lambda: _finish(job, running, result)
        return lambda: _fail(job, sentence)


def _do(job: Job, running: Running) -> dict[str, Any]:
    handler = import_string(KINDS[job.kind].handler)
    with acting(_actor(job)), running_as(running):
        return dict(handler(**job.arguments) or {})


def _actor(job: Job) -> Actor:
    """Return who asked, with the grants held today."""
    if job.user_id is None:
        return Actor(label=job.by, is_system=True, request_id=job.request_id)
    actor = actor_of(job.user_id, clock.today(), job.request_id)
    if actor.user_id is None or not actor.held:
        raise NotAllowed(job.kind)
    return actor


def _broken(job: Job, fault: Exception) -> str:
    """Log where it broke, not with which words: a message may quote a person's data."""
    LOG.error("job %s (%s) broke: %s at %s", job.pk, job.kind, type(fault).__name__, where(fault))
    return _("Aplikasi mengalami kesalahan, dan itu sudah dicatat. Coba lagi, atau hubungi administrator.")


def _finish(job: Job, running: Running, result: dict[str, Any]) -> None:
    with leases.held(job) as mine:
        if mine is not None:
            far = {"done": running.done, "total": running.total}
            step(mine, State.DONE, STEPS, "", result=result, sentence="", ended_at=clock.now(), **far)
            close_tasks(ABOUT, mine.pk)


def _fail(job: Job, sentence: str) -> None:
    with leases.held(job) as mine:
        if mine is None:
            return
        step(mine, State.FAILED, STEPS, sentence=sentence, ended_at=clock.now())
        if mine.user_id is not None:
            path = f"/pekerjaan/{mine.pk}/"
            open_task("jobs.failed", about=(ABOUT, mine.pk), user_id=mine.user_id, path=path)


def _give_back(job: Job, reason: str) -> None:
    if job.attempts >= leases.MOST_ATTEMPTS:
        told = _("Pekerjaan ini sudah %(count)s kali terhenti sebelum selesai. Hubungi administrator.")
        _fail(job, told % {"count": job.attempts})
        return
    with leases.held(job) as mine:
        if mine is not None:
            step(mine, State.QUEUED, STEPS, reason)
