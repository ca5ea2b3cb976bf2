"""The trial balance of any day, what an account holds by wadah and month, the journal.

Pages and files show what the actor's scope holds: the postings of the wadah that one may see.  Every
happening is of one wadah, so that what is shown balances too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum

from tedung.office.access.actor import current
from tedung.office.buku import carrying
from tedung.office.buku.models import WHOLE, Account, Carried, Entry, Posting
from tedung.office.wadah.models import Wadah


@dataclass(frozen=True)
class Balance:
    """An account's sum: debit positive."""

    code: str
    name: str
    amount: int

    @property
    def debit(self) -> int:
        """Return the sum on the debit side."""
        return max(self.amount, 0)

    @property
    def credit(self) -> int:
        """Return the sum on the credit side."""
        return max(-self.amount, 0)


def trial_balance(day: date, seen: Q | None = None) -> list[Balance]:
    """Return the sum of every account up to a day, both sides equal."""
    before, after = -1, carrying.through()
    while before != after:  # carried in between: a sum would count twice
        before = after
        sums = _sums(day, seen or Q(), before)
        after = carrying.through()
    return [Balance(row.code, row.name, sums.get(row.pk) or 0) for row in Account.objects.all()]


def _sums(day: date, seen: Q, through: int) -> dict[int, int]:
    """Return what accounts hold: whole months as carried, the day's month and what came later by posting."""
    first = day.replace(day=1)
    carried = Carried.objects.filter(seen or Q(wadah_code=WHOLE), month__lt=f"{first:%Y-%m}")
    posted = Posting.objects.filter(seen, entry__is_posted=True)
    parts = (
        carried,
        posted.filter(entry__day__gte=first, entry__day__lte=day),
        posted.filter(entry__day__lt=first, entry__gt=through),
    )
    sums: dict[int, int] = {}
    for part in parts:
        for account, amount in part.values_list("account").annotate(sum=Sum("amount")).order_by():
            sums[account] = sums.get(account, 0) + amount
    return sums


def held(account: str, wadah: str = "", month: str = "") -> int:
    """Return what an account holds, of one wadah and one month where they are given."""
    found = Posting.objects.filter(entry__is_posted=True, account__code=account)
    if wadah:
        found = found.filter(wadah_code=wadah)
    if month:
        found = found.filter(month=month)
    return found.aggregate(amount=Sum("amount"))["amount"] or 0


def in_scope() -> Q:
    """Return the condition of the postings that the actor may see."""
    rows = Wadah.scope.rows(current(), "buku.view")
    if rows is None:
        return Q()
    return Q(wadah_code__in=Wadah.everything.filter(rows).values("organisation__code"))


def postings(account: Account, wadah: str = "", month: str = "") -> QuerySet[Any, Any]:
    """Return an account's postings that the actor may see, the latest first."""
    found = Posting.objects.filter(in_scope(), account=account, entry__is_posted=True)
    if wadah:
        found = found.filter(wadah_code=wadah)
    if month:
        found = found.filter(month=month)
    return found.select_related("entry").order_by("-pk")


def journal() -> QuerySet[Any, Any]:
    """Return the entries that the actor may see, the latest first."""
    seen = in_scope()
    found = Entry.objects.filter(is_posted=True).order_by("-pk")
    return found.filter(pk__in=Posting.objects.filter(seen).values("entry")) if seen else found


def balances_by_month(day: date) -> Iterator[tuple[str, str, str, int]]:
    """Yield (account, wadah, month, sum) up to a day, where it is not zero."""
    found = Posting.objects.filter(in_scope(), entry__is_posted=True, entry__day__lte=day)
    sums = found.values_list("account__code", "wadah_code", "month").annotate(amount=Sum("amount"))
    for code, wadah, month, amount in sums.order_by("account__code", "wadah_code", "month").iterator():
        if amount:
            yield code, wadah, month, amount


def journal_rows(day: date, most: int) -> Iterator[tuple[Any, ...]]:
    """Yield every posting up to a day in the order of writing, at most so many."""
    found = Posting.objects.filter(in_scope(), entry__is_posted=True, entry__day__lte=day)
    rows = found.order_by("pk").values_list(
        "entry__day",
        "entry__kind",
        "entry__key",
        "account__code",
        "wadah_code",
        "month",
        "amount",
        "entry__reason",
    )
    yield from rows[:most].iterator(chunk_size=2_000)
