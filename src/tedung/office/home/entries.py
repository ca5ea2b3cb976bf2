"""What the head of the office and the inspectorate come for, who have no tasks: counts that lead on."""

from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from tedung.money import rupiah
from tedung.office.access.actor import current
from tedung.office.base.templatetags.tedung import _lang
from tedung.office.kejadian.models import Kejadian
from tedung.office.kejadian.models import State as Told
from tedung.office.padan.models import Waiver
from tedung.office.penetapan.models import Decree, DecreeState, Selection


class Entry(NamedTuple):
    """A thing to look at: a count or an amount, what it is, and where."""

    figure: str
    sentence: str
    address: str


def entries(day: date) -> list[Entry]:
    """Return what the actor comes for; nothing for whoever has tasks instead."""
    roles = current().roles
    found: list[Entry] = []
    if "kepala" in roles:
        found += [*_money(day), _waiting(), *_clauses(day), _reported()]
    if "inspektorat" in roles:
        found += [_issued(day), _unsigned(), _waived(day), _looked()]
    return found


def _money(day: date) -> list[Entry]:
    """The last selection: what of its budget is bound."""
    last = Selection.objects.filter(year__gte=day.year).exclude(result={}).order_by("-year", "-pk").first()
    if last is None:
        return []
    told = _("terpakai dari anggaran %(budget)s, %(name)s")
    spent = rupiah(last.result["spent"], _lang())
    sentence = told % {"budget": rupiah(last.budget, _lang()), "name": last.name}
    return [Entry(spent, sentence, reverse("selection", args=[last.pk]))]


def _waiting() -> Entry:
    count = Decree.objects.filter(state=DecreeState.DIAJUKAN).count()
    return Entry(str(count), _("keputusan menunggu ditetapkan"), reverse("penetapan"))


def _clauses(day: date) -> list[Entry]:
    """Decrees in force whose clause lets the head move a reserve up."""
    found = Decree.objects.filter(state=DecreeState.DITETAPKAN, amends=None, until__gte=day)
    return [
        Entry(
            one.number,
            _("cadangannya dapat Anda naikkan menurut pasal yang dicatat"),
            reverse("decree", args=[one.pk]),
        )
        for one in found.exclude(reserve_clause="").order_by("-pk")[:3]
    ]


def _reported() -> Entry:
    count = Kejadian.objects.filter(state=Told.DILAPORKAN).count()
    return Entry(str(count), _("kejadian dilaporkan dan belum dipastikan"), reverse("kejadian"))


def _issued(day: date) -> Entry:
    count = Decree.objects.filter(state=DecreeState.DITETAPKAN, day__year=day.year).count()
    told = _("keputusan dan perubahan ditetapkan tahun %(year)s") % {"year": day.year}
    return Entry(str(count), told, reverse("penetapan"))


def _unsigned() -> Entry:
    found = Decree.objects.filter(state=DecreeState.DITETAPKAN, signed=None)
    told = _("keputusan tanpa pindaian bertanda tangan")
    return Entry(str(found.count()), told, f"{reverse('examination')}#pindaian")


def _waived(day: date) -> Entry:
    count = Waiver.objects.filter(until__gte=day).count()
    told = _("orang lanjut tanpa padan, dengan alasan petugas")
    return Entry(str(count), told, f"{reverse('examination')}#alasan")


def _looked() -> Entry:
    told = _("siapa melihat NIK lengkap, kapan, dan mengapa")
    return Entry(_("Catatan"), told, f"{reverse('examination')}#nik")
