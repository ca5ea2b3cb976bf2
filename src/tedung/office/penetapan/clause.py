"""A reserve moves up under a clause that the decree itself records, without an amendment."""

from datetime import date

from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.audit.steps import noted
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.penetapan.covering import put_in_force
from tedung.office.penetapan.decrees import (
    KELUAR,
    copied,
    family,
    first_reserve,
    next_ordinal,
    write_rows,
)
from tedung.office.penetapan.eyes import must_be_another
from tedung.office.penetapan.mending import must_be_of
from tedung.office.penetapan.models import Cover, Decree, DecreeState, Row, Supplement
from tedung.office.penetapan.printing import write_supplement
from tedung.office.penetapan.seats import leaving, must_not_be_amended
from tedung.office.penetapan.working import locked, must_rest

LEAST, MOST = len("Pasal 1: cadangan naik"), 160
"""A clause names its article and says what it allows; it stands in the reason of each row it explains."""


@change("penetapan.prepare")
def record_clause(decree: Decree, clause: str) -> None:
    """Quote in a draft the clause that lets a reserve move up without an amendment; empty takes it out."""
    must_be_of(decree, Decree.Kind.SK)
    clause = " ".join(clause.split())
    must_rest(decree)
    decree.refresh_from_db()
    if decree.state != DecreeState.KONSEP or decree.amends_id:
        raise Refusal(_("Pasal dicatat di konsep keputusan induk, sebelum diajukan."))
    if clause and (not LEAST <= len(clause) <= MOST or "pasal" not in clause.casefold()):
        raise Refusal(
            _(
                "Kutip pasal dan bunyinya dalam %(least)s sampai %(most)s huruf, misalnya: "
                "Pasal 7 ayat (2): cadangan menggantikan penerima yang meninggal."
            )
            % {"least": LEAST, "most": MOST}
        )
    decree.reserve_clause = clause
    decree.save(update_fields=["reserve_clause"])
    noted(decree, _("Pasal cadangan dicatat.") if clause else _("Pasal cadangan dihapus."))


@change("penetapan.clause")
def replace(decree: Decree, cover: Cover, since: date, reason: str) -> Row:
    """Let the first of the reserve enter in the place of who leaves, by the clause that the decree records.

    Whoever prepared the decree does not do it.  Without a clause only a signed amendment may.  The annex
    stays as it was signed: what changes is printed as a dated supplement.
    """
    must_be_another(decree, _("Yang menyiapkan keputusan tidak menaikkan cadangannya sendiri."))
    decree, cover = locked(decree), leaving(cover)
    must_not_be_amended(decree, cover)
    _must_allow(decree, cover, since)
    reason = " ".join(reason.split())
    if not reason:
        raise Refusal(_("Tulis mengapa orang ini keluar, misalnya meninggal atau pindah."))
    candidate = first_reserve(decree, since)
    if candidate is None:
        raise Refusal(
            _("Daftar cadangan sudah habis, atau padannya sudah lama. Minta padan lagi, lalu naikkan.")
        )
    supplement = _supplement(decree)
    ordinal = next_ordinal(decree)
    out = Row.everything.create(
        decree=decree,
        ordinal=ordinal,
        act=KELUAR,
        since=since,
        until=decree.until,
        replaces=cover.row,
        supplement=supplement,
        reason=_said(reason, decree),
        **copied(cover.row),
    )
    [entering] = write_rows(decree, [candidate], since, ordinal + 1)
    Row.everything.filter(pk=entering.pk).update(
        replaces=out,
        supplement=supplement,
        reason=_said(_("menggantikan nomor %(n)s") % {"n": cover.row.ordinal}, decree),
    )
    put_in_force(Row.everything.filter(pk__in=[out.pk, entering.pk]))
    write_supplement(supplement)
    entering.refresh_from_db()
    return entering


def _supplement(decree: Decree) -> Supplement:
    """Begin the next *Lampiran pengganti* of a decree; its row is locked, so that no two have one number."""
    return Supplement.everything.create(
        decree=decree,
        sequence=decree.supplements.count() + 1,
        region=decree.region,
        unit_code=decree.unit_code,
        day=clock.today(decree.region),
        by=current().label,
        at=clock.now(),
    )


def _must_allow(decree: Decree, cover: Cover, since: date) -> None:
    if decree.state != DecreeState.DITETAPKAN or decree.amends_id:
        raise Refusal(_("Cadangan naik hanya di keputusan induk yang sudah ditetapkan."))
    if not decree.reserve_clause:
        raise Refusal(
            _(
                "Keputusan ini tidak mencatat pasal yang mengizinkan cadangan naik. "
                "Buat keputusan perubahan dan unggah yang sudah ditandatangani."
            ),
            "no_clause",
        )
    if cover.row.decree_id not in family(decree) or cover.until < since:
        raise Refusal(_("Orang ini tidak sedang ditanggung oleh keputusan ini."))
    if not max(decree.since, cover.since) < since <= decree.until or since < clock.today():
        raise Refusal(_("Tanggal naik harus mulai hari ini dan di dalam masa berlaku keputusan."))


def _said(words: str, decree: Decree) -> str:
    told = _("%(words)s, menurut %(clause)s") % {"words": words, "clause": decree.reserve_clause}
    longest: int | None = Row._meta.get_field("reason").max_length
    return told if len(told) <= (longest or 0) else f"{told[: (longest or 1) - 1]}…"
