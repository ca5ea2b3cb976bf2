"""A decree is recorded as signed, looked at once more, and put in force by the worker.

Who prepared does not issue.  Its signed scan comes with it, or its absence is said with a reason and
stays to be seen until the scan follows; an amendment is not in force without.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from tedung.office.access.change import change
from tedung.office.audit.steps import step
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.documents.models import Document
from tedung.office.documents.services import store
from tedung.office.jobs.models import Job
from tedung.office.penetapan.covering import put_in_force
from tedung.office.penetapan.entering import must_admit
from tedung.office.penetapan.eyes import must_be_another
from tedung.office.penetapan.mending import KIND, must_be_of
from tedung.office.penetapan.models import DECREE_STEPS, Decree, DecreeState
from tedung.office.penetapan.working import ask, locked, must_rest
from tedung.office.tasks.services import close_tasks, open_task

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

OF_WHAT_IS_TYPED = {"number", "day", "signatory", "unsigned"}
"""Codes of what a note may lack: the page shows its form again."""
WHY = "Masih"
"""The least that is a reason: a word."""


@change("penetapan.issue")
def note(
    decree: Decree,
    number: str,
    day: date,
    signatory: str,
    signed: "UploadedFile[Any] | bytes | None" = None,
    *,
    why_unsigned: str = "",
) -> None:
    """Write down how a submitted decree was signed; nobody is covered before it is issued."""
    must_be_of(decree, Decree.Kind.SK)
    _must_be_another(decree)
    document = store(signed, "signed", name=number.strip(), region=decree.region) if signed else None
    write_note(decree, number, day, signatory, document=document, why_unsigned=why_unsigned)


def write_note(
    decree: Decree,
    number: str,
    day: date,
    signatory: str,
    *,
    document: Document | None,
    why_unsigned: str = "",
) -> None:
    """Check and keep a note; inside the change of whoever may."""
    number, signatory = " ".join(number.split()), " ".join(signatory.split())
    why_unsigned = " ".join(why_unsigned.split())
    must_rest(decree)
    decree.refresh_from_db()
    if decree.state != DecreeState.DIAJUKAN:
        raise Refusal(
            _("Yang dicatat penetapannya hanya konsep yang sudah diajukan. Muat ulang halaman ini.")
        )
    document = document or decree.signed
    _must_be_told(decree, number, day, signatory)
    _must_be_signed(decree, document, why_unsigned)
    decree.number, decree.day, decree.signatory, decree.signed = number, day, signatory, document
    decree.unsigned_reason = "" if document else why_unsigned
    decree.save(update_fields=["number", "day", "signatory", "signed", "unsigned_reason"])


def _must_be_told(decree: Decree, number: str, day: date, signatory: str) -> None:
    if not number or not signatory:
        told = _("Isi nomor dan penanda tangan seperti tertulis di keputusan.")
        raise Refusal(told, "signatory" if number else "number")
    if day > clock.today():
        raise Refusal(_("Tanggal keputusan belum tiba. Catat setelah ditandatangani."), "day")
    if day < decree.made_at.astimezone(clock.zone(decree.region)).date():
        raise Refusal(
            _("Tanggal keputusan lebih awal daripada konsepnya. Periksa tanggal di naskahnya."), "day"
        )
    same = Decree.everything.filter(unit=decree.unit_id, number=number, day=day, state=DecreeState.DITETAPKAN)
    if same.exists():
        raise Refusal(_("Nomor dan tanggal ini sudah dipakai keputusan lain. Periksa naskahnya."), "number")


def _must_be_signed(decree: Decree, document: Document | None, why_unsigned: str) -> None:
    if document is not None:
        return
    if decree.amends_id or decree.kind != Decree.Kind.SK:
        raise Refusal(
            _("Unggah pindaian perubahan yang sudah ditandatangani; tanpa itu cadangan tidak naik.")
            if decree.kind == Decree.Kind.SK
            else _("Unggah pindaian keputusan desa yang sudah ditandatangani."),
            "unsigned",
        )
    if len(why_unsigned) < len(WHY):
        raise Refusal(
            _("Unggah pindaian keputusan yang ditandatangani, atau tulis mengapa pindaiannya menyusul."),
            "unsigned",
        )


@change("penetapan.issue")
def ask_to_issue(decree: Decree) -> Job:
    """Have a noted decree put in force by the worker."""
    must_be_of(decree, Decree.Kind.SK)
    _must_be_another(decree)
    return ask_in_force(decree)


def ask_in_force(decree: Decree) -> Job:
    """Ask for the work; inside the change of whoever may."""
    decree.refresh_from_db()
    _must_be_noted(decree)
    return ask(decree, "penetapan.issue")


@change("penetapan.issue")
def issue(decree: Decree) -> int:
    """Put a noted decree in force; return how many persons it covers anew."""
    must_be_of(decree, Decree.Kind.SK)
    _must_be_another(decree)
    return record_issue(decree)


def record_issue(decree: Decree) -> int:
    """Take the step of an issue and put the rows in force; inside the change of whoever may."""
    locked(decree)
    if decree.amends is not None:
        locked(decree.amends)  # as whoever replaces by its clause does
    decree.refresh_from_db()
    _must_be_noted(decree)
    must_admit(decree)
    step(decree, DecreeState.DITETAPKAN, DECREE_STEPS, decree.unsigned_reason)
    close_tasks(KIND, decree.pk)
    if decree.unsigned_reason:
        open_task(
            "penetapan.scan",
            "hukum",
            about=(KIND, decree.pk),
            path=f"/penetapan/{decree.pk}/",
            region=decree.region,
        )
    return put_in_force(decree.rows.all())


def _must_be_noted(decree: Decree) -> None:
    if not decree.is_noted:
        raise Refusal(
            _("Catat dulu nomor, tanggal dan penanda tangannya. Muat ulang halaman ini."), "not_noted"
        )


def _must_be_another(decree: Decree) -> None:
    must_be_another(decree, _("Yang menyiapkan keputusan tidak menetapkannya. Minta petugas lain."))


@change("penetapan.issue")
def add_scan(decree: Decree, signed: "UploadedFile[Any] | bytes") -> None:
    """Keep the signed scan that was said to follow; one that is there already is not replaced."""
    must_be_of(decree, Decree.Kind.SK)
    decree = Decree.everything.select_for_update().get(pk=decree.pk)
    if decree.state != DecreeState.DITETAPKAN or decree.signed_id:
        raise Refusal(_("Keputusan ini tidak menunggu pindaian. Muat ulang halaman ini."))
    decree.signed = store(signed, "signed", name=decree.number, region=decree.region)
    decree.save(update_fields=["signed"])
    close_tasks(KIND, decree.pk)
