"""Pages of the agency's formats: which are in force, and a branch's template taken as a new version."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.pages import page
from tedung.office.base.refusals import Refusal
from tedung.office.reference.models import Format
from tedung.office.wadah import mapping
from tedung.office.wadah.formats import FIELDS, KINDS
from tedung.office.wadah.forms import HandIn, MapForm
from tedung.office.wadah.models import Template

MOST = 60


@page("wadah.change", methods=("GET", "POST"))
def formats(request: HttpRequest) -> HttpResponse:
    """Show the formats, the last version first; take a template in."""
    form = HandIn(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = mapping.hand_in(given["code"], given["file"], given["wadah_kind"])
        except Refusal as refused:
            form.add_error("file", refused.sentence)
        else:
            return redirect("wadah_format_map", made.pk)
    found = [one for one in Format.objects.order_by("code", "-since", "-pk") if mapping.kind_of(one.code)]
    context = {"form": form, "rows": [(one, _shown(one)) for one in found[:MOST]], "kinds": KINDS}
    return render(request, "wadah/formats.html", context, status=422 if form.errors else 200)


def _shown(form: Format) -> str:
    """Return a format's columns in a line: the heading, and what it holds where that is not the same word."""
    told = []
    for column in form.columns:
        field = FIELDS.get(column.get("field", ""))
        holds = str(field.label) if field else column.get("fixed", "") or _("kosong")
        told.append(f"{column['heading'] or '–'} = {holds}")
    return "; ".join(told)


@page("wadah.change", methods=("GET", "POST"))
def map_columns(request: HttpRequest, key: int) -> HttpResponse:
    """Say what each column of a template holds; what was guessed is there to be corrected."""
    row = get_object_or_404(Template.objects.select_related("document", "taken"), pk=key)
    form = MapForm(row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = mapping.take(row, **form.given())
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(
                request,
                _("Format versi %(version)s disimpan. Versi lama tetap ada.") % {"version": made.version},
            )
            return redirect("wadah_formats")
    context = {
        "row": row,
        "form": form,
        "kind": KINDS[mapping.kind_of(row.code)] if mapping.kind_of(row.code) else None,
    }
    return render(request, "wadah/map.html", context, status=422 if form.errors else 200)
