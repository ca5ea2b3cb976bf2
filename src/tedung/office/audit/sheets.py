"""The audit as a spreadsheet: text cells throughout, bounded, and it says where it stops."""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import xlsxwriter
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.change import changing
from tedung.office.audit.names import ACTS
from tedung.office.audit.queries import EXPORT, Asked, contexts, entries_of, nik_views
from tedung.office.audit.shown import Change, changes, done, table_name, without_numbers
from tedung.office.base import clock
from tedung.office.base.paging import PAGE
from tedung.office.people.models import NikView

MOST = 5_000
"""Rows of one file; who needs more asks for fewer days."""
CHANGES = 1_000


def of_changes(asked: Asked) -> bytes:
    """Return the changes that are asked, a line a column that differs."""
    heads = (_("Waktu"), _("Siapa"), _("Tindakan"), _("Data"), _("Nomor baris"), _("Apa"))
    with changing(EXPORT):
        return _book((*heads, _("Kolom"), _("Sebelum"), _("Sesudah")), _lines(asked))


def of_nik_views(asked: Asked) -> bytes:
    """Return who saw which number."""
    found = nik_views(asked)[: MOST + 1]
    with changing(EXPORT):
        return _book((_("Waktu"), _("Siapa"), _("NIK milik"), _("Untuk apa")), _views(found))


def _views(found: Iterable[NikView]) -> Iterator[Sequence[str]]:
    may_name = current().may("people.view")
    for row in found:
        whose = row.person.nama_ktp if may_name else str(row.person_id)
        yield when(row.at), row.by, whose, without_numbers(row.reason)


def _lines(asked: Asked) -> Iterator[Sequence[str]]:
    found = list(contexts(asked)[:CHANGES])
    for first in range(0, len(found), PAGE):
        some = {context.pk: context for context in found[first : first + PAGE]}
        for entry in entries_of(some, asked.table)[: MOST + 1]:
            context = some[entry.context_id]
            told = (when(context.at), context.label, act_name(context.reason), table_name(entry.table))
            for one in changes(entry) or [Change("", "", "")]:
                yield (*told, str(entry.row_id), done(entry.act), *one)


def act_name(reason: str) -> str:
    """Return what an act is called."""
    return str(ACTS.get(reason, reason))


def when(at: datetime) -> str:
    """Return a time by the office's clock."""
    return at.astimezone(clock.zone()).strftime("%Y-%m-%d %H:%M")


def _book(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "in_memory": False})
    sheet = book.add_worksheet(_("Jejak"))
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    for place, head in enumerate(heads):
        sheet.write_string(0, place, head, bold)
        sheet.set_column(place, place, 22)
    number = 0
    for number, line in enumerate(lines, 1):
        if number > MOST:
            told = _("Berkas ini berhenti setelah %(most)d baris. Mintalah hari yang lebih sedikit.")
            sheet.write_string(number, 0, told % {"most": MOST}, bold)
            break
        for place, value in enumerate(line):
            sheet.write_string(number, place, value, text)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
