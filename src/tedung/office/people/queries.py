"""What other parts read of persons: a page of them in the order of their ids."""

from django.db.models import QuerySet

from tedung.office.people.models import Person
from tedung.office.people.walking import few_seen


def in_order(after: str) -> QuerySet[Person]:
    """Return the persons in scope after a public id; where few are seen, only those are read."""
    found: QuerySet[Person] = Person.objects.filter(merged_into=None, public_id__gt=after)
    few = few_seen()
    return (found if few is None else found.filter(pk__in=few)).order_by("public_id")
