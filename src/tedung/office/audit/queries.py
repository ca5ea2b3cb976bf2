"""What the audit is asked: who changed what on which days, what became of a row, who saw which NIK."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from tedung.office.access.models import User
from tedung.office.access.scope import require_within
from tedung.office.audit.models import Context, Entry
from tedung.office.base import clock
from tedung.office.people.models import NikView

SPAN = timedelta(days=366)
USUAL = timedelta(days=30)
FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)
EXPORT = "audit.export"


@dataclass(frozen=True)
class Asked:
    """Which days, whose changes (empty: everybody's), of which table (empty: all)."""

    since: date
    until: date
    who: str = ""
    table: str = ""


def whole_office() -> None:
    """Raise unless the actor may see the audit of all regions: what a row held has no scope any more."""
    require_within("audit.view", region=settings.HOME_REGION)


def span(since: date | None, until: date | None) -> tuple[date, date]:
    """Return the days that are asked: the last thirty where nothing is said, never more than a year."""
    last = _clamped(until or clock.today())
    first = _clamped(since) if since else last - USUAL
    if first > last:
        first, last = last, first
    return max(first, last - SPAN), last


def _clamped(day: date) -> date:
    return min(max(day, FIRST), LAST)


def contexts(asked: Asked, after: int | None = None) -> QuerySet[Any]:
    """Return the changes that were asked, the latest first, each with its first row and its last."""
    whole_office()
    found = _of_days(Context.objects.all(), asked)
    rows = Entry.objects.filter(context_id=OuterRef("pk"))
    of_table = rows.filter(table=asked.table) if asked.table else rows
    found = found.filter(Exists(of_table) if asked.table else Q(Exists(of_table)) | Q(reason=EXPORT))
    first = of_table.order_by("pk")
    annotated: QuerySet[Any] = _after(found, Context, after).annotate(
        first_key=Subquery(first.values("pk")[:1]),
        first_table=Subquery(first.values("table")[:1]),
        first_act=Subquery(first.values("act")[:1]),
        last_key=Subquery(rows.order_by("-pk").values("pk")[:1]),
    )
    return annotated


def nik_views(asked: Asked, after: int | None = None) -> QuerySet[Any]:
    """Return who saw a full number, whose and why, the latest first."""
    whole_office()
    found = _of_days(NikView.objects.all(), asked).select_related("person")
    return _after(found, NikView, after)


def entries(context: int | None, after: int | None = None) -> QuerySet[Entry]:
    """Return the rows of a change in their order; without one, what was changed outside any, latest first."""
    whole_office()
    if context is None:
        found = Entry.objects.filter(context_id__isnull=True).order_by("-pk")
        return found.filter(pk__lt=after) if after else found
    found = Entry.objects.filter(context_id=context).order_by("pk")
    return found.filter(pk__gt=after) if after else found


def entries_of(contexts: Collection[int], table: str) -> QuerySet[Any]:
    """Return the rows of several changes, of one table or all, the latest change first."""
    found = Entry.objects.filter(context_id__in=list(contexts)).order_by("-context_id", "pk")
    return found.filter(table=table) if table else found


def of_row(table: str, row: int, before: int | None = None) -> QuerySet[Entry]:
    """Return what became of a row, the latest first."""
    whole_office()
    found = Entry.objects.filter(table=table, row_id=row).order_by("-pk")
    return found.filter(pk__lt=before) if before else found


def contexts_of(rows: list[Entry]) -> dict[int, Context]:
    """Return the changes that these rows belong to, asked for at once."""
    return Context.objects.in_bulk({row.context_id for row in rows if row.context_id is not None})


def _of_days(found: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    zone = clock.zone()
    first = datetime.combine(asked.since, time(), zone)
    last = datetime.combine(asked.until, time(), zone) + timedelta(days=1)
    found = found.filter(at__gte=first, at__lt=last).order_by("-at", "-pk")
    if not asked.who:
        return found
    if asked.who == "system":
        return found.filter(user_id__isnull=True)
    return found.filter(
        user_id__in=list(User.objects.filter(username=asked.who).values_list("pk", flat=True))
    )


def _after(found: QuerySet[Any], model: Any, last: int | None) -> QuerySet[Any]:
    """Go on after a row: by its time, then by its key."""
    if last is None:
        return found
    at = model.objects.filter(pk=last).values_list("at", flat=True).first()
    if at is None:
        return found
    return found.filter(at__lte=at).filter(Q(at__lt=at) | Q(pk__lt=last))
