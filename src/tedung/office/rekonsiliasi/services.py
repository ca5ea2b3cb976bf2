"""Compare, answer each difference, write the minutes that both sign, agree."""

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from tedung.dates import Month
from tedung.office.access.actor import current
from tedung.office.access.change import change, changing, four_eyes
from tedung.office.audit.steps import begun, step
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.base.templatetags.tedung import month as month_in_words
from tedung.office.documents.services import store
from tedung.office.jobs.services import enqueue
from tedung.office.letters.models import State as LetterState
from tedung.office.letters.services import draft
from tedung.office.organisations.models import Organisation
from tedung.office.rekonsiliasi import queries
from tedung.office.rekonsiliasi.comparing import COUNTS, LISTED, UNREAD, compare, must_have_columns
from tedung.office.rekonsiliasi.models import STEPS, Difference, How, Reconciliation, State
from tedung.office.tasks.services import close_tasks, open_task
from tedung.office.wadah.formats import MEMBERS, in_force
from tedung.office.wadah.models import Wadah

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

ABOUT = "rekonsiliasi.reconciliation"
NIK = re.compile(r"(?<!\d)(?<!\d[\s.\-])\d(?:[\s.\-]?\d){15}(?![\s.\-]?\d)")
"""Sixteen digits, also where they are written in groups."""
AT_ONCE = 300_000
"""Bytes of a list that is compared while the officer waits; a larger one by a job."""


@change("rekonsiliasi.prepare")
def begin(
    wadah: Wadah, month: str, upload: "UploadedFile[Any] | bytes", number: str, day: date
) -> Reconciliation:
    """Compare a wadah's members of a month with the agency's list; the same list again changes nothing.

    A later list of the month takes the place of an earlier one, until both have signed.
    """
    last = Month.of(clock.today(wadah.region))
    if Month.parse(month) > last:
        raise Refusal(_("Bulan itu belum tiba, jadi belum ada yang dapat dibandingkan."), "month")
    if day > clock.today(wadah.region):
        raise Refusal(_("Tanggal data dari BPJS belum tiba. Periksa tanggalnya."), "day")
    document = store(
        upload,
        "answer",
        name=getattr(upload, "name", "peserta.xlsx"),
        region=wadah.region,
        opd_code=wadah.opd_code,
        group_code=wadah.group_code,
        organisation_code=wadah.unit_code,
    )
    Wadah.everything.select_for_update().get(pk=wadah.pk)
    of_month = Reconciliation.everything.filter(wadah=wadah, month=month)
    before = of_month.exclude(state=State.DIGANTIKAN).first()
    if before and before.sha256 == document.sha256:
        return before
    if before:
        _replace(before)
    made = Reconciliation.everything.create(
        wadah=wadah,
        month=month,
        document=document,
        sha256=document.sha256,
        form=in_force(MEMBERS, wadah.kind, clock.today(wadah.region)),
        number=number.strip(),
        day=day,
        region=wadah.region,
        opd_code=wadah.opd_code,
        unit_code=wadah.unit_code,
        group_code=wadah.group_code,
        prepared_by=current().user_id,
        made_at=clock.now(),
    )
    begun(made, State.DIBACA)
    if document.size <= AT_ONCE:
        _compare(made)
    else:
        must_have_columns(made)
        enqueue("rekonsiliasi.compare", reconciliation_id=made.pk)
    return made


def _replace(before: Reconciliation) -> None:
    if before.state == State.DISEPAKATI:
        raise Refusal(
            _("Rekonsiliasi bulan ini sudah disepakati dan ditandatangani, jadi tidak dibandingkan lagi."),
            "agreed",
        )
    step(before, State.DIGANTIKAN, STEPS)
    close_tasks(ABOUT, before.pk)


def compare_stored(reconciliation_id: int) -> dict[str, Any]:
    """Compare a list that was handed in; a second time changes nothing."""
    with changing("rekonsiliasi.compare"):
        row = Reconciliation.everything.select_for_update().get(pk=reconciliation_id)
        if row.state == State.DIBACA:
            _compare(row)
    return {"path": f"/rekonsiliasi/{row.pk}/", **row.counts}


def _compare(row: Reconciliation) -> None:
    counts, unread = compare(row)
    listed = [[line, str(UNREAD[why])] for line, why in sorted(unread)[:LISTED]]
    step(row, State.DIBANDINGKAN, STEPS, counts=counts, lines=counts["lines"], unread=listed)
    _carry(row)
    _tell(row)


def _carry(row: Reconciliation) -> None:
    """Let what was explained of an earlier list of the month stand where the same difference comes again."""
    explained = Difference.everything.filter(
        reconciliation__wadah=row.wadah_id, reconciliation__month=row.month, how=How.EXPLAINED
    ).exclude(reconciliation=row)
    known = {_what(one): one for one in explained.order_by("pk")}
    if not known:
        return
    for one in Difference.everything.filter(reconciliation=row).iterator():
        if (before := known.get(_what(one))) is not None:
            one.how, one.note, one.user_id, one.at = before.how, before.note, before.user_id, before.at
            one.save(update_fields=["how", "note", "user_id", "at"])


def _what(one: Difference) -> tuple[Any, ...]:
    return (one.kind, one.field, one.member_id, one.ours, one.theirs)


@change("rekonsiliasi.prepare")
def answer(difference: Difference, how: str, note: str) -> None:
    """Say what is done about one difference."""
    row = Reconciliation.everything.select_for_update().get(pk=difference.reconciliation_id)
    _must_be_open(row)
    told = _told(how, note)
    Difference.everything.filter(pk=difference.pk).update(**told)
    _tell(row)


@change("rekonsiliasi.prepare")
def answer_all(row: Reconciliation, kind: str, field: str, how: str, note: str) -> int:
    """Say the same of every difference of a kind and field that nobody has answered; return how many."""
    Reconciliation.everything.select_for_update().get(pk=row.pk)
    _must_be_open(row)
    open_ones = Difference.everything.filter(reconciliation=row, kind=kind, field=field, how="")
    count = open_ones.update(**_told(how, note))
    _tell(row)
    return count


def _told(how: str, note: str) -> Mapping[str, Any]:
    if how not in How.values or not how:
        raise Refusal(_("Pilih apa yang dilakukan terhadap perbedaan ini."), "how")
    if not note.strip():
        raise Refusal(_("Tulis alasannya; alasan itu tercantum di berita acara."), "note")
    if NIK.search(note):
        raise Refusal(
            _("Alasan itu tercantum di berita acara, jadi jangan memuat NIK. Hapus NIK-nya."), "note"
        )
    return {"how": how, "note": note.strip()[:240], "user_id": current().user_id, "at": clock.now()}


def _must_be_open(row: Reconciliation) -> None:
    if row.state != State.DIBANDINGKAN:
        raise Refusal(
            _("Berita acaranya sudah dibuat, jadi perbedaan tidak diubah lagi. Bandingkan ulang bila perlu."),
            "closed",
        )


@change("rekonsiliasi.prepare")
def write_minutes(row: Reconciliation, office: Organisation) -> Reconciliation:
    """Draft the minutes (berita acara rekonsiliasi) of a comparison whose differences are all answered."""
    _must_be_open(row)
    if left := queries.open_ones(row):
        raise Refusal(
            _("Masih ada %(n)s perbedaan yang belum ditangani. Selesaikan dulu di halaman ini.")
            % {"n": left},
            "open",
        )
    data = {
        "wadah": row.wadah.name,
        "agency_code": row.wadah.agency_code,
        "month": month_in_words(row.month),
        "file": row.number,
        "file_day": row.day.isoformat(),
        **{name: row.counts[name] for name in ("ours", "lines", "only_here", *COUNTS)},
        "answers": queries.told(row),
    }
    subject = _("Rekonsiliasi kepesertaan %(month)s") % {"month": month_in_words(row.month)}
    letter = draft(
        "berita_acara_rekonsiliasi",
        office,
        subject=subject,
        data=data,
        about=(ABOUT, row.pk),
        opd_code=row.opd_code,
    )
    step(row, State.BERITA_ACARA, STEPS, letter=letter)
    close_tasks(ABOUT, row.pk)
    _task(row, "rekonsiliasi.sign", "kepala", {})
    return row


@change("rekonsiliasi.agree")
def agree(row: Reconciliation) -> None:
    """Record that both have signed: the letter has its scan, and another than who compared says so."""
    four_eyes(row.prepared_by, _("Yang membandingkan tidak menyepakati sendiri. Mintalah orang lain."))
    if row.letter is None or row.letter.state != LetterState.SIGNED:
        raise Refusal(
            _("Terbitkan berita acaranya dan unggah pindaian yang ditandatangani kedua pihak."), "unsigned"
        )
    step(row, State.DISEPAKATI, STEPS, signed=row.letter.signed_document)
    close_tasks(ABOUT, row.pk)


def _tell(row: Reconciliation) -> None:
    """Keep the task of a comparison: how many differences wait for an answer."""
    left = queries.open_ones(row)
    if left:
        _task(row, "rekonsiliasi.answer", "verifikator", {"people": left})
    else:
        close_tasks(ABOUT, row.pk, "rekonsiliasi.answer")
        _task(row, "rekonsiliasi.minutes", "verifikator", {})


def _task(row: Reconciliation, kind: str, role: str, params: Mapping[str, int]) -> None:
    open_task(
        kind,
        role,
        about=(ABOUT, row.pk),
        path=f"/rekonsiliasi/{row.pk}/",
        region=row.region,
        opd_code=row.opd_code,
        organisation_code=row.unit_code,
        group_code=row.group_code,
        params=params,
    )
