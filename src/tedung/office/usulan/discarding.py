"""A wrong file is put aside, and taken back: nothing of it is deleted."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tedung.office.access.change import change
from tedung.office.audit.steps import step
from tedung.office.base.refusals import Refusal
from tedung.office.jobs.services import enqueue
from tedung.office.usulan import versions, waiting
from tedung.office.usulan.closed import must_be_open
from tedung.office.usulan.models import Berkas, Line

MAY_GO = {Berkas.State.QUEUED, Berkas.State.TRIED, Berkas.State.FAILED, Berkas.State.READ}
STEPS = {state: {Berkas.State.DISCARDED} for state in MAY_GO} | {
    Berkas.State.DISCARDED: {Berkas.State.QUEUED, Berkas.State.READ}
}


@change("usulan.prepare")
def discard(berkas: Berkas) -> None:
    """Take a file and its lines out of an open proposal; the version that it replaced stands again."""
    must_be_open(berkas.usulan)
    if not may_go(berkas):
        raise Refusal(_("Berkas ini tidak dapat dikeluarkan. Keluarkan orangnya satu per satu."))
    stands = Berkas.everything.select_for_update().values_list("state", flat=True).get(pk=berkas.pk)
    before = berkas.replaces if stands == Berkas.State.READ else None  # else another stands, or none
    step(berkas, Berkas.State.DISCARDED, STEPS)
    _own(berkas).update(is_current=False)
    if before is not None and before.state == Berkas.State.REPLACED:
        _own(before).update(is_current=True)
        before.state = Berkas.State.READ
        before.save(update_fields=["state"])
    waiting.renew(berkas.usulan)


@change("usulan.prepare")
def take_back(berkas: Berkas) -> None:
    """Let a file that was put aside stand again: its lines as they were, or read once more.

    Another version than the one that it replaced is put aside first: a clerk says which of two stands.
    """
    must_be_open(berkas.usulan)
    if not _own(berkas).exists():
        step(berkas, Berkas.State.QUEUED, STEPS)
        enqueue("usulan.try", berkas_id=berkas.pk)
        return
    before = versions.standing(berkas)
    if before is not None and before.pk != berkas.replaces_id:
        raise Refusal(
            _(
                "Versi lain daftar ini sedang dipakai: %(name)s. Keluarkan versi itu lebih dulu, "
                "lalu pakai lagi berkas ini."
            )
            % {"name": before.name},
            "version",
        )
    step(berkas, Berkas.State.READ, STEPS)
    _own(berkas).update(is_current=True)
    if before is not None:
        versions.put_behind(before)
    waiting.renew(berkas.usulan)


def may_go(berkas: Berkas) -> bool:
    """Say whether a file can be put aside as it stands."""
    return berkas.state in MAY_GO and "carried" not in berkas.summary


def _own(berkas: Berkas) -> QuerySet[Any, Any]:
    """Return a file's lines in its own proposal; those that went on in another stay there."""
    return Line.everything.filter(berkas=berkas, usulan=berkas.usulan_id)
