"""Every change of a proposal: made, files handed in, columns corrected, lines taken over, sent, checked."""

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.change import change, four_eyes
from tedung.office.access.scope import require_within
from tedung.office.audit.steps import begun, step
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.documents.services import store
from tedung.office.jobs.services import enqueue
from tedung.office.organisations.models import Organisation
from tedung.office.tasks.services import close_tasks, open_task
from tedung.office.usulan import discarding, following, papers, queries, waiting
from tedung.office.usulan.closed import must_be_open
from tedung.office.usulan.models import STEPS, Berkas, State, Usulan
from tedung.roster.lexicon import known_field

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

KIND = "usulan"
FIRST_YEAR_AHEAD = 1


@change("usulan.prepare")
def prepare(unit: Organisation, year: int, title: str, opd: Organisation | None = None) -> Usulan:
    """Make a proposal of a unit for a year."""
    opd_code = opd.code if opd else ""
    require_within("usulan.prepare", region=unit.region, organisation=unit.code, opd=opd_code)
    if not clock.today().year - 1 <= year <= clock.today().year + FIRST_YEAR_AHEAD:
        raise Refusal(
            _("Tahun program %(year)s di luar jangkauan. Pilih tahun ini atau tahun depan.") % {"year": year}
        )
    usulan = Usulan.everything.create(
        unit=unit,
        unit_code=unit.code,
        region=unit.region,
        opd=opd,
        opd_code=opd_code,
        year=year,
        title=title,
        prepared_by=current().user_id,
        made_at=clock.now(),
    )
    begun(usulan, State.KONSEP)
    return usulan


@change("usulan.prepare")
def hand_in(
    usulan: Usulan, upload: "UploadedFile[Any]", replaces: Berkas | None = None
) -> tuple[Berkas, bool]:
    """Keep a file with a proposal and have it tried; return it, and whether it is new.

    The same bytes again change nothing.
    """
    must_be_open(usulan)
    if replaces is not None and replaces.usulan_id != usulan.pk:
        raise Refusal(_("Berkas yang diganti bukan bagian dari usulan ini."))
    document = store(
        upload,
        kind="roster",
        region=usulan.region,
        opd_code=usulan.opd_code,
        organisation_code=usulan.unit_code,
    )
    known = Berkas.everything.filter(usulan=usulan, sha256=document.sha256).first()
    if known and known.state == Berkas.State.DISCARDED:
        discarding.take_back(known)
        return known, True
    if known:
        return known, False
    try:
        with transaction.atomic():
            berkas = Berkas.everything.create(
                usulan=usulan,
                unit_code=usulan.unit_code,
                region=usulan.region,
                opd_code=usulan.opd_code,
                document=document,
                sha256=document.sha256,
                name=document.name,
                replaces=replaces,
                mapping=replaces.mapping if replaces else {},
                by=current().label,
                at=clock.now(),
            )
    except IntegrityError:  # handed in twice at once
        return Berkas.everything.get(usulan=usulan, sha256=document.sha256), False
    enqueue("usulan.try", berkas_id=berkas.pk)
    return berkas, True


@change("usulan.prepare")
def map_columns(berkas: Berkas, mapping: dict[str, str]) -> None:
    """Say which column carries which field, and have the file tried again."""
    must_be_open(berkas.usulan)
    if berkas.state not in {Berkas.State.TRIED, Berkas.State.FAILED, Berkas.State.QUEUED}:
        raise Refusal(_("Baris berkas ini sudah diambil. Unggah versi baru untuk mengubah kolomnya."))
    unknown = sorted(field for field in mapping if not known_field(field))
    if unknown:
        raise Refusal(_("Kolom tujuan tidak dikenal: %(fields)s.") % {"fields": ", ".join(unknown)})
    berkas.mapping, berkas.state = (
        {field: heading for field, heading in mapping.items() if heading},
        Berkas.State.QUEUED,
    )
    berkas.save(update_fields=["mapping", "state"])
    enqueue("usulan.try", berkas_id=berkas.pk)


@change("usulan.prepare")
def take_lines(berkas: Berkas) -> None:
    """Have every line of a tried file taken over: what is good goes on, the rest waits to be mended."""
    must_be_open(berkas.usulan)
    if berkas.state == Berkas.State.READ:
        return
    if berkas.state != Berkas.State.TRIED:
        raise Refusal(_("Berkas belum selesai dibaca. Tunggu sebentar, lalu muat ulang halaman ini."))
    enqueue("usulan.take", berkas_id=berkas.pk)


@change("usulan.send")
def send(usulan: Usulan) -> None:
    """Send a proposal with its signed papers; its lines are not changed any more."""
    lacking = papers.lacking(usulan)
    if lacking:
        told = "; ".join(f"{paper.name} ({paper.todo})" for paper in lacking)
        raise Refusal(_("Usulan belum dapat dikirim. Yang masih kurang: %(papers)s.") % {"papers": told})
    counts = queries.counts(usulan)
    if not counts.good:
        raise Refusal(
            _("Belum ada orang yang dapat diusulkan. Unggah daftar atau perbaiki barisnya terlebih dahulu.")
        )
    if queries.unread(usulan):
        raise Refusal(
            _("Masih ada berkas yang barisnya belum diambil atau dipastikan. Buka berkas itu lebih dulu.")
        )
    step(usulan, State.DIKIRIM, STEPS, sent_at=clock.now())
    close_tasks(KIND, usulan.pk)
    open_task(
        "usulan.verify",
        "verifikator",
        about=(KIND, usulan.pk),
        path=f"/usulan/{usulan.pk}/",
        **_scope(usulan),
        params={"people": counts.people},
    )
    waiting.renew(usulan)


@change("usulan.withdraw")
def withdraw(usulan: Usulan, reason: str) -> None:
    """Take a proposal back that has not been sent, or came back."""
    step(usulan, State.DITARIK, STEPS, reason)
    close_tasks(KIND, usulan.pk)
    following.given_back(usulan)


@change("usulan.verify")
def begin_check(usulan: Usulan) -> None:
    """Take a sent proposal to be checked."""
    four_eyes(usulan.prepared_by, _("Yang menyiapkan usulan tidak memeriksanya. Minta petugas lain."))
    step(usulan, State.DIPERIKSA, STEPS)


@change("usulan.verify")
def give_back(usulan: Usulan, reason: str) -> None:
    """Give a proposal back to its unit with what is to be mended."""
    if not reason.strip():
        raise Refusal(_("Tulis apa yang harus diperbaiki, supaya operator tahu apa yang dikerjakan."))
    step(usulan, State.DIKEMBALIKAN, STEPS, reason)
    close_tasks(KIND, usulan.pk)
    for role in ("operator_desa", "operator_adat", "operator_opd"):
        open_task(
            "usulan.mend", role, about=(KIND, usulan.pk), path=f"/usulan/{usulan.pk}/", **_scope(usulan)
        )


@change("usulan.verify")
def accept(usulan: Usulan) -> int:
    """Accept a proposal: its good lines may be chosen for a decree; return how many people."""
    four_eyes(usulan.prepared_by, _("Yang menyiapkan usulan tidak menerimanya. Minta petugas lain."))
    step(usulan, State.DITERIMA, STEPS)
    close_tasks(KIND, usulan.pk)
    return queries.counts(usulan).people


def _scope(usulan: Usulan) -> dict[str, Any]:
    return {"region": usulan.region, "opd_code": usulan.opd_code, "organisation_code": usulan.unit_code}
