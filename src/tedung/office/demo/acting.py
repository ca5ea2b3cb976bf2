"""Who acts in the demo: its own users, so that four eyes are four."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from tedung.office.access.actor import SYSTEM, Actor, acting, actor_of
from tedung.office.access.models import User

ALWAYS = date(9998, 1, 1)
"""The grants of the demo's users have no end; in last year's steps they act as who they are today."""


@contextmanager
def as_user(username: str) -> Iterator[Actor]:
    """Let a user of the demo act; without a name the system, for units whose clerk is not in the demo."""
    user = User.objects.filter(username=username).first() if username else None
    with acting(actor_of(user.pk, ALWAYS) if user else SYSTEM) as actor:
        yield actor
