"""What pages and other parts read of membership."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from tedung.office.access.actor import Actor, seeing_everything
from tedung.office.access.scope import is_everywhere
from tedung.office.organisations.models import Organisation
from tedung.office.reference.models import Group, Region
from tedung.office.wadah.models import (
    COLLECTS,
    Act,
    Agreement,
    Exchange,
    Member,
    MemberState,
    Missing,
    Result,
    StartRule,
    Wadah,
)

LIVE = [state for state in MemberState if state != MemberState.KELUAR]


def collectors_of(unit_code: str) -> QuerySet[Wadah]:
    """Return the wadah of a unit that collect from members who pay themselves and take new ones."""
    return Wadah.everything.filter(COLLECTS, unit_code=unit_code, is_active=True).order_by("pk")


def counts_of(wadah: Collection[int]) -> dict[int, dict[str, int]]:
    """Return members by wadah and state, within the actor's scope."""
    found: dict[int, dict[str, int]] = {key: {} for key in wadah}
    rows = Member.objects.filter(wadah__in=wadah).values_list("wadah", "state").annotate(people=Count("pk"))
    for key, state, people in rows.order_by():
        found[key][state] = people
    return found


def memberships_of(persons: Collection[int]) -> list[Member]:
    """Return the memberships of persons whom the actor sees, the latest first, as `covers_of` does."""
    with seeing_everything():
        found = Member.everything.filter(person__in=persons).select_related("wadah__organisation")
        return list(found.order_by("-since", "-pk"))


def terms_of(persons: Collection[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each membership of persons: its state and months; its caller has asked the scope."""
    found = Member.everything.filter(person__in=list(persons)).order_by("since", "pk")
    for key, member, state, since, until in found.values_list("person", "pk", "state", "since", "until"):
        yield key, {"member": member, "state": state, "since": since, "until": until}


def starting_on_payment(day: date | str) -> list[int]:
    """Return the wadah whose agreement in force on a day lets protection start with the first payment."""
    found = Agreement.objects.filter(since__lte=day, until__gte=day).order_by("since", "pk")
    rules = dict(found.values_list("wadah", "start_rule"))  # of two, the later
    return sorted(key for key, rule in rules.items() if key and rule == StartRule.ON_PAYMENT)


def agreements_of(wadah: Wadah) -> list[Agreement]:
    """Return the agreements over a wadah, the last first."""
    return list(wadah.agreements.select_related("document").order_by("-since", "-pk")[:20])


def agreement_on(wadah: Wadah, day: Any) -> Agreement | None:
    """Return the agreement whose term holds a day: the last that was made."""
    found = wadah.agreements.filter(since__lte=day, until__gte=day)
    return found.order_by("-day", "-pk").first()


def results_of(exchange: Exchange) -> list[tuple[str, str, int]]:
    """Return (code, name, lines) of every result of a file, and of the lines without an answer."""
    found = dict(exchange.lines.values_list("result").annotate(lines=Count("pk")).order_by())
    told = [(code, str(name), found.get(code, 0)) for code, name in Result.choices]
    return [*told, ("", _("belum dijawab"), found.get("", 0))]


def acts_of(exchange: Exchange) -> list[tuple[str, int]]:
    """Return what a file asks of the agency, and about how many people; nothing before it is written."""
    found = dict(exchange.lines.values_list("act").annotate(lines=Count("pk")).order_by())
    return [(str(name), found[code]) for code, name in Act.choices if code in found]


def missing(most: int) -> list[Missing]:
    """Return the covers that no wadah takes as the last placing found them, the most people first."""
    return list(Missing.objects.order_by("-people", "pk")[:most])


def missing_people() -> int:
    """Return how many people they are in all."""
    return Missing.objects.aggregate(people=Sum("people"))["people"] or 0


def sees_all(actor: Actor, permission: str) -> bool:
    """Say whether an actor holds a permission over the whole office."""
    return actor.is_system or any(is_everywhere(grant) for grant in actor.scopes(permission))


def names_of(codes: Collection[str]) -> dict[str, str]:
    """Return what groups, offices, units and places are called, by code."""
    names = dict(Group.objects.filter(code__in=codes).values_list("code", "name"))
    names |= dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))
    return names | dict(Region.objects.filter(code__in=codes).values_list("code", "name"))


def takes(wadah: Any, names: dict[str, str]) -> str:
    """Say in words whose covers a wadah, or a set of covers, is about: group, office, unit, place."""
    codes = [wadah.group_code, wadah.opd_code, wadah.unit_code, getattr(wadah, "village", "") or ""]
    codes.append(getattr(wadah, "region", ""))
    return " · ".join(names.get(code, code) for code in codes if code)
