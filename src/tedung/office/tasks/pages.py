"""What waits for me."""

from datetime import date

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tedung.office.access.pages import page
from tedung.office.tasks import queries
from tedung.office.tasks.models import Task

PAGE = 50
DIGITS = 18
UNDATED = "-"


@page("tasks.view")
def listing(request: HttpRequest) -> HttpResponse:
    """Show what waits for the actor, overdue first, 50 a page."""
    found = queries.waiting()
    after = _after(request.GET.get("setelah", ""))
    if after is not None:
        found = found.filter(after)
    rows = list(found[: PAGE + 1])
    following = _key(rows[PAGE - 1]) if len(rows) > PAGE else None
    return render(request, "tasks/listing.html", {"rows": queries.told(rows[:PAGE]), "next": following})


def _key(task: Task) -> str:
    """Write where a page ends: the due day and the key of its last task."""
    return f"{task.due.isoformat() if task.due else UNDATED}_{task.pk}"


def _after(key: str) -> Q | None:
    """Read where a page ended; None for anything that is no such place."""
    due, _, number = key.partition("_")
    if not number.isdecimal() or len(number) > DIGITS:
        return None
    if due == UNDATED:
        return Q(due__isnull=True, pk__gt=int(number))
    try:
        day = date.fromisoformat(due)
    except ValueError:
        return None
    return Q(due__gt=day) | Q(due=day, pk__gt=int(number)) | Q(due__isnull=True)
