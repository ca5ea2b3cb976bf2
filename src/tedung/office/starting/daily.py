"""The daily round: what an office does by itself once a day, each step once, whoever begins it.

A step and the mark that it is done are one transaction: of two that begin at once, one finds the mark and
goes on; a step that broke leaves none, and is tried again by the next round.  What takes long is asked for
as a job.
"""

import logging
import time
from collections.abc import Callable
from datetime import date, timedelta

from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, InterfaceError, OperationalError, close_old_connections, transaction

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.access.change import changing
from tedung.office.access.models import Grant
from tedung.office.base import clock
from tedung.office.buku.models import Entry
from tedung.office.documents import sweeping
from tedung.office.home.models import Round
from tedung.office.home.services import recount
from tedung.office.jobs.models import Job
from tedung.office.jobs.models import State as JobState
from tedung.office.jobs.services import enqueue
from tedung.office.outbox import mail
from tedung.office.outbox.models import Channel, Message
from tedung.office.outbox.models import State as MessageState
from tedung.office.padan import monthly
from tedung.office.retention.rules import RULES
from tedung.office.retention.services import carry_out
from tedung.office.tasks.services import close_tasks, open_task, release
from tedung.office.wadah.models import Member

LOG = logging.getLogger("tedung.daily")
ABOUT = "access.grant"
SOON = timedelta(days=14)
LOOK_SECONDS, FIRST_LOOK_SECONDS = 60, 20
Counts = dict[str, int]


def _figures(_day: date) -> Counts:
    """Count anew who is covered, and the alarm of 1 January with it."""
    recount()
    return {}


def _registry(_day: date) -> Counts:
    """Ask the registry about everybody in force, once a month: who died, who moved."""
    people = monthly.people_in_force()
    if not people or monthly.asked_this_month() is not None or _waits("padan.monthly"):
        return {}
    enqueue("padan.monthly")
    return {"people": people}


def _contributions(_day: date) -> Counts:
    """Look at what time alone changes of contributions: due days, codes, arrears, months after a death."""
    if Member.everything.exists() and not _waits("iuran.daily"):
        enqueue("iuran.daily")
    return {}


def _self_paid(_day: date) -> Counts:
    """Look at those who pay themselves: what is due, who is late, whom to remind."""
    if Member.everything.filter(payer="self").exists() and not _waits("mandiri.daily"):
        enqueue("mandiri.daily")
    return {}


def _book(_day: date) -> Counts:
    """Carry the sums of the ledger forward."""
    if Entry.objects.exists() and not _waits("buku.carry"):
        enqueue("buku.carry")
    return {}


def _mail(_day: date) -> Counts:
    """Send again what waits, where the office has a server for it."""
    waiting = Message.everything.filter(channel=Channel.EMAIL, state=MessageState.WAITING).count()
    if not waiting or not mail.server() or _waits("outbox.mail"):
        return {"waiting": waiting}
    enqueue("outbox.mail")
    return {"waiting": waiting}


def _tasks(day: date) -> Counts:
    """Cancel what waits for a user alone who holds no grant any more."""
    return {"released": release(day)}


def _grants(day: date) -> Counts:
    """Tell the administrator how many grants end soon; the task goes when none does."""
    ending = Grant.objects.in_force(day).filter(until__lte=day + SOON).count()
    if not ending:
        close_tasks(ABOUT, 0)
        return {}
    open_task(
        "access.ending",
        "admin",
        about=(ABOUT, 0),
        path="/pengguna/",
        region=settings.HOME_REGION,
        params={"grants": ending},
    )
    return {"grants": ending}


def _documents(_day: date) -> Counts:
    """Remove files that no document names; count the documents that have lost theirs."""
    return {"removed": sweeping.swept(), "lost": len(sweeping.missing())}


def _sessions(_day: date) -> Counts:
    """Forget sessions that have ended."""
    call_command("clearsessions")
    return {}


def _retention(_day: date) -> Counts:
    """Remove what the office has decided to keep for a while only, where that while is over."""
    return {kind: carry_out(kind) for kind in RULES}


STEPS: dict[str, Callable[[date], Counts]] = {
    "figures": _figures,
    "registry": _registry,
    "contributions": _contributions,
    "self_paid": _self_paid,
    "book": _book,
    "mail": _mail,
    "tasks": _tasks,
    "grants": _grants,
    "documents": _documents,
    "sessions": _sessions,
    "retention": _retention,
}


def _waits(kind: str) -> bool:
    return Job.everything.filter(kind=kind, state__in=[JobState.QUEUED, JobState.RUNNING]).exists()


def run() -> tuple[dict[str, Counts], list[str]]:
    """Do what is not done of today's round; return what each step counted, and the steps that broke."""
    day = clock.today(settings.HOME_REGION)
    done: dict[str, Counts] = {}
    broken = []
    with acting(SYSTEM):
        for name in due(day):
            try:
                counted = _once(name, day)
            except Exception as fault:  # noqa: BLE001 - one step that breaks does not keep the others
                LOG.error("the daily step %s broke: %s", name, type(fault).__name__)  # noqa: TRY400 - no words of data
                broken.append(name)
            else:
                if counted is not None:
                    done[name] = counted
    return done, broken


def due(day: date) -> list[str]:
    """Return the steps of a day that are not done yet, in their order."""
    there = set(Round.objects.filter(day=day).values_list("name", flat=True))
    return [name for name in STEPS if name not in there]


def _once(name: str, day: date) -> Counts | None:
    """Do one step with its mark; None where somebody else did it meanwhile."""
    with changing(f"daily.{name}"):
        try:
            with transaction.atomic():
                mark = Round.objects.create(day=day, name=name, at=clock.now())
        except IntegrityError:
            return None
        counted = STEPS[name](day)
        Round.objects.filter(pk=mark.pk).update(result=counted)
    return counted


class Watch:
    """Begins the round of each day from a process that lives long, and tries again what broke."""

    def __init__(self, first: float = FIRST_LOOK_SECONDS) -> None:
        self.next = time.monotonic() + first

    def look(self) -> None:
        """Do what is due, at most once a minute; a database that is silent is asked again later."""
        if time.monotonic() < self.next:
            return
        self.next = time.monotonic() + LOOK_SECONDS
        close_old_connections()
        try:
            run()
        except (OperationalError, InterfaceError):
            LOG.warning("the database does not answer; the daily round waits")
