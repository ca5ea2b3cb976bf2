"""What is costly to make and has not changed since: kept in this process under all that it depends on.

    figures = kept(lambda: counted(...), "home.figures", counting.pk, sight("figures.view"))

Nothing kept is ever old: what is counted anew, or seen by somebody else, has another key, and what nobody
asks for any more falls out.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar

from django.core.cache import caches

T = TypeVar("T")
PLACE = "process"


def kept(make: Callable[[], T], *key: object) -> T:
    """Return what was made under `key` before, else make it; keys are told apart by their `repr`."""
    place, name = caches[PLACE], sha256(repr(key).encode()).hexdigest()
    held: tuple[T] | None = place.get(name)
    if held is None:
        held = (make(),)
        place.set(name, held)
    return held[0]
