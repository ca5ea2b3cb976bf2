"""Whether people are protected, said the same way wherever several stand in a list."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from tedung.office.base.templatetags.tedung import day as written
from tedung.office.people.models import Person


class Protection(NamedTuple):
    """What is said of one: done (protected), waits (soon) or stopped, in words."""

    mood: str
    sentence: str


def of(persons: Sequence[Person], day: date) -> dict[int, Protection]:
    """Return the protection of each person on a day, by key; what an alias is covered by counts.

    Covered is whom a decree covers, and who paid oneself.
    """
    from tedung.office.mandiri.queries import covers_of as paid_by_oneself
    from tedung.office.penetapan.queries import covers_of

    keys = [person.pk for person in persons]
    aliases = Person.everything.filter(merged_into__in=keys).values_list("pk", "merged_into")
    roots = {key: key for key in keys} | {alias: root for alias, root in aliases if root is not None}
    spans: dict[int, list[tuple[date, date]]] = {}
    covers: list[Any] = [*covers_of(list(roots)), *paid_by_oneself(list(roots))]
    for cover in covers:
        spans.setdefault(roots[cover.person_id], []).append((cover.since, cover.until))
    return {person.pk: _said(person, spans.get(person.pk, []), day) for person in persons}


def _said(person: Person, spans: Collection[tuple[date, date]], day: date) -> Protection:
    if person.died_on is not None:
        return Protection("stopped", _("meninggal"))
    today = [until for since, until in spans if since <= day <= until]
    if today:
        return Protection("done", _("terlindungi sampai %(day)s") % {"day": written(max(today))})
    first = starts_on(spans, day)
    if first is not None:
        return Protection("waits", _("akan terlindungi mulai %(day)s") % {"day": written(first)})
    return Protection("stopped", _("tidak terlindungi"))


def starts_on(spans: Collection[tuple[Any, Any]], day: date) -> date | None:
    """Return the first day of the next cover, None where none is decreed; a span ended at once is none."""
    return min((since for since, until in spans if day < since <= until), default=None)
