"""What is read of scenarios: lists, results, and what was shared with whom."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from tedung.office.access.actor import Actor, Held, current, seeing_everything
from tedung.office.access.scope import is_everywhere
from tedung.office.kajian.models import Paper, Result, Scenario, Share, Source, SourceState
from tedung.office.organisations.models import Organisation
from tedung.office.reference.models import Group

PAGE = 50
VILLAGE = 3


def listed(before: int | None = None) -> tuple[list[Scenario], int | None]:
    """Return a page of scenarios, the newest first, and where the next begins."""
    found = Scenario.objects.select_related("source").order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None


def results_of(scenarios: Collection[Scenario]) -> dict[int, Result]:
    """Return the standing result of each scenario that has one, by the scenario's key."""
    keys = [one.result_pk for one in scenarios if one.result_pk]
    return {result.scenario_id: result for result in Result.objects.filter(pk__in=keys)}


def facts_of(scenarios: Collection[Scenario]) -> dict[int, dict[str, Any]]:
    """Return the facts of each scenario's standing result, without its tables."""
    keys = [one.result_pk for one in scenarios if one.result_pk]
    return dict(Result.objects.filter(pk__in=keys).values_list("scenario_id", "facts"))


def sources() -> QuerySet[Source]:
    """Return the sources in scope, the newest first."""
    return Source.objects.order_by("-pk")


def ready() -> QuerySet[Source]:
    """Return the sources that can be studied or soon can."""
    return sources().exclude(state=SourceState.GAGAL)


def shared(actor: Actor | None = None) -> list[Share]:
    """Return the links that are open to the actor, the newest first, one a scenario."""
    who = actor or current()
    with seeing_everything():
        found = Share.objects.filter(ended_at=None).filter(_open_to(who)).select_related("scenario__source")
        once = {share.scenario_id: share for share in found.order_by("pk")}
    return sorted(once.values(), key=lambda share: -share.pk)[:PAGE]


def shared_one(public_id: str, actor: Actor | None = None) -> tuple[Share, Result] | None:
    """Return a link that is open to the actor and the result behind it; None, whatever the reason."""
    with seeing_everything():
        found = Share.objects.filter(_open_to(actor or current()), public_id=public_id, ended_at=None)
        share = found.select_related("scenario__source").first()
        result = share.scenario.result if share else None
    return (share, result) if share and result else None


def shared_paper(public_id: str, form: str) -> tuple[Share, Paper] | None:
    """Return the printed study behind a link that is open to the actor, with its document."""
    found = shared_one(public_id)
    if found is None:
        return None
    link, result = found
    with seeing_everything():
        paper = result.papers.select_related("document").filter(form=form).first()
    return (link, paper) if paper else None


def _open_to(actor: Actor) -> Q:
    """Return the condition of the links that a grant of the actor opens.

    A grant opens a link whose region it lies within; one over the whole office opens every link.
    """
    seen = Q(pk__in=[])
    for grant in actor.scopes("kajian.read"):
        whose = Q(role__in=["", grant.role])
        place = _place(grant)
        if is_everywhere(grant):
            seen |= whose
        elif place:
            seen |= whose & Q(region__in=_above(place))
    return seen


def _place(grant: Held) -> str:
    """Return the region in which the holder of a grant works; empty where it names none."""
    if grant.kind == "region":
        return grant.code
    if grant.kind in {"organisation", "opd"}:
        return Organisation.objects.filter(code=grant.code).values_list("region", flat=True).first() or ""
    if grant.kind == "group":
        return Group.objects.filter(code=grant.code).values_list("opd__region", flat=True).first() or ""
    return ""


def _above(code: str) -> Sequence[str]:
    """Return a region and those it lies in."""
    parts = code.split(".")
    return [".".join(parts[: count + 1]) for count in range(min(len(parts), VILLAGE + 1))]
