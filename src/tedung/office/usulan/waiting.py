"""What waits for the operator of an open proposal: the one next thing, renewed after every change."""

from typing import NamedTuple

from django.urls import reverse

from tedung.office.tasks.models import State as TaskState
from tedung.office.tasks.services import close_tasks, open_task
from tedung.office.usulan import papers, queries
from tedung.office.usulan.models import OPEN, Berkas, Usulan

ABOUT = "usulan"
ROLES = {
    # kind of the unit: who works for it
    "village": "operator_desa",
    "desa_adat": "operator_adat",
    "subak": "operator_adat",
    "office": "operator_opd",
    "cooperative": "operator_opd",
}
KINDS = ("usulan.take", "usulan.confirm", "usulan.lines", "usulan.papers", "usulan.ready", "usulan.rest")


class Next(NamedTuple):
    """The kind of the task, where it leads, its counts."""

    kind: str
    path: str
    params: dict[str, int]


def renew(usulan: Usulan) -> None:
    """Let the operator's task say what is to be done next with a proposal; no task where nothing is."""
    wanted = _next(usulan)
    for kind in KINDS:
        if wanted is None or kind != wanted.kind:
            close_tasks(ABOUT, usulan.pk, kind, to=TaskState.DONE)
    role = ROLES.get(usulan.unit.kind, "")
    if wanted is None or not role:
        return
    open_task(
        wanted.kind,
        role,
        about=(ABOUT, usulan.pk),
        path=wanted.path,
        region=usulan.region,
        opd_code=usulan.opd_code,
        organisation_code=usulan.unit_code,
        params=wanted.params,
    )


def _next(usulan: Usulan) -> Next | None:
    counts = queries.counts(usulan)
    here, lines = reverse("usulan_detail", args=[usulan.pk]), {"lines": counts.to_mend}
    if usulan.state not in OPEN:
        is_left = counts.to_mend and usulan.state != "ditarik"
        return Next("usulan.rest", here, lines) if is_left else None
    tried = usulan.files.filter(state=Berkas.State.TRIED).order_by("pk").first()
    if tried is not None:
        found = sum(tried.summary.get("outcomes", {}).values())
        return Next("usulan.take", reverse("usulan_file", args=[tried.pk]), {"lines": found})
    carried = usulan.files.filter(state=Berkas.State.CARRIED).order_by("pk").first()
    if carried is not None:
        return Next("usulan.confirm", reverse("usulan_carried", args=[carried.pk]), {"people": counts.people})
    if counts.to_mend:
        return Next("usulan.lines", reverse("usulan_check", args=[usulan.pk]), lines)
    if not counts.people:
        return None
    kind = "usulan.papers" if papers.unsigned(usulan) else "usulan.ready"
    return Next(kind, here, {"people": counts.people})
