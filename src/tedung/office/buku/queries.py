"""The trial balance of any day, and what an account holds by wadah and month."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from tedung.office.buku.models import Account, Posting


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


def trial_balance(day: date) -> list[Balance]:
    """Return the sum of every account up to a day, both sides equal."""
    sums = dict(
        Posting.objects.filter(entry__is_posted=True, entry__day__lte=day)
        .values_list("account")
        .annotate(amount=Sum("amount"))
        .order_by()
    )
    return [Balance(row.code, row.name, sums.get(row.pk) or 0) for row in Account.objects.all()]


def held(account: str, wadah: str = "", month: str = "") -> int:
    """Return what an account holds, of one wadah and one month where they are given."""
    found = Posting.objects.filter(entry__is_posted=True, account__code=account)
    if wadah:
        found = found.filter(wadah_code=wadah)
    if month:
        found = found.filter(month=month)
    return found.aggregate(amount=Sum("amount"))["amount"] or 0
