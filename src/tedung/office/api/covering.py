"""Is this person covered on this day?  Asked for one or for a hundred by the same number of statements.

Covered is who is decreed, registered with the agency and paid for, or who paid oneself; what is missing is
told by the reasons of the report on deaths in a gap (laporan/gap.py), so that both say one thing of one day.

Whoever may see a person is told, whichever decree says so: a "no" that only means "not in your scope"
would be believed.  Of somebody out of scope is said what is said of nobody: that they are not known.  Each
question is kept, with whom it was about; never by which number.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from django.db import transaction

from tedung.dates import Month
from tedung.office.access.actor import current, seeing_everything
from tedung.office.api.models import Question, Questioned, Token
from tedung.office.base import clock
from tedung.office.base.crypto import blind_index
from tedung.office.iuran.queries import billed_months
from tedung.office.laporan.gap import Known, holds
from tedung.office.mandiri.queries import paid_months, self_paid_on
from tedung.office.penetapan.queries import covers_on
from tedung.office.people.models import FormerNik, Person
from tedung.office.wadah.models import BEFORE_ACTIVE, Member, MemberState
from tedung.office.wadah.queries import terms_of

UNKNOWN: Mapping[str, Any] = {
    "id": None,
    "status": "not_known",
    "reason": "",
    "is_covered": None,
    "is_decreed": None,
    "is_registered": None,
    "is_paid": None,
    "covers": [],
    "memberships": [],
    "paid_months": [],
    "confirmed_months": [],
}


class Asked(NamedTuple):
    """Who is meant: by public id, or by number where there is none."""

    public_id: str = ""
    nik: str = ""


def answered(token: Token | None, asked: Sequence[Asked], day: date) -> list[dict[str, Any]]:
    """Return what is known of each on a day, in the order asked; keep the question."""
    found = _found(asked)
    told = _standings({person.pk: person for person in found if person is not None}, day)
    _keep(token, asked, [person for person in found if person is not None], day)
    return [told[person.pk] if person is not None else dict(UNKNOWN) for person in found]


def _found(asked: Sequence[Asked]) -> list[Person | None]:
    """Return whom the actor sees of those asked for, None for the others; an alias leads to its person."""
    ids = {one.public_id for one in asked if one.public_id}
    indexes = {one.nik: blind_index(one.nik) for one in asked if one.nik and not one.public_id}
    by_id = {person.public_id: person for person in Person.objects.filter(public_id__in=ids)}
    holders = _holders(set(indexes.values()))
    seen = [*by_id.values(), *(person for people in holders.values() for person in people)]
    roots = Person.everything.in_bulk([one.merged_into_id for one in seen if one.merged_into_id])
    found: list[Person | None] = []
    for one in asked:
        some = [by_id[one.public_id]] if one.public_id in by_id else []
        if not one.public_id:
            some = holders.get(indexes.get(one.nik, ""), [])
        whole = {person.pk: person for person in (roots.get(row.merged_into_id or 0, row) for row in some)}
        found.append(next(iter(whole.values())) if len(whole) == 1 else None)  # of two, neither is told
    return found


def _holders(indexes: Collection[str]) -> dict[str, list[Person]]:
    """Return who in scope has a number, by its index; where nobody has it, who had it before."""
    holders: dict[str, list[Person]] = {}
    if not indexes:
        return holders
    for person in Person.objects.filter(nik_index__in=indexes):
        holders.setdefault(person.nik_index, []).append(person)
    former = FormerNik.objects.filter(nik_index__in=set(indexes) - set(holders))
    before = list(former.values_list("nik_index", "person")[: len(indexes) * 4])
    people = {person.pk: person for person in Person.objects.filter(pk__in=[key for _, key in before])}
    for index, key in before:
        if key in people:
            holders.setdefault(index, []).append(people[key])
    return holders


def _standings(people: Mapping[int, Person], day: date) -> dict[int, dict[str, Any]]:
    """Return the standing of each person; what an alias is covered by, and billed for, counts."""
    with seeing_everything():
        aliases = Person.everything.filter(merged_into__in=people.keys()).values_list("pk", "merged_into")
        roots = dict.fromkeys(people, 0) | {alias: root or 0 for alias, root in aliases}
        covers = _by_person(chain(covers_on(roots, day), self_paid_on(roots, day)), roots)
        terms = _by_person(terms_of(roots), roots)
        of_member = {one.pop("member"): key for key, some in terms.items() for one in some}
        year = (f"{day.year:04d}-01", f"{day.year:04d}-12")
        months = [*billed_months(of_member, *year), *paid_months(of_member, *year)]
        known = Known(set(people))
    paid: dict[int, set[str]] = {}
    confirmed: dict[int, set[str]] = {}
    for member, month, is_confirmed in months:
        paid.setdefault(of_member[member], set()).add(month)
        if is_confirmed:
            confirmed.setdefault(of_member[member], set()).add(month)
    return {
        key: _standing(person, day, covers.get(key, []), known)
        | {
            "memberships": terms.get(key, []),
            "paid_months": sorted(paid.get(key, ())),
            "confirmed_months": sorted(confirmed.get(key, ())),
        }
        for key, person in people.items()
    }


def _by_person(
    rows: Iterable[tuple[int, dict[str, Any]]], roots: Mapping[int, int]
) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for key, told in rows:
        found.setdefault(roots[key] or key, []).append(told)
    return found


def _standing(person: Person, day: date, covers: Sequence[Mapping[str, Any]], known: Known) -> dict[str, Any]:
    """Say whether somebody is covered and what is missing; the day of a death is covered, the next is not."""
    if person.died_on is not None and day > person.died_on:
        return _told(person, "not_covered", "died", (), (False, False, False))
    reason = known.why_not(person.pk, day)
    payers = {one.payer for one in known.members.get(person.pk, []) if _is_registered(one, day)}
    is_registered = bool(payers) or not reason
    if not covers and "self" in payers:
        return _told(person, "not_paid", "not_paid", (), (False, True, False))
    if not covers:
        return _told(person, "not_covered", reason, (), (False, is_registered, False))
    is_decreed = any(one["payer"] != "self" for one in covers)
    status = "covered" if not reason else "not_paid" if is_registered else "not_registered"
    return _told(person, status, reason, covers, (is_decreed, is_registered, not reason))


def _is_registered(member: Member, day: date) -> bool:
    """Say whether the agency had somebody on its list in a day's month."""
    month = Month.of(day)
    if member.state in BEFORE_ACTIVE or not holds(member, str(month)):
        return False
    if member.registered_on is None:
        return member.state != MemberState.KELUAR
    return member.registered_on <= month.last_day


def _told(
    person: Person, status: str, reason: str, covers: Sequence[Any], what: tuple[bool, bool, bool]
) -> dict[str, Any]:
    is_decreed, is_registered, is_paid = what
    return {
        "id": person.public_id,
        "status": status,
        "reason": reason,
        "is_covered": status == "covered",
        "is_decreed": is_decreed,
        "is_registered": is_registered,
        "is_paid": is_paid,
        "covers": list(covers),
    }


def _keep(token: Token | None, asked: Sequence[Asked], found: Sequence[Person], day: date) -> None:
    """Keep who asked, for which day, about whom; of those who are not known, how many."""
    who = current()
    with transaction.atomic():
        question = Question.objects.create(
            token=token,
            user_id=who.user_id,
            by=who.label,
            day=day,
            asked=len(asked),
            by_number=sum(not one.public_id for one in asked),
            known=len(found),
            at=clock.now(),
        )
        keys = {person.pk for person in found}
        Questioned.objects.bulk_create([Questioned(question=question, person_id=key) for key in sorted(keys)])
