"""Pages of the ledger: the trial balance of a day, an account, the journal, all of it as a workbook."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from tedung.dates import Month
from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.base.paging import asked, cut
from tedung.office.base.workbook import MEDIA_TYPE, MOST_ROWS, Sheet, workbook
from tedung.office.buku import queries
from tedung.office.buku.kinds import about, named
from tedung.office.buku.models import Account
from tedung.office.organisations.models import Organisation


@page("buku.view")
def balance(request: HttpRequest) -> HttpResponse:
    """Show the trial balance of a day."""
    day, is_read = _day(request)
    rows = queries.trial_balance(day, queries.in_scope())
    context = {
        "rows": rows,
        "day": day,
        "is_read": is_read,
        "debit": sum(row.debit for row in rows),
        "credit": sum(row.credit for row in rows),
    }
    return render(request, "buku/balance.html", context, status=200 if is_read else 422)


def _day(request: HttpRequest) -> tuple[date, bool]:
    """Return the day that is asked for, today where none is, and whether it could be read."""
    given = request.GET.get("hari", "")
    try:
        return (date.fromisoformat(given), True) if given else (clock.today(), True)
    except ValueError:
        return clock.today(), False


@page("buku.view")
def account(request: HttpRequest, code: str) -> HttpResponse:
    """Show the postings of an account, of one wadah and month where they are asked for."""
    row = get_object_or_404(Account, code=code)
    wadah, month = request.GET.get("wadah", "")[:64], _month(request.GET.get("bulan", ""))
    found = queries.postings(row, wadah, month)
    if before := asked(request, "sebelum"):
        found = found.filter(pk__lt=before)
    rows, last = cut(found)
    names = _wadah_names({one.wadah_code for one in rows})
    context = {
        "account": row,
        "rows": [
            (one, named(one.entry.kind), about(one.entry), names.get(one.wadah_code, one.wadah_code))
            for one in rows
        ],
        "next": last and last.pk,
        "wadah": wadah,
        "wadah_name": _wadah_names({wadah}).get(wadah, wadah),
        "month": month,
    }
    return render(request, "buku/account.html", context)


def _month(given: str) -> str:
    """Return a month as it is kept, nothing for what is none."""
    try:
        return str(Month.parse(given))
    except ValueError:
        return ""


def _wadah_names(codes: set[str]) -> dict[str, str]:
    return dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))


@page("buku.view")
def journal(request: HttpRequest) -> HttpResponse:
    """Show what happened, the latest first, each with its postings."""
    found = queries.journal().prefetch_related("postings__account").select_related("reverses")
    if before := asked(request, "sebelum"):
        found = found.filter(pk__lt=before)
    rows, last = cut(found)
    parts = {row.pk: list(row.postings.all()) for row in rows}
    names = _wadah_names({part.wadah_code for some in parts.values() for part in some})
    context = {
        "rows": [
            {"entry": row, "kind": named(row.kind), "about": about(row), "parts": parts[row.pk]}
            for row in rows
        ],
        "names": names,
        "next": last and last.pk,
    }
    return render(request, "buku/journal.html", context)


@page("buku.view")
def export(request: HttpRequest) -> HttpResponse:
    """Hand out the book up to a day as a workbook: balance, by wadah and month, journal."""
    day, _is_read = _day(request)
    rows = queries.trial_balance(day, queries.in_scope())
    sheets = [
        Sheet(
            _("Neraca saldo"),
            ((_("Akun"), 22), (_("Nama"), 44), (_("Debit"), 20), (_("Kredit"), 20)),
            ((row.code, row.name, row.debit, row.credit) for row in rows),
        ),
        Sheet(
            _("Menurut wadah dan bulan"),
            ((_("Akun"), 22), (_("Wadah"), 32), (_("Bulan"), 10), (_("Saldo (debit positif)"), 20)),
            queries.balances_by_month(day),
        ),
        Sheet(_("Jurnal"), _journal_head(), queries.journal_rows(day, MOST_ROWS)),
    ]
    answer = HttpResponse(workbook(sheets), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="buku-pembantu-{day:%Y-%m-%d}.xlsx"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _journal_head() -> tuple[tuple[str, int], ...]:
    return (
        (_("Tanggal"), 12),
        (_("Kejadian"), 12),
        (_("Kunci"), 32),
        (_("Akun"), 22),
        (_("Wadah"), 32),
        (_("Bulan"), 10),
        (_("Jumlah (debit positif)"), 20),
        (_("Alasan"), 40),
    )
