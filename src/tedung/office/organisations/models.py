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
    email = models.EmailField(max_length=120, blank=True)
    head_title = models.CharField(max_length=120, blank=True)  # Perbekel, Lurah, Kepala Dinas
    head_name = models.CharField(max_length=120, blank=True)
    head_nip = models.CharField(max_length=18, blank=True)  # of a civil servant, under the signature
    bank_name = models.CharField(max_length=80, blank=True)
    bank_account = EncryptedField(blank=True)
    bank_holder = EncryptedField(blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        """Listed by name."""

        ordering: ClassVar[list[str]] = ["name"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["name", "id"], name="organisation_by_name"),
            models.Index(fields=["kind", "name", "id"], name="organisation_by_kind"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="organisation_kind_known")
        ]

    def __str__(self) -> str:
        return self.name


class BankState(models.TextChoices):
    """How far a change of bank details is."""

    PROPOSED = "diajukan", _("Menunggu persetujuan")
    APPROVED = "disetujui", _("Disetujui")
    REFUSED = "ditolak", _("Ditolak")
    WITHDRAWN = "ditarik", _("Ditarik")


BANK_STEPS: dict[str, set[str]] = {
    BankState.PROPOSED: {BankState.APPROVED, BankState.REFUSED, BankState.WITHDRAWN},
    BankState.APPROVED: set(),
    BankState.REFUSED: set(),
    BankState.WITHDRAWN: set(),
}


class BankChange(models.Model):
    """New bank details of an organisation: prepared by one, approved by another, and only then in force."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="bank_changes")
    bank_name = models.CharField(max_length=80)
    bank_account = EncryptedField()
    bank_holder = EncryptedField()
    reason = models.CharField(max_length=200)  # the paper that says so
    state = models.CharField(max_length=12, choices=BankState.choices, default=BankState.PROPOSED)
    prepared_by = models.BigIntegerField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        """One at a time waits for an organisation."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(state=BankState.PROPOSED),
                name="bank_change_one_waits",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=BankState.values), name="bank_change_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.state}"
