"""A report of a death or an accident: who told it, whom it is about, what came of it."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tedung.office.access.scope import Scope, Scoped
from tedung.office.base.crypto import EncryptedField
from tedung.office.people.models import Person


class Kind(models.TextChoices):
    """What happened."""

    MENINGGAL = "meninggal", _("meninggal")
    KECELAKAAN = "kecelakaan", _("kecelakaan kerja")


class State(models.TextChoices):
    """How far it is."""

    DILAPORKAN = "dilaporkan", _("Dilaporkan")
    DIPASTIKAN = "dipastikan", _("Dipastikan")
    TIDAK_BENAR = "tidak_benar", _("Tidak benar")


STEPS = {
    State.DILAPORKAN: {State.DIPASTIKAN, State.TIDAK_BENAR},
    State.DIPASTIKAN: {State.TIDAK_BENAR},  # whoever was thought dead stands at the counter
    State.TIDAK_BENAR: set(),
}


class Kejadian(Scoped):
    """Something that happened to a person, as it was told."""

    scope = Scope("kejadian.view", region="region", opd="opd_code", organisation="unit_code")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="kejadian")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    day = models.DateField(_("tanggal kejadian"))
    is_work_related = models.BooleanField(null=True)  # nobody knows at once
    told_by = EncryptedField(blank=True)  # a neighbour, the family, the kelian
    place = models.CharField(max_length=160, blank=True)
    note = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DILAPORKAN)
    region = models.CharField(max_length=13, blank=True)
    opd_code = models.CharField(max_length=64, blank=True)
    unit_code = models.CharField(max_length=64, blank=True)
    reported_by = models.BigIntegerField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta(Scoped.Meta):
        """One death a person that stands; listed by day."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(kind="meninggal") & ~models.Q(state="tidak_benar"),
                name="kejadian_one_death",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "day"],
                condition=~models.Q(state="tidak_benar"),
                name="kejadian_once_a_day",
            ),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="kejadian_kind_known"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["state", "-day", "id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"
