"""The one way to change anything: a permission, a transaction, and a row that says who and why.

    @change("usulan.send")
    def send(usulan: Usulan) -> Usulan: ...

The first argument, when it is a scoped row, must be in the actor's scope for that permission.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction

from tedung.office.access.actor import current, seeing_everything
from tedung.office.access.scope import require
from tedung.office.audit.context import recorded
from tedung.office.base.refusals import Refusal

P = ParamSpec("P")
R = TypeVar("R")


def change(permission: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a change of state that `permission` allows; it ends whole or not at all."""

    def wrap(service: Callable[P, R]) -> Callable[P, R]:
        first = next(iter(signature(service).parameters), "")

        @wraps(service)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            given: Any = args[0] if args else kwargs.get(first)
            require(permission, given if isinstance(given, models.Model) else None)
            with changing(permission):
                return service(*args, **kwargs)

        run.permission = permission  # type: ignore[attr-defined]  # the walk of all services reads it
        return run

    return wrap


@contextmanager
def changing(reason: str) -> Iterator[None]:
    """Open a transaction whose every change carries the actor, the request and `reason`."""
    with transaction.atomic(), seeing_everything(), recorded(current(), reason):
        yield


def four_eyes(prepared_by: int | None, sentence: str) -> None:
    """Refuse when the one who approves is the one who prepared."""
    actor = current()
    if not actor.is_system and actor.user_id == prepared_by:
        raise Refusal(sentence, "four_eyes")
