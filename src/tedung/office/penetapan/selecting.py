"""Whom to cover: the optimiser of the study over the accepted lines, its result kept person by person.

Everybody who was proposed has a place: chosen, in the reserve with a number, or stopped with the
reason.  The three add up to the lines; a test says so.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import pyarrow as pa
from django.utils.translation import gettext as _

from tedung.dates import Month
from tedung.errors import TedungError
from tedung.law import law_version
from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.access.scope import require_within
from tedung.office.audit.steps import begun, step
from tedung.office.base import clock
from tedung.office.base.bulk import copy_rows
from tedung.office.base.refusals import Refusal
from tedung.office.jobs.models import Job
from tedung.office.penetapan.eligibility import ASK, Answer, Asked, Found, examine
from tedung.office.penetapan.models import (
    SELECTION_STEPS,
    Candidate,
    Clearance,
    Selection,
    SelectionState,
)
from tedung.office.penetapan.reasons import sentences
from tedung.office.penetapan.working import ask, must_rest
from tedung.office.people.models import Person
from tedung.office.usulan.models import Line, State
from tedung.office.usulan.queries import one_each
from tedung.study.cost import costs
from tedung.study.quota import Floor, Terms, select
from tedung.study.score import score, weights

GOOD = ("accepted", "accepted_with_warnings")


@change("penetapan.prepare")
def plan(region: str, **fields: Any) -> Selection:
    """Make a selection; fields: name, year, first_month, months, budget, payer, floors, seed and the like."""
    require_within("penetapan.prepare", region=region)
    selection = Selection.everything.create(
        region=region, prepared_by=current().user_id, made_at=clock.now(), **fields
    )
    begun(selection, SelectionState.KONSEP)
    return selection


@change("penetapan.prepare")
def ask_to_compute(selection: Selection) -> Job:
    """Have a selection computed by the worker."""
    if selection.state == SelectionState.DIUMUMKAN:
        raise Refusal(_("Urutan cadangan sudah diumumkan, jadi tidak dihitung lagi."))
    return ask(selection, "penetapan.compute", times=selection.result.get("times", 0))


@change("penetapan.prepare")
def compute(selection: Selection) -> dict[str, int]:
    """Choose under the budget; what was computed before and not announced gives way."""
    lines = proposed(selection)
    if not lines:
        raise Refusal(_("Belum ada usulan tahun ini yang diterima. Terima usulan lebih dulu, lalu hitung."))
    found = examine(lines, asked(selection))
    open_ones = [at for at, one in enumerate(found) if one.is_open]
    placed = _chosen(selection, [lines[at] for at in open_ones])
    step(selection, SelectionState.DIHITUNG, SELECTION_STEPS)
    Candidate.everything.filter(
        selection=selection
    ).delete()  # a computation, not a decision: the seed repeats it
    rows = _rows(selection, lines, found, dict(zip(open_ones, placed.places, strict=True)))
    copy_rows(Candidate._meta.db_table, COLUMNS, rows)
    counts = dict.fromkeys(Candidate.Status.values, 0)
    for row in rows:
        counts[row[STATUS]] += 1
    selection.result = {
        "counts": counts,
        "spent": placed.spent,
        "bound": placed.bound,
        "floors": placed.floors,
        "law_version": law_version(),
        "lines": len(lines),
        "questions": _questions(found),
        "times": selection.result.get("times", 0) + 1,
    }
    selection.save(update_fields=["result"])
    return counts


@change("penetapan.prepare")
def announce(selection: Selection) -> None:
    """Publish the reserve list: from now on its order stands, and whose question is open stays out."""
    must_rest(selection)
    step(selection, SelectionState.DIUMUMKAN, SELECTION_STEPS)


def _questions(found: list[Found]) -> dict[str, int]:
    """Count the people whom open questions alone keep out: in all under "", and by each question."""
    counts: Counter[str] = Counter()
    for one in found:
        if one.waits:
            counts.update({"", *(answer.code for answer in one.answers if answer.does == ASK)})
    return dict(sorted(counts.items()))


def asked(selection: Selection) -> Asked:
    """Return the time and payer of a selection as the question of eligibility."""
    first = Month.parse(selection.first_month)
    last = first + (selection.months - 1)
    return Asked(first.first_day, last.last_day, selection.payer, clock.today())


def proposed(selection: Selection) -> list[Line]:
    """Return one good line for each person and group that an accepted proposal of the year stands for."""
    lines = Line.everything.filter(
        usulan__year=selection.year,
        usulan__state=State.DITERIMA,
        usulan__region__startswith=selection.region,
        is_current=True,
        outcome__in=GOOD,
        person__isnull=False,
    ).order_by("pk")
    return one_each(lines)


@dataclass(frozen=True)
class Placed:
    """The place of each candidate: (status, rank, score, cost, sentence); and what the choice is worth."""

    places: list[tuple[str, int, int, int, str]]
    spent: int
    bound: int
    floors: list[dict[str, Any]]


def _chosen(selection: Selection, lines: list[Line]) -> Placed:
    if not lines:
        return Placed([], 0, 0, [])
    people = _people(lines, asked(selection).since)
    first = Month.parse(selection.first_month)
    months = list(first.until(first + (selection.months - 1)))
    price = costs(people, months, payer=selection.payer, programmes=selection.programmes)
    points = score(people, weights(), asked(selection).since)
    floors = tuple(
        Floor(one["column"], one["value"], one.get("least", 0), Fraction(one.get("share", "0")))
        for one in selection.floors
    )
    try:
        found = select(people, points.score, price, Terms(selection.budget, floors, selection.seed))
    except TedungError as fault:
        raise Refusal(str(fault), "floors") from fault
    status = {"chosen": "chosen", "reserve": "reserve", "not_eligible": "stopped"}
    places = [
        (status[stands], int(rank), int(point), int(cost), sentence)
        for stands, rank, point, cost, sentence in zip(
            found.status, found.rank, found.score, found.cost, sentences(found), strict=True
        )
    ]
    kept = [{"floor": one.floor.said, "chosen": one.chosen, "is_kept": one.is_kept} for one in found.floors]
    return Placed(places, found.spent, found.bound, kept)


def _people(lines: list[Line], _day: date) -> pa.Table:
    """Return the lines as a table of people, keyed by line: a person may stand in two groups."""
    columns: dict[str, list[Any]] = {
        "person_id": [str(line.pk) for line in lines],
        "birth_date": [line.birth_date for line in lines],
        "sex": [line.sex or None for line in lines],
        "income": [line.income for line in lines],
        "village": [line.village or line.region for line in lines],
        "opd_pengampu": [line.opd_code or None for line in lines],
        "unit_pengusul": [line.unit_code for line in lines],
        "kelompok_sasaran": [line.group_code or None for line in lines],
        "occupation": [line.occupation or None for line in lines],
        "segment": ["bpu"] * len(lines),
        "is_member": [None] * len(lines),  # asked and answered by eligibility already
    }
    types = {"birth_date": pa.date32(), "income": pa.int64(), "is_member": pa.bool_()}
    return pa.table(
        {name: pa.array(values, types.get(name, pa.string())) for name, values in columns.items()}
    )


COLUMNS = (
    "selection_id",
    "person_id",
    "line_id",
    "village",
    "opd_code",
    "unit_code",
    "group_code",
    "status",
    "rank",
    "score",
    "cost",
    "reasons",
)
STATUS = COLUMNS.index("status")
NOBODY = ("stopped", 0, 0, 0, "")


def _rows(
    selection: Selection,
    lines: list[Line],
    found: list[Found],
    places: dict[int, tuple[str, int, int, int, str]],
) -> list[tuple[Any, ...]]:
    rows = []
    for at, (line, told) in enumerate(zip(lines, found, strict=True)):
        status, rank, points, cost, sentence = places.get(at, NOBODY)
        told_of = [answer.sentence for answer in sorted(told.answers, key=lambda one: one.does != "stop")]
        rows.append(
            (
                selection.pk,
                line.person_id,
                line.pk,
                line.village,
                line.opd_code,
                line.unit_code,
                line.group_code,
                status,
                rank,
                points,
                cost,
                [sentence, *told_of] if sentence else told_of,
            )
        )
    return rows


@change("penetapan.clear")
def clear(person: Person, group_code: str, code: str, year: int, reason: str) -> None:
    """Answer a question that eligibility left open; the answer carries the officer's name and stays."""
    if not reason.strip():
        raise Refusal(_("Tulis alasannya; alasan ini dibaca saat pemeriksaan."))
    who = current()
    Clearance.objects.get_or_create(
        person=person,
        group_code=group_code,
        code=code,
        year=year,
        defaults={"reason": reason, "user_id": who.user_id, "by": who.label, "at": clock.now()},
    )


def open_questions(candidate: Candidate) -> list[Answer]:
    """Return the questions about a candidate that wait for an officer; none where something else stops."""
    return waiting(candidate.selection, [candidate]).get(candidate.pk, [])


def waiting(selection: Selection, candidates: Sequence[Candidate]) -> dict[int, list[Answer]]:
    """Return the open questions of those of the candidates whom nothing but questions keeps out."""
    persons = {candidate.person_id for candidate in candidates}
    places = Candidate.everything.filter(selection=selection, person__in=persons).values("line_id")
    lines = list(Line.everything.filter(pk__in=places).order_by("pk"))  # all of these persons, as computed
    found = dict(zip((line.pk for line in lines), examine(lines, asked(selection)), strict=True))
    return {
        candidate.pk: [answer for answer in found[candidate.line_id].answers if answer.does == ASK]
        for candidate in candidates
        if candidate.line_id in found and found[candidate.line_id].waits
    }
