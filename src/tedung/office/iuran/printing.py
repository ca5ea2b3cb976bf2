"""A bill on paper and as a file: the annex with masked numbers, the agency's workbook with full ones.

Every full number that leaves is kept with who let it out.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db.models import Count, Max, Min, Sum
from django.utils.translation import gettext as _
from django.utils.translation import override

from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.base import clock
from tedung.office.base.bulk import copy_rows
from tedung.office.base.refusals import Refusal
from tedung.office.base.templatetags.tedung import masked, month
from tedung.office.base.workbook import MOST_ROWS, Sheet, workbook
from tedung.office.documents.models import Document
from tedung.office.documents.services import store
from tedung.office.iuran import queries
from tedung.office.iuran.lines import billed
from tedung.office.iuran.models import Rincian, State
from tedung.office.jobs.services import enqueue
from tedung.office.letters.models import Letter
from tedung.office.letters.services import draft
from tedung.office.organisations.models import Organisation
from tedung.office.people.models import NikView
from tedung.office.wadah.models import Member
from tedung.print import compile_pdf

TEMPLATE = Path(__file__).parent / "annex.typ"
AT_ONCE = 1_000
"""People of a bill that is printed while one waits; a larger one is a job."""

MOST_PAPER = 4_000
"""People who are named on paper, as in a report: typst holds every line; more are in the workbook alone."""


@change("iuran.prepare")
def prepare_papers(rincian: Rincian) -> bool:
    """Print a bill's annex and the agency's file, at once or by a job; say whether it is done."""
    if rincian.state in {State.MENGHITUNG, State.DIBATALKAN}:
        raise Refusal(_("Rincian ini belum dapat dicetak."), "step")
    if rincian.people > AT_ONCE:
        enqueue("iuran.print", rincian_id=rincian.pk)
        return False
    print_papers(rincian.pk)
    return True


@change("iuran.prepare")
def print_papers(rincian_id: int) -> dict[str, Any]:
    """Write both papers of a bill as it is now and keep them with it."""
    rincian = Rincian.everything.select_related("wadah__organisation").get(pk=rincian_id)
    with override("id"):  # what leaves the office is Indonesian, whatever its printer reads
        people = list(_people(rincian))
        if len(people) > MOST_ROWS:
            raise Refusal(_("Rincian ini terlalu besar untuk satu berkas. Bagi wadahnya."), "large")
        name = _("Rincian iuran %(wadah)s %(month)s") % {
            "wadah": rincian.wadah.name,
            "month": month(rincian.first_month),
        }
        content = compile_pdf(TEMPLATE, _told(rincian, people, name), clock.today(rincian.region))
        rincian.annex = _kept(rincian, "outgoing_masked", content, f"Lampiran {name}.pdf")
        rows = (_row(number, person) for number, person in enumerate(people, 1))
        rincian.file = _kept(
            rincian, "outgoing", workbook([Sheet(_("Rincian"), _head(), rows)]), f"{name}.xlsx"
        )
    rincian.save(update_fields=["annex", "file"])
    who, at = current(), clock.now()
    views = ((one["person"], who.user_id, who.label, at, _("rincian iuran untuk BPJS")) for one in people)
    copy_rows(NikView._meta.db_table, ("person_id", "user_id", "by", "at", "reason"), views)
    return {"people": len(people)}


def _people(rincian: Rincian) -> Iterator[dict[str, Any]]:
    """Yield what each person of a bill asks, with the numbers as they are kept, in the order of names."""
    sums = (
        billed(rincian)
        .values("member")
        .annotate(
            months=Count("pk"),
            first=Min("month"),
            last=Max("month"),
            jkk=Sum("jkk"),
            jkm=Sum("jkm"),
            jht=Sum("jht"),
            total=Sum("total"),
        )
    )
    by_member = {row.pop("member"): row for row in sums.order_by()}
    inside = billed(rincian).values("member")
    members = Member.everything.filter(pk__in=inside).select_related("person", "person__merged_into")
    for member in members.order_by("person__nama_ktp", "pk").iterator(chunk_size=2_000):
        person = member.person.merged_into or member.person
        told = {"person": person.pk, "name": person.nama_ktp, "nik": person.nik, "kpj": member.kpj}
        yield {**told, **by_member[member.pk]}


def _head() -> tuple[tuple[str, int], ...]:
    return (
        (_("No."), 8),
        (_("Nama"), 36),
        ("NIK", 20),
        ("KPJ", 16),
        (_("BLTH dari"), 12),
        (_("BLTH sampai"), 12),
        (_("Bulan"), 8),
        ("JKK", 14),
        ("JKM", 14),
        ("JHT", 14),
        (_("Jumlah"), 16),
    )


def _row(number: int, one: dict[str, Any]) -> tuple[Any, ...]:
    amounts = (one["jkk"], one["jkm"], one["jht"], one["total"])
    return (number, one["name"], one["nik"], one["kpj"], one["first"], one["last"], one["months"], *amounts)


def _told(rincian: Rincian, people: list[dict[str, Any]], title: str) -> dict[str, Any]:
    months = queries.months(rincian)
    return {
        "title": title,
        "wadah": rincian.wadah.name,
        "payer": rincian.payer_name,
        "first": rincian.first_month,
        "last": rincian.last_month,
        "total": rincian.total,
        "people": rincian.people,
        "covered": rincian.lines_covered,
        "due": rincian.due_day,
        "law_day": rincian.law_day,
        "law_version": rincian.law_version,
        "months": [_month(one) for one in months],
        **{name: sum(getattr(one, name) for one in months) for name in ("jkk", "jkm", "jht")},
        "reasons": [[sentence, many] for _code, sentence, many in queries.reasons(rincian)],
        "rows": [
            [at, one["name"], masked(one["nik"]), masked(one["kpj"]), one["months"], one["total"]]
            for at, one in enumerate(people if len(people) <= MOST_PAPER else [], 1)
        ],
        "is_cut": len(people) > MOST_PAPER,
    }


def _month(one: queries.MonthSum) -> list[Any]:
    return [one.month, one.people, one.jkk, one.jkm, one.jht, one.total]


def _kept(rincian: Rincian, kind: str, content: bytes, name: str) -> Document:
    return store(
        content,
        kind,
        name=name.replace("/", "-"),
        region=rincian.region,
        opd_code=rincian.opd_code,
        group_code=rincian.group_code,
        organisation_code=rincian.unit_code,
    )


@change("iuran.prepare")
def write_letter(rincian: Rincian) -> Letter:
    """Draft the letter that brings a bill to the agency's branch, in the name of the office that pays."""
    if rincian.state in {State.MENGHITUNG, State.DIBATALKAN}:
        raise Refusal(_("Rincian ini belum dapat dicetak."), "step")
    code = rincian.pos.opd_code if rincian.pos else rincian.opd_code
    office = Organisation.objects.filter(code=code, kind="office").first()
    if office is None:
        raise Refusal(
            _("Pilih dahulu pos anggarannya, agar jelas perangkat daerah mana yang bersurat."), "office"
        )
    data = {
        "wadah": rincian.wadah.name,
        "agency_code": rincian.wadah.agency_code,
        "payer": rincian.payer_name,
        "people": rincian.people,
        "total": rincian.total,
        "due": rincian.due_day.isoformat() if rincian.due_day else None,
        "months": [_month(one) for one in queries.months(rincian)],
        "attachments": [_("Lampiran rincian menurut orang"), _("Berkas rincian (xlsx)")],
    }
    return draft(
        "rincian_iuran",
        office,
        subject=_("Rincian iuran %(wadah)s") % {"wadah": rincian.wadah.name},
        data=data,
        addressee=_("Kepala Kantor Cabang BPJS Ketenagakerjaan"),
        about=("iuran.rincian", rincian.pk),
    )
