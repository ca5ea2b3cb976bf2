"""What the buku pembantu is told of a bill: each happening of it as one set by wadah and month.

rincian   beban_iuran         / iuran_terutang     what is due, a month
baris     iuran_terutang      / beban_iuran        lines that are not owed after all
kode      selisih             / iuran_terutang     what a code asks beyond the lines, or less
kredit    iuran_terutang      / sisa_masa_iuran    months paid before, reckoned with these
bayar     iuran_terutang      / pembayaran         the SP2D
sisa      sisa_masa_iuran     / beban_iuran        months that were paid and not used
hangus    sisa_tidak_kembali  / beban_iuran        likewise, where the agreement lets nothing come back
…_batal   beban_iuran         / sisa_…             either of them, put back
kembali   pengembalian        / sisa_masa_iuran    what the agency gave back

Of members who pay themselves the same goes to accounts of their own: their money is never the city's.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any

from django.db.models import QuerySet, Sum

from tedung.office.base import clock
from tedung.office.buku.models import Entry, Posting
from tedung.office.buku.services import Amount, Happening, take_back, write
from tedung.office.iuran.models import Line, Rincian

KIND = "iuran.rincian"
OF_MEMBERS = {
    "beban_iuran": "iuran_anggota",
    "iuran_terutang": "terutang_anggota",
    "pembayaran": "setoran_anggota",
    "sisa_masa_iuran": "sisa_anggota",
    "sisa_tidak_kembali": "sisa_anggota_hangus",
    "pengembalian": "pengembalian_anggota",
    "selisih": "selisih_anggota",
}
"""Account of the city -> that of members who pay themselves."""


def account_of(rincian: Rincian, account: str) -> str:
    """Return the account that a bill uses for one of the city's."""
    return OF_MEMBERS[account] if rincian.payer == "self" else account


def due(many: Sequence[Rincian]) -> int:
    """Enter what the lines of bills ask, as one set: an entry a bill and month, with its wadah."""
    found = Line.everything.filter(rincian__in=[one.pk for one in many], is_cancelled=False, total__gt=0)
    amounts: dict[int, dict[str, int]] = {one.pk: {} for one in many}
    for key, month, amount in found.values_list("rincian", "month").annotate(sum=Sum("total")).order_by():
        amounts[key][month] = amount
    accounts = ("beban_iuran", "iuran_terutang")
    return write(chain.from_iterable(_entries(one, "rincian", accounts, amounts[one.pk]) for one in many))


def move(
    rincian: Rincian,
    kind: str,
    accounts: tuple[str, str],
    amounts: Mapping[str, int],
    *,
    mark: str,
    day: date | None = None,
) -> int:
    """Enter amounts by month from one account to another; `mark` tells this happening from its like."""
    return _enter(rincian, kind, accounts, amounts, mark=mark, day=day)


def owed(rincian: Rincian) -> dict[str, int]:
    """Return what the book says is owed of a bill, by month: due and difference, less credit and payment."""
    entries = Entry.objects.filter(about_kind=KIND, about_id=rincian.pk)
    found = Posting.objects.filter(entry__in=entries, account__code=account_of(rincian, "iuran_terutang"))
    sums = found.values_list("month").annotate(amount=Sum("amount")).order_by("month")
    return {month: -amount for month, amount in sums if amount}


def paid(rincian: Rincian, day: date) -> int:
    """Enter the payment of all that is owed of a bill, anew where an earlier one was taken back."""
    before = _payments(rincian).exclude(reversed_by=None).count()
    mark = str(before) if before else ""
    return _enter(rincian, "bayar", ("iuran_terutang", "pembayaran"), owed(rincian), mark=mark, day=day)


def unpaid(rincian: Rincian, reason: str) -> None:
    """Take the payment of a bill back by its opposite."""
    for entry in _payments(rincian).filter(reversed_by=None).order_by("pk"):
        take_back(entry, reason)


def _payments(rincian: Rincian) -> QuerySet[Any, Any]:
    return Entry.objects.filter(about_kind=KIND, about_id=rincian.pk, kind="bayar")


def taken_back(rincian: Rincian, reason: str) -> None:
    """Take back every entry of a bill by its opposite."""
    entries = Entry.objects.filter(about_kind=KIND, about_id=rincian.pk, reverses=None, reversed_by=None)
    for entry in entries.order_by("pk"):
        take_back(entry, reason)


def _enter(
    rincian: Rincian,
    kind: str,
    accounts: tuple[str, str],
    amounts: Mapping[str, int],
    *,
    mark: str = "",
    day: date | None = None,
) -> int:
    return write(_entries(rincian, kind, accounts, amounts, mark=mark, day=day))


def _entries(
    rincian: Rincian,
    kind: str,
    accounts: tuple[str, str],
    amounts: Mapping[str, int],
    *,
    mark: str = "",
    day: date | None = None,
) -> Iterator[Happening]:
    wadah = rincian.wadah.organisation.code
    made = _happenings(rincian, kind, mark, day or clock.today(rincian.region), amounts)
    debit, credit = (account_of(rincian, account) for account in accounts)
    for one, month, amount in made:
        parts = [Amount(debit, amount, wadah, month), Amount(credit, -amount, wadah, month)]
        yield one._replace(amounts=parts)


def _happenings(
    rincian: Rincian, kind: str, mark: str, day: date, amounts: Mapping[str, int]
) -> Iterable[tuple[Happening, str, int]]:
    for month, amount in sorted(amounts.items()):
        if amount:
            key = ":".join(part for part in (kind, str(rincian.pk), mark, month) if part)
            yield Happening(key, day, kind, KIND, rincian.pk, ()), month, amount
