"""The letter to whoever leaves and lives: how to go on by oneself, what it costs and until when.

Who leaves by age gets it too: the age at which a city ends its programme is a limit of enrolment in the law,
and whoever is a member may go on (coverage.toml, docs/conventions.md, age-65).
"""

from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tedung.dates import Month
from tedung.law import law_on
from tedung.office.access.change import change
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.base.templatetags.tedung import month as month_name
from tedung.office.iuran.dues import due_of
from tedung.office.letters.models import Letter
from tedung.office.letters.services import draft
from tedung.office.mandiri.dues import History, declared, terms_in
from tedung.office.mutasi.alone import LOWEST, amounts, article, explained
from tedung.office.mutasi.models import Act, Change, Mutasi, State
from tedung.office.organisations.models import Organisation
from tedung.office.penetapan.models import PAYER_NAMES, PUBLIC
from tedung.office.wadah.models import ALONE_KIND, Member

ABOUT = "mutasi.change"
MOST = 500
GO_ON = {"pindah", "selesai_jabatan", "mengundurkan_diri", "keputusan", "masa_berakhir", "usia"}
"""Exits after which somebody may go on alone; a wage earner is paid for by the employer."""


def waiting(row: Mutasi) -> list[Change]:
    """Return the exits of an approved month whose people may go on alone and have no letter yet."""
    exits = _may_go_on(Change.everything.filter(mutasi=row, act=Act.KELUAR, is_taken=True, reason__in=GO_ON))
    written = Letter.everything.filter(about_kind=ABOUT, about_id__in=exits.values("pk"))
    left = exits.exclude(pk__in=written.values("about_id"))
    return list(left.select_related("member__person__merged_into", "member__wadah").order_by("pk")[:MOST])


def _may_go_on(exits: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Leave out who is too old to enrol and no member yet, and who paid through nobody: they know how."""
    return exits.exclude(reason="usia", member__kpj_index="").exclude(member__wadah__kind=ALONE_KIND)


@change("mutasi.prepare")
def write_letters(row: Mutasi, office: Organisation) -> int:
    """Draft the letters of a month, at most 500 at a time; return how many."""
    if row.state != State.DISETUJUI:
        raise Refusal(_("Surat dibuat setelah mutasi disetujui."), "step")
    found = waiting(row)
    known = declared([one.member_id for one in found if one.member.payer == "self"])
    for one in found:
        _draft(one, office, known.get(one.member_id, []))
    return len(found)


def _draft(one: Change, office: Organisation, declared: History) -> None:
    member = one.member
    who = member.person.merged_into or member.person
    first = Month.parse(one.last_month) + 1
    terms = terms_in(declared, str(first), member) if member.payer == "self" else LOWEST
    draft(
        "surat",
        office,
        subject=_("Melanjutkan perlindungan jaminan sosial ketenagakerjaan secara mandiri"),
        addressee=who.nama_sebutan or who.nama_ktp,
        data={
            "answer": f"{_no_longer(member, first)} {_how(member)}",
            "paragraphs": [*_of_age(one, first), explained(terms, first)],
            "amounts": amounts(terms, first),
            "next": [
                _("Datang ke kantor cabang BPJS Ketenagakerjaan dengan KTP dan kartu peserta.")
                if member.kpj_index
                else _("Datang ke kantor cabang BPJS Ketenagakerjaan dengan KTP."),
                _pay(first),
            ],
        },
        about=(ABOUT, one.pk),
        opd_code=one.opd_code,
    )


def _no_longer(member: Member, first: Month) -> str:
    """Say who no longer pays, or collects, from which month on."""
    told = {
        "month": month_name(str(first)),
        "payer": PAYER_NAMES[member.payer],
        "wadah": member.wadah.name,
    }
    if member.payer in PUBLIC:
        return _("Iuran Anda tidak lagi dibayar pemerintah mulai %(month)s.") % told
    if member.payer == "self":
        return _("Iuran Anda tidak lagi dikumpulkan %(wadah)s mulai %(month)s.") % told
    return _("Iuran Anda tidak lagi dibayar %(payer)s mulai %(month)s.") % told


def _how(member: Member) -> str:
    if member.kpj_index:
        return _("Anda dapat melanjutkan sendiri dengan nomor kepesertaan yang sama.")
    return _("Anda dapat mendaftar dan membayar sendiri.")


def _of_age(one: Change, first: Month) -> list[str]:
    """Say of whom the programme leaves by age that the law does not."""
    if one.reason != "usia":
        return []
    limit = law_on(first.first_day).cite("coverage.age_limit")
    return [
        _(
            "Batas usia %(years)s tahun pada program ini berlaku untuk bantuan iuran. Bagi BPJS "
            "Ketenagakerjaan usia itu batas saat mendaftar: yang sudah menjadi peserta dan masih bekerja "
            "boleh melanjutkan (%(article)s)."
        )
        % {"years": limit.value, "article": article(limit.source)}
    ]


def _pay(month: Month) -> str:
    """Say by which day a month is paid in time; in words where the calendar does not know it."""
    day = due_of(month)
    if day is None:
        return _(
            "Bayar paling lambat pada tanggal jatuh tempo bulan itu, supaya perlindungan tidak terputus."
        )
    said = {"day": date_format(day, "j F Y")}
    if day < clock.today():
        return (
            _("Jatuh tempo %(day)s sudah lewat: bayar secepatnya, supaya perlindungan tidak terputus.") % said
        )
    return _("Bayar paling lambat %(day)s, supaya perlindungan tidak terputus.") % said
