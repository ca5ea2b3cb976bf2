"""The months of members as they stand, and the standing that lists and reminders read."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from tedung.dates import Month
from tedung.office.access.actor import seeing_everything
from tedung.office.iuran.models import PAID as PAID_STATES
from tedung.office.iuran.models import Line
from tedung.office.mandiri.dues import dues
from tedung.office.mandiri.models import Mood, PaidMonth, Standing
from tedung.office.mandiri.standing import ARREARS, OPEN, Placed, is_lapsed, payable, placed
from tedung.office.wadah.models import BEFORE_ACTIVE, Member, MemberState

AHEAD = 12
"""Months that can be paid ahead, and a receipt may name."""

BATCH = 500


def paid_of(members: Collection[int]) -> dict[int, dict[str, int]]:
    """Return what was paid of each month: by oneself, or by the code of one's wadah."""
    found: dict[int, dict[str, int]] = {key: {} for key in members}
    if not found:
        return {}
    own = PaidMonth.objects.filter(member__in=list(members), is_cancelled=False)
    billed = Line.everything.filter(
        member__in=list(members), is_cancelled=False, total__gt=0, rincian__state__in=PAID_STATES
    )
    with seeing_everything():  # the bill of a wadah is in its own scope
        for rows in (own, billed):
            for member, month, total in rows.values_list("member", "month", "total"):
                found[member][month] = total
    return found


def months_of(
    members: Sequence[Member], day: date, paid: dict[int, dict[str, int]] | None = None
) -> dict[int, list[Placed]]:
    """Return where each month of members stands on a day, from the first to a year after the day."""
    if not members:
        return {}
    known = paid_of([row.pk for row in members]) if paid is None else paid
    first = min(Month.parse(row.since) for row in members)
    last = Month.of(day) + AHEAD
    months = list(first.until(last)) if first <= last else []
    found = dues(members, months)
    return {row.pk: placed(found[row.pk], known[row.pk], day) for row in members}


def refreshed(members: Sequence[Member], day: date) -> list[tuple[Standing, list[Placed]]]:
    """Write how members stand, and return it with their months; inside a change."""
    paid = paid_of([row.pk for row in members])
    months = months_of(members, day, paid)
    made = [Standing(member=row, day=day, **_of(row, months[row.pk], paid[row.pk], day)) for row in members]
    fields = [field.name for field in Standing._meta.local_concrete_fields if not field.primary_key]
    Standing.objects.bulk_create(
        made,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["member"],
        update_fields=[name for name in fields if name != "member"],
    )
    return [(one, months[one.member_id]) for one in made]


def refresh(member: Member, day: date) -> Standing:
    """Write how one member stands; inside a change."""
    return refreshed([member], day)[0][0]


def _of(member: Member, months: Sequence[Placed], paid: dict[str, int], day: date) -> dict[str, Any]:
    behind = [one for one in months if one.place == ARREARS]
    asked = payable(months, day)
    coming = asked[0] if asked else None
    told: dict[str, Any] = {"mood": _mood(member, months, paid, day), "paid_until": max(paid, default="")}
    if member.state != MemberState.KELUAR and coming is not None:
        told |= {
            "next_month": coming.month,
            "next_due": coming.due_day,
            "next_amount": coming.due.total,
            "next_relief": coming.due.relief,
            "payable_now": sum(one.due.total for one in asked if one.month <= str(Month.of(day))),
        }
    return told | {
        "arrears_months": len(behind),
        "arrears_amount": sum(one.due.total for one in behind),
    }


def _mood(member: Member, months: Sequence[Placed], paid: Collection[str], day: date) -> Mood:
    if member.state == MemberState.KELUAR:
        return Mood.BERHENTI
    if member.state in BEFORE_ACTIVE and not paid:
        return Mood.BELUM_MULAI  # who never was a member has nothing that lapses
    if member.state == MemberState.NONAKTIF or is_lapsed(months):
        return Mood.NONAKTIF
    if any(one.place == ARREARS for one in months):
        return Mood.MENUNGGAK
    this = str(Month.of(day))
    is_open = any(one.place == OPEN and one.month <= this for one in months)
    return Mood.JATUH_TEMPO if is_open else Mood.LUNAS
