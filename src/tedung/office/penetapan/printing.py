"""The annex of a decree as a page: every person with the full number; each number that leaves is logged."""

from datetime import date
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.base import clock
from tedung.office.base.bulk import copy_rows
from tedung.office.documents.models import Document
from tedung.office.documents.services import store
from tedung.office.jobs.models import Job
from tedung.office.penetapan.models import Decree, Row, Supplement
from tedung.office.penetapan.working import ask
from tedung.office.people.models import NikView
from tedung.office.reference.models import Group
from tedung.office.reference.queries import region_name
from tedung.print import compile_pdf

TEMPLATE = Path(__file__).parent / "annex.typ"
ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def name_of(decree: Decree) -> str:
    """Return what a decree is called: Keputusan Wali Kota, or Perubahan II of it."""
    kind = str(decree.get_kind_display())
    if decree.kind == Decree.Kind.SK:
        kind = _("Keputusan Wali Kota") if is_city(decree.region) else _("Keputusan Bupati")
    if not decree.amends_id:
        return kind
    numeral = ROMAN[decree.sequence] if decree.sequence < len(ROMAN) else str(decree.sequence)
    return _("Perubahan %(numeral)s atas %(kind)s") % {"numeral": numeral, "kind": kind}


def is_city(region: str) -> bool:
    """Say whether a region is a kota: the second part of its Kemendagri code is 71 or more."""
    return region.split(".")[1:2] >= ["71"]


@change("penetapan.print")
def ask_for_annex(decree: Decree) -> Job:
    """Have the annex written by the worker; an annex of thousands is no work of a request."""
    return ask(decree, "penetapan.annex", before=decree.document_id)


@change("penetapan.print")
def print_annex(decree: Decree) -> Decree:
    """Write the annex as it is now and keep it with the decree."""
    return write_annex(decree)


def write_annex(decree: Decree) -> Decree:
    """Print, keep and log; inside the change of whoever may.  What a clause changes has its own paper."""
    rows = list(decree.rows.filter(supplement=None).order_by("ordinal"))
    name = f"Lampiran {decree.number or 'konsep'}.pdf".replace("/", "-")
    with override("id"):  # a decree is Indonesian, whatever its printer reads
        told = _told(decree, rows, _("Lampiran %(name)s") % {"name": name_of(decree)})
        decree.document = _kept(decree, told, decree.day, name, rows)
    decree.save(update_fields=["document"])
    return decree


def write_supplement(supplement: Supplement) -> None:
    """Print, keep and log what a clause changed; inside the change of whoever may."""
    decree, rows = supplement.decree, list(supplement.rows.order_by("ordinal"))
    name = f"Lampiran pengganti {supplement.sequence} {decree.number}.pdf".replace("/", "-")
    with override("id"):
        numbered = {"n": supplement.sequence, "name": name_of(decree), "day": _day(supplement.day)}
        told = _told(decree, rows, _("Lampiran pengganti %(n)s atas %(name)s") % numbered) | {
            "dated": _("Lampiran pengganti %(n)s, tanggal %(day)s") % numbered,
            "clause": decree.reserve_clause,
            "heading": _("Daftar penerima yang berganti"),
        }
        supplement.document = _kept(decree, told, supplement.day, name, rows)
    supplement.save(update_fields=["document"])


def _kept(decree: Decree, told: dict[str, Any], day: date | None, name: str, rows: list[Row]) -> Document:
    """Print and keep a paper, and log every number that stands on it."""
    content = compile_pdf(TEMPLATE, told, day or clock.today(decree.region))
    document = store(content, "outgoing", name=name, region=decree.region, organisation_code=decree.unit_code)
    who, at = current(), clock.now()
    views = ((row.person_id, who.user_id, who.label, at, _("lampiran keputusan")) for row in rows)
    copy_rows(NikView._meta.db_table, ("person_id", "user_id", "by", "at", "reason"), views)
    return document


def _told(decree: Decree, rows: list[Row], title: str) -> dict[str, Any]:
    groups = dict(Group.objects.values_list("code", "name"))
    villages = {row.village: region_name(row.village) for row in rows if row.village}
    entering = [row for row in rows if row.act == Row.Act.MASUK]
    leaving = [row for row in rows if row.act == Row.Act.KELUAR]
    return {
        "title": title,
        "kind": name_of(decree),
        "number": decree.number or "…",
        "day": decree.day,
        "about": decree.about,
        "dated": "",
        "clause": "",
        "heading": _("Daftar penerima"),
        "term": _("Berlaku %(since)s sampai %(until)s")
        % {"since": _day(decree.since), "until": _day(decree.until)},
        "signatory": decree.signatory,
        "entering": len(entering),
        "leaving": len(leaving),
        "parts": [
            {"title": _("Masuk"), "rows": [_row(row, groups, villages) for row in entering]},
            {"title": _("Keluar"), "rows": [_row(row, groups, villages) for row in leaving]},
        ],
    }


def _row(row: Row, groups: dict[str, str], villages: dict[str, str]) -> list[Any]:
    return [
        str(row.ordinal),
        row.nama_ktp,
        row.nik or "–",
        f"{row.birth_date:%d-%m-%Y}" if row.birth_date else "–",
        villages.get(row.village, "–"),
        groups.get(row.group_code, row.group_code) or "–",
        row.reason or (_("pengganti") if row.replaces_id else ""),
    ]


def _day(value: date) -> str:
    return date_format(value, "j F Y")
