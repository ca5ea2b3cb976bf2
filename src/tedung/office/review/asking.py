"""Two persons whom the machine has not paired, and an officer asks whether they are one."""

from django.utils.translation import gettext as _

from tedung.office.access.change import change
from tedung.office.access.scope import require
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.people.models import Person
from tedung.office.review.models import Pair


@change("people.merge")
def ask_pair(first: Person, second: Person) -> Pair:
    """Put two persons into the queue as a pair, or return the pair that they are already."""
    require("people.merge", second)
    if first.pk == second.pk:
        raise Refusal(_("Kedua isian menunjuk orang yang sama. Isi dua orang yang berlainan."), "one_person")
    if first.merged_into_id or second.merged_into_id:
        raise Refusal(_("Salah satunya sudah digabung dengan orang lain. Pakai orang itu."), "alias")
    one, other = sorted((first, second), key=lambda person: person.pk)
    pair, _is_new = Pair.everything.get_or_create(
        first=one,
        second=other,
        defaults={
            "weight": 0.0,
            "reasons": {"prior": 0.0, "terms": []},  # the machine has said nothing
            "region": first.village or second.village,
            "found_at": clock.now(),
        },
    )
    found: Pair = pair
    return found
