"""Pages of persons: find one; one page a person."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.people import protection, services
from tedung.office.people.life import Life, life_of
from tedung.office.people.models import Person
from tedung.office.people.search import MOST, search
from tedung.office.reference.queries import region_names

REASONS = {
    # why a full NIK is looked at: what is kept beside the view
    "padan": gettext_lazy("Mencocokkan dengan data kependudukan"),
    "ktp": gettext_lazy("Mencocokkan dengan KTP"),
    "bpjs": gettext_lazy("Mengurus kepesertaan di BPJS Ketenagakerjaan"),
    "klaim": gettext_lazy("Mengurus klaim"),
    "lain": gettext_lazy("Keperluan lain"),
}
FULL = MOST - 5
"""From so many on a search may have left somebody out: aliases of one person fold into one."""
OTHER = "lain"
"""Says nothing without a word more."""


@page("people.view", methods=("GET", "POST"))
def find(request: HttpRequest) -> HttpResponse:
    """Find a person; what is asked for travels in the body, so that no name or NIK stands in an address."""
    asked = request.POST.get("cari", "")[:200]
    found = search(asked) if asked.strip() else None
    context = {"asked": asked, "found": found, "rows": _rows(found or []), "is_cut": len(found or ()) >= FULL}
    return render(request, "people/find.html", context)


def _rows(found: Sequence[Person]) -> list[tuple[Person, str, protection.Protection]]:
    """Return each person with the name of the village and whether they are protected."""
    said = protection.of(found, clock.today())
    names = region_names({person.village for person in found})
    return [(person, names.get(person.village, ""), said[person.pk]) for person in found]


@page("people.view")
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a person: protected today, by whom, until when; and why each thing is so."""
    row = get_object_or_404(Person.objects.select_related("merged_into"), public_id=public_id)
    if row.merged_into_id:
        messages.info(request, _("Data ini sudah digabung; Anda melihat orangnya."))
        return redirect("person", row.merged_into.public_id)
    actor, life = current(), life_of(row)
    covers = [(span.since, span.until) for span in life.spans if not span.is_gap]
    context = {
        "person": row,
        "life": life,
        "starts_on": protection.starts_on(covers, life.today),
        "places": region_names({row.village, row.domicile}),
        "reasons": REASONS,
        "may_see_nik": actor.may("people.nik"),
        "may_alone": actor.may("mandiri.change") and row.died_on is None and not _pays(life),
        "may_see_alone": actor.may("mandiri.view"),
        "may_report": actor.may("kejadian.report") and row.died_on is None,
        "may_change": actor.may("people.change"),
        "may_evidence": actor.may("people.evidence"),
        "may_waive": actor.may("padan.waive") and (life.padan is None or life.padan.result != "padan"),
    }
    return render(request, "people/person.html", context)


def _pays(life: Life) -> bool:
    """Say whether one pays oneself already."""
    return any(one.payer == "self" and one.state != "keluar" for one in life.memberships)


@page("people.nik", methods=("POST",))
def nik(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the full number once, and keep who looked and why."""
    row = get_object_or_404(Person.objects, public_id=public_id)
    chosen, more = request.POST.get("pilihan", ""), request.POST.get("alasan", "")
    said = [str(REASONS.get(chosen, "")) if chosen != OTHER or more.strip() else "", more]
    number = services.show_nik(row, ": ".join(" ".join(part.split()) for part in said if part.strip()))
    response = render(request, "people/nik.html", {"person": row, "number": number})
    response["Cache-Control"] = "no-store"
    return response
