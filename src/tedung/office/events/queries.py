"""What happened to whom."""

from django.db.models import QuerySet

from tedung.office.events.kinds import KINDS
from tedung.office.events.models import Event
from tedung.office.people.models import Person


def of(person: Person) -> QuerySet[Event]:
    """Return what happened to a person, newest first; also under the ids that turned out to be theirs.

    The person was found through `Person.objects`: whoever sees the person sees this.
    """
    keys = list(Person.everything.filter(merged_into=person).values_list("pk", flat=True))
    return Event.objects.filter(person__in=[person.pk, *keys]).order_by("-day", "-pk")


def sentence(event: Event) -> str:
    """Say what happened."""
    told: str = str(KINDS[event.kind]) % event.params
    return told
