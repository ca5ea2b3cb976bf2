"""The context of a change: told to the database before anything is written, gone with the transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tedung.office.access.actor import Actor
from tedung.office.audit.models import Context, Current
from tedung.office.base import clock


@contextmanager
def recorded(actor: Actor, reason: str) -> Iterator[Context]:
    """Write who changes what inside; an inner change has a context of its own."""
    context = Context.objects.create(
        user_id=actor.user_id, label=actor.label, request_id=actor.request_id, reason=reason, at=clock.now()
    )
    outer = _tell(context.pk)
    yield context
    _tell(outer)  # not after a failure: the rollback takes it back


def _tell(context_id: int | None) -> int | None:
    """Set the open context and return the one before it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('tedung.context', true)")
            before = cursor.fetchone()[0]
            cursor.execute("SELECT set_config('tedung.context', %s, true)", [str(context_id or "")])
        return int(before) if before else None
    before = Current.objects.filter(pk=1).values_list("context_id", flat=True).first()
    if not Current.objects.filter(pk=1).update(context_id=context_id):
        Current.objects.create(pk=1, context_id=context_id)
    return before
