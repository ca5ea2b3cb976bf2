"""A step of a procedure: allowed or refused in one place, and written down.

A part says which steps it knows: ``STEPS = {State.DRAFT: {State.SENT}, State.SENT: set()}``, and its
service takes one: ``step(letter, State.SENT, STEPS, sent_at=clock.now())``.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.audit.models import StateChange
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal


def step(row: Any, after: str, steps: Mapping[Any, Collection[Any]], reason: str = "", **fields: Any) -> None:
    """Bring a row to the state `after`, with what else changes then, if `steps` allow it; else refuse.

    The row is locked and read again, so that of two who press a button at once one is told.
    """
    model = type(row)
    stands = model._base_manager.select_for_update().values_list("state", flat=True).get(pk=row.pk)
    if after not in steps.get(stands, ()):
        _refused(model, stands)
    row.state = after
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *fields])
    _written(row, stands, after, reason)


def step_all(rows: Sequence[Any], after: str, steps: Mapping[Any, Collection[Any]], reason: str = "") -> None:
    """Bring rows of one model to the state `after` as a set, or none of them: refuse as `step` does."""
    if not rows:
        return
    model, keys = type(rows[0]), [row.pk for row in rows]
    found = model._base_manager.select_for_update().filter(pk__in=keys)
    stands = dict(found.order_by("pk").values_list("pk", "state"))
    for row in rows:
        if after not in steps.get(stands[row.pk], ()):
            _refused(model, stands[row.pk])
        row.state = after
    model._base_manager.filter(pk__in=keys).update(state=after)
    StateChange.objects.bulk_create(_change(row, stands[row.pk], after, reason) for row in rows)


def begun_all(rows: Sequence[Any], state: str) -> None:
    """Write down the state in which rows begin."""
    StateChange.objects.bulk_create(_change(row, "", state, "") for row in rows)


def _refused(model: Any, stands: str) -> None:
    raise Refusal(
        _("Langkah ini tidak dapat dilakukan: keadaannya sekarang “%(state)s”. Muat ulang halaman ini.")
        % {"state": model(state=stands).get_state_display()},
        "step",
    )


def begun(row: Any, state: str, reason: str = "") -> None:
    """Write down the state in which a row begins."""
    _written(row, "", state, reason)


def noted(row: Any, reason: str) -> None:
    """Write down what was done with a row that stays in its state."""
    _written(row, row.state, row.state, reason)


def taken(row: models.Model) -> QuerySet[StateChange]:
    """Return the steps that a row has gone, the last first."""
    return StateChange.objects.filter(kind=row._meta.label_lower, row_id=row.pk).order_by("-pk")


def _written(row: Any, before: str, after: str, reason: str) -> None:
    _change(row, before, after, reason).save(force_insert=True)


def _change(row: Any, before: str, after: str, reason: str) -> StateChange:
    who = current()
    return StateChange(
        kind=row._meta.label_lower,
        row_id=row.pk,
        before=before,
        after=after,
        user_id=who.user_id,
        by=who.label,
        at=clock.now(),
        reason=reason,
    )
