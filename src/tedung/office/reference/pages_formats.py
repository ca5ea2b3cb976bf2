"""Pages of the forms of files that go to and come from other houses."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.reference import queries, services
from tedung.office.reference.forms import VersionForm
from tedung.office.reference.models import Format


@page("settings.view")
def listing(request: HttpRequest) -> HttpResponse:
    """List the forms of files, each in the version of today."""
    return render(request, "reference/formats.html", {"rows": queries.formats_today()})


@page("settings.view")
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show a version of a file: its columns in their order, and the other versions."""
    form = get_object_or_404(Format, pk=key)
    return _detail(request, form, VersionForm(form))


def _detail(request: HttpRequest, row: Format, form: VersionForm, status: int = 200) -> HttpResponse:
    versions = queries.versions(row.code)
    context = {
        "row": row,
        "versions": versions,
        "is_last": versions[0].pk == row.pk,
        "today": clock.today(),
        "form": form,
        "may_change": current().may("settings.change"),
    }
    return render(request, "reference/format.html", context, status=status)


@page("settings.change", methods=("POST",))
def version(request: HttpRequest, key: int) -> HttpResponse:
    """Let a file have other headings from a day on."""
    row = get_object_or_404(Format, pk=key)
    form = VersionForm(row, request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = services.new_version(
                row, form.headings(), given["since"], given["reason"], is_compared=given["is_compared"]
            )
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Versi baru disimpan."))
            return redirect("format", made.pk)
    return _detail(request, row, form, status=422)
