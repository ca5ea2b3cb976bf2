"""How a claim is made: documents, reports, deadlines, the agency's delay, and the dispute route.

PP 44/2015 Pasal 37, 40, 43-46, 57-58.  Working days need a calendar, which is data: the
national holidays unless another is handed in (an office may add government days off).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from tedung.dates import Calendar, national_calendar
from tedung.law import Law, LawError, law_on
from tedung.law.arrays import Rupiah, share

Programme = Literal["jkk", "jkm", "jht", "jp", "jkp"]

SETS = {
    "jkk_death": ("documents_jkk", "documents_jkk_practice", "documents_death_practice"),
    "jkk_total_disability": ("documents_jkk", "documents_jkk_practice"),
    "jkk_partial_disability": ("documents_jkk", "documents_jkk_practice"),
    "jkk_stmb": ("documents_jkk", "documents_jkk_practice"),
    "jkk_transport": ("documents_jkk", "documents_jkk_practice"),
    "jkk_aid": ("documents_jkk", "documents_jkk_practice"),
    "jkm_death": ("documents_jkm", "documents_death_practice"),
    "scholarship": ("documents_scholarship",),
    "jht_payout": ("documents_jht",),
    "jp_old_age": ("documents_jp",),
    "jp_disability": ("documents_jp",),
    "jp_survivor": ("documents_jp",),
    "jp_lump_sum": ("documents_jp",),
    "jkp_cash": ("documents_jkp",),
}
"""The lists of documents of each kind, those of the regulation first."""

MIGRANT = ("documents_migrant",)
CONSTRUCTION = ("documents_jakon", "documents_death_practice")
RULES = {
    "notice_bpu": ("notice_bpu", "notice_bpu_disease"),
    "jakon_jkm": ("jakon_files", "jakon_will", "jakon_court"),
}
"""The sentences behind a parameter that grants or asks something without a term."""


class Document(NamedTuple):
    """One paper to bring: the code of its sentence, article and certainty."""

    code: str
    article: str
    certainty: str


@dataclass(frozen=True)
class Deadline:
    """One term: the code of its sentence with its fields, the last day where it is known."""

    code: str
    article: str
    due: date | None
    fields: Mapping[str, Any] = field(default_factory=dict)


class Step(NamedTuple):
    """One step of a dispute, with its article."""

    code: str
    article: str


@dataclass(frozen=True)
class Procedure:
    """What to bring, until when, where to turn to, and the parameters that nobody has read."""

    documents: tuple[Document, ...]
    deadlines: tuple[Deadline, ...]
    dispute: tuple[Step, ...]
    gaps: tuple[str, ...]


DISPUTE_JKK = (
    Step("procedure.dispute_agency", "PP 44/2015 Pasal 45 ayat (1)"),
    Step("procedure.dispute_inspector", "PP 44/2015 Pasal 45 ayat (2)-(3)"),
    Step("procedure.dispute_minister", "PP 44/2015 Pasal 45 ayat (4)-(5)"),
)
DISPUTE_SERVICE = (
    Step("procedure.dispute_talks", "PP 44/2015 Pasal 58"),
    Step("procedure.dispute_complaint", "PP 44/2015 Pasal 57, Pasal 58"),
    Step("procedure.dispute_mediation", "PP 44/2015 Pasal 58"),
    Step("procedure.dispute_court", "PP 44/2015 Pasal 58"),
)


def procedure(
    kind: str,
    event_on: date,
    on: date,
    *,
    segment: str | None = None,
    programme: str | None = None,
    calendar: Calendar | None = None,
) -> Procedure:
    """Return the procedure of *kind* for an event of *event_on*, documents complete on *on*.

    programme: ``jkk`` or ``jkm`` of a scholarship; where nobody said, both terms stand.
    A kind that nobody knows is a `LawError`.
    """
    if kind not in SETS:
        raise LawError(f"procedure of {kind}: no such kind of claim")
    law = law_on(on)
    documents, gaps = _documents(law, _sets(kind, segment, law))
    deadlines = [
        *_reports(kind, event_on, law),
        *_rules(kind, segment, law),
        *_payments(kind, programme, on, law, calendar or national_calendar()),
    ]
    dispute = (*DISPUTE_JKK, *DISPUTE_SERVICE) if kind.startswith("jkk") else DISPUTE_SERVICE
    return Procedure(documents, tuple(deadlines), dispute, gaps)


def _sets(kind: str, segment: str | None, law: Law) -> tuple[str, ...]:
    """Return the lists of documents; migrants and, since 2025, construction have their own for a death."""
    if kind == "jkm_death" and segment == "pmi":
        return MIGRANT
    if kind == "jkm_death" and segment == "jakon" and law.knows(f"procedure.{CONSTRUCTION[0]}"):
        return CONSTRUCTION
    return SETS[kind]


def _rules(kind: str, segment: str | None, law: Law) -> list[Deadline]:
    """Return what a segment's own articles add, which is no term: Pasal 48A, Pasal 79."""
    name = "notice_bpu" if kind.startswith("jkk") and segment == "bpu" else None
    name = "jakon_jkm" if kind == "jkm_death" and segment == "jakon" else name
    if name is None or not law.knows(f"procedure.{name}"):
        return []
    article = law.cite(f"procedure.{name}").source
    return [Deadline(f"procedure.{code}", article, None) for code in RULES[name]]


def _documents(law: Law, sets: tuple[str, ...]) -> tuple[tuple[Document, ...], tuple[str, ...]]:
    """Return each document once, under the strongest list that names it."""
    found: dict[str, Document] = {}
    gaps = []
    for name in (f"procedure.{one}" for one in sets):
        if not law.knows(name):
            gaps.append(name)
            continue
        entry = law.cite(name)
        for code in entry.value:
            found.setdefault(code, Document(f"procedure.document_{code}", entry.source, entry.certainty))
    return tuple(found.values()), tuple(gaps)


def _reports(kind: str, event_on: date, law: Law) -> list[Deadline]:
    name = "procedure.report_hours"
    if not kind.startswith("jkk") or not law.knows(name):
        return []
    article, hours = law.cite(name).source, law[name]
    due = report_due(event_on, law)
    found = [
        Deadline("procedure.report_one", article, due, {"hours": hours, "due": due}),
        Deadline("procedure.report_two", article, None, {"hours": hours}),
    ]
    if law.knows("procedure.presumed_days"):
        entry = law.cite("procedure.presumed_days")
        found.append(Deadline("procedure.presumed", entry.source, None, {"days": entry.value}))
    return found


def _payments(kind: str, programme: str | None, on: date, law: Law, calendar: Calendar) -> list[Deadline]:
    """Return the term of payment, or both where a scholarship does not name its programme."""
    own = (kind.partition("_")[0],) if kind != "scholarship" else ("jkk", "jkm")
    due = tuple(one for one in own if programme in {None, one}) or own
    known = [one for one in due if law.knows(f"procedure.pay_days_{one}")]
    found = [_payment(one, on, law, calendar, named=len(known) > 1) for one in known]
    if {"jkk", "jkm"} & set(known):
        found.append(Deadline("procedure.late", law.cite("procedure.late_share").source, None))
    return found


def _payment(programme: str, on: date, law: Law, calendar: Calendar, *, named: bool) -> Deadline:
    name = f"procedure.pay_days_{programme}"
    days, article = law[name], law.cite(name).source
    due = _working(on, days, calendar)
    if named:
        told = {"days": days, "due": due, "programme": programme.upper()}
        return Deadline("procedure.payment_of", article, due, told)
    code = "procedure.payment" if due else "procedure.payment_days"
    return Deadline(code, article, due, {"days": days, "due": due})


def report_due(event_on: date, law: Law) -> date:
    """Return the last day of a stage 1 report, 2 x 24 hours after the event.  Pasal 43 ayat (1), 44 ayat (1).

    event_on: the day of the accident or diagnosis (of stage 2: of the doctor's
    statement).  Hours become days, for the hour of the event is seldom known.
    """
    return event_on + timedelta(hours=law["procedure.report_hours"])


def missing_due(received_on: date, law: Law, calendar: Calendar) -> date:
    """Return the last day on which the agency may say what is missing.  Pasal 43 ayat (7), 44 ayat (7)."""
    return _must(received_on, law["procedure.missing_days"], calendar)


def payment_due(complete_on: date, programme: Programme, law: Law, calendar: Calendar) -> date:
    """Return the last day of payment after the documents were complete.

    PP 44/2015 Pasal 37 ayat (2), 40 ayat (3); PP 46/2015 Pasal 31 ayat (3).  `LawError`
    where the term was not read, or the calendar ends before it.
    """
    return _must(complete_on, law[f"procedure.pay_days_{programme}"], calendar)


def late_payment(amount: Rupiah, days_late: Any, law: Law) -> Rupiah:
    """Return what the agency owes beside the benefit, 1 % a day of delay.  Pasal 37 ayat (3), 40 ayat (4).

    amount: (n,) rupiah; days_late: (n,) calendar days after the last day, from 0 up
    (convention one-percent-by-calendar-day).
    """
    return share(amount * days_late, law["procedure.late_share"])


def _working(day: date, working_days: int, calendar: Calendar) -> date | None:
    """Return the last day, or None where the calendar does not reach it."""
    try:
        return calendar.add(day, working_days)
    except ValueError:
        return None


def _must(day: date, working_days: int, calendar: Calendar) -> date:
    try:
        return calendar.add(day, working_days)
    except ValueError as fault:
        raise LawError(f"{working_days} working days after {day}: {fault}") from None
