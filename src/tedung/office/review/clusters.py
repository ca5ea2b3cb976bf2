"""Which persons are one: rebuilt from the verdicts each time, so that undoing leaves no trace.

The persons joined by verdicts of "same" are a cluster; its root is the one with a valid NIK, then
the oldest; the others are its aliases and keep their lines, money and decrees.
"""

from collections.abc import Collection, Iterable

from django.db import connection
from django.db.models import Q

from tedung.office.people.models import Person, Visibility
from tedung.office.review.models import Pair


def cluster_of(persons: Iterable[int]) -> set[int]:
    """Return every person joined with one of `persons` by verdicts of "same"."""
    found, new = set(persons), set(persons)
    while new:
        pairs = Pair.everything.filter(Q(first__in=new) | Q(second__in=new), state=Pair.State.SAME)
        met = {key for pair in pairs.values_list("first_id", "second_id") for key in pair}
        new = met - found
        found |= new
    return found


def valid_niks(persons: Collection[int]) -> set[str]:
    """Return the blind indexes of the different valid NIKs among persons."""
    valid = Person.everything.filter(pk__in=persons, nik_state="valid")
    return set(valid.values_list("nik_index", flat=True))


def contradicted(persons: Collection[int]) -> bool:
    """Say whether two of the persons were said to be different."""
    return Pair.everything.filter(first__in=persons, second__in=persons, state=Pair.State.DIFFERENT).exists()


def rebuild(touched: Iterable[int]) -> None:
    """Set the root and the aliases of every cluster in which one of the touched persons is, or was."""
    left = _ever_with(touched)
    while left:
        cluster = cluster_of([min(left)])
        left -= cluster
        _settle(cluster)


def _ever_with(touched: Iterable[int]) -> set[int]:
    """Return the touched persons, and whoever shares a root with one of them today."""
    rows = Person.everything.filter(Q(pk__in=touched) | Q(aliases__in=touched)).values_list(
        "pk", "merged_into"
    )
    roots = {root or key for key, root in rows} | set(touched)
    aliases = Person.everything.filter(merged_into__in=roots).values_list("pk", flat=True)
    return roots | set(aliases)


def _settle(cluster: set[int]) -> None:
    root = _root(cluster)
    Person.everything.filter(pk__in=cluster - {root}).update(merged_into=root)
    Person.everything.filter(pk=root).update(merged_into=None)
    Visibility.objects.filter(person__in=cluster).exclude(via=0).delete()
    _inherit(root, cluster - {root})


def _root(cluster: set[int]) -> int:
    rows = Person.everything.filter(pk__in=cluster).values_list("pk", "nik_state")
    return min(rows, key=lambda row: (row[1] != "valid", row[0]))[0]


def _inherit(root: int, aliases: set[int]) -> None:
    """Show the root to whoever sees one of its aliases."""
    if not aliases:
        return
    table = Visibility._meta.db_table
    marks = ", ".join(["%s"] * len(aliases))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (person_id, kind, code, via) "
            f"SELECT %s, kind, code, person_id FROM {table} WHERE person_id IN ({marks}) AND via = 0",
            [root, *sorted(aliases)],
        )
