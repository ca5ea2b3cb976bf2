"""How large documents may be, by kind."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.base.refusals import said_in
from tedung.office.documents.contents import megabytes
from tedung.office.documents.kinds import KINDS
from tedung.office.reference import queries, services
from tedung.office.reference.forms import SizeForm

MOST = 50


@page("settings.view")
def overview(request: HttpRequest) -> HttpResponse:
    """Show how large documents of each kind may be today."""
    return _overview(request, SizeForm())


@page("settings.change", methods=("POST",))
def change(request: HttpRequest) -> HttpResponse:
    """Let documents of a kind be larger or smaller from a day on."""
    form = SizeForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        with said_in(form):
            services.set_size(given["kind"], given["megabytes"], given["since"], given["reason"])
            messages.success(request, _("Ukuran baru disimpan."))
            return redirect("sizes")
    return _overview(request, form, status=422)


def _overview(request: HttpRequest, form: SizeForm, status: int = 200) -> HttpResponse:
    limits = queries.setting(services.SIZES)
    context = {
        "rows": [(one.name, megabytes(code), code in limits) for code, one in KINDS.items()],
        "history": queries.history(services.SIZES)[:MOST],
        "today": clock.today(),
        "form": form,
        "may_change": current().may("settings.change"),
    }
    return render(request, "reference/sizes.html", context, status=status)
