"""Tell what happened: to one person, or to a whole set by one statement."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection, models

from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.base import clock
from tedung.office.base.bulk import copy_rows, insert_select
from tedung.office.events.kinds import KINDS
from tedung.office.events.models import Event
from tedung.office.people.models import Person

COLUMNS = ("kind", "day", "at", "user_id", "by", "source_kind", "source_id", "params")


@change("events.record")
def record(
    person: Person, kind: str, day: date | None = None, source: models.Model | None = None, **params: Any
) -> Event:
    """Tell what happened to one person.  params: what the sentence of the kind asks for."""
    values = _values(kind, day, source, params)
    return Event.objects.create(person=person, **dict(zip(COLUMNS, values, strict=True)))


@change("events.record")
def record_many(
    persons: Iterable[int],
    kind: str,
    day: date | None = None,
    source: models.Model | None = None,
    **params: Any,
) -> int:
    """Tell the same of many persons, by their keys; return how many."""
    values = _values(kind, day, source, params)
    rows = ((person, *values) for person in persons)
    return copy_rows(Event._meta.db_table, ("person_id", *COLUMNS), rows)


@change("events.record")
def record_select(
    select: str,
    given: Sequence[Any],
    kind: str,
    day: date | None = None,
    source: models.Model | None = None,
    **params: Any,
) -> int:
    """Tell the same of all persons that a SELECT of `person_id` returns; return how many.

    record_select("SELECT person_id FROM usulan_line WHERE usulan_id = %s", [usulan.pk], "usulan.sent")
    """
    kind_, day_, at, *rest, told = _values(kind, day, source, params)
    values = [kind_, day_.isoformat(), connection.ops.adapt_datetimefield_value(at), *rest, json.dumps(told)]
    marks = ", ".join(["%s"] * len(values))
    chosen = f"SELECT chosen.person_id, {marks} FROM ({select}) AS chosen WHERE chosen.person_id IS NOT NULL"
    return insert_select(Event._meta.db_table, ("person_id", *COLUMNS), chosen, [*values, *given])


def _values(
    kind: str, day: date | None, source: models.Model | None, params: Mapping[str, Any]
) -> tuple[Any, ...]:
    str(KINDS[kind]) % dict(params)  # a kind or a field that no sentence knows is a fault of ours
    actor = current()
    return (
        kind,
        day or clock.today(),
        clock.now(),
        actor.user_id,
        actor.label,
        source._meta.label_lower if source else "",
        source.pk if source else None,
        dict(params),
    )
