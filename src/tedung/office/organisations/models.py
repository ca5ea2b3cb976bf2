"""One table of organisations, with kinds."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tedung.office.base.crypto import EncryptedField


class Kind(models.TextChoices):
    """What an organisation is."""

    OFFICE = "office", _("Perangkat daerah")
    VILLAGE = "village", _("Desa/kelurahan")
    DESA_ADAT = "desa_adat", _("Desa adat")
    SUBAK = "subak", _("Subak")
    EMPLOYER = "employer", _("Pemberi kerja")
    COOPERATIVE = "cooperative", _("Koperasi")
    PROVIDER = "provider", _("Penyelenggara pelatihan")
    PAYER = "payer", _("Pembayar iuran")
    BANK = "bank", _("Bank")
    WADAH = "wadah", _("Wadah")


class Organisation(models.Model):
    """An organisation that proposes, looks after, pays, trains or employs."""

    code = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = models.CharField(_("nama"), max_length=160)
    region = models.CharField(max_length=13, blank=True, db_index=True)  # Kemendagri code
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=32, blank=True)
    head_title = models.CharField(max_length=120, blank=True)  # Perbekel, Lurah, Kepala Dinas
    head_name = models.CharField(max_length=120, blank=True)
    bank_account = EncryptedField(blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        """Listed by name."""

        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="organisation_kind_known")
        ]

    def __str__(self) -> str:
        return self.name
