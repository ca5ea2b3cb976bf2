"""What is good goes on, the rest later: the lines left to mend go on in a proposal that follows (*susulan*).

A line moves with everything that was mended of it; it is never in two proposals.
"""

from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.audit.steps import begun
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.usulan import waiting
from tedung.office.usulan.models import OPEN, Line, State, Usulan

LEFT = "needs_fix"
LONGEST = 160


@change("usulan.prepare")
def follow_up(usulan: Usulan) -> Usulan:
    """Take the lines left to mend of a proposal that was sent into one that follows; again adds to it."""
    usulan = Usulan.everything.select_for_update().get(pk=usulan.pk)
    if usulan.state in OPEN or usulan.state == State.DITARIK:
        raise Refusal(_("Usulan ini belum dikirim, jadi barisnya diperbaiki di sini juga."))
    left = Line.everything.filter(usulan=usulan, is_current=True, outcome=LEFT)
    follower = Usulan.everything.filter(before=usulan, state__in=OPEN).order_by("pk").first()
    if not left.exists():
        if follower is not None:
            return follower
        raise Refusal(_("Tidak ada lagi baris yang perlu diperbaiki dalam usulan ini."))
    follower = follower or _begun(usulan)
    left.update(usulan=follower)
    waiting.renew(usulan)
    waiting.renew(follower)
    return follower


def _begun(usulan: Usulan) -> Usulan:
    number = Usulan.everything.filter(before=usulan).count() + 1
    told = _("susulan %(number)s") % {"number": number}
    made = Usulan.everything.create(
        unit=usulan.unit,
        unit_code=usulan.unit_code,
        region=usulan.region,
        opd=usulan.opd,
        opd_code=usulan.opd_code,
        year=usulan.year,
        title=f"{usulan.title[: LONGEST - len(told) - 3]} ({told})",
        before=usulan,
        prepared_by=current().user_id,
        made_at=clock.now(),
    )
    begun(made, State.KONSEP)
    return made


def given_back(usulan: Usulan) -> int:
    """Let the lines that a withdrawn follower never mended wait again where they came from."""
    if usulan.before is None:
        return 0
    came = Line.everything.filter(usulan=usulan, is_current=True, outcome=LEFT).exclude(berkas__usulan=usulan)
    moved = came.update(usulan=usulan.before)
    if moved:
        waiting.renew(usulan.before)
    return moved


def moved(usulan: Usulan) -> int:
    """Count the lines of a proposal's own files that go on in another."""
    followers, new = set[int](), [usulan.pk]
    while new:
        new = list(Usulan.everything.filter(before__in=new).values_list("pk", flat=True))
        followers.update(new)
    if not followers:
        return 0
    return Line.everything.filter(usulan__in=followers, is_current=True, berkas__usulan=usulan).count()
