"""A line of the budget, its amounts over the year, and the cash planned by quarter.

The codes are free text with the version of the nomenclature that they come from: Tedung never guesses a
code.  An amount is never changed; a shift or a change of the budget is a further amount.  The one of the
latest day that has come counts, of one day the last that was written.
"""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tedung.columns import PAYERS
from tedung.office.access.scope import Scope, Scoped
from tedung.office.documents.models import Document


class Pos(Scoped):
    """A line of an office's budget for a year."""

    scope = Scope("anggaran.view", region="region", opd="opd_code")

    year = models.SmallIntegerField(_("tahun"))
    region = models.CharField(max_length=13)
    opd_code = models.CharField(max_length=64)
    payer = models.CharField(max_length=12)  # whose money: it decides on reliefs
    sub_activity = models.CharField(_("sub kegiatan"), max_length=160)
    account = models.CharField(_("kode rekening"), max_length=160)
    nomenclature = models.CharField(_("versi nomenklatur"), max_length=80)
    sumber_dana = models.CharField(_("sumber dana"), max_length=32)
    prepared_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        """A line once a year."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["year", "region", "opd_code", "sub_activity", "account", "sumber_dana"],
                name="pos_once_a_year",
            ),
            models.CheckConstraint(condition=models.Q(payer__in=PAYERS), name="pos_payer_known"),
            models.CheckConstraint(condition=models.Q(year__range=(2015, 2100)), name="pos_year_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.account}"


class Version(models.TextChoices):
    """Which budget an amount is of."""

    MURNI = "murni", _("APBD murni")
    PERGESERAN = "pergeseran", _("pergeseran")
    PERUBAHAN = "perubahan", _("APBD perubahan")


class PosAmount(models.Model):
    """What a budget gives a line from a day on; never changed."""

    pos = models.ForeignKey(Pos, on_delete=models.PROTECT, related_name="amounts")
    version = models.CharField(_("anggaran"), max_length=12, choices=Version.choices)
    sequence = models.SmallIntegerField()
    amount = models.BigIntegerField(_("jumlah"))
    day = models.DateField(_("tanggal"))
    number = models.CharField(_("nomor dokumen"), max_length=120, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    user_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        """The original comes first and once."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["pos", "sequence"], name="posamount_in_order"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="posamount_not_negative"),
            models.CheckConstraint(
                condition=models.Q(version="murni", sequence=1)
                | (~models.Q(version="murni") & models.Q(sequence__gt=1)),
                name="posamount_original_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pos_id} {self.version} {self.sequence}"


class CashPlan(models.Model):
    """What may be paid from a line in a quarter (anggaran kas)."""

    pos = models.ForeignKey(Pos, on_delete=models.PROTECT, related_name="cash_plan")
    quarter = models.SmallIntegerField()
    amount = models.BigIntegerField()

    class Meta:
        """Four a line."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["pos", "quarter"], name="cashplan_once_a_quarter"),
            models.CheckConstraint(condition=models.Q(quarter__range=(1, 4)), name="cashplan_quarter"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="cashplan_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.pos_id} {self.quarter}"
