"""What a family may expect and must bring, by the law of the day it happened; the agency decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language

from tedung.law import law_on
from tedung.law.answer import Answer
from tedung.law.facts import Facts
from tedung.law.kinds import rule
from tedung.law.procedure import Deadline, Procedure, procedure
from tedung.law.procedure import report_due as _report_due
from tedung.office.kejadian.models import Kejadian, Kind
from tedung.office.penetapan.queries import of_person
from tedung.office.people.models import Person
from tedung.texts import text


def report_due(event_on: date) -> date:
    """Return the last day on which the accident or death is to be reported (2 x 24 hours)."""
    return _report_due(event_on, law_on(event_on))


@dataclass
class Card:
    """Expected lines with articles, conditions, papers to bring and clocks, in the reader's language."""

    kind: str
    status: str
    total: int | None
    lines: list[dict[str, Any]] = field(default_factory=list)
    conditions: list[dict[str, Any]] = field(default_factory=list)
    documents: list[dict[str, str]] = field(default_factory=list)
    deadlines: list[dict[str, Any]] = field(default_factory=list)
    dispute: list[dict[str, str]] = field(default_factory=list)
    conventions: list[str] = field(default_factory=list)


def card(told: Kejadian, on: date, known: Mapping[str, Any] | None = None) -> Card:
    """Return what a report opens; facts that nobody told are conditions *not verified*.

    known: facts by their keys that another part holds, before those of decrees.
    """
    kind = _kind(told)
    given = _facts(told) | dict(known or {})
    lang = (get_language() or "id")[:2]
    answer = rule(kind)(Facts(given), on)
    steps = procedure(kind, told.day, on, segment="bpu")
    return _card(kind, answer, steps, lang)


def expected_today(person: Person, on: date) -> list[Card]:
    """Return what the family would get if it happened today: at work, and not at work."""
    return expected_of(person, on, {})


def expected_of(person: Person, on: date, known: Mapping[str, Any]) -> list[Card]:
    """Return the same of somebody of whom more is known than decrees say."""
    return [
        card(Kejadian(person=person, kind=Kind.MENINGGAL, day=on, is_work_related=is_work), on, known)
        for is_work in (True, False)
    ]


def _kind(told: Kejadian) -> str:
    if told.kind == Kind.MENINGGAL:
        return "jkk_death" if told.is_work_related else "jkm_death"
    return "jkk_stmb"


def _facts(told: Kejadian) -> dict[str, Any]:
    """Return the facts that the office knows; a decree's cover is membership from its first day."""
    person = told.person
    covers = [cover for cover in of_person(person.pk) if cover.since <= told.day]
    since = min((cover.since for cover in covers), default=None)
    facts: dict[str, Any] = {"segment": "bpu", "event_date": told.day.isoformat()}
    if person.birth_date:
        facts["birth_date"] = person.birth_date.isoformat()
    if since:
        facts["member_since"] = since.isoformat()
        facts["payer"] = covers[0].payer
    if told.is_work_related is not None:
        facts["work_accident"] = told.is_work_related
    return facts


def _said(one: Deadline, lang: str) -> str:
    """Say a term with its days in words: 18 Maret 2027."""
    fields = {
        name: date_format(value, "j F Y") if isinstance(value, date) else value
        for name, value in one.fields.items()
    }
    return text(one.code, lang, **fields)


def _card(kind: str, answer: Answer, steps: Procedure, lang: str) -> Card:
    told = answer.as_dict()
    return Card(
        kind,
        answer.status,
        answer.total,
        [{**line, "label": line[f"label_{lang}"]} for line in told["lines"]],
        [{**one, "text": one[f"text_{lang}"]} for one in told["conditions"]],
        [{"text": text(one.code, lang), "article": one.article} for one in steps.documents],
        [
            {"text": _said(one, lang), "article": one.article, "due": "" if "due" in one.fields else one.due}
            for one in steps.deadlines
        ],
        [{"text": text(one.code, lang), "article": one.article} for one in steps.dispute],
        list(told["conventions"]),
    )
