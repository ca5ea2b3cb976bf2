"""The letter to whoever leaves and lives: how to go on by oneself, what it costs, from which month.

The amount is the law's for a non-wage worker of the lowest bracket who pays oneself, for the month after the
last one (PP 44/2015, Lampiran II, with the reliefs of that month).
"""

import pyarrow as pa
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tedung.dates import Month
from tedung.law.bill import bill
from tedung.office.access.change import change
from tedung.office.base.refusals import Refusal
from tedung.office.iuran.dues import due_of
from tedung.office.letters.models import Letter
from tedung.office.letters.services import draft
from tedung.office.mutasi.models import Act, Change, Mutasi, State
from tedung.office.organisations.models import Organisation

ABOUT = "mutasi.change"
MOST = 500
GO_ON = {"pindah", "selesai_jabatan", "mengundurkan_diri", "keputusan", "masa_berakhir"}
"""Exits after which somebody may go on alone; a wage earner is paid for by the employer."""


def waiting(row: Mutasi) -> list[Change]:
    """Return the exits of an approved month whose people may go on alone and have no letter yet."""
    exits = Change.everything.filter(mutasi=row, act=Act.KELUAR, is_taken=True, reason__in=GO_ON)
    written = Letter.everything.filter(about_kind=ABOUT, about_id__in=exits.values("pk"))
    left = exits.exclude(pk__in=written.values("about_id")).select_related("member__person__merged_into")
    return list(left.order_by("pk")[:MOST])


@change("mutasi.prepare")
def write_letters(row: Mutasi, office: Organisation) -> int:
    """Draft the letters of a month, at most 500 at a time; return how many."""
    if row.state != State.DISETUJUI:
        raise Refusal(_("Surat dibuat setelah mutasi disetujui."), "step")
    for one in (found := waiting(row)):
        _draft(one, office)
    return len(found)


def _draft(one: Change, office: Organisation) -> None:
    who = one.member.person.merged_into or one.member.person
    first = Month.parse(one.last_month) + 1
    amount = alone(first)
    name = who.nama_sebutan or who.nama_ktp
    draft(
        "surat",
        office,
        subject=_("Melanjutkan perlindungan jaminan sosial ketenagakerjaan secara mandiri"),
        addressee=name,
        data={
            "answer": _(
                "Iuran Anda tidak lagi dibayar pemerintah mulai %(month)s. Anda dapat melanjutkan sendiri "
                "dengan nomor kepesertaan yang sama."
            )
            % {"month": date_format(first.first_day, "F Y")},
            "amounts": [
                {
                    "label": _("Iuran JKK dan JKM sebulan, penghasilan terendah"),
                    "article": "PP 44/2015 Lampiran II",
                    "amount": amount,
                }
            ],
            "next": [
                _("Datang ke kantor cabang BPJS Ketenagakerjaan dengan KTP dan kartu peserta."),
                _("Bayar paling lambat %(day)s, supaya perlindungan tidak terputus.") % {"day": _due(first)},
            ],
        },
        about=(ABOUT, one.pk),
        opd_code=one.opd_code,
    )


def _due(month: Month) -> str:
    """Return the last day on which a month is paid in time; in words where the calendar does not know it."""
    day = due_of(month)
    return date_format(day, "j F Y") if day else _("tanggal jatuh tempo bulan itu")


def alone(month: Month) -> int:
    """Return what one who pays oneself owes for a month: JKK and JKM of the lowest bracket."""
    worker = pa.table({"segment": ["bpu"], "payer": ["self"], "programmes": ["jkk+jkm"]})
    total: int = bill(worker, month)["total"].to_pylist()[0]
    return total
