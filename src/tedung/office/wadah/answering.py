"""The agency's answer: each line laid to the line that it answers, by NIK, then by KPJ, as sets.

The same answer twice changes nothing.  Lines that meet none of ours, or say what cannot be, are kept with
the answer and counted: every line is one of diterima, ditolak, sudah_peserta, same, unread.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tedung.office.access.change import change, changing
from tedung.office.audit.steps import step
from tedung.office.base import clock
from tedung.office.base.bulk import copy_rows, insert_select, staging
from tedung.office.base.crypto import blind_index, encrypt
from tedung.office.base.refusals import Refusal
from tedung.office.base.scratch import scratch
from tedung.office.documents.models import Document
from tedung.office.documents.services import read, store
from tedung.office.events.services import record_select
from tedung.office.jobs.services import enqueue
from tedung.office.reference.sheets import Told, lines_of
from tedung.office.tasks.services import open_task
from tedung.office.wadah.formats import ANSWER, KINDS, in_force, reason_of
from tedung.office.wadah.members import KPJ, tell_refused
from tedung.office.wadah.models import (
    BEFORE_ACTIVE,
    EXCHANGE_STEPS,
    Act,
    Exchange,
    ExchangeFile,
    ExchangeLine,
    ExchangeState,
    MemberState,
    Result,
)
from tedung.office.wadah.states import MEMBER, move_members

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from tedung.office.reference.models import Format

KIND = "wadah.exchange"
AT_ONCE = 300_000
"""Bytes of an answer that is read while the officer waits (some 5,000 lines); a larger one by a job."""
LISTED = 200
LINES = ExchangeLine._meta.db_table
GIVEN = {
    "line": "bigint",
    "nik": "text",
    "kpj": "text",
    "result": "text",
    "reason_code": "text",
    "reason": "text",
    "line_kpj": "text",
    "member_kpj": "text",
}
ROOT = "COALESCE(p.merged_into_id, p.id)"
MET = {**dict.fromkeys(("line", "exline", "member", "person"), "bigint"), "act": "text", "why": "text"}
TOLD = {
    "before": gettext_lazy("baris yang sama sudah dijawab “diterima”"),
    "no_kpj": gettext_lazy("diterima tetapi tanpa KPJ"),
    "taken": gettext_lazy("KPJ itu milik orang lain"),
    "result": gettext_lazy("hasilnya tidak dikenal"),
    "nobody": gettext_lazy("tidak berisi NIK atau KPJ"),
    "kpj": gettext_lazy("KPJ-nya bukan 11 angka"),
    "unknown": gettext_lazy("tidak ada di berkas yang dikirim, atau sudah dijawab di baris lain"),
}


@change("wadah.answer")
def read_answer(
    exchange: Exchange, upload: "UploadedFile[Any] | bytes", number: str, day: date
) -> dict[str, int] | None:
    """Read the agency's answer; return how many lines met which result, None where a job reads it."""
    document = handed_in(exchange, upload, number, day, getattr(upload, "name", "jawaban.xlsx"))
    if document.size <= AT_ONCE:
        return _read(exchange, document, number.strip(), day)
    with scratch() as folder:
        path = folder / document.name
        path.write_bytes(read(document))
        next(_lines(path, _form(exchange)), None)  # refused now where the columns are not there
    enqueue(
        "wadah.answer",
        exchange_id=exchange.pk,
        document_id=document.pk,
        number=number.strip(),
        day=day.isoformat(),
    )
    return None


def handed_in(
    exchange: Exchange, upload: "UploadedFile[Any] | bytes", number: str, day: date, name: str
) -> Document:
    """Keep an answer as it was handed in; refuse one to a file that has not gone out."""
    if exchange.state not in {ExchangeState.DIKIRIM, ExchangeState.DIJAWAB}:
        raise Refusal(_("Catat dulu kapan berkas ini dikirim, lalu unggah jawabannya."), "not_sent")
    if not number.strip():
        raise Refusal(_("Isi nomor surat jawaban, supaya keputusannya dapat ditelusuri."), "number")
    if day > clock.today(exchange.region) or (exchange.sent_on and day < exchange.sent_on):
        raise Refusal(_("Tanggal jawaban harus setelah berkas dikirim dan paling akhir hari ini."), "day")
    return store(
        upload,
        "answer",
        name=name,
        region=exchange.region,
        opd_code=exchange.opd_code,
        group_code=exchange.group_code,
        organisation_code=exchange.unit_code,
    )


def read_stored(exchange_id: int, document_id: int, number: str, day: str) -> dict[str, int]:
    """Read an answer that was handed in; a second time changes nothing."""
    with changing("wadah.answer"):
        exchange = Exchange.everything.get(pk=exchange_id)
        document = Document.everything.get(pk=document_id)
        return _read(exchange, document, number, date.fromisoformat(day))


def _form(exchange: Exchange) -> "Format":
    return in_force(ANSWER, exchange.wadah.kind, clock.today(exchange.region))


def _lines(path: Any, form: "Format") -> Iterator[Told]:
    return lines_of(path, form, KINDS[ANSWER].one_of)


def _read(exchange: Exchange, document: Document, number: str, day: date) -> dict[str, int]:
    """Lay an answer to its file in one transaction; all its lines add up."""
    exchange = Exchange.everything.select_for_update().select_related("wadah").get(pk=exchange.pk)
    if (same := read_before(exchange, document)) is not None:
        return same
    form = _form(exchange)
    with staging(**GIVEN) as given, staging(**MET) as met:
        unread: list[tuple[int, str]] = []
        lines = copy_rows(given, tuple(GIVEN), _given(document, form, unread)) + len(unread)
        _meet(exchange, given, met)
        return kept(exchange, document, (given, met), unread, lines=lines, letter=(number, day))[0]


def read_before(exchange: Exchange, document: Document) -> dict[str, int] | None:
    """Return the counts of an answer that was read before: all its lines are the same; None of a new one."""
    known = exchange.files.filter(way=ExchangeFile.Way.IN, sha256=document.sha256).first()
    none = dict.fromkeys([*Result.values, "same", "unread"], 0)
    return {**none, "same": known.lines} if known else None


def kept(
    exchange: Exchange,
    document: Document,
    staged: tuple[str, str],
    unread: list[tuple[int, str]],
    *,
    lines: int,
    letter: tuple[str, date],
) -> tuple[dict[str, int], list[tuple[int, str]]]:
    """Apply what was laid to its lines, keep the answer; return the counts, and the lines not taken."""
    given, met = staged
    number, day = letter
    unread = sorted([*unread, *_left(given, met)])
    counts = {**_applied(exchange, given, met, day), "unread": len(unread)}
    counts["same"] = lines - sum(counts.values())
    told = [(line, str(TOLD[why])) for line, why in unread]
    ExchangeFile.objects.create(
        exchange=exchange,
        way=ExchangeFile.Way.IN,
        ordinal=exchange.files.filter(way=ExchangeFile.Way.IN).count() + 1,
        document=document,
        sha256=document.sha256,
        form=_form(exchange),
        number=number,
        day=day,
        lines=lines,
        counts=counts,
        unread=told[:LISTED],
        at=clock.now(),
    )
    _follow_up(exchange, day, counts)
    return counts, told


def _given(document: Document, form: "Format", unread: list[tuple[int, str]]) -> Iterator[tuple[Any, ...]]:
    """Yield the lines of an answer as they are compared; those that say nothing we know go to `unread`."""
    with scratch() as folder:
        path = folder / document.name
        path.write_bytes(read(document))
        for told in _lines(path, form):
            if not any(told.said.values()):
                continue
            nik = re.sub(r"\D", "", told.get("nik"))
            number = re.sub(r"[\s.\-]", "", told.get("kpj")).upper()
            kpj = number if KPJ.fullmatch(number) else ""
            result = told.get("result")
            fault = _fault(nik, number, kpj, result)
            if fault:
                unread.append((told.line, fault))
            else:
                yield row_of(told.line, nik, kpj, result, told.get("reason"))


def _fault(nik: str, number: str, kpj: str, result: str) -> str:
    if not nik and not number:
        return "nobody"
    if not result:
        return "result"
    return "kpj" if result == Result.DITERIMA and number and not kpj else ""


def row_of(line: int, nik: str, kpj: str, result: str, words: str) -> tuple[Any, ...]:
    """Return a line of an answer as it is compared."""
    words = words if result != Result.DITERIMA else ""
    code = {Result.DITERIMA.value: "", Result.SUDAH.value: Result.SUDAH.value}.get(result)
    return (
        line,
        blind_index(nik),
        blind_index(kpj),
        result,
        reason_of(words) if code is None else code,
        encrypt(words, f"{LINES}.reason"),
        encrypt(kpj, f"{LINES}.kpj"),
        encrypt(kpj, f"{MEMBER}.kpj"),
    )


def _meet(exchange: Exchange, given: str, met: str) -> None:
    """Lay lines of the answer to lines of the file: by NIK, two of one number in their order; then by KPJ."""
    of = "row_number() OVER (PARTITION BY"
    for key in ("nik", "kpj"):
        with staging(line="bigint", number="text") as ours, staging(id="bigint", number="text") as theirs:
            insert_select(
                theirs,
                ("id", "number"),
                f"SELECT line, {key} || ':' || {of} {key} ORDER BY line) FROM {given} "
                f"WHERE {key} <> '' AND line NOT IN (SELECT line FROM {met})",
            )
            insert_select(
                ours,
                ("line", "number"),
                f"SELECT id, {key}_index || ':' || {of} {key}_index ORDER BY ordinal) FROM {LINES} "
                f"WHERE exchange_id = %s AND {key}_index <> '' AND id NOT IN (SELECT exline FROM {met})",
                [exchange.pk],
            )
            insert_select(
                met,
                tuple(MET),
                f"SELECT a.id, l.id, l.member_id, {ROOT}, l.act, '' FROM {theirs} a "
                f"JOIN {ours} o ON o.number = a.number JOIN {LINES} l ON l.id = o.line "
                f"JOIN {MEMBER} m ON m.id = l.member_id JOIN people_person p ON p.id = m.person_id",
            )
    judged(given, met)


def judged(given: str, met: str) -> None:
    """Mark the lines that say what is known already, or what cannot be."""
    # SQLite keeps the order of a CROSS JOIN: each line meets its member, not all without a KPJ each line
    for why, condition in FAULTS.items():
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {met} SET why = '{why}' WHERE why = '' AND line IN (SELECT x.line FROM {met} x "
                f"CROSS JOIN {MEMBER} m JOIN {given} a ON a.line = x.line JOIN {LINES} l ON l.id = x.exline "
                f"WHERE m.id = x.member AND {condition.format(given=given, met=met)})",
                [],
            )


FAULTS = {
    # what cannot be; the first that holds is told
    "same": "l.result = a.result AND (a.result <> 'diterima' OR a.kpj IN ('', m.kpj_index))",
    "before": "l.result = 'diterima'",
    "no_kpj": "a.result = 'diterima' AND a.kpj = '' AND m.kpj_index = ''",
    "taken": (
        f"a.kpj <> '' AND (EXISTS (SELECT 1 FROM {MEMBER} k JOIN people_person q ON q.id = k.person_id "
        "WHERE k.kpj_index = a.kpj AND COALESCE(q.merged_into_id, q.id) <> x.person) OR a.kpj IN "
        "(SELECT b.kpj FROM {given} b JOIN {met} y ON y.line = b.line "
        "WHERE b.kpj <> '' GROUP BY b.kpj HAVING min(y.person) <> max(y.person)))"
    ),
}


def _left(given: str, met: str) -> list[tuple[int, str]]:
    """Return the lines that met nobody, and those that say what cannot be."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT line, 'unknown' FROM {given} WHERE line NOT IN (SELECT line FROM {met}) "
            f"UNION ALL SELECT line, why FROM {met} WHERE why NOT IN ('', 'same')"
        )
        return [(line, why) for line, why in cursor.fetchall()]


def _applied(exchange: Exchange, given: str, met: str, day: date) -> dict[str, int]:
    """Write the answers beside their lines, the numbers and states to the members, and tell the people."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {LINES} SET result = a.result, reason_code = a.reason_code, reason = a.reason, "
            f"kpj = a.line_kpj, answered_on = %s FROM {met} x JOIN {given} a ON a.line = x.line "
            f"WHERE x.exline = {LINES}.id AND x.why = ''",
            [day.isoformat()],
        )
        cursor.execute(
            f"UPDATE {MEMBER} SET kpj = a.member_kpj, kpj_index = a.kpj FROM {met} x "
            f"JOIN {given} a ON a.line = x.line WHERE x.member = {MEMBER}.id AND x.why = '' AND a.kpj <> ''"
        )
    counts = {}
    for result in Result:
        of = f"FROM {met} x JOIN {given} a ON a.line = x.line WHERE x.why = '' AND a.result = %s"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) {of}", [result.value])
            counts[result.value] = int(cursor.fetchone()[0])
        chosen, these = f"SELECT x.member {of} AND x.act = '{Act.DAFTAR.value}'", [result.value]
        after, sets = MemberState.DITOLAK, {}
        if result == Result.DITERIMA:
            after, sets = MemberState.AKTIF, {"registered_on": day.isoformat(), "refused_for": ""}
        move_members(chosen, these, after, result.value, sets=sets, among=BEFORE_ACTIVE)
        people = f"SELECT m.person_id FROM {MEMBER} m WHERE m.id IN ({chosen})"
        record_select(people, these, f"wadah.{result.value}", day, exchange)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {MEMBER} SET refused_for = a.reason_code FROM {met} x JOIN {given} a ON a.line = x.line "
            f"WHERE x.member = {MEMBER}.id AND x.why = '' AND {MEMBER}.state = 'ditolak'"
        )
    return counts


def _follow_up(exchange: Exchange, day: date, counts: dict[str, int]) -> None:
    """Close the file when every line is answered; ask for what is to be done about the others."""
    if exchange.state == ExchangeState.DIKIRIM and not exchange.lines.filter(result="").exists():
        step(exchange, ExchangeState.DIJAWAB, EXCHANGE_STEPS, answered_on=day)
    if counts["unread"]:
        open_task(
            "wadah.unread",
            "verifikator",
            about=(KIND, exchange.pk),
            path=f"/wadah/berkas/{exchange.pk}/",
            region=exchange.region,
            opd_code=exchange.opd_code,
            params={"lines": counts["unread"]},
        )
    tell_refused(exchange.wadah)
