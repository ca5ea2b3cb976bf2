"""The people whom a bill pays, each with what the decree, the registry and the agency say of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Sum

from tedung.dates import Month
from tedung.office.iuran.lines import billed
from tedung.office.iuran.models import Rest, RestState, Rincian, State
from tedung.office.padan.models import Result
from tedung.office.padan.queries import Standing, standings
from tedung.office.people.models import Person
from tedung.office.wadah.models import Member, Placing

SLICE = 2_000

EXCEPTIONS = {
    "no_decree": "tidak ada baris keputusan",
    "cover_ended": "ada bulan di luar masa keputusan",
    "died_before": "meninggal sebelum bulan yang dibayar",
    "no_padan": "tidak padan pada hari SP2D",
    "waived": "tanpa padan, dengan alasan petugas",
    "no_kpj": "belum ada KPJ",
    "twice": "orang yang sama dibayar dua kali untuk satu bulan",
    "rest": "ada sisa masa iuran",
    "not_confirmed": "belum dikonfirmasi BPJS",
}
"""What is out of order with a line: code -> words; in this order."""


@dataclass
class Paid:
    """A person of a bill: months from first to last, the amount, and where each stands."""

    person: int
    name: str
    nik: str
    kpj: str
    first: str
    last: str
    months: int
    amount: int
    wadah: str
    proof: str
    decree: str = ""
    decree_day: date | None = None
    ordinal: int = 0
    padan_on: date | None = None
    exceptions: list[str] = field(default_factory=list)

    @property
    def span(self) -> str:
        """Return the months in short: 2027-01 – 2027-03 (3)."""
        return f"{self.first} – {self.last} ({self.months})" if self.months > 1 else self.first


def paid_people(bill: Rincian) -> Iterator[Paid]:
    """Yield the people of a bill in the order of names; a slice of them at a time is asked for."""
    sums = billed(bill).values("member").annotate(
        months=Count("pk"), first=Min("month"), last=Max("month"), amount=Sum("total")
    )  # fmt: skip
    of_member = {row.pop("member"): row for row in sums.order_by()}
    members = Member.everything.filter(pk__in=billed(bill).values("member"))
    ordered = list(members.order_by("person__nama_ktp", "pk").values_list("pk", flat=True))
    same = _same(bill)
    for start in range(0, len(ordered), SLICE):
        yield from _slice(bill, ordered[start : start + SLICE], of_member, same)


def _slice(bill: Rincian, keys: list[int], of_member: dict[int, Any], same: set[int]) -> Iterator[Paid]:
    members = Member.everything.filter(pk__in=keys).select_related("person", "person__merged_into")
    by_key = {member.pk: member for member in members}
    persons = {_whole(member).pk for member in by_key.values()} | {one.person_id for one in by_key.values()}
    known = standings(persons, bill.sp2d_day) if bill.sp2d_day else {}
    covers, rests = _covers(keys), _rests(bill, keys)
    months = _months(bill, [key for key in keys if _has_hole(of_member[key])])
    proof = bill.proof.public_id if bill.proof else ""
    for key in keys:
        member, sums = by_key[key], of_member[key]
        person = _whole(member)
        one = Paid(
            person.pk, person.nama_ktp, person.nik, member.kpj, wadah=bill.wadah.name, proof=proof, **sums
        )
        paid_for = months.get(key) or [str(m) for m in Month.parse(one.first).until(Month.parse(one.last))]
        _decreed(one, covers.get(key, []), paid_for)
        _padan(one, known.get(person.pk) or known.get(member.person_id) or Standing())
        died = person.died_on or member.person.died_on
        one.exceptions += [code for code, holds in (
            ("died_before", died is not None and str(Month.of(died)) < one.last),
            ("no_kpj", not member.kpj),
            ("twice", key in same),
            ("rest", key in rests),
            ("not_confirmed", bill.state != State.DIKONFIRMASI),
        ) if holds]  # fmt: skip
        one.exceptions.sort(key=list(EXCEPTIONS).index)
        yield one


def _whole(member: Member) -> Person:
    return member.person.merged_into or member.person


def _has_hole(sums: dict[str, Any]) -> bool:
    return bool(Month.parse(sums["last"]) - Month.parse(sums["first"]) + 1 != sums["months"])


def _months(bill: Rincian, keys: list[int]) -> dict[int, list[str]]:
    """Return the months of members that are not all months from the first to the last."""
    found: dict[int, list[str]] = {}
    lines = billed(bill).filter(member__in=keys).order_by("month") if keys else billed(bill).none()
    for member, month in lines.values_list("member_id", "month"):
        found.setdefault(member, []).append(month)
    return found


@dataclass(frozen=True)
class Held:
    """A row of a decree and from when until when it covers."""

    since: date
    until: date
    number: str
    day: date | None
    ordinal: int


def _covers(keys: list[int]) -> dict[int, list[Held]]:
    """Return the cover that each membership rests on, the earliest first."""
    rows = Placing.objects.filter(member__in=keys).order_by("cover__since", "pk")
    found: dict[int, list[Held]] = {}
    for row in rows.values_list(
        "member_id",
        "cover__since",
        "cover__until",
        "cover__row__decree__number",
        "cover__row__decree__day",
        "cover__row__ordinal",
    ):
        found.setdefault(row[0], []).append(Held(row[1], row[2], row[3], row[4], row[5]))
    return found


def _decreed(one: Paid, covers: list[Held], months: list[str]) -> None:
    """Say by which row of which decree the months are covered, and whether all of them are."""
    spans = [(Month.parse(month).first_day, Month.parse(month).last_day) for month in months]
    holding = [
        held for held in covers if any(held.since <= last and held.until >= first for first, last in spans)
    ]
    if not holding:
        one.exceptions.append("cover_ended" if covers else "no_decree")
    elif not all(
        any(held.since <= last and held.until >= first for held in holding) for first, last in spans
    ):
        one.exceptions.append("cover_ended")
    told = holding or covers
    if told:
        one.decree, one.decree_day, one.ordinal = told[0].number, told[0].day, told[0].ordinal


def _padan(one: Paid, known: Standing) -> None:
    """Say since when the registry's answer agrees, as it stood on the day of the SP2D."""
    if known.result == Result.PADAN:
        one.padan_on = known.on
    else:
        one.exceptions.append("waived" if known.waived_by else "no_padan")


def _rests(bill: Rincian, keys: list[int]) -> set[int]:
    """Return the members with a month that was paid and not used."""
    found = Rest.everything.filter(line__rincian=bill, line__member__in=keys)
    return set(found.exclude(state=RestState.DIBATALKAN).values_list("line__member_id", flat=True))


def _same(bill: Rincian) -> set[int]:
    """Return the members of a bill whose person, as known today, has another paid line of the same month."""
    aliases = billed(bill).filter(member__person__merged_into__isnull=False)
    whole = billed(bill).filter(member__person__aliases__isnull=False)
    told: dict[tuple[int, str], list[int]] = {}
    for rows, name in ((aliases, "member__person__merged_into_id"), (whole, "member__person_id")):
        for member, person, month in rows.values_list("member_id", name, "month").distinct():
            told.setdefault((person, month), []).append(member)
    return {member for members in told.values() if len(set(members)) > 1 for member in members}
