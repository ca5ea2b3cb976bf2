"""The family of a person as the actor may see it: relations read from both sides, names only in scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tedung.office.people.models import Kinship, Person

SHOWN = 50
STEPS = 3
"""How far a family is followed: grandparents and cousins of heirs, not a whole village."""
Relation = Kinship.Relation
SEEN_FROM_OTHER = {
    Relation.SPOUSE: Relation.SPOUSE.label,
    Relation.CHILD: Relation.PARENT.label,
    Relation.PARENT: Relation.CHILD.label,
    Relation.SIBLING: Relation.SIBLING.label,
    Relation.PARENT_IN_LAW: _("Menantu"),
    Relation.WILL: _("Pemberi wasiat"),
}


@dataclass(frozen=True)
class Kin:
    """A relation as one side sees it; `relative` is None where the actor may not see who it is."""

    key: int
    label: str | Promise
    relative: Person | None
    since: date | None
    until: date | None


def kin_of(person: Person) -> list[Kin]:
    """Return the relations of a person, those that stand first; two queries."""
    rows = list(_touching([person.pk]).order_by("until", "pk")[:SHOWN])
    rows.sort(key=lambda row: row.until is not None)
    seen = visible({_other(row, person.pk) for row in rows})
    return [
        Kin(row.pk, _label(row, person.pk), seen.get(_other(row, person.pk)), row.since, row.until)
        for row in rows
    ]


def family_of(person: Person) -> list[Person]:
    """Return whoever is of one family with a person, the person first; those in scope, a few steps far."""
    found, new = {person.pk}, {person.pk}
    for _step in range(STEPS):
        rows = _touching(new).filter(until=None).exclude(relation=Relation.WILL)
        pairs = list(rows.values_list("person_id", "relative_id")[: SHOWN * 4])
        new = {key for pair in pairs for key in pair} - found
        found |= new
        if not new or len(found) > SHOWN:
            break
    seen = visible(found)
    others = sorted(seen.keys() - {person.pk})
    return [seen[key] for key in [person.pk, *others][:SHOWN] if key in seen]


def visible(keys: Iterable[int]) -> dict[int, Person]:
    """Return the persons of these keys whom the actor may see."""
    return {person.pk: person for person in Person.objects.filter(pk__in=list(keys))}


def _touching(keys: Iterable[int]) -> QuerySet[Kinship]:
    return Kinship.objects.filter(Q(person__in=list(keys)) | Q(relative__in=list(keys)))


def _other(row: Kinship, key: int) -> int:
    return row.relative_id if row.person_id == key else row.person_id


def _label(row: Kinship, key: int) -> str | Promise:
    is_mine = row.person_id == key
    return row.get_relation_display() if is_mine else SEEN_FROM_OTHER[Relation(row.relation)]
