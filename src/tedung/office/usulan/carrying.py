"""Next year begins with whom the decree in force covers: the operator confirms them, or takes them out.

The lines are written from the covers, their paper is a file of the same rows, and until the operator
has confirmed them the proposal is not sent.  Whoever is taken out stays as a line with the reason.
"""

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tedung.office.access.actor import current
from tedung.office.access.change import change, changing
from tedung.office.base import clock
from tedung.office.base.crypto import blind_index
from tedung.office.base.refusals import Refusal
from tedung.office.documents.services import store
from tedung.office.jobs.models import Job
from tedung.office.jobs.models import State as JobState
from tedung.office.jobs.running import batch_of_job
from tedung.office.jobs.services import enqueue
from tedung.office.people.models import Person
from tedung.office.usulan import waiting
from tedung.office.usulan.closed import must_be_open
from tedung.office.usulan.models import OPEN, Berkas, Line, Mending, Usulan

BATCH = 1_000
MANY = 1_000
"""More people than this are carried over by a worker: a page may not take that long."""
JOB = "usulan.carry"
FIELD = "keluar"
"""What a Mending names when somebody is taken out or kept after all."""
KEPT, OUT = "accepted", "not_eligible"
REASONS = {
    "meninggal": gettext_lazy("Meninggal"),
    "pindah": gettext_lazy("Pindah dari desa atau unit ini"),
    "masa_jabatan": gettext_lazy("Masa jabatan berakhir"),
    "berhenti": gettext_lazy("Tidak lagi bekerja di kelompok ini"),
    "dibayar_lain": gettext_lazy("Sudah dibayar pemberi kerja atau anggaran lain"),
    "lain": gettext_lazy("Sebab lain"),
}


def in_force(usulan: Usulan) -> QuerySet[Any, Any]:
    """Return the covers of today whose people the unit proposed."""
    from tedung.office.penetapan.models import Cover

    today = clock.today(usulan.region)
    covers = Cover.everything.filter(unit_code=usulan.unit_code, since__lte=today, until__gte=today)
    return covers.select_related("person__merged_into", "row__decree").order_by("pk")


def carried(usulan: Usulan) -> Berkas | None:
    """Return the file of what was carried over into a proposal, None where nothing was."""
    rows = Berkas.everything.filter(usulan=usulan, summary__has_key="carried")
    return rows.order_by("pk").first()


@change("usulan.prepare")
def begin(usulan: Usulan) -> Berkas | None:
    """Carry over now where they are few; have a worker do it, and return None, where they are many."""
    must_be_open(usulan)
    if carried(usulan) is None and in_force(usulan).count() > MANY:
        if not is_being_made(usulan):
            enqueue(JOB, usulan_id=usulan.pk)
        return None
    return carry(usulan)


def is_being_made(usulan: Usulan) -> bool:
    """Say whether a worker is about to carry over, or does."""
    waiting_jobs = Job.everything.filter(kind=JOB, arguments__usulan_id=usulan.pk)
    return waiting_jobs.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).exists()


def carry_over(usulan_id: int) -> dict[str, int]:
    """Carry over as a job: whole or not at all, and again changes nothing."""
    with batch_of_job(), changing("usulan.prepare"):
        usulan = Usulan.everything.select_related("unit").get(pk=usulan_id)
        if usulan.state not in OPEN:
            return {}
        berkas = _carried_now(usulan)
    return {"lines": sum(berkas.summary["outcomes"].values())}


@change("usulan.prepare")
def carry(usulan: Usulan) -> Berkas:
    """Write a line for everybody whom the decree in force covers for this unit; again changes nothing."""
    return _carried_now(usulan)


def _carried_now(usulan: Usulan) -> Berkas:
    usulan = Usulan.everything.select_for_update().get(pk=usulan.pk)
    must_be_open(usulan)
    known = carried(usulan)
    if known is not None:
        return known
    covers = list(in_force(usulan))
    if not covers:
        raise Refusal(_("Belum ada keputusan yang berlaku untuk unit ini. Unggah daftar sebagai gantinya."))
    lines = _lines(usulan, covers)
    berkas = _file(usulan, lines, sorted({cover.row.decree.number for cover in covers}))
    for line in lines:
        line.berkas = berkas
    Line.everything.bulk_create(lines, batch_size=BATCH)
    waiting.renew(usulan)
    return berkas


def _lines(usulan: Usulan, covers: Sequence[Any]) -> list[Line]:
    """Return a line a person and group, as the person is known today."""
    written = Line.everything.in_bulk([cover.row.line_id for cover in covers if cover.row.line_id])
    once: dict[tuple[int, str], Line] = {}
    for cover in covers:
        person = cover.person.merged_into or cover.person
        if (person.pk, cover.group_code) not in once:
            before = written.get(cover.row.line_id or 0)
            number = len(once) + 2  # below the headings
            once[person.pk, cover.group_code] = _line(usulan, number, person, cover, before)
    return list(once.values())


def _line(usulan: Usulan, number: int, person: Person, cover: Any, before: Line | None) -> Line:
    return Line(
        usulan=usulan,
        unit_code=usulan.unit_code,
        region=usulan.region,
        opd_code=usulan.opd_code,
        line=number,
        row_key=before.row_key if before else "",
        outcome=OUT if person.died_on else KEPT,
        findings=[_finding("meninggal", str(REASONS["meninggal"]))] if person.died_on else [],
        nama_ktp=person.nama_ktp,
        nama_sebutan=person.nama_sebutan,
        nik=person.nik,
        nik_index=person.nik_index or blind_index(person.nik),
        nik_state=person.nik_state,
        birth_date=person.birth_date,
        birth_place=person.birth_place,
        sex=person.sex,
        village=person.village or cover.village,
        address=person.address,
        phone=person.phone,
        mother=person.mother,
        occupation=before.occupation if before else "",
        income=before.income if before else None,
        is_member=before.is_member if before else None,
        group_code=cover.group_code,
        person=person,
    )


def _file(usulan: Usulan, lines: Sequence[Line], numbers: Sequence[str]) -> Berkas:
    """Keep the rows as a list of their own, so that what was begun with can be shown."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("Nama", "NIK", "Tanggal Lahir", "Kelompok"))
    for line in lines:
        born = f"{line.birth_date:%d-%m-%Y}" if line.birth_date else ""
        writer.writerow((line.nama_ktp, line.nik, born, line.group_code))
    document = store(
        out.getvalue().encode(),
        "roster",
        name=_("Dari keputusan yang berlaku.csv"),
        region=usulan.region,
        opd_code=usulan.opd_code,
        organisation_code=usulan.unit_code,
    )
    outcomes = {KEPT: sum(line.outcome == KEPT for line in lines)}
    return Berkas.everything.create(
        usulan=usulan,
        unit_code=usulan.unit_code,
        region=usulan.region,
        opd_code=usulan.opd_code,
        document=document,
        sha256=document.sha256,
        name=document.name,
        state=Berkas.State.CARRIED,
        summary={"carried": list(numbers), "outcomes": outcomes | {OUT: len(lines) - outcomes[KEPT]}},
        by=current().label,
        at=clock.now(),
    )


@change("usulan.prepare")
def take_out(line: Line, why: str, note: str = "") -> None:
    """Take a carried person out of the new proposal, with the reason."""
    _must_be_carried(line)
    note = " ".join(note.split())
    if why not in REASONS:
        raise Refusal(_("Pilih sebab orang ini keluar."))
    if why == "lain" and not note:
        raise Refusal(_("Tulis sebabnya."))
    sentence = f"{REASONS[why]}: {note}" if note else str(REASONS[why])
    _settle(line, OUT, [_finding(why, sentence)], sentence)


@change("usulan.prepare")
def keep(line: Line) -> None:
    """Keep a person after all who was taken out; the dead stay out."""
    _must_be_carried(line)
    if Person.everything.filter(lines=line, died_on__isnull=False).exists():
        raise Refusal(_("Orang ini tercatat meninggal. Bila keliru, betulkan laporan kejadiannya dulu."))
    _settle(line, KEPT, [], "")


@change("usulan.prepare")
def confirm(berkas: Berkas) -> int:
    """Say that whoever was not taken out is proposed again; return how many persons."""
    berkas = Berkas.everything.select_for_update().select_related("usulan").get(pk=berkas.pk)
    must_be_open(berkas.usulan)
    if berkas.state == Berkas.State.CARRIED:
        berkas.state = Berkas.State.READ
        berkas.save(update_fields=["state"])
        waiting.renew(berkas.usulan)
    elif berkas.state != Berkas.State.READ or "carried" not in berkas.summary:
        raise Refusal(_("Berkas ini bukan lanjutan keputusan yang berlaku."))
    kept = Line.everything.filter(berkas=berkas, is_current=True, outcome=KEPT)
    return kept.values("person").distinct().count()


def _must_be_carried(line: Line) -> None:
    must_be_open(line.usulan)
    if "carried" not in line.berkas.summary or not line.is_current:
        raise Refusal(_("Baris ini bukan lanjutan keputusan yang berlaku. Perbaiki di berkasnya."))


def _settle(line: Line, outcome: str, findings: list[dict[str, str]], after: str) -> None:
    before = " ".join(found["sentence"] for found in line.findings)
    if (line.outcome, before) == (outcome, after):
        return
    who = current()
    Mending.objects.create(
        line=line,
        field=FIELD,
        before=before,
        after=after,
        user_id=who.user_id,
        by=who.label,
        at=clock.now(),
    )
    line.outcome, line.findings = outcome, findings
    line.save(update_fields=["outcome", "findings"])


def _finding(code: str, sentence: str) -> dict[str, str]:
    return {"code": code, "column": "", "sentence": sentence}
