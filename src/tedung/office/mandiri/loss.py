"""What a family would get while contributions are paid, and what it would miss in a hole.

PP 44/2015 Pasal 34, 39, 42 and their amendments; the agency decides.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tedung.dates import Month
from tedung.law import law_on
from tedung.office.kejadian.rights import Card, expected_of
from tedung.office.mandiri.queries import Account
from tedung.office.wadah.models import Member


@dataclass
class Loss:
    """What a death gives if all is paid, and as it stands today: at work, and not at work."""

    paid: list[Card]
    today: list[Card]

    @property
    def pairs(self) -> list[tuple[Card, Card]]:
        """Return each kind of death: paid up, and as it stands."""
        return list(zip(self.paid, self.today, strict=True))


def of(member: Member, account: Account, day: date) -> Loss:
    """Return what the family would get today, with and without the arrears that there are."""
    person = member.person.merged_into or member.person
    paid = expected_of(person, day, _facts(member, account, day, 0))
    behind = arrears_of(account, day)
    if not behind:
        return Loss(paid, paid)
    return Loss(paid, expected_of(person, day, _facts(member, account, day, behind)))


def arrears_of(account: Account, day: date) -> int:
    """Return the months in arrears as the law counts them: those that lapsed are more than it bears."""
    if account.is_lapsed:
        borne: int = law_on(day)["dues.arrears_months"]
        return borne + 1
    return len(account.arrears)


def _facts(member: Member, account: Account, day: date, behind: int) -> dict[str, Any]:
    begun = member.registered_on or Month.parse(member.since).first_day
    since = str(Month.of(min(begun, day)))
    facts: dict[str, Any] = {
        "payer": "self",
        "arrears_months": behind,
        "member_since": min(begun, day).isoformat(),
        "contribution_months": sum(since <= month <= str(Month.of(day)) for month in account.paid),
    }
    if behind:
        facts["arrears_paid"] = False
    if member.income is not None:
        facts["income"] = member.income
    return facts
