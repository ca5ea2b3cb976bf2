"""What waits for whom."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db.models import F, Q, QuerySet

from tedung.office.access.actor import Actor, current
from tedung.office.access.scope import is_everywhere
from tedung.office.base import clock
from tedung.office.organisations.models import Organisation
from tedung.office.reference.models import Region
from tedung.office.tasks.kinds import KINDS
from tedung.office.tasks.models import State, Task

MOST = 50


def waiting(actor: Actor | None = None) -> QuerySet[Task]:
    """Return what waits for the actor: overdue first, then by due day, then without one; oldest first.

    A task is for whoever holds its role, in the scope of the very grant that gives the role.
    """
    who = actor or current()
    seen = Q(pk__in=[])
    if who.user_id is not None:
        seen |= Q(user_id=who.user_id)
    for grant in who.held:
        scope = Q() if is_everywhere(grant) else Task.scope._one(grant)
        seen |= Q(role=grant.role, user_id__isnull=True) & scope
    open_ones: QuerySet[Task] = Task.everything.filter(seen, state=State.OPEN)
    return open_ones.order_by(F("due").asc(nulls_last=True), "pk")


def first_waiting(actor: Actor | None = None, most: int = MOST) -> list[Task]:
    """Return the first of what waits, bounded."""
    return list(waiting(actor)[:most])


class Told(NamedTuple):
    """A task in words, for a list."""

    sentence: str
    action: str
    path: str
    place: str
    due: date | None
    is_overdue: bool


def told(tasks: Sequence[Task]) -> list[Told]:
    """Return tasks in words, with the name of the unit or the region each is about; two queries for all."""
    today = clock.today()
    names = _names(tasks)
    return [
        Told(
            sentence(task),
            str(KINDS[task.kind].action),
            task.path,
            names.get(task.organisation_code) or names.get(task.region, ""),
            task.due,
            is_overdue(task, today),
        )
        for task in tasks
    ]


def _names(tasks: Sequence[Task]) -> dict[str, str]:
    """Return the names of the units and regions; the office's own region goes without saying."""
    units = Organisation.objects.filter(code__in={task.organisation_code for task in tasks})
    regions = Region.objects.filter(code__in={task.region for task in tasks} - {settings.HOME_REGION, ""})
    return {**dict(regions.values_list("code", "name")), **dict(units.values_list("code", "name"))}


def sentence(task: Task) -> str:
    """Say what a task asks, with its counts."""
    told: str = str(KINDS[task.kind].sentence) % task.params
    return told


def is_overdue(task: Task, day: date | None = None) -> bool:
    """Say whether a task should have been done before this day."""
    return task.due is not None and task.due < (day or clock.today())
