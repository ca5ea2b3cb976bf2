"""A report as it was made: of what, for which months, by which law, on which data."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tedung.office.access.scope import Scope, Scoped
from tedung.office.documents.models import Document
from tedung.office.iuran.models import Rincian
from tedung.office.jobs.models import Job


class Kind(models.TextChoices):
    """Which report."""

    WALI_KOTA = "wali_kota", _("Halaman wali kota")
    DPRD = "dprd", _("Bahan rapat DPRD")
    TRIWULAN = "triwulan", _("Laporan triwulan")
    REALISASI = "realisasi", _("Realisasi per perangkat daerah")
    PEMERIKSAAN = "pemeriksaan", _("Berkas pemeriksaan SP2D")
    PARITRANA = "paritrana", _("Berkas Paritrana")


class State(models.TextChoices):
    """How far it is."""

    MENUNGGU = "menunggu", _("Sedang dibuat")
    SIAP = "siap", _("Siap")


STEPS = {State.MENUNGGU: {State.SIAP}, State.SIAP: set()}


class Report(Scoped):
    """A report: what was asked, and the papers that came of it; a later day makes another one."""

    scope = Scope("laporan.view", region="region", opd="opd_code")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.MENUNGGU)
    first_month = models.CharField(max_length=7)
    last_month = models.CharField(max_length=7)
    region = models.CharField(max_length=13)
    opd_code = models.CharField(max_length=64, blank=True)  # empty: of the whole city
    rincian = models.ForeignKey(
        Rincian, on_delete=models.PROTECT, null=True, related_name="+"
    )  # one of the SP2D
    has_nik = models.BooleanField(default=False)  # full numbers stand in it
    day = models.DateField()
    as_of = models.DateTimeField(null=True)  # until when what it read was known
    law_day = models.DateField()
    law_version = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, blank=True)  # of its figures: the same again, the same mark
    pdf = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    xlsx = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="+")
    prepared_by = models.BigIntegerField(null=True)
    by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        """What is ready has its paper, its mark and its hour; listed by kind, the latest first."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="report_kind_known"),
            models.CheckConstraint(
                condition=~models.Q(state="siap")
                | (models.Q(pdf__isnull=False) & models.Q(as_of__isnull=False) & ~models.Q(sha256="")),
                name="report_ready_is_there",
            ),
            models.CheckConstraint(
                condition=models.Q(last_month__gte=models.F("first_month")), name="report_ends_later"
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["kind", "-id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.last_month}"
