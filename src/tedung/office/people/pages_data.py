"""Pages that change what is known of a person: data, family, papers."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.base.refusals import said_in
from tedung.office.people import family, protection, services
from tedung.office.people.forms import Correct, EndRelation, Relate, Show
from tedung.office.people.models import Kinship, Person

FIELDS = (*services.CORRECTED[:-2], "domicile")


def _person(public_id: str) -> Person:
    found: Person = get_object_or_404(Person.objects.filter(merged_into=None), public_id=public_id)
    return found


@page("people.change", methods=("GET", "POST"))
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put a person's data right."""
    row = _person(public_id)
    initial = {field: getattr(row, field) for field in FIELDS}
    form = Correct(request.POST or None, initial=initial, city=settings.HOME_REGION)
    if request.method == "POST" and form.is_valid():
        given = {field: form.cleaned_data[field] for field in FIELDS}
        if form.cleaned_data["nik"]:
            given["nik"] = form.cleaned_data["nik"]
        with said_in(form):
            changed = services.correct(row, form.cleaned_data["reason"], **given)
            told = (
                _("Data dibetulkan; yang lama tetap tersimpan.") if changed else _("Tidak ada yang berubah.")
            )
            messages.success(request, told)
            return redirect("person", public_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "people/change.html", {"form": form, "person": row}, status=status)


@page("people.evidence", methods=("GET", "POST"))
def evidence(request: HttpRequest, public_id: str) -> HttpResponse:
    """Record a paper about a person."""
    row = _person(public_id)
    form = Show(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        with said_in(form):
            services.show_evidence(row, given.pop("kind"), **given)
            messages.success(request, _("Bukti dicatat."))
            return redirect("person", public_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "people/evidence.html", {"form": form, "person": row}, status=status)


@page("people.view")
def kin(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a family: who is whose relative, and whether each is protected today."""
    row = _person(public_id)
    members = family.family_of(row)
    said = protection.of(members, clock.today())
    context = {
        "person": row,
        "members": [(one, said[one.pk]) for one in members],
        "kin": family.kin_of(row),
        "may_change": current().may("people.change"),
    }
    return render(request, "people/family.html", context)


@page("people.change", methods=("GET", "POST"))
def relate(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add a relation."""
    row = _person(public_id)
    form = Relate(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with said_in(form):
            services.relate(row, given["relative"], given["relation"], given["since"])
            messages.success(request, _("Hubungan keluarga dicatat."))
            return redirect("person_family", public_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "people/relate.html", {"form": form, "person": row}, status=status)


@page("people.change", methods=("GET", "POST"))
def end_relation(request: HttpRequest, public_id: str, key: int) -> HttpResponse:
    """End a relation."""
    row = _person(public_id)
    found = get_object_or_404(Kinship, Q(person=row) | Q(relative=row), pk=key)
    form = EndRelation(request.POST or None, initial={"until": clock.today()})
    if request.method == "POST" and form.is_valid():
        with said_in(form):
            services.end_relation(row, found, form.cleaned_data["until"])
            messages.success(request, _("Hubungan itu dicatat berakhir."))
            return redirect("person_family", public_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "people/relate.html", {"form": form, "person": row, "ends": True}, status=status)
