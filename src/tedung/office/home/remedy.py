"""What mends the alarm of 1 January, for whoever reads it: the very step that is next, and where it is."""

from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.penetapan.models import Decree, DecreeState, Selection, SelectionState
from tedung.office.usulan.models import State, Usulan


class Remedy(NamedTuple):
    """Where the next step is, and its verb."""

    address: str
    verb: str


def remedy(day: date) -> Remedy | None:
    """Return the next step towards cover in the next year, None for whoever only reads."""
    actor, year = current(), day.year + 1
    if actor.may("penetapan.issue"):
        return _issue(year)
    if actor.may("penetapan.prepare"):
        return _prepare(year)
    if actor.may("usulan.prepare"):
        return _propose(year)
    return None


def _issue(year: int) -> Remedy | None:
    """The legal bureau: the draft that waits."""
    waits = _decrees(year).filter(state=DecreeState.DIAJUKAN).first()
    return Remedy(reverse("decree", args=[waits.pk]), _("Tetapkan keputusannya")) if waits else None


def _prepare(year: int) -> Remedy:
    """Whoever prepares the decree: the draft, else the selection, else the proposals to be accepted."""
    draft = _decrees(year).filter(state=DecreeState.KONSEP).first()
    if draft:
        return Remedy(reverse("decree", args=[draft.pk]), _("Lanjutkan konsep keputusan"))
    chosen = Selection.objects.filter(year=year).order_by("-pk").first()
    if chosen:
        verb = _("Buat keputusannya") if chosen.state == SelectionState.DIUMUMKAN else _("Lanjutkan seleksi")
        return Remedy(reverse("selection", args=[chosen.pk]), verb)
    if _proposals(year).filter(state=State.DITERIMA).exists():
        return Remedy(reverse("selection_new"), _("Buat seleksi"))
    return Remedy(reverse("usulan"), _("Lihat usulan yang masuk"))


def _propose(year: int) -> Remedy:
    """Whoever proposes: the proposal of the next year where it stands, else a new one."""
    own = _proposals(year).order_by("-pk").first()
    if own is None:
        return Remedy(reverse("usulan_new"), _("Buat usulan tahun depan"))
    is_open = own.state in {State.KONSEP, State.DIKEMBALIKAN}
    verb = _("Lanjutkan usulan tahun depan") if is_open else _("Lihat usulan tahun depan")
    return Remedy(reverse("usulan_detail", args=[own.pk]), verb)


def _decrees(year: int) -> Any:
    return Decree.objects.filter(since__year=year, amends=None, kind=Decree.Kind.SK).order_by("-pk")


def _proposals(year: int) -> Any:
    return Usulan.objects.filter(year=year).exclude(state=State.DITARIK)
