"""What is known of a comparison: what waits, and what was answered how often."""

from typing import Any

from django.db.models import Count

from tedung.office.rekonsiliasi.models import Difference, Field, How, Kind, Reconciliation, State


def open_ones(row: Reconciliation) -> int:
    """Return how many differences nobody has answered."""
    return Difference.everything.filter(reconciliation=row, how="").count()


def groups(row: Reconciliation) -> list[dict[str, Any]]:
    """Return kind, field and answer of the differences, with how many there are of each."""
    found = Difference.everything.filter(reconciliation=row).values("kind", "field", "how")
    counted = found.annotate(people=Count("pk")).order_by("kind", "field", "how")
    return [
        {
            **one,
            "kind_name": Kind(one["kind"]).label,
            "field_name": Field(one["field"]).label,
            "how_name": How(one["how"]).label,
        }
        for one in counted
    ]


def told(row: Reconciliation) -> list[dict[str, Any]]:
    """Return the answers as the minutes print them: words and a count, no person."""
    return [
        {
            "what": str(one["kind_name"]) + (f": {one['field_name']}" if one["field"] else ""),
            "how": str(one["how_name"]),
            "people": one["people"],
        }
        for one in groups(row)
    ]


def of_month(wadah_id: int, month: str) -> Reconciliation | None:
    """Return the comparison that counts for a wadah and month."""
    rows = Reconciliation.objects.filter(wadah=wadah_id, month=month).exclude(state=State.DIGANTIKAN)
    return rows.first()
