"""What a collector asks its members for: who owes which months and how much, who is paid until when.

The months are those of the members' own pages up to the day's month; a member stands in one part of the
list, so the parts' people and rupiah are those of all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tedung.dates import Month
from tedung.office.access.actor import seeing_everything
from tedung.office.base.refusals import Refusal
from tedung.office.base.templatetags.tedung import masked, masked_kpj
from tedung.office.base.templatetags.tedung import month as month_name
from tedung.office.base.workbook import Sheet, workbook
from tedung.office.mandiri.keeping import BATCH, months_of, paid_of
from tedung.office.mandiri.models import Mood, Standing
from tedung.office.mandiri.queries import whole
from tedung.office.mandiri.standing import ARREARS, Placed, payable
from tedung.office.wadah.models import Member, MemberState, Wadah

MOST = 10_000
"""Members of a list that is made while one waits."""

PARTS = {
    "aktif": (gettext_lazy("Belum dibayar"), (MemberState.AKTIF,)),
    "nonaktif": (gettext_lazy("Nonaktif, mulai lagi bila membayar"), (MemberState.NONAKTIF,)),
    "calon": (
        gettext_lazy("Belum diterima BPJS"),
        (MemberState.CALON, MemberState.DIKIRIM, MemberState.DITOLAK),
    ),
}
"""Who is asked: the part of the list, its name, and the states of its members."""

SETTLED = gettext_lazy("Lunas sampai bulan ini")


@dataclass(frozen=True)
class Owed:
    """A member of the list, the months that are to be paid up to the day's, and until when one is paid."""

    member: Member
    months: Sequence[Placed]
    paid_until: str

    @property
    def amount(self) -> int:
        """Return what all of them ask."""
        return sum(one.due.total for one in self.months)

    @property
    def behind(self) -> int:
        """Return what those past their day ask."""
        return sum(one.due.total for one in self.months if one.place == ARREARS)


@dataclass(frozen=True)
class Part:
    """A part of the list: how many people, how many rupiah; what is paid asks nothing."""

    code: str
    name: str
    people: int
    amount: int


def members_of(wadah: Wadah, *, owing: bool = False) -> QuerySet[Any, Any]:
    """Return the members of a collector that have not ended, in the actor's scope, by key."""
    found = Member.objects.filter(wadah=wadah, payer="self").exclude(state=MemberState.KELUAR)
    return (found.filter(standing__payable_now__gt=0) if owing else found).order_by("pk")


def parts(wadah: Wadah) -> tuple[list[Part], date | None]:
    """Return the parts of the list, and the earliest day whose standings they come from; one statement."""
    found = Standing.objects.filter(member__in=members_of(wadah))
    rows = list(
        found.filter(payable_now__gt=0)
        .values_list("member__state")
        .annotate(people=Count("pk"), amount=Sum("payable_now"))
        .order_by()
    )
    told = found.aggregate(people=Count("pk"), day=Min("day"))
    made = [
        Part(
            code,
            str(name),
            sum(people for state, people, _amount in rows if state in states),
            sum(amount for state, _people, amount in rows if state in states),
        )
        for code, (name, states) in PARTS.items()
    ]
    settled = told["people"] - sum(one.people for one in made)
    return [*made, Part("lunas", str(SETTLED), settled, 0)], told["day"]


def owed(keys: Sequence[int], day: date) -> list[Owed]:
    """Return what members that the actor sees are to pay up to a day's month, in the order of their keys."""
    rows = whole(keys)
    this = str(Month.of(day))
    with seeing_everything():
        paid = paid_of([row.pk for row in rows])
        months = months_of(rows, day, paid)
    return [
        Owed(
            row,
            [one for one in payable(months[row.pk], day) if one.month <= this],
            max(paid[row.pk], default=""),
        )
        for row in rows
    ]


def every(wadah: Wadah, day: date) -> Iterator[Owed]:
    """Yield all members of the list, a batch of statements for each few hundred."""
    keys = list(members_of(wadah).values_list("pk", flat=True)[: MOST + 1])
    if len(keys) > MOST:
        raise Refusal(_("Daftar ini terlalu panjang untuk satu berkas. Bagi wadahnya."), "large")
    for start in range(0, len(keys), BATCH):
        yield from owed(keys[start : start + BATCH], day)


def list_as_workbook(wadah: Wadah, day: date) -> bytes:
    """Return the list as a workbook: a line a member, a line a member and month, the sums by month."""
    rows = sorted(every(wadah, day), key=lambda one: (one.member.person.nama_ktp, one.member.pk))
    return workbook(
        [
            Sheet(_("Anggota"), _member_head(), _member_rows(rows)),
            Sheet(_("Tiap bulan"), _month_head(), _month_rows(rows)),
            Sheet(_("Jumlah tiap bulan"), _sum_head(), _sum_rows(rows)),
        ]
    )


def _member_head() -> tuple[tuple[str, int], ...]:
    return (
        (_("No."), 8),
        (_("Nama"), 36),
        ("NIK", 20),
        ("KPJ", 16),
        (_("Keadaan"), 24),
        (_("Dibayar sampai"), 18),
        (_("Bulan yang ditagih"), 44),
        (_("Bulan"), 8),
        (_("Tunggakan"), 16),
        (_("Semua sampai bulan ini"), 20),
    )


def _member_rows(rows: Sequence[Owed]) -> Iterator[tuple[Any, ...]]:
    for number, one in enumerate(rows, 1):
        person = one.member.person.merged_into or one.member.person
        yield (
            number,
            person.nama_ktp,
            masked(person.nik),
            masked_kpj(one.member.kpj),
            _mood(one.member),
            month_name(one.paid_until),
            ", ".join(month_name(each.month) for each in one.months),
            len(one.months),
            one.behind,
            one.amount,
        )
    months, behind = sum(len(one.months) for one in rows), sum(one.behind for one in rows)
    yield ("", _("Jumlah"), "", "", "", "", "", months, behind, sum(one.amount for one in rows))


def _mood(member: Member) -> str:
    return str(Mood(member.standing.mood).label)


def _month_head() -> tuple[tuple[str, int], ...]:
    return (
        (_("Nama"), 36),
        ("KPJ", 16),
        (_("Bulan"), 18),
        (_("Jatuh tempo"), 14),
        ("JKK", 14),
        ("JKM", 14),
        ("JHT", 14),
        (_("Jumlah"), 16),
    )


def _month_rows(rows: Sequence[Owed]) -> Iterator[tuple[Any, ...]]:
    for one in rows:
        person = one.member.person.merged_into or one.member.person
        for each in one.months:
            due = each.due
            amounts = (due.jkk, due.jkm, due.jht, due.total)
            named = (person.nama_ktp, masked_kpj(one.member.kpj))
            yield (*named, month_name(each.month), each.due_day, *amounts)


def _sum_head() -> tuple[tuple[str, int], ...]:
    return ((_("Bulan"), 18), (_("Orang"), 10), (_("Jumlah"), 18))


def _sum_rows(rows: Sequence[Owed]) -> Iterator[tuple[Any, ...]]:
    found: dict[str, list[int]] = {}
    for one in rows:
        for each in one.months:
            found.setdefault(each.month, []).append(each.due.total)
    for month, amounts in sorted(found.items()):
        yield month_name(month), len(amounts), sum(amounts)
    yield _("Jumlah"), "", sum(sum(amounts) for amounts in found.values())
