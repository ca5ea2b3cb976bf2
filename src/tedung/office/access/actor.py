"""Who acts: the person signed in, a job on somebody's behalf, or the system; nobody else sees a row.

The actor is set once for a request, a job or a command.  Managers of scoped models ask for it,
and PostgreSQL is told as well, so that a query which forgot its scope returns nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from tedung.office.access.roles import roles_with

if TYPE_CHECKING:
    from tedung.office.access.models import User

EVERYTHING = "*"


@dataclass(frozen=True)
class Held:
    """A grant in force today: a role within a scope."""

    role: str
    kind: str
    code: str


@dataclass(frozen=True)
class Actor:
    """Who acts, and by which grants; `is_system` sees everything and is used where no person acts."""

    user_id: int | None = None
    label: str = ""
    held: tuple[Held, ...] = ()
    is_system: bool = False
    request_id: str = ""

    def scopes(self, permission: str) -> tuple[Held, ...]:
        """Return the grants by which this actor holds a permission."""
        roles = roles_with(permission)
        return tuple(grant for grant in self.held if grant.role in roles)

    def may(self, permission: str) -> bool:
        """Say whether the actor holds a permission in any scope at all."""
        return self.is_system or bool(self.scopes(permission))

    @property
    def roles(self) -> frozenset[str]:
        """Return the codes of all roles held today."""
        return frozenset(grant.role for grant in self.held)


NOBODY = Actor(label="nobody")
SYSTEM = Actor(label="system", is_system=True)

_current: ContextVar[Actor] = ContextVar("actor", default=NOBODY)
_told: ContextVar[Actor] = ContextVar("told", default=NOBODY)  # whose rows PostgreSQL shows: in a change, all


def current() -> Actor:
    """Return who acts now; nobody when nothing was said."""
    return _current.get()


@contextmanager
def acting(actor: Actor) -> Iterator[Actor]:
    """Let `actor` act for what is done inside, in the program and in the database."""
    token = _current.set(actor)
    try:
        with _shown_to(actor):
            yield actor
    finally:
        _current.reset(token)


def become(actor: Actor) -> None:
    """Let `actor` act for the rest of what an outer `acting` encloses: a request that shows a token."""
    _current.set(actor)
    _told.set(actor)
    _tell(actor)


def actor_of(user_id: int, day: date, request_id: str = "") -> Actor:
    """Return a user as an actor with the grants in force on `day`; an inactive user holds none."""
    from tedung.office.access.models import User

    user = User.objects.filter(pk=user_id).first()
    return NOBODY if user is None else actor_for(user, day, request_id)


def actor_for(user: "User", day: date, request_id: str = "") -> Actor:
    """Return a user who was just read as an actor, likewise."""
    from tedung.office.access.models import Grant

    if not user.is_active:
        return NOBODY
    held = tuple(
        Held(role, kind, str(user.pk) if kind == "self" else code)
        for role, kind, code in Grant.objects.in_force(day)
        .filter(user_id=user.pk)
        .values_list("role", "scope_kind", "scope_code")
    )
    return Actor(user.pk, user.get_username(), held, request_id=request_id)


@contextmanager
def seeing_everything() -> Iterator[None]:
    """Let PostgreSQL show every row inside a change: its permission has been asked already."""
    with _shown_to(SYSTEM):
        yield


@contextmanager
def _shown_to(actor: Actor) -> Iterator[None]:
    """Let PostgreSQL show an actor's rows inside, and afterwards whatever it showed before."""
    token = _told.set(actor)
    _tell(actor)
    try:
        yield
    finally:
        _told.reset(token)
        _tell(_told.get())


def _tell(actor: Actor) -> None:
    """Tell PostgreSQL which scopes its row security may show."""
    if connection.vendor == "postgresql" and _listens():
        _say(connection, actor)


def _listens() -> bool:
    """Say whether the connection can be told anything.

    One that is not open is told when it opens.  A transaction that has failed is told nothing: its
    rollback brings back what was said before it, and a statement would hide why it failed.
    """
    from psycopg.pq import TransactionStatus

    opened: Any = connection.connection
    if opened is None or opened.closed or connection.needs_rollback:
        return False
    return bool(opened.info.transaction_status != TransactionStatus.INERROR)


def _say(listener: BaseDatabaseWrapper, actor: Actor) -> None:
    with listener.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('tedung.scopes', %s, false), set_config('tedung.user', %s, false)",
            [",".join(_shown(actor)), str(actor.user_id or "")],
        )


def _tell_a_new_one(connection: BaseDatabaseWrapper, **_: object) -> None:
    if connection.vendor == "postgresql":
        _say(connection, _told.get())


connection_created.connect(_tell_a_new_one, dispatch_uid="tedung.actor")


def _shown(actor: Actor) -> list[str]:
    """Return the scopes of all grants, whatever their role: the database keeps regions and offices apart."""
    from tedung.office.access.scope import is_everywhere

    if actor.is_system or any(is_everywhere(grant) for grant in actor.held):
        return [EVERYTHING]
    return sorted({f"{grant.kind}:{grant.code}" for grant in actor.held})
