"""What pages and other parts read of those who pay themselves."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from tedung.dates import Month
from tedung.office.access.actor import seeing_everything
from tedung.office.mandiri.keeping import months_of, paid_of
from tedung.office.mandiri.models import Consent, Declaration, Mood, PaidMonth, Payment, Standing
from tedung.office.mandiri.standing import ARREARS, LAPSED, Placed, Sums, is_lapsed, payable, sums
from tedung.office.wadah.models import BEFORE_ACTIVE, Member, MemberState

SHOWN, LAST = 24, 60
"""Months and payments on a page."""


def listed(mood: str = "", *, relief: bool = False) -> QuerySet[Any, Any]:
    """Return the memberships that are paid by oneself, in the actor's scope, by key."""
    found = Member.objects.filter(payer="self")
    if mood in Mood.values:
        found = found.filter(standing__mood=mood)
    if relief:
        found = found.filter(standing__next_relief__gt=0)
    return found.order_by("pk")


def whole(keys: Collection[int]) -> list[Member]:
    """Return memberships that the actor sees with their person, standing and wadah.

    Of whoever sees a member the wadah may be out of scope, as that of the city is to a village.
    """
    with seeing_everything():
        rows = Member.everything.filter(pk__in=list(keys)).order_by("pk")
        return list(rows.select_related("person__merged_into", "standing", "wadah__organisation"))


def counts() -> list[tuple[str, str, int, int]]:
    """Return (code, name, people, arrears in rupiah) of each way to stand, in the actor's scope."""
    rows = Standing.objects.filter(member__in=Member.objects.filter(payer="self"))
    told = rows.values_list("mood").annotate(people=Count("pk"), amount=Sum("arrears_amount")).order_by()
    found = {mood: (people, amount) for mood, people, amount in told}
    return [(mood.value, str(mood.label), *found.get(mood.value, (0, 0))) for mood in Mood]


@dataclass
class Account:
    """What the page of a member shows of the months."""

    months: list[Placed]
    sums: Sums
    payable: list[Placed]
    paid: dict[str, int]
    arrears: list[Placed] = field(default_factory=list)
    lapsed: list[Placed] = field(default_factory=list)
    is_lapsed: bool = False

    @property
    def shown(self) -> list[Placed]:
        """Return the months around now, the last first."""
        return list(reversed(self.months[-SHOWN:]))

    @property
    def relieved(self) -> list[Placed]:
        """Return the months that the law makes cheaper."""
        return [one for one in self.months if one.due.relief]


def account_of(member: Member, day: date) -> Account:
    """Return the months of a member up to three after a day's, or as far as they are paid."""
    paid = paid_of([member.pk])
    every = months_of([member], day, paid)[member.pk]
    own = paid[member.pk]
    last = max(str(Month.of(day) + 3), max(own, default=""))
    months = [one for one in every if one.month <= last]
    return Account(
        months,
        sums(months, own),
        payable(every, day),
        own,
        [one for one in months if one.place == ARREARS],
        [one for one in months if one.place == LAPSED],
        is_lapsed(every),
    )


def declarations(member: Member) -> list[Declaration]:
    """Return what was declared, the last first."""
    return list(Declaration.objects.filter(member=member).order_by("-since", "-pk")[:LAST])


def payments(member: Member) -> list[Payment]:
    """Return the payments, the last first."""
    found = Payment.objects.filter(member=member).select_related("proof", "member")
    return list(found.order_by("-paid_on", "-pk")[:LAST])


def consent_of(person_ids: Collection[int]) -> dict[int, Consent]:
    """Return what each person last said of being reminded."""
    found: dict[int, Consent] = {}
    for row in Consent.objects.filter(person__in=list(person_ids)).order_by("pk"):
        found[row.person_id] = row
    return found


@dataclass(frozen=True)
class SelfPaid:
    """A stretch of months that somebody paid for oneself: what a page of protection shows beside decrees."""

    person_id: int
    member_id: int
    since: date
    until: date
    programmes: str
    group_code: str = ""
    row: Any = None

    @property
    def payer_name(self) -> str:
        """Return who pays, in words."""
        return _("orangnya sendiri")


def covers_of(persons: Collection[int]) -> list[SelfPaid]:
    """Return the paid months of persons whom the agency took in, as stretches, the latest first.

    As decrees are: whoever may see a person is told whether they are protected.
    """
    with seeing_everything():
        found = Member.everything.filter(person__in=list(persons), payer="self")
        rows = list(found.exclude(state__in=BEFORE_ACTIVE).exclude(registered_on=None))
        paid = paid_of([row.pk for row in rows])
    stretches = [one for row in rows for one in _stretches(row, sorted(paid[row.pk]))]
    return sorted(stretches, key=lambda one: (one.since, one.member_id), reverse=True)


def self_paid_on(persons: Collection[int], day: date) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield what persons paid for themselves on a day, told as a cover is; no decree gives it."""
    for one in covers_of(persons):
        if one.since <= day <= one.until:
            yield (
                one.person_id,
                {
                    "payer": "self",
                    "programmes": one.programmes,
                    "group_code": one.group_code,
                    "since": one.since,
                    "until": one.until,
                    "decree": "",
                },
            )


def paid_months(members: Iterable[int], first: str, last: str) -> list[tuple[int, str, bool]]:
    """Return the months within two that members paid for themselves: no word of the agency confirms them."""
    found = PaidMonth.objects.filter(
        member__in=list(members), month__gte=first, month__lte=last, is_cancelled=False
    )
    return [(member, month, False) for member, month in found.values_list("member", "month")]


def _stretches(member: Member, months: Sequence[str]) -> list[SelfPaid]:
    """Return months without a hole between them as one; none before the agency's day, none after the end."""
    last = member.until if member.state == MemberState.KELUAR else ""
    found: list[tuple[Month, Month]] = []
    for month in (Month.parse(text) for text in months if not last or text <= last):
        if found and month - found[-1][1] == 1:
            found[-1] = (found[-1][0], month)
        else:
            found.append((month, month))
    begun = member.registered_on or date.max
    return [
        SelfPaid(member.person_id, member.pk, max(first.first_day, begun), until.last_day, member.programmes)
        for first, until in found
        if until.last_day >= begun
    ]


def named(found: QuerySet[Any, Any], wanted: str) -> QuerySet[Any, Any]:
    """Keep whom a search of persons finds, in the scope of both."""
    from tedung.office.people.search import search

    people = [person.pk for person in search(wanted)]
    return found.filter(Q(person__in=people) | Q(person__merged_into__in=people))
