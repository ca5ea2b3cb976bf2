"""One membership at a time: begun, answered, numbered, lapsed, begun again, ended.

Other parts call these inside their own changes; many at once go by `states.move_members`.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tedung.columns import PAYERS
from tedung.dates import Month
from tedung.office.access.change import change
from tedung.office.audit.steps import begun, step
from tedung.office.base import clock
from tedung.office.base.crypto import blind_index
from tedung.office.base.refusals import Refusal
from tedung.office.events.services import record
from tedung.office.people.models import Person
from tedung.office.tasks.services import close_tasks, open_task
from tedung.office.wadah.formats import REASONS
from tedung.office.wadah.models import BEFORE_ACTIVE, MEMBER_STEPS, Member, MemberState, Wadah

ABOUT, ABOUT_ALL = "wadah.wadah", ("wadah.place", 0)
KPJ = re.compile(r"[0-9]{2}[0-9A-Z][0-9]{8}")
"""Eleven digits in present practice; old cards (Jamsostek) may have a letter in the third place."""
ENDED: Mapping[str, Any] = {
    "meninggal": gettext_lazy("meninggal"),
    "pindah": gettext_lazy("pindah"),
    "selesai_jabatan": gettext_lazy("selesai jabatan"),
    "menjadi_pu": gettext_lazy("menjadi penerima upah"),
    "mengundurkan_diri": gettext_lazy("mengundurkan diri"),
    "usia": gettext_lazy("mencapai batas usia"),
    "keputusan": gettext_lazy("keputusannya berakhir"),
    "masa_berakhir": gettext_lazy("masa perlindungan berakhir"),
    "salah_daftar": gettext_lazy("terdaftar karena keliru"),
}
"""Why a membership ends: code -> what people read."""


def kpj_of(given: str) -> str:
    """Return a KPJ as it is kept; Refusal where it is none."""
    cleaned = re.sub(r"[\s.\-]", "", given).upper()
    if not KPJ.fullmatch(cleaned):
        raise Refusal(_("KPJ harus 11 angka seperti di kartu peserta. Periksa nomornya."), "kpj")
    return cleaned


@change("wadah.member")
def start(
    person: Person,
    wadah: Wadah,
    since: str,
    until: str = "",
    *,
    payer: str = "self",
    programmes: str = "jkk+jkm",
    income: int | None = None,
) -> Member:
    """Begin a membership that no decree gives: one pays oneself, or an employer or donor pays."""
    first = Month.parse(since)
    if payer not in PAYERS or (until and Month.parse(until) < first):
        raise Refusal(_("Bulan terakhir harus sesudah bulan pertama."), "months")
    if Member.everything.filter(person=person, wadah=wadah).exclude(state=MemberState.KELUAR).exists():
        raise Refusal(_("Orang ini sudah ada di wadah itu dan belum keluar."), "twice")
    known = Member.everything.filter(person=person).exclude(kpj_index="").order_by("-pk").first()
    member = Member.everything.create(
        person=person,
        wadah=wadah,
        payer=payer,
        programmes=programmes,
        income=income,
        since=since,
        until=until,
        kpj=known.kpj if known else "",
        kpj_index=known.kpj_index if known else "",
        village=person.domicile or person.village,
        opd_code=wadah.opd_code,
        unit_code=wadah.unit_code,
        group_code=wadah.group_code,
        made_at=clock.now(),
    )
    begun(member, MemberState.CALON)
    record(person, "wadah.placed", source=member)
    return member


@change("wadah.answer")
def accept(member: Member, kpj: str, day: date) -> None:
    """Record that the agency took a member in, with the number on the card."""
    _must_be_in(member, *BEFORE_ACTIVE)
    number = _own(member, kpj)
    step(
        member,
        MemberState.AKTIF,
        MEMBER_STEPS,
        kpj=number,
        kpj_index=blind_index(number),
        refused_for="",
        registered_on=_past(day),
    )
    record(member.person, "wadah.diterima", day, member)
    tell_refused(member.wadah)


@change("wadah.answer")
def reject(member: Member, reason: str) -> None:
    """Record that the agency did not take somebody in, and why, by a code of `formats.REASONS`."""
    if reason not in REASONS:
        raise Refusal(_("Pilih sebab penolakan."), "reason")
    step(member, MemberState.DITOLAK, MEMBER_STEPS, reason, refused_for=reason)
    record(member.person, "wadah.ditolak", source=member)
    tell_refused(member.wadah)


@change("wadah.change")
def send_again(member: Member) -> None:
    """Let somebody whom the agency refused be in the next file, once the cause is mended."""
    step(member, MemberState.CALON, MEMBER_STEPS, refused_for="")
    tell_refused(member.wadah)
    tell_candidates()


@change("wadah.member")
def set_kpj(member: Member, kpj: str) -> None:
    """Write down the agency's number."""
    member.kpj = _own(member, kpj)
    member.kpj_index = blind_index(member.kpj)
    member.save(update_fields=["kpj", "kpj_index"])


@change("wadah.member")
def end(member: Member, month: str, reason: str) -> None:
    """Let a membership end with a month, its last; why, by a code of `ENDED`."""
    last = Month.parse(month)
    if reason not in ENDED:
        raise Refusal(_("Pilih sebab keluar."), "reason")
    if last < Month.parse(member.since) + -1:
        raise Refusal(_("Bulan terakhir tidak dapat sebelum keanggotaan dimulai."), "months")
    if member.until and last > Month.parse(member.until):
        raise Refusal(_("Keanggotaan ini sudah berakhir lebih awal."), "months")
    step(member, MemberState.KELUAR, MEMBER_STEPS, reason, until=month, ended_reason=reason)
    record(member.person, "wadah.ended", source=member)
    tell_refused(member.wadah)


@change("wadah.member")
def lapse(member: Member) -> None:
    """Let a membership rest: its contributions were not paid (PP 44/2015 Pasal 39)."""
    step(member, MemberState.NONAKTIF, MEMBER_STEPS)
    record(member.person, "wadah.lapsed", source=member)


@change("wadah.member")
def reactivate(member: Member) -> None:
    """Let a membership that rested be active again: what was owed is paid."""
    _must_be_in(member, MemberState.NONAKTIF)
    step(member, MemberState.AKTIF, MEMBER_STEPS)
    record(member.person, "wadah.reactivated", source=member)


def _own(member: Member, kpj: str) -> str:
    """Return a number as it is kept; refuse one that is another person's."""
    number = kpj_of(kpj)
    others = Member.everything.filter(kpj_index=blind_index(number)).exclude(person=member.person_id)
    if others.exists():
        raise Refusal(
            _("KPJ ini sudah tercatat untuk orang lain. Periksa kartu atau jawaban BPJS."), "kpj_taken"
        )
    return number


def _must_be_in(member: Member, *states: str) -> None:
    """Refuse what the table of steps allows from other states for other reasons."""
    stands = Member.everything.values_list("state", flat=True).get(pk=member.pk)
    if stands not in states:
        raise Refusal(
            _("Keanggotaan ini “%(state)s”, jadi langkah itu tidak berlaku. Muat ulang halaman ini.")
            % {"state": MemberState(stands).label},
            "step",
        )


def _past(day: date) -> date:
    if day > clock.today():
        raise Refusal(_("Tanggal pendaftaran belum tiba. Periksa tanggalnya."), "day")
    return day


def tell_refused(wadah: Wadah) -> None:
    """Ask somebody to mend what the agency refused in a wadah, as long as anything is refused."""
    people = Member.everything.filter(wadah=wadah, state=MemberState.DITOLAK).count()
    if not people:
        close_tasks(ABOUT, wadah.pk, "wadah.refused")
        return
    open_task(
        "wadah.refused",
        "verifikator",
        about=(ABOUT, wadah.pk),
        path=f"/wadah/{wadah.pk}/?keadaan=ditolak",
        region=wadah.region,
        opd_code=wadah.opd_code,
        params={"people": people},
    )


def tell_candidates() -> None:
    """Ask for files to the agency as long as anybody waits for one."""
    people = Member.everything.filter(state=MemberState.CALON).count()
    if not people:
        close_tasks(*ABOUT_ALL, "wadah.to_send")
        return
    open_task(
        "wadah.to_send",
        "verifikator",
        about=ABOUT_ALL,
        path="/wadah/",
        region=settings.HOME_REGION,
        params={"people": people},
    )
