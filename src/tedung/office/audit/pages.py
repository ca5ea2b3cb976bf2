"""Pages of the audit: who changed what and when, what became of a row, who saw which NIK."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.audit import queries, sheets
from tedung.office.audit.forms import Filter
from tedung.office.audit.models import Context, Entry
from tedung.office.audit.shown import changes, done, model_of, table_name, without_numbers
from tedung.office.base.paging import asked, cut

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 12
"""Columns of a row that stand open; the rest unfolds."""


@page("audit.view")
def listing(request: HttpRequest) -> HttpResponse:
    """List the changes of some days, the latest first, 50 a page."""
    form = Filter(request.GET)
    told = form.asked()
    rows, last = cut(queries.contexts(told, asked(request, "sesudah")))
    context = {
        "rows": [_change(row) for row in rows],
        "next": last and last.pk,
        "form": form,
        "told": told,
        "words": _words(request),
    }
    return render(request, "audit/listing.html", context)


@page("audit.view")
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show the rows of one change, before and after, 50 a page."""
    queries.whole_office()
    one = get_object_or_404(Context, pk=key)
    rows, last = cut(queries.entries(key, asked(request, "sesudah")))
    context = {
        "one": one,
        "act": sheets.act_name(one.reason),
        "rows": [_entry(row) for row in rows],
        "next": last and last.pk,
    }
    return render(request, "audit/change.html", context)


@page("audit.view")
def outside(request: HttpRequest) -> HttpResponse:
    """Show what was changed by nobody's act: sign-ins, and hands on the database itself."""
    rows, last = cut(queries.entries(None, asked(request, "sesudah")))
    context = {"rows": [_entry(row) for row in rows], "next": last and last.pk}
    return render(request, "audit/outside.html", context)


@page("audit.view")
def row(request: HttpRequest, table: str, row: int) -> HttpResponse:
    """Show what became of one row, the latest first."""
    if model_of(table) is None:
        raise Http404
    rows, last = cut(queries.of_row(table, row, asked(request, "sesudah")))
    acts = queries.contexts_of(rows)
    context = {
        "table": table_name(table),
        "row": row,
        "rows": [{**_entry(one), **_act(acts.get(one.context_id or 0))} for one in rows],
        "next": last and last.pk,
    }
    return render(request, "audit/row.html", context)


@page("audit.view")
def nik(request: HttpRequest) -> HttpResponse:
    """Show who saw whose full NIK, when and why."""
    form = Filter(request.GET)
    told = form.asked()
    rows, last = cut(queries.nik_views(told, asked(request, "sesudah")))
    context = {
        "rows": [{"view": row, "reason": without_numbers(row.reason)} for row in rows],
        "next": last and last.pk,
        "form": form,
        "told": told,
        "words": _words(request),
        "may_name": current().may("people.view"),
    }
    return render(request, "audit/nik.html", context)


@page("audit.view")
def export(request: HttpRequest) -> HttpResponse:
    """Hand the changes of some days over as a spreadsheet."""
    queries.whole_office()
    return _file(sheets.of_changes(Filter(request.GET).asked()), "jejak.xlsx")


@page("audit.view")
def export_nik(request: HttpRequest) -> HttpResponse:
    """Hand over who saw which NIK as a spreadsheet."""
    queries.whole_office()
    return _file(sheets.of_nik_views(Filter(request.GET).asked()), "jejak-nik.xlsx")


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _words(request: HttpRequest) -> str:
    """Return what was asked as it stands in an address, but for the page."""
    given = request.GET.copy()
    given.pop("sesudah", None)
    return given.urlencode()


def _change(row: Any) -> dict[str, Any]:
    more = row.first_key is not None and row.last_key != row.first_key
    return {
        **_act(row),
        "table": table_name(row.first_table) if row.first_table else "",
        "done": done(row.first_act) if row.first_act else "",
        "more": more,
    }


def _act(context: Context | None) -> dict[str, Any]:
    return {"change": context, "act_name": sheets.act_name(context.reason) if context else ""}


def _entry(entry: Entry) -> dict[str, Any]:
    differs = changes(entry)
    return {
        "entry": entry,
        "table": table_name(entry.table),
        "done": done(entry.act),
        "changes": differs[:SHOWN],
        "rest": differs[SHOWN:],
    }
