"""A comparison of one wadah's members with the agency's list for a month, and each difference in it."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tedung.office.access.scope import Scope, Scoped
from tedung.office.base.crypto import EncryptedField
from tedung.office.documents.models import Document
from tedung.office.letters.models import Letter
from tedung.office.reference.models import Format
from tedung.office.wadah.models import MEMBER_SCOPE, Member, Wadah


class State(models.TextChoices):
    """How far a comparison is."""

    DIBACA = "dibaca", _("Sedang dibaca")
    DIBANDINGKAN = "dibandingkan", _("Dibandingkan")
    BERITA_ACARA = "berita_acara", _("Berita acara terbit")
    DISEPAKATI = "disepakati", _("Disepakati")
    DIGANTIKAN = "digantikan", _("Digantikan")


STEPS = {
    State.DIBACA: {State.DIBANDINGKAN, State.DIGANTIKAN},
    State.DIBANDINGKAN: {State.BERITA_ACARA, State.DIGANTIKAN},
    State.BERITA_ACARA: {State.DISEPAKATI, State.DIGANTIKAN},
    State.DISEPAKATI: set(),
    State.DIGANTIKAN: set(),
}


class Reconciliation(Scoped):
    """One wadah, one month (BLTH), one list of the agency, and how the two compare."""

    scope = Scope(
        "rekonsiliasi.view", region="region", opd="opd_code", organisation="unit_code", group="group_code"
    )

    wadah = models.ForeignKey(Wadah, on_delete=models.PROTECT, related_name="reconciliations")
    month = models.CharField(max_length=7)  # 2027-01
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    form = models.ForeignKey(Format, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("nomor surat atau berkas"), max_length=80, blank=True)
    day = models.DateField(_("tanggal data"))
    state = models.CharField(max_length=16, choices=State.choices, default=State.DIBACA)
    lines = models.IntegerField(default=0)
    counts = models.JSONField(default=dict)  # see comparing.COUNTS: of the file's lines, and of ours
    unread = models.JSONField(default=list)  # lines that meet nobody: [line, sentence]
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    signed = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    region = models.CharField(max_length=13)
    opd_code = models.CharField(max_length=64, blank=True)
    unit_code = models.CharField(max_length=64, blank=True)
    group_code = models.CharField(max_length=32, blank=True)
    prepared_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        """One that counts a wadah and month."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["wadah", "month"],
                condition=~models.Q(state="digantikan"),
                name="reconciliation_once_a_month",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="reconciliation_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wadah_id} {self.month}"


class Kind(models.TextChoices):
    """How the two lists differ."""

    ONLY_HERE = "only_here", _("Hanya di daftar kota")
    ONLY_THERE = "only_there", _("Hanya di daftar BPJS")
    DIFFERENT = "different", _("Berbeda")


class Field(models.TextChoices):
    """In what they differ."""

    NONE = "", _("ada di satu daftar saja")
    NAME = "name", _("nama")
    BIRTH_DATE = "birth_date", _("tanggal lahir")
    STATUS = "status", _("status")
    MONTHS = "months", _("bulan kepesertaan")
    KPJ = "kpj", _("KPJ")


class How(models.TextChoices):
    """What is done about a difference."""

    OPEN = "", _("belum ditangani")
    HERE = "here", _("dibetulkan di daftar kota")
    THERE = "there", _("diminta dibetulkan BPJS")
    EXPLAINED = "explained", _("dijelaskan, tidak ada yang diubah")


class Difference(Scoped):
    """One difference about one person; whoever is in the agency's list alone has no member."""

    scope = MEMBER_SCOPE

    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="differences")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    field = models.CharField(max_length=12, choices=Field.choices, blank=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="differences")
    line = models.IntegerField(null=True)  # of the agency's file
    ours = EncryptedField(blank=True)
    theirs = EncryptedField(blank=True)
    how = models.CharField(max_length=12, choices=How.choices, blank=True)
    note = models.CharField(max_length=240, blank=True)
    user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(null=True)
    village = models.CharField(max_length=13, blank=True)
    opd_code = models.CharField(max_length=64, blank=True)
    unit_code = models.CharField(max_length=64, blank=True)
    group_code = models.CharField(max_length=32, blank=True)

    class Meta(Scoped.Meta):
        """Read by comparison, kind and answer."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["reconciliation", "how", "kind", "id"])]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="difference_kind_known"),
            models.CheckConstraint(condition=models.Q(how__in=How.values), name="difference_how_known"),
            models.CheckConstraint(
                condition=models.Q(kind="only_there", member__isnull=True)
                | (~models.Q(kind="only_there") & models.Q(member__isnull=False)),
                name="difference_has_its_member",
            ),
            models.CheckConstraint(
                condition=models.Q(how="") | models.Q(at__isnull=False), name="difference_answer_has_its_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reconciliation_id} {self.kind} {self.field}"
