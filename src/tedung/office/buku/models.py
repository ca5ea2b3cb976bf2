"""Accounts, entries, postings.

An entry is written with its postings, then posted; the database itself refuses to post what does not
balance, and to change or delete what was posted.  A mistake is corrected by an entry that takes the
first one back.  Debit is positive, credit negative, all whole rupiah.
"""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Account(models.Model):
    """An account of the subsidiary ledger."""

    class Side(models.TextChoices):
        """On which side it grows."""

        DEBIT = "debit", _("debit")
        CREDIT = "credit", _("kredit")

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    side = models.CharField(max_length=8, choices=Side.choices)

    class Meta:
        """By code."""

        ordering: ClassVar[list[str]] = ["code"]

    def __str__(self) -> str:
        return self.code


class Entry(models.Model):
    """Something that happened to money: what, when, about which paper."""

    day = models.DateField()
    kind = models.CharField(max_length=32)  # rincian, kode, bayar, sisa, pengembalian, balik
    about_kind = models.CharField(max_length=48)
    about_id = models.BigIntegerField()
    key = models.CharField(max_length=80, unique=True)  # the same happening is entered once
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    reason = models.CharField(max_length=240, blank=True)
    user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    is_posted = models.BooleanField(default=False)

    class Meta:
        """Read by day and by paper."""

        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["day"]),
            models.Index(fields=["about_kind", "about_id"]),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(reverses__isnull=True) | ~models.Q(reason=""),
                name="entry_reversal_has_a_reason",
            )
        ]

    def __str__(self) -> str:
        return self.key


class Posting(models.Model):
    """A rupiah amount on an account: of which wadah, for which month of contribution (BLTH)."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="postings")
    amount = models.BigIntegerField()
    wadah_code = models.CharField(max_length=64, blank=True)
    month = models.CharField(max_length=7, blank=True)

    class Meta:
        """Never nothing; read by entry, by account, by wadah and month."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=~models.Q(amount=0), name="posting_never_zero")
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["account", "wadah_code", "month"]),
            models.Index(fields=["wadah_code", "entry"]),  # the journal of whoever sees some wadah
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.amount}"


WHOLE = "*"
"""Stands for all wadah in a carried sum."""


class Carried(models.Model):
    """What the entries of a calendar month come to on an account, of one wadah or of all."""

    month = models.CharField(max_length=7)  # of the entries' day, not of the contribution
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    wadah_code = models.CharField(max_length=64)
    amount = models.BigIntegerField()

    class Meta:
        """Once; read by wadah."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["wadah_code", "month", "account"], name="carried_once")
        ]

    def __str__(self) -> str:
        return f"{self.wadah_code} {self.month}"


class Carry(models.Model):
    """Up to which entry the sums are carried; the one row of its table."""

    through = models.BigIntegerField(default=0)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.through)
