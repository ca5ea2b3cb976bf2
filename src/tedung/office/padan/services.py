"""Ask the registry, read its answer line by line, or go on by a named officer's reason."""

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.access.scope import require_within
from tedung.office.audit.steps import begun, step
from tedung.office.base import clock
from tedung.office.base.bulk import copy_rows
from tedung.office.base.crypto import blind_index
from tedung.office.base.refusals import Refusal
from tedung.office.base.scratch import scratch
from tedung.office.documents.models import Document
from tedung.office.documents.services import read, store
from tedung.office.events.services import record_many
from tedung.office.jobs.services import enqueue
from tedung.office.padan.files import Answered, answers, written
from tedung.office.padan.models import STEPS, Check, Request, Result, State, Waiver
from tedung.office.padan.queries import living, slices, standings
from tedung.office.people.models import NikView, Person
from tedung.office.reference.queries import file_format, region_name
from tedung.office.tasks.services import close_tasks, open_task

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

KIND = "padan.request"
MONTHLY = "bulanan"
"""The reason of the file that is asked for each month; any other is asked by a person."""
NOBODY = "nobody"
"""The code of the refusal where there is nobody to ask about."""
ASKS, ANSWERS = "padan_tanya", "padan_jawab"
SLICE = 2_000
LISTED = 200
LONGEST_WAIVER_DAYS = 366


@change("padan.ask")
def ask(persons: Collection[int], reason: str) -> Request:
    """Write a verification file over persons; each number that leaves in full is logged."""
    region = settings.HOME_REGION
    require_within("padan.ask", region=region)
    ordered = _numbered(persons)
    if not ordered:
        raise Refusal(_("Tidak ada orang dengan NIK yang perlu dipadankan sekarang."), NOBODY)
    form = file_format(ASKS, clock.today(region))
    request = Request.everything.create(
        region=region,
        reason=reason,
        form=form,
        people=len(ordered),
        prepared_by=current().user_id,
        made_at=clock.now(),
    )
    begun(request, State.DIBUAT)
    checks = (
        (request.pk, person.pk, ordinal, person.nik_index or blind_index(person.nik), "", "")
        for ordinal, person in enumerate(ordered, 1)
    )
    copy_rows(
        Check._meta.db_table, ("request_id", "person_id", "ordinal", "nik_index", "result", "told"), checks
    )
    content = written(form, _rows(ordered))
    name = _("Verifikasi NIK %(day)s.xlsx") % {"day": clock.today(region).isoformat()}
    request.document = store(content, "outgoing", name=name, region=region)
    request.save(update_fields=["document"])
    _log_views((person.pk for person in ordered), _("berkas verifikasi data kependudukan"))
    open_task(
        "padan.monthly" if reason == MONTHLY else "padan.send",
        "verifikator",
        about=(KIND, request.pk),
        path=f"/padan/{request.pk}/",
        region=region,
        params={"people": len(ordered)},
    )
    return request


def _numbered(persons: Collection[int]) -> list[Person]:
    """Return the living who have a number, by village; a database takes so many keys at a time."""
    found = [
        person
        for some in slices(persons)
        for person in Person.everything.filter(pk__in=some, merged_into=None, died_on=None).exclude(
            nik_state="missing"
        )
    ]
    return sorted(found, key=lambda person: (person.village, person.pk))


def _rows(persons: Iterable[Person]) -> Iterator[dict[str, str]]:
    names: dict[str, str] = {}
    for ordinal, person in enumerate(persons, 1):
        if person.village not in names:
            names[person.village] = region_name(person.village) if person.village else ""
        yield {
            "ordinal": str(ordinal),
            "nik": person.nik,
            "nama_ktp": person.nama_ktp,
            "birth_place": person.birth_place,
            "birth_date": f"{person.birth_date:%d-%m-%Y}" if person.birth_date else "",
            "sex": person.get_sex_display() if person.sex else "",
            "village": names[person.village],
            "address": person.address,
            "mother": person.mother,
        }


def _log_views(persons: Iterable[int], reason: str) -> None:
    who = current()
    rows = ((person, who.user_id, who.label, clock.now(), reason) for person in persons)
    copy_rows(NikView._meta.db_table, ("person_id", "user_id", "by", "at", "reason"), rows)


@change("padan.ask")
def ask_month() -> None:
    """Have this month's file over everybody in force written by a job."""
    require_within("padan.ask", region=settings.HOME_REGION)
    enqueue("padan.monthly")


@change("padan.ask")
def sent(request: Request, number: str, day: date) -> None:
    """Record that the file went out, with the number and day of its letter."""
    if not number.strip():
        raise Refusal(_("Isi nomor surat pengantar berkas ini."))
    step(request, State.DIKIRIM, STEPS, number=number.strip(), sent_on=day)
    close_tasks(KIND, request.pk)


@change("padan.ask")
def cancel(request: Request, reason: str) -> None:
    """Give a request up; its lines stay without an answer."""
    step(request, State.DIBATALKAN, STEPS, reason)
    close_tasks(KIND, request.pk)


@change("padan.ask")
def read_answer(
    request: Request, upload: "UploadedFile[Any] | bytes", number: str, day: date
) -> dict[str, int]:
    """Read the registry's answer line by line; return how many lines met which result.

    Lines that met nobody are kept with the request and counted.  What died, moved or differs becomes a
    task of whoever can act on it.
    """
    if not number.strip():
        raise Refusal(_("Isi nomor surat jawaban, supaya putusan padan dapat ditelusuri."))
    if day > clock.today(request.region) or (request.sent_on and day < request.sent_on):
        raise Refusal(_("Tanggal jawaban harus setelah berkas dikirim dan paling akhir hari ini."))
    document = store(upload, "answer", name=getattr(upload, "name", "jawaban.xlsx"), region=request.region)
    form = file_format(ANSWERS, clock.today(request.region))
    lines = list(_lines(document, form))
    step(request, State.DIJAWAB, STEPS, answer=document, answer_number=number.strip(), answered_on=day)
    counts = _written(request, lines, day)
    close_tasks(KIND, request.pk)
    _follow_up(request)
    return counts


def _lines(document: Document, form: Any) -> Iterator[Answered]:
    with scratch() as folder:
        path = folder / document.name
        path.write_bytes(read(document))
        yield from answers(path, form)


def _written(request: Request, lines: list[Answered], day: date) -> dict[str, int]:
    """Write each answer beside the line it answers; keep what met nobody, or said nothing we know."""
    asked: dict[str, list[Check]] = {}  # two persons may be written with one number
    for check in request.checks.filter(result="").order_by("ordinal"):
        asked.setdefault(check.nik_index, []).append(check)
    counts = dict.fromkeys([*Result.values, "unread"], 0)
    unread, met = [], []
    for line in lines:
        waiting = asked.get(blind_index(line.nik), []) if line.nik else []
        if not waiting or not line.result:
            counts["unread"] += 1
            why = _("hasilnya tidak dikenal") if waiting else _("NIK tidak ada di berkas yang dikirim")
            unread.append([line.line, why])
            continue
        check = waiting.pop(0)
        check.result, check.answered_on = line.result, day
        check.told = json.dumps(dict(line.told), ensure_ascii=False)
        counts[line.result] += 1
        met.append(check)
    Check.objects.bulk_update(met, ["result", "answered_on", "told"], batch_size=SLICE)
    request.unread = unread[:LISTED]
    request.save(update_fields=["unread"])
    for result in Result.values:
        record_many(
            [check.person_id for check in met if check.result == result], f"padan.{result}", day, request
        )
    return counts


def _follow_up(request: Request) -> None:
    """Ask somebody to look where the registry says that a person died, moved or is written otherwise."""
    died = request.checks.filter(result=Result.MENINGGAL).count()
    if died:
        open_task(
            "padan.died",
            "verifikator",
            about=(KIND, request.pk),
            path=f"/padan/{request.pk}/?hasil=meninggal",
            region=request.region,
            params={"people": died},
        )
    differ = request.checks.filter(
        result__in=[Result.NAMA, Result.TANGGAL, Result.TIDAK_ADA, Result.GANDA, Result.PINDAH]
    ).count()
    if differ:
        open_task(
            "padan.differs",
            "verifikator",
            about=(KIND, request.pk),
            path=f"/padan/{request.pk}/",
            region=request.region,
            params={"people": differ},
        )


@change("padan.waive")
def waive(person: Person, reason: str, until: date) -> Waiver:
    """Let a person go on without padan until a day, by a named officer's reason."""
    today = clock.today(settings.HOME_REGION)
    if len(reason.strip()) < len("KTP asli dilihat"):
        raise Refusal(_("Tulis alasan yang dapat diperiksa: apa yang dilihat, kapan, oleh siapa."))
    if not 0 <= (until - today).days <= LONGEST_WAIVER_DAYS:
        raise Refusal(_("Masa berlaku alasan paling lama satu tahun sejak hari ini."))
    _must_be_alive(person, today)
    who = current()
    waiver = Waiver.objects.create(
        person=person,
        reason=reason.strip(),
        user_id=who.user_id or 0,
        by=who.label,
        at=clock.now(),
        until=until,
    )
    record_many([person.pk], "padan.waived", today, waiver)
    return waiver


def _must_be_alive(person: Person, day: date) -> None:
    told = standings([person.pk], day).get(person.pk)
    if told is not None and told.result == Result.MENINGGAL:
        raise Refusal(
            _(
                "Data kependudukan menjawab orang ini meninggal; alasan petugas tidak melewatinya. "
                "Bila orangnya masih hidup, minta Dukcapil membetulkan datanya, lalu padankan lagi."
            ),
            "died",
        )
    if person.pk not in living([person.pk]):
        raise Refusal(
            _(
                "Orang ini tercatat meninggal atau sudah digabung dengan orang lain. "
                "Periksa halaman orangnya lebih dulu."
            ),
            "died",
        )
