"""A proposal, its files, and every line of them.

A line is never deleted: a new version of a file makes lines of its own and the old ones stop being
current.  What a clerk mends on the screen is a Mending beside the line, never over it.
"""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tedung.office.access.scope import Scope, Scoped
from tedung.office.base.crypto import EncryptedField
from tedung.office.documents.models import Document
from tedung.office.organisations.models import Organisation
from tedung.office.people.models import Person

FIRST_SHEETS = {"sheet1", "lembar1"}
"""What a spreadsheet calls its first sheet by itself: it tells a clerk nothing."""


class State(models.TextChoices):
    """Where a proposal stands."""

    KONSEP = "konsep", _("Konsep")
    DIKIRIM = "dikirim", _("Dikirim")
    DIPERIKSA = "diperiksa", _("Sedang diperiksa")
    DIKEMBALIKAN = "dikembalikan", _("Dikembalikan")
    DITERIMA = "diterima", _("Diterima")
    DITARIK = "ditarik", _("Ditarik")


STEPS = {
    State.KONSEP: {State.DIKIRIM, State.DITARIK},
    State.DIKIRIM: {State.DIPERIKSA},
    State.DIPERIKSA: {State.DIKEMBALIKAN, State.DITERIMA},
    State.DIKEMBALIKAN: {State.DIKIRIM, State.DITARIK},
    State.DITERIMA: set(),
    State.DITARIK: set(),
}
OPEN = frozenset({State.KONSEP, State.DIKEMBALIKAN})
"""While its lines may be changed."""


class Usulan(Scoped):
    """A unit's proposal for a year."""

    scope = Scope("usulan.view", region="region", opd="opd_code", organisation="unit_code")

    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    unit_code = models.CharField(max_length=64)
    region = models.CharField(max_length=13)
    opd = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opd_code = models.CharField(max_length=64, blank=True)
    year = models.SmallIntegerField(_("tahun program"))
    title = models.CharField(_("judul"), max_length=160)
    state = models.CharField(max_length=16, choices=State.choices, default=State.KONSEP)
    before = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    prepared_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        """Listed by year and place."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["year", "state"]), models.Index(fields=["unit"])]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="usulan_state_known"),
            models.CheckConstraint(
                condition=models.Q(year__range=(2015, 2100)), name="usulan_year_plausible"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Berkas(Scoped):
    """A file of a proposal, as it was handed in; a new version names the one it stands for."""

    class State(models.TextChoices):
        """How far it was read."""

        QUEUED = "queued", _("menunggu dibaca")
        TRIED = "tried", _("sudah dicoba")  # a dry run: everything found, nobody taken over
        READ = "read", _("terbaca")
        FAILED = "failed", _("tidak terbaca")
        CARRIED = "carried", _("dari keputusan, menunggu dipastikan")
        REPLACED = "replaced", _("diganti versi baru")
        DISCARDED = "discarded", _("dikeluarkan, tidak dipakai")

    scope = Scope("usulan.view", region="region", opd="opd_code", organisation="unit_code")

    usulan = models.ForeignKey(Usulan, on_delete=models.PROTECT, related_name="files")
    unit_code = models.CharField(max_length=64)
    region = models.CharField(max_length=13)
    opd_code = models.CharField(max_length=64, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    marked = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    mapping = models.JSONField(
        default=dict
    )  # field -> heading or column letter, as the operator corrected it
    summary = models.JSONField(default=dict)  # the roster's account of the file: sheets, columns, counts
    sentence = models.TextField(blank=True)  # why it could not be read
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta(Scoped.Meta):
        """The same bytes once in a proposal."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["usulan", "sha256"], name="berkas_same_bytes_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)


CURRENT = models.Q(is_current=True)
"""A condition of an index, not its column: after one that is only asked whether, SQLite uses none."""


class Line(Scoped):
    """A line of a sheet: where it stands, what was read, what was found, who it is."""

    scope = Scope("usulan.view", region="region", opd="opd_code", organisation="unit_code")

    usulan = models.ForeignKey(Usulan, on_delete=models.PROTECT, related_name="lines")
    berkas = models.ForeignKey(Berkas, on_delete=models.PROTECT, related_name="lines")
    unit_code = models.CharField(max_length=64)
    region = models.CharField(max_length=13)
    opd_code = models.CharField(max_length=64, blank=True)
    sheet = models.CharField(max_length=64, blank=True)
    line = models.IntegerField()
    row_key = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=24)
    findings = models.JSONField(default=list)  # [{code, column, sentence}]
    nama_ktp = models.CharField(max_length=200, blank=True)
    nama_sebutan = models.CharField(max_length=200, blank=True)
    nik = EncryptedField(blank=True)  # the digits found, whatever they are worth
    nik_index = models.CharField(max_length=32, blank=True)
    nik_state = models.CharField(max_length=8, blank=True)
    birth_date = models.DateField(null=True)
    birth_place = models.CharField(max_length=120, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    village = models.CharField(max_length=13, blank=True)
    banjar = models.CharField(max_length=120, blank=True)
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    mother = models.CharField(max_length=200, blank=True)
    occupation = models.CharField(max_length=64, blank=True)
    group_code = models.CharField(max_length=32, blank=True)
    income = models.BigIntegerField(null=True)
    is_member = models.BooleanField(null=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="lines")
    is_current = models.BooleanField(default=True)

    class Meta(Scoped.Meta):
        """A line of a sheet once a file; read by proposal and outcome, by person, by key."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["berkas", "sheet", "line"], name="line_once_a_file"),
            models.CheckConstraint(
                condition=models.Q(income__isnull=True) | models.Q(income__gte=0),
                name="line_income_not_negative",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["usulan", "outcome", "id"], condition=CURRENT, name="line_current"),
            models.Index(
                fields=["usulan", "outcome", "person", "group_code", "region", "opd_code", "unit_code"],
                condition=CURRENT,
                name="line_counted",  # with what row security asks for: PostgreSQL then reads no line
            ),
            models.Index(fields=["person", "is_current"]),
            models.Index(fields=["row_key"]),
        ]

    def __str__(self) -> str:
        return f"{self.berkas_id} {self.sheet} {self.line}"

    @property
    def place(self) -> str:
        """Return where the line stands, as its clerk finds it: baris 12 (lembar Petani)."""
        told = {"line": self.line, "sheet": self.sheet}
        if self.sheet and self.sheet.casefold() not in FIRST_SHEETS:
            return gettext("baris %(line)s (lembar %(sheet)s)") % told
        return gettext("baris %(line)s") % told


class Mending(models.Model):
    """What a clerk put right on the screen: a field of a line, before and after; never changed."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="mendings")
    field = models.CharField(max_length=24)
    before = EncryptedField(blank=True)
    after = EncryptedField(blank=True)
    user_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.line_id} {self.field}"
