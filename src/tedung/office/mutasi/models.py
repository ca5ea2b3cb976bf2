"""The changes of one wadah in one month, and each change in them."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tedung.office.access.scope import Scope, Scoped
from tedung.office.wadah.members import ENDED
from tedung.office.wadah.models import MEMBER_SCOPE, Exchange, Member, Wadah


class State(models.TextChoices):
    """How far the changes of a month are."""

    KONSEP = "konsep", _("Konsep")
    DIAJUKAN = "diajukan", _("Diajukan")
    DISETUJUI = "disetujui", _("Disetujui")
    DIBATALKAN = "dibatalkan", _("Dibatalkan")


STEPS = {
    State.KONSEP: {State.DIAJUKAN, State.DIBATALKAN},
    State.DIAJUKAN: {State.DISETUJUI, State.KONSEP},
    State.DISETUJUI: set(),
    State.DIBATALKAN: set(),
}


class Mutasi(Scoped):
    """A month's changes of a wadah; after they are approved, a further one of the same month may follow."""

    scope = Scope(
        "mutasi.view", region="region", opd="opd_code", organisation="unit_code", group="group_code"
    )

    wadah = models.ForeignKey(Wadah, on_delete=models.PROTECT, related_name="mutasi")
    month = models.CharField(max_length=7)  # the first month for which they hold
    state = models.CharField(max_length=12, choices=State.choices, default=State.KONSEP)
    counts = models.JSONField(default=dict)  # act -> people, as approved
    exchange = models.ForeignKey(Exchange, on_delete=models.PROTECT, null=True, related_name="mutasi")
    region = models.CharField(max_length=13)
    opd_code = models.CharField(max_length=64, blank=True)
    unit_code = models.CharField(max_length=64, blank=True)
    group_code = models.CharField(max_length=32, blank=True)
    prepared_by = models.BigIntegerField(null=True)
    approved_by = models.BigIntegerField(null=True)
    approved_on = models.DateField(null=True)
    made_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        """One at work a wadah."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["wadah"],
                condition=models.Q(state__in=["konsep", "diajukan"]),
                name="mutasi_one_at_work",
            ),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="mutasi_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state="disetujui")
                | (models.Q(approved_by__isnull=False) & models.Q(approved_on__isnull=False)),
                name="mutasi_approved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wadah_id} {self.month}"


class Act(models.TextChoices):
    """What changes."""

    MASUK = "masuk", _("masuk")
    PENGGANTI = "pengganti", _("pengganti")
    KELUAR = "keluar", _("keluar")
    PERUBAHAN = "perubahan", _("perubahan data")


class Source(models.TextChoices):
    """From where it is known."""

    KEPUTUSAN = "keputusan", _("keputusan")
    KEJADIAN = "kejadian", _("laporan lapangan")
    PADAN = "padan", _("data kependudukan")
    JABATAN = "jabatan", _("masa jabatan")
    UMUR = "umur", _("tanggal lahir")
    BUKTI = "bukti", _("bukti pekerjaan lain")
    MASA = "masa", _("masa perlindungan")
    PETUGAS = "petugas", _("petugas")


class Change(Scoped):
    """One change of one membership: found or written by an officer, taken or left for later."""

    scope = MEMBER_SCOPE

    mutasi = models.ForeignKey(Mutasi, on_delete=models.PROTECT, related_name="changes")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="changes")
    act = models.CharField(max_length=12, choices=Act.choices)
    reason = models.CharField(max_length=24, blank=True)  # of an exit: wadah.members.ENDED
    source = models.CharField(max_length=12, choices=Source.choices)
    last_month = models.CharField(max_length=7, blank=True)  # of an exit
    replaces = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=240, blank=True)
    is_taken = models.BooleanField(default=True)
    village = models.CharField(max_length=13, blank=True)
    opd_code = models.CharField(max_length=64, blank=True)
    unit_code = models.CharField(max_length=64, blank=True)
    group_code = models.CharField(max_length=32, blank=True)

    class Meta(Scoped.Meta):
        """A membership once; an exit has its last month and its reason."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["mutasi", "member"], name="change_member_once"),
            models.CheckConstraint(condition=models.Q(act__in=Act.values), name="change_act_known"),
            models.CheckConstraint(condition=models.Q(source__in=Source.values), name="change_source_known"),
            models.CheckConstraint(
                condition=~models.Q(act="keluar") | (~models.Q(last_month="") & ~models.Q(reason="")),
                name="change_exit_is_complete",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["mutasi", "act", "id"])]

    @property
    def reason_name(self) -> str:
        """Return why somebody leaves, in words."""
        return str(ENDED.get(self.reason, ""))

    def __str__(self) -> str:
        return f"{self.mutasi_id} {self.act}"
