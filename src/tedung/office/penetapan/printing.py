"""The annex of a decree as a page: every person with the full number; each number that leaves is logged."""

from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.base import clock
from tedung.office.base.bulk import copy_rows
from tedung.office.documents.services import store
from tedung.office.penetapan.models import Decree, Row
from tedung.office.people.models import NikView
from tedung.office.reference.models import Group
from tedung.office.reference.queries import region_name
from tedung.print import compile_pdf

TEMPLATE = Path(__file__).parent / "annex.typ"
ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def name_of(decree: Decree) -> str:
    """Return what a decree is called: Keputusan Wali Kota, or Perubahan II of it."""
    kind = str(decree.get_kind_display())
    if not decree.amends_id:
        return kind
    numeral = ROMAN[decree.sequence] if decree.sequence < len(ROMAN) else str(decree.sequence)
    return _("Perubahan %(numeral)s atas %(kind)s") % {"numeral": numeral, "kind": kind}


@change("penetapan.print")
def print_annex(decree: Decree) -> Decree:
    """Write the annex as it is now and keep it with the decree."""
    return write_annex(decree)


def write_annex(decree: Decree) -> Decree:
    """Print, keep and log; inside the change of whoever may."""
    rows = list(decree.rows.order_by("ordinal"))
    with override("id"):  # a decree is Indonesian, whatever its printer reads
        content = compile_pdf(TEMPLATE, _told(decree, rows), decree.day or clock.today(decree.region))
    name = f"Lampiran {decree.number or 'konsep'}.pdf".replace("/", "-")
    decree.document = store(
        content, "outgoing", name=name, region=decree.region, organisation_code=decree.unit_code
    )
    decree.save(update_fields=["document"])
    who, at = current(), clock.now()
    views = ((row.person_id, who.user_id, who.label, at, _("lampiran keputusan")) for row in rows)
    copy_rows(NikView._meta.db_table, ("person_id", "user_id", "by", "at", "reason"), views)
    return decree


def _told(decree: Decree, rows: list[Row]) -> dict[str, Any]:
    groups = dict(Group.objects.values_list("code", "name"))
    villages = {row.village: region_name(row.village) for row in rows if row.village}
    entering = [row for row in rows if row.act == Row.Act.MASUK]
    leaving = [row for row in rows if row.act == Row.Act.KELUAR]
    return {
        "title": _("Lampiran %(name)s") % {"name": name_of(decree)},
        "kind": name_of(decree),
        "number": decree.number or "…",
        "day": decree.day,
        "about": decree.about,
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
    from django.utils.formats import date_format

    return date_format(value, "j F Y")
