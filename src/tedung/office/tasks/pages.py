"""What waits for me."""

from datetime import date

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tedung.office.access.pages import page
from tedung.office.base.paging import cut, key
from tedung.office.tasks import queries
from tedung.office.tasks.models import Task

UNDATED = "-"


@page("tasks.view")
def listing(request: HttpRequest) -> HttpResponse:
    """Show what waits for the actor, overdue first, 50 a page."""
    found = queries.waiting()
    after = _after(request.GET.get("setelah", ""))
    if after is not None:
        found = found.filter(after)
    rows, last = cut(found)
    context = {"rows": queries.told(rows), "next": _key(last) if last else None}
    return render(request, "tasks/listing.html", context)


def _key(task: Task) -> str:
    """Write where a page ends: the due day and the key of its last task."""
    return f"{task.due.isoformat() if task.due else UNDATED}_{task.pk}"


def _after(place: str) -> Q | None:
    """Read where a page ended; None for anything that is no such place."""
    due, _, written = place.partition("_")
    number = key(written)
    if number is None:
        return None
    if due == UNDATED:
        return Q(due__isnull=True, pk__gt=number)
    try:
        day = date.fromisoformat(due)
    except ValueError:
        return None
    return Q(due__gt=day) | Q(due=day, pk__gt=number) | Q(due__isnull=True)
