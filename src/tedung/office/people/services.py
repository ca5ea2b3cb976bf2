"""What is changed about a person: seen in full, corrected, related to another."""

from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.people.models import NikView, Person


@change("people.nik")
def show_nik(person: Person, reason: str) -> str:
    """Return the full NIK of a person; who looked, when and why is kept."""
    reason = reason.strip()[:120]
    if not reason:
        raise Refusal(_("Tulis untuk apa NIK lengkap diperlukan; alasan ini disimpan."))
    who = current()
    NikView.objects.create(person=person, user_id=who.user_id, by=who.label, at=clock.now(), reason=reason)
    return person.nik
