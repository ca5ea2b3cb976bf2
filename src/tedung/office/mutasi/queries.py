"""What a month's changes hold."""

from typing import Any

from django.db.models import Count, QuerySet

from tedung.office.mutasi.models import Act, Change, Mutasi
from tedung.office.wadah.members import ENDED


def taken(row: Mutasi) -> int:
    """Return how many changes are taken."""
    return Change.everything.filter(mutasi=row, is_taken=True).count()


def counts(row: Mutasi) -> dict[str, int]:
    """Return how many changes are taken, by act; those left for later under `ditunda`."""
    rows = Change.everything.filter(mutasi=row).values_list("act", "is_taken").annotate(n=Count("pk"))
    found = dict.fromkeys([*Act.values, "ditunda"], 0)
    for act, is_taken, n in rows.order_by():
        found[act if is_taken else "ditunda"] += n
    return found


def reasons(row: Mutasi) -> list[tuple[str, int]]:
    """Return why people leave, with how many for each."""
    exits = Change.everything.filter(mutasi=row, act=Act.KELUAR, is_taken=True)
    rows = exits.values_list("reason").annotate(n=Count("pk")).order_by("-n", "reason")
    return [(str(ENDED[reason]), n) for reason, n in rows]


def listed(row: Mutasi, act: str = "") -> QuerySet[Any, Any]:
    """Return the changes that the actor may see, with whom they are about."""
    found = Change.objects.filter(mutasi=row).select_related("member__person", "replaces__person")
    return (found.filter(act=act) if act in Act.values else found).order_by("pk")
