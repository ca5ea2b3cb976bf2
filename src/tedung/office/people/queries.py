"""What other parts read of persons: a page of them in the order of their ids, and who is one with whom."""

from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from tedung.office.people.models import Person
from tedung.office.people.walking import few_seen

SLICE = 10_000
"""So many keys a database takes at a time."""


def in_order(after: str) -> QuerySet[Person]:
    """Return the persons in scope after a public id; where few are seen, only those are read."""
    found: QuerySet[Person] = Person.objects.filter(merged_into=None, public_id__gt=after)
    few = few_seen()
    return (found if few is None else found.filter(pk__in=few)).order_by("public_id")


def roots(persons: Collection[int]) -> dict[int, int]:
    """Return for whom each of the persons stands: oneself, or the person whose alias one is."""
    return {
        key: root or key
        for some in _slices(persons)
        for key, root in Person.everything.filter(pk__in=some).values_list("pk", "merged_into")
    }


def together(persons: Collection[int]) -> dict[int, int]:
    """Return the root of each of the persons, and of everybody who is one with them."""
    found = roots(persons)
    for some in _slices(set(found.values())):
        found |= {root: root for root in some}
        aliases = Person.everything.filter(merged_into__in=some)
        found |= {key: root for key, root in aliases.values_list("pk", "merged_into") if root is not None}
    return found


def _slices(persons: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(persons)
    for start in range(0, len(ordered), SLICE):
        yield ordered[start : start + SLICE]
