"""Long work on a selection or a decree: asked for once, done by the worker, told on the page of its row."""

from typing import Any

from django.utils.translation import gettext as _

from tedung.office.base.refusals import Refusal
from tedung.office.jobs.models import Job
from tedung.office.jobs.services import enqueue
from tedung.office.penetapan.models import Decree, Selection


def ask(row: Selection | Decree, kind: str, **arguments: Any) -> Job:
    """Ask for work on a row inside a change; asked twice it is one job, and another work waits for its end.

    arguments: what the handler is told besides the key of the row; they tell what is done already.
    """
    waiting: Job | None = locked(row).job
    if waiting is not None and not waiting.has_ended:
        if waiting.kind == kind:
            return waiting
        raise _busy()
    job = enqueue(kind, key=row.pk, **arguments)
    type(row).everything.filter(pk=row.pk).update(job=job)
    return job


def must_rest(row: Selection | Decree) -> Any:
    """Refuse a step while work on the row waits or runs: it would change what the work reads.

    Returns the row as it stands now, locked until the change ends.
    """
    stands = locked(row)
    if stands.job is not None and not stands.job.has_ended:
        raise _busy()
    return stands


def locked(row: Selection | Decree) -> Any:
    """Return a row as it stands now; whoever else changes it waits until this change ends."""
    return type(row).everything.select_for_update().get(pk=row.pk)


def _busy() -> Refusal:
    return Refusal(
        _("Masih ada pekerjaan lain yang berjalan untuk ini. Tunggu sampai selesai, lalu coba lagi."), "busy"
    )
