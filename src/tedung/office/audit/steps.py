"""A step of a procedure: allowed or refused in one place, and written down."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.audit.models import StateChange
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal


def step(row: Any, kind: str, after: str, allowed: Collection[tuple[str, str]], reason: str = "") -> None:
    """Bring a row to the state `after` when that step is allowed from where it stands, else refuse.

    The row is locked and read again, so that of two who press the button at once one is told.
    """
    model = type(row)
    stands = model._base_manager.select_for_update().values_list("state", flat=True).get(pk=row.pk)
    if (stands, after) not in allowed:
        raise Refusal(
            _("Langkah ini tidak dapat dilakukan: keadaannya sekarang “%(state)s”. Muat ulang halaman.")
            % {"state": model(state=stands).get_state_display()},
            "step",
        )
    row.state = after
    row.save(update_fields=["state"])
    who = current()
    StateChange.objects.create(
        kind=kind,
        row_id=row.pk,
        before=stands,
        after=after,
        user_id=who.user_id,
        by=who.label,
        at=clock.now(),
        reason=reason,
    )
