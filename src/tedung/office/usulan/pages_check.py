"""Periksa Usulan: only the lines to mend, one sentence and one action each; then the state of each person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.base.paging import asked
from tedung.office.usulan import mending, queries, services
from tedung.office.usulan.forms import Mend
from tedung.office.usulan.models import Line, Usulan
from tedung.roster.findings import MUST_FIX

FIELD_OF = {
    # column that a finding names: field of the form
    "birth": "birth_date",
    "birth_year": "birth_date",
    "age": "birth_date",
    "kk": "nik",
}


@page("usulan.view")
def to_mend(request: HttpRequest, key: int) -> HttpResponse:
    """Show the lines to mend."""
    usulan = get_object_or_404(Usulan.objects.select_related("unit"), pk=key)
    rows = list(queries.lines(usulan, ("needs_fix",), asked(request, "sesudah") or 0))
    context = {
        "usulan": usulan,
        "counts": queries.counts(usulan),
        "rows": [(line, first_sentence(line)) for line in rows],
        "next": rows[-1].pk if len(rows) == queries.PAGE else None,
        "may_mend": current().may("usulan.prepare") and usulan.state in services.OPEN,
    }
    return render(request, "usulan/check.html", context)


@page("usulan.view")
def people(request: HttpRequest, key: int) -> HttpResponse:
    """Show the state of each person of a proposal."""
    usulan = get_object_or_404(Usulan.objects.select_related("unit"), pk=key)
    rows = list(queries.lines(usulan, queries.GOOD, asked(request, "sesudah") or 0))
    context = {
        "usulan": usulan,
        "rows": queries.with_stage(rows, clock.today()),
        "next": rows[-1].pk if len(rows) == queries.PAGE else None,
    }
    return render(request, "usulan/people.html", context)


@page("usulan.prepare", methods=("GET", "POST"))
def line(request: HttpRequest, key: int) -> HttpResponse:
    """Mend one line."""
    row = get_object_or_404(Line.objects.select_related("usulan", "berkas"), pk=key)
    initial = {field: getattr(row, field) or "" for field in Mend.base_fields}
    form = Mend(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        row = mending.mend(row, {field: form.cleaned_data[field] for field in form.changed_data})
        if row.outcome != "needs_fix":
            messages.success(request, _("Baris %(line)s sudah baik.") % {"line": row.line})
            return redirect("usulan_check", row.usulan_id)
        messages.error(request, _("Belum selesai: %(sentence)s") % {"sentence": first_sentence(row)})
        return redirect("usulan_line", row.pk)
    wrong = {FIELD_OF.get(found["column"], found["column"]) for found in row.findings}
    context = {
        "row": row,
        "usulan": row.usulan,
        "form": form,
        "wrong": [form[name] for name in form.fields if name in wrong],
        "right": [form[name] for name in form.fields if name not in wrong],
    }
    return render(request, "usulan/line.html", context, status=422 if request.method == "POST" else 200)


def first_sentence(row: Line) -> str:
    """Return the sentence of the finding that decides."""
    ranked = sorted(row.findings, key=lambda found: found["code"] not in MUST_FIX)
    return str(ranked[0]["sentence"]) if ranked else ""
