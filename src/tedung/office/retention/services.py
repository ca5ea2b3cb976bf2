"""Carry the rules out: only what they name, in one transaction a kind, with a proof that stays."""

from typing import Any

from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.base import clock
from tedung.office.retention.models import Removal
from tedung.office.retention.queries import bound, period
from tedung.office.retention.rules import RULES

SLICE = 2_000


@change("settings.change")
def carry_out(kind: str) -> int:
    """Remove what the rule of a kind names today; return how many rows, 0 while nobody has decided."""
    days, basis = period(kind)
    if not days:
        return 0
    before, who = bound(days), current()
    keys = list(RULES[kind].older(before).order_by("pk").values_list("pk", flat=True))
    removed = sum(_removed(kind, keys[place : place + SLICE]) for place in range(0, len(keys), SLICE))
    if removed:
        Removal.objects.create(
            kind=kind,
            days=days,
            basis=basis,
            before=before,
            found=len(keys),
            removed=removed,
            user_id=who.user_id,
            by=who.label,
            at=clock.now(),
        )
    return removed


def _removed(kind: str, keys: list[int]) -> int:
    """Remove rows by their keys, first what lies below them; whatever else rests on one refuses it."""
    rule = RULES[kind]
    model: Any = rule.older(clock.now()).model
    for relation in rule.first:
        below = model._meta.get_field(relation)
        below.related_model._base_manager.filter(**{f"{below.field.name}__in": keys}).delete()
    _, by_model = model._base_manager.filter(pk__in=keys).delete()
    return int(by_model.get(model._meta.label, 0))
