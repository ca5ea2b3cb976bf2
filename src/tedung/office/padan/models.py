"""A verification file to the civil registry, the answer to each of its lines, and an officer's own reason.

Nobody enters a decree without *padan*, or a reason that an officer gives under their own name.
"""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tedung.office.access.scope import Scope, Scoped
from tedung.office.base.crypto import EncryptedField
from tedung.office.documents.models import Document
from tedung.office.people.models import Person
from tedung.office.reference.models import Format


class State(models.TextChoices):
    """How far a file to the registry is."""

    DIBUAT = "dibuat", _("Dibuat")
    DIKIRIM = "dikirim", _("Dikirim")
    DIJAWAB = "dijawab", _("Dijawab")
    DIBATALKAN = "dibatalkan", _("Dibatalkan")


STEPS = {
    State.DIBUAT: {State.DIKIRIM, State.DIBATALKAN},
    State.DIKIRIM: {State.DIJAWAB, State.DIBATALKAN},
    State.DIJAWAB: set(),
    State.DIBATALKAN: set(),
}


class Result(models.TextChoices):
    """What the registry says of a line."""

    PADAN = "padan", _("padan")
    NAMA = "nama_berbeda", _("nama berbeda")
    TANGGAL = "tanggal_lahir_berbeda", _("tanggal lahir berbeda")
    TIDAK_ADA = "nik_tidak_ditemukan", _("NIK tidak ditemukan")
    MENINGGAL = "meninggal", _("meninggal")
    PINDAH = "pindah", _("pindah")
    GANDA = "ganda", _("ganda")


class Request(Scoped):
    """A file to the registry; the city asks for all its villages at once."""

    scope = Scope("padan.view", region="region")

    region = models.CharField(max_length=13)
    number = models.CharField(_("nomor surat"), max_length=80, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DIBUAT)
    reason = models.CharField(max_length=32)  # usulan, bulanan
    form = models.ForeignKey(Format, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    people = models.IntegerField(default=0)
    prepared_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    sent_on = models.DateField(null=True, blank=True)
    answer = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    answer_number = models.CharField(_("nomor jawaban"), max_length=80, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    unread = models.JSONField(default=list)  # lines of the answer that met none of ours: [line, sentence]

    class Meta(Scoped.Meta):
        """Listed by time."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="padan_state_known")
        ]

    def __str__(self) -> str:
        return self.number or str(self.pk)


class Check(models.Model):
    """A line of a file to the registry, and what came back; the last answer of a person counts."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="checks")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="padan")
    ordinal = models.IntegerField()
    nik_index = models.CharField(max_length=32, blank=True)
    result = models.CharField(max_length=24, choices=Result.choices, blank=True)
    told = EncryptedField(blank=True)  # what the registry wrote beside it: name, date, address, as JSON
    answered_on = models.DateField(null=True)

    class Meta:
        """A person once a file; an answer has its day."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["request", "ordinal"], name="check_line_once"),
            models.UniqueConstraint(fields=["request", "person"], name="check_person_once"),
            models.CheckConstraint(
                condition=models.Q(result="", answered_on__isnull=True)
                | (~models.Q(result="") & models.Q(answered_on__isnull=False)),
                name="check_answer_has_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(result__in=["", *Result.values]), name="check_result_known"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person", "answered_on"]),
            models.Index(fields=["request", "nik_index"]),
            models.Index(fields=["request", "result"]),  # its lines by result, counted
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.ordinal}"


class Waiver(models.Model):
    """A named officer's reason to go on without padan, until a day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="waivers")
    reason = models.TextField(_("alasan"))
    user_id = models.BigIntegerField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    until = models.DateField()

    def __str__(self) -> str:
        return f"{self.person_id} {self.until}"
