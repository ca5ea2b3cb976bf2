"""Pages of organisations: the list by kind, one of them, make and put right, close and open."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.base.paging import cut, key
from tedung.office.base.refusals import Refusal
from tedung.office.organisations import queries, services
from tedung.office.organisations.forms import NewOrganisationForm, OrganisationForm
from tedung.office.organisations.models import Kind, Organisation
from tedung.office.reference.queries import region_name

LONGEST = 160


@page("organisations.view")
def listing(request: HttpRequest) -> HttpResponse:
    """List organisations by name, of all kinds or one, 50 a page."""
    kind, asked = request.GET.get("jenis", ""), request.GET.get("cari", "").strip()[:LONGEST]
    rows, last = cut(queries.found(kind, asked, _after(request)))
    context = {
        "rows": rows,
        "regions": queries.region_names(rows),
        "kinds": Kind.choices,
        "kind": kind if kind in Kind.values else "",
        "asked": asked,
        "next": last,
        "may_change": current().may("organisations.change"),
    }
    return render(request, "organisations/listing.html", context)


def _after(request: HttpRequest) -> tuple[str, int] | None:
    """Return the name and the key after which the page begins."""
    last = key(request.GET.get("sesudah", ""))
    if last is None:
        return None
    found = Organisation.objects.filter(pk=last).values_list("name", "pk").first()
    return found if found is not None else None


@page("organisations.change", methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Make an organisation."""
    form = NewOrganisationForm(request.POST or None, initial={"kind": request.GET.get("jenis", "")})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make(form.cleaned_data["kind"], **form.given())
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Organisasi ditambahkan."))
            return redirect("organisation", made.pk)
    return _filled_in(request, form, None)


@page("organisations.change", methods=("GET", "POST"))
def change(request: HttpRequest, key: int) -> HttpResponse:
    """Put an organisation's data right."""
    one = get_object_or_404(Organisation, pk=key)
    known = {field: getattr(one, field) for field in services.CORRECTED}
    form = OrganisationForm(request.POST or None, initial=known)
    if one.kind == Kind.VILLAGE:
        form.fields["region"].disabled = True
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.correct(one, **form.given())
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Perubahan disimpan.") if changed else _("Tidak ada yang berubah."))
            return redirect("organisation", key)
    return _filled_in(request, form, one)


def _filled_in(request: HttpRequest, form: OrganisationForm, one: Organisation | None) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "organisations/form.html", {"form": form, "one": one}, status=status)


@page("organisations.view")
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show an organisation: where it is, who signs, how its letters are numbered, its account."""
    one = get_object_or_404(Organisation.objects.select_related("parent"), pk=key)
    actor = current()
    context = {
        "one": one,
        "region": region_name(one.region) if one.region else "",
        "groups": one.groups.filter(is_active=True).order_by("name")[:50],
        "numbering": queries.numbering_of(one, clock.today()),
        "bank": queries.bank_of(one),
        "waiting": queries.waiting(one),
        "may_change": actor.may("organisations.change"),
        "may_bank": actor.may("organisations.bank"),
        "may_see_bank": actor.may("organisations.bank_see"),
        "may_audit": actor.may("audit.view"),
        "may_number": actor.may("settings.change"),
    }
    return render(request, "organisations/detail.html", context)


@page("organisations.change", methods=("POST",))
def close(request: HttpRequest, key: int) -> HttpResponse:
    """Let an organisation be chosen no more."""
    services.close(get_object_or_404(Organisation, pk=key))
    messages.success(request, _("Organisasi ditutup. Riwayatnya tetap ada."))
    return redirect("organisation", key)


@page("organisations.change", methods=("POST",))
def reopen(request: HttpRequest, key: int) -> HttpResponse:
    """Let an organisation be chosen again."""
    services.reopen(get_object_or_404(Organisation, pk=key))
    messages.success(request, _("Organisasi dibuka lagi."))
    return redirect("organisation", key)
