"""Pages of persons: find one; one page a person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.people import services
from tedung.office.people.life import life_of
from tedung.office.people.models import Person
from tedung.office.people.search import search


@page("people.view", methods=("GET", "POST"))
def find(request: HttpRequest) -> HttpResponse:
    """Find a person; what is asked for travels in the body, so that no name or NIK stands in an address."""
    asked = request.POST.get("cari", "")[:200]
    context = {"asked": asked, "found": search(asked) if asked.strip() else None}
    return render(request, "people/find.html", context)


@page("people.view")
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a person: protected today, by whom, until when; and why each thing is so."""
    row = get_object_or_404(Person.objects.select_related("merged_into"), public_id=public_id)
    if row.merged_into_id:
        messages.info(request, _("Data ini sudah digabung; Anda melihat orangnya."))
        return redirect("person", row.merged_into.public_id)
    actor, life = current(), life_of(row)
    context = {
        "person": row,
        "life": life,
        "may_see_nik": actor.may("people.nik"),
        "may_report": actor.may("kejadian.report") and row.died_on is None,
        "may_change": actor.may("people.change"),
        "may_evidence": actor.may("people.evidence"),
        "may_waive": actor.may("padan.waive") and (life.padan is None or life.padan.result != "padan"),
    }
    return render(request, "people/person.html", context)


@page("people.nik", methods=("POST",))
def nik(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the full number once, and keep who looked and why."""
    row = get_object_or_404(Person.objects, public_id=public_id)
    number = services.show_nik(row, request.POST.get("alasan", ""))
    response = render(request, "people/nik.html", {"person": row, "number": number})
    response["Cache-Control"] = "no-store"
    return response
