"""Steps of many memberships at once: allowed or refused by the same table, each written down."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connection

from tedung.office.access.actor import current
from tedung.office.audit.models import StateChange
from tedung.office.base import clock
from tedung.office.base.bulk import insert_select, staging
from tedung.office.wadah.models import MEMBER_STEPS, Member, MemberState

MEMBER = Member._meta.db_table
CHANGES = ("kind", "row_id", "before", "after", "user_id", "by", "at", "reason")


def move_members(
    chosen: str,
    given: Sequence[Any],
    after: str,
    reason: str = "",
    *,
    sets: Mapping[str, Any] | None = None,
    among: Collection[str] = MemberState,
) -> int:
    """Bring the members whose keys a SELECT returns to a state, inside a change; return how many went.

    Who stands where the step is not allowed, or not in a state `among` these, stays there.
    sets: column -> value, written with it.
    """
    allowed = [before for before, afters in MEMBER_STEPS.items() if after in afters and before in among]
    marks = ", ".join(["%s"] * len(allowed))
    locked = " FOR UPDATE OF m" if connection.vendor == "postgresql" else ""
    with staging(id="bigint", before="text") as moved:
        found = (
            f"SELECT m.id, m.state FROM {MEMBER} m WHERE m.id IN ({chosen}) AND m.state IN ({marks}){locked}"
        )
        count = insert_select(moved, ("id", "before"), found, [*given, *allowed])
        write_steps(f"SELECT id, before, '{MemberState(after).value}' FROM {moved}", (), reason)
        values = {"state": MemberState(after).value, **(sets or {})}
        assigned = ", ".join(f"{column} = %s" for column in values)
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {MEMBER} SET {assigned} WHERE id IN (SELECT id FROM {moved})", list(values.values())
            )
    return count


def write_steps(steps: str, given: Sequence[Any], reason: str = "") -> int:
    """Write down the steps that a SELECT of (key, before, after) returns; return how many."""
    who = current()
    told = [who.user_id, who.label, connection.ops.adapt_datetimefield_value(clock.now()), reason]
    rows = f"SELECT '{Member._meta.label_lower}', s.*, %s, %s, %s, %s FROM ({steps}) s"
    return insert_select(StateChange._meta.db_table, CHANGES, rows, [*told, *given])
