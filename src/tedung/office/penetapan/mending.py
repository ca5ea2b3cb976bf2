"""A draft is mended or given up before it is in force: a row is taken off, or all of it is cancelled.

What is submitted is first given back by whoever would put it in force: the one who prepared does not
take it away from them.
"""

from itertools import pairwise

from django.db.models import F
from django.utils.translation import gettext as _

from tedung.office.access.change import change
from tedung.office.audit.steps import noted, step
from tedung.office.base.refusals import Refusal
from tedung.office.penetapan.models import DECREE_STEPS, Decree, DecreeState, Row
from tedung.office.penetapan.working import must_rest
from tedung.office.tasks.services import close_tasks

KIND = "penetapan.decree"


@change("penetapan.prepare")
def cancel(decree: Decree, reason: str) -> None:
    """Give a draft of the city's decree up; its selection, or the decree it amends, is free again."""
    must_be_of(decree, Decree.Kind.SK)
    if must_rest(decree).state == DecreeState.DIAJUKAN:
        raise Refusal(
            _("Konsep ini sudah diajukan. Minta bagian hukum mengembalikannya, lalu batalkan."), "submitted"
        )
    give_up(decree, reason)


def give_up(decree: Decree, reason: str) -> None:
    """Cancel a decree that is not in force; inside the change of whoever may."""
    must_rest(decree)
    if not reason.strip():
        raise Refusal(_("Tulis mengapa konsep ini dibatalkan."), "reason")
    step(decree, DecreeState.DIBATALKAN, DECREE_STEPS, reason.strip())
    close_tasks(KIND, decree.pk)


@change("penetapan.prepare")
def take_off(decree: Decree, row: Row, reason: str) -> None:
    """Take a row off a draft of the city's decree, as if it had not been written."""
    must_be_of(decree, Decree.Kind.SK)
    strike(decree, row, reason)


def strike(decree: Decree, row: Row, reason: str) -> None:
    """Take a row off a draft; inside the change of whoever may.  The audit keeps the row."""
    stands = must_be_open(decree)
    reason = " ".join(reason.split())
    if not reason:
        raise Refusal(_("Tulis mengapa orang ini dikeluarkan dari konsep."), "reason")
    found = Row.everything.filter(pk=row.pk, decree=decree).first()
    if found is None:
        raise Refusal(_("Baris ini sudah tidak ada di konsep. Muat ulang halaman ini."))
    stand_in = Row.everything.filter(replaces=found).first()
    if stand_in is not None:
        raise Refusal(
            _("Nomor %(n)s menggantikan orang ini. Keluarkan dulu nomor itu dari konsep.")
            % {"n": stand_in.ordinal},
            "replaced",
        )
    told = {"n": found.ordinal, "reason": reason}
    noted(
        stands,
        _("Nomor %(n)s dikeluarkan dari konsep: %(reason)s") % told
        if found.act == Row.Act.MASUK
        else _("Nomor %(n)s batal dikeluarkan: %(reason)s") % told,
    )
    found.delete()


def must_be_open(decree: Decree) -> Decree:
    """Refuse to change what is no draft, or is being worked on; return it as it stands, locked."""
    stands: Decree = must_rest(decree)
    if stands.state != DecreeState.KONSEP:
        raise Refusal(
            _("Yang dapat diubah hanya konsep. Keputusan ini sudah “%(state)s”. Muat ulang halaman ini.")
            % {"state": stands.get_state_display()},
            "step",
        )
    return stands


def close_gaps(decree: Decree) -> None:
    """Number the rows of a draft without a gap, where rows were taken off it.

    A number stands once in a decree, so what moves up goes below zero first.
    """
    ordinals = list(decree.rows.order_by("ordinal").values_list("ordinal", flat=True))
    shifts = [at - place for place, at in enumerate(ordinals, 1)]
    runs = [at for at, shift in enumerate(shifts) if shift and (at == 0 or shifts[at - 1] != shift)]
    for first, end in pairwise([*runs, len(ordinals)]):
        run = decree.rows.filter(ordinal__range=(ordinals[first], ordinals[end - 1]))
        run.update(ordinal=shifts[first] - F("ordinal"))
    if runs:
        decree.rows.filter(ordinal__lt=0).update(ordinal=-F("ordinal"))


def must_be_of(decree: Decree, *kinds: str) -> None:
    """Refuse a step of the city's decree on the village's, and the other way round."""
    if decree.kind not in kinds:
        raise Refusal(
            _("Langkah ini bukan untuk %(kind)s. Buka halaman keputusannya untuk melihat langkahnya.")
            % {"kind": decree.get_kind_display()},
            "kind",
        )
