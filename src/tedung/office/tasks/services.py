"""Open and close tasks, inside the change that brings or ends them."""

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.access.models import Grant
from tedung.office.access.roles import ROLES
from tedung.office.audit.models import StateChange
from tedung.office.base import clock
from tedung.office.tasks.kinds import KINDS
from tedung.office.tasks.models import State, Task


@change("tasks.open")
def open_task(
    kind: str,
    role: str = "",
    *,
    about: tuple[str, int],
    path: str,
    user_id: int | None = None,
    due: date | None = None,
    region: str = "",
    opd_code: str = "",
    organisation_code: str = "",
    group_code: str = "",
    params: Mapping[str, int] | None = None,
) -> Task:
    """Open a task for a role within a scope, or for one user; the one that is open already is renewed.

    about: (kind, id) of the row it is about.  params: counts alone; a name would stay for ever in a list
    that many read.
    """
    _must_be_told(kind, role, path, params or {})
    told = {
        "path": path,
        "due": due,
        "region": region,
        "opd_code": opd_code,
        "organisation_code": organisation_code,
        "group_code": group_code,
        "params": dict(params or {}),
    }
    task, _is_new = Task.everything.update_or_create(
        kind=kind,
        role=role,
        user_id=user_id,
        about_kind=about[0],
        about_id=about[1],
        state=State.OPEN,
        defaults=told,
        create_defaults={**told, "opened_at": clock.now()},
    )
    return task


@change("tasks.open")
def close_tasks(
    about_kind: str, about_id: int, kind: str = "", to: str = State.DONE, reason: str = ""
) -> int:
    """Close the open tasks about a row, of one kind or all; return how many."""
    found = Task.everything.filter(about_kind=about_kind, about_id=about_id, state=State.OPEN)
    return _closed(found.filter(kind=kind) if kind else found, to, reason)


def _closed(found: QuerySet[Task], to: str, reason: str) -> int:
    keys = list(found.select_for_update().values_list("pk", flat=True))
    actor, now = current(), clock.now()
    Task.everything.filter(pk__in=keys).update(state=to, closed_at=now, closed_by=actor.user_id)
    StateChange.objects.bulk_create(
        StateChange(
            kind="tasks.task",
            row_id=key,
            before=State.OPEN,
            after=to,
            user_id=actor.user_id,
            by=actor.label,
            at=now,
            reason=reason,
        )
        for key in keys
    )
    return len(keys)


@change("tasks.open")
def release(day: date) -> int:
    """Cancel what waits for one user alone who holds no grant any more; return how many."""
    holding = Grant.objects.in_force(day).filter(user__is_active=True).values("user")
    left = Task.everything.filter(state=State.OPEN, user_id__isnull=False).exclude(user_id__in=holding)
    return _closed(left, State.CANCELLED, _("pemegang tugas ini tidak lagi mempunyai hak akses"))


def cancel_tasks(about_kind: str, about_id: int, reason: str = "") -> int:
    """Close the open tasks about a row that needs nothing any more; return how many."""
    return close_tasks(about_kind, about_id, to=State.CANCELLED, reason=reason or _("tidak diperlukan lagi"))


def _must_be_told(kind: str, role: str, path: str, params: Mapping[str, int]) -> None:
    """Refuse a task that nobody could read: these are faults of the program."""
    str(KINDS[kind].sentence) % dict(params)
    if role and role not in ROLES:
        raise KeyError(role)
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError("a task leads to a page of ours")
    if any(type(count) is not int for count in params.values()):
        raise TypeError(f"{kind}: a task holds counts alone")
