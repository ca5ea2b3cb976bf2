"""A selection under a quota, a decree with its annex, and the cover that it gives.

Cover of the same person in the same group by two public budgets may not overlap: the database
itself refuses it (*pembiayaan ganda*).
"""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tedung.columns import PAYERS
from tedung.office.access.scope import Scope, Scoped
from tedung.office.base.crypto import EncryptedField
from tedung.office.documents.models import Document
from tedung.office.jobs.models import Job
from tedung.office.organisations.models import Organisation
from tedung.office.people.models import Person

PAYER_NAMES = {
    "self": _("sendiri"),
    "employer": _("pemberi kerja"),
    "apbd_kota": _("APBD kota/kabupaten"),
    "apbd_prov": _("APBD provinsi"),
    "apbdes": _("APB Desa"),
    "apbn": _("APBN"),
    "donor": _("donatur"),
}
PUBLIC = ("apbd_kota", "apbd_prov", "apbdes", "apbn")


class SelectionState(models.TextChoices):
    """How far a selection is."""

    KONSEP = "konsep", _("Konsep")
    DIHITUNG = "dihitung", _("Dihitung")
    DIUMUMKAN = "diumumkan", _("Diumumkan")  # its reserve list is published: the order stands


SELECTION_STEPS = {
    SelectionState.KONSEP: {SelectionState.DIHITUNG},
    SelectionState.DIHITUNG: {SelectionState.DIHITUNG, SelectionState.DIUMUMKAN},
    SelectionState.DIUMUMKAN: set(),
}


class Selection(Scoped):
    """A choice under a budget: its rules, and everybody's place."""

    scope = Scope("penetapan.view", region="region")

    region = models.CharField(max_length=13)
    name = models.CharField(_("nama"), max_length=120)
    year = models.SmallIntegerField(_("tahun"))
    first_month = models.CharField(max_length=7)  # 2027-01
    months = models.SmallIntegerField(_("lama (bulan)"))
    budget = models.BigIntegerField(_("anggaran"))
    payer = models.CharField(max_length=12)
    programmes = models.CharField(max_length=32, default="jkk+jkm")
    sumber_dana = models.CharField(max_length=32, blank=True)
    floors = models.JSONField(default=list)  # [{column, value, least, share}]
    seed = models.CharField(max_length=64)  # published with the result: ties are drawn from it
    state = models.CharField(max_length=12, choices=SelectionState.choices, default=SelectionState.KONSEP)
    result = models.JSONField(default=dict)  # counts, spent, bound, floors kept, law version, open questions
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="+")  # last asked for
    prepared_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        """A budget is whole rupiah, not negative."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(budget__gte=0), name="selection_budget_not_negative"),
            models.CheckConstraint(condition=models.Q(months__range=(1, 12)), name="selection_within_a_year"),
            models.CheckConstraint(condition=models.Q(payer__in=PAYERS), name="selection_payer_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Candidate(Scoped):
    """A person's place in a selection: chosen, in the reserve with a number, or out with a reason."""

    class Status(models.TextChoices):
        """Where one stands."""

        CHOSEN = "chosen", _("terpilih")
        RESERVE = "reserve", _("cadangan")
        STOPPED = "stopped", _("tidak dapat diusulkan")

    scope = Scope(
        "penetapan.view", region="village", opd="opd_code", organisation="unit_code", group="group_code"
    )

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="candidates")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="candidacies")
    line_id = models.BigIntegerField()  # the line of the usulan by which one is proposed
    village = models.CharField(max_length=13, blank=True)
    opd_code = models.CharField(max_length=64, blank=True)
    unit_code = models.CharField(max_length=64, blank=True)
    group_code = models.CharField(max_length=32, blank=True)
    status = models.CharField(max_length=8, choices=Status.choices)
    rank = models.IntegerField(default=0)
    score = models.IntegerField(default=0)
    cost = models.BigIntegerField(default=0)
    reasons = models.JSONField(default=list)  # sentences, the one that decides first

    class Meta(Scoped.Meta):
        """A person once a selection and group; a rank once a status."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["selection", "person", "group_code"], name="candidate_once"),
            models.UniqueConstraint(
                fields=["selection", "status", "rank"],
                condition=~models.Q(status="stopped"),
                name="candidate_rank_once",
            ),
            models.CheckConstraint(condition=models.Q(cost__gte=0), name="candidate_cost_not_negative"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["person"])]

    def __str__(self) -> str:
        return f"{self.selection_id} {self.status} {self.rank}"


class Clearance(models.Model):
    """An officer's answer to a question that eligibility left open for a person and group; never changed."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="clearances")
    group_code = models.CharField(max_length=32, blank=True)
    code = models.CharField(max_length=24)
    year = models.SmallIntegerField()
    reason = models.TextField(_("alasan"))
    user_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        """Answered once a year."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "group_code", "code", "year"], name="clearance_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.code} {self.year}"


class DecreeState(models.TextChoices):
    """How far a decree is."""

    KONSEP = "konsep", _("Konsep")
    DIAJUKAN = "diajukan", _("Diajukan")
    DITETAPKAN = "ditetapkan", _("Ditetapkan")
    DIBATALKAN = "dibatalkan", _("Dibatalkan")


DECREE_STEPS = {
    DecreeState.KONSEP: {DecreeState.DIAJUKAN, DecreeState.DIBATALKAN},
    DecreeState.DIAJUKAN: {DecreeState.KONSEP, DecreeState.DITETAPKAN, DecreeState.DIBATALKAN},
    DecreeState.DITETAPKAN: set(),
    DecreeState.DIBATALKAN: set(),
}


class Decree(Scoped):
    """A decree (SK, Perkel, Perkades) or its amendment (Perubahan I, II …)."""

    class Kind(models.TextChoices):
        """What it is."""

        SK = "sk", _("Keputusan Wali Kota/Bupati")
        PERKEL = "perkel", _("Peraturan Perbekel")
        PERKADES = "perkades", _("Peraturan Kepala Desa")

    scope = Scope("penetapan.view", region="region", organisation="unit_code")

    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.SK)
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")  # in whose name
    unit_code = models.CharField(max_length=64)
    region = models.CharField(max_length=13)
    amends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="amendments")
    sequence = models.SmallIntegerField(default=0)  # Perubahan I is 1
    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, null=True, related_name="decrees")
    number = models.CharField(_("nomor"), max_length=80, blank=True)
    day = models.DateField(_("tanggal"), null=True, blank=True)
    signatory = models.CharField(_("penanda tangan"), max_length=160, blank=True)
    about = models.CharField(_("tentang"), max_length=240)
    since = models.DateField(_("berlaku sejak"))
    until = models.DateField(_("berlaku sampai"))
    payer = models.CharField(max_length=12)
    programmes = models.CharField(max_length=32, default="jkk+jkm")
    sumber_dana = models.CharField(max_length=32, blank=True)
    reserve_clause = models.TextField(blank=True)  # where the regulation itself lets a reserve move up
    meeting_day = models.DateField(null=True, blank=True)  # village money: the meeting that decided
    state = models.CharField(max_length=12, choices=DecreeState.choices, default=DecreeState.KONSEP)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    signed = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    unsigned_reason = models.CharField(max_length=240, blank=True)  # why its signed scan comes later
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="+")  # last asked for
    prepared_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        """What is issued has its number, day and signatory; a number once a unit and year."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="decree_ends_later"
            ),
            models.CheckConstraint(condition=models.Q(payer__in=PAYERS), name="decree_payer_known"),
            models.CheckConstraint(
                condition=models.Q(state__in=DecreeState.values), name="decree_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ditetapkan")
                | (~models.Q(number="") & models.Q(day__isnull=False) & ~models.Q(signatory="")),
                name="decree_issued_is_complete",
            ),
            models.UniqueConstraint(
                fields=["unit", "number", "day"],
                condition=models.Q(state="ditetapkan"),
                name="decree_number_once",
            ),
            models.UniqueConstraint(
                fields=["amends", "sequence"],
                condition=models.Q(amends__isnull=False) & ~models.Q(state="dibatalkan"),
                name="decree_amendment_once",
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.pk)

    @property
    def is_noted(self) -> bool:
        """Say whether the office has written down how it was signed; it is not in force by that."""
        return self.state == DecreeState.DIAJUKAN and bool(self.number)


class Supplement(Scoped):
    """A dated *Lampiran pengganti*: what a decree's clause changed since; the annex stays as signed."""

    scope = Scope("penetapan.view", region="region", organisation="unit_code")

    decree = models.ForeignKey(Decree, on_delete=models.PROTECT, related_name="supplements")
    sequence = models.SmallIntegerField()
    region = models.CharField(max_length=13)
    unit_code = models.CharField(max_length=64)
    day = models.DateField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta(Scoped.Meta):
        """A number once a decree."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["decree", "sequence"], name="supplement_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.decree_id} {self.sequence}"


class Row(Scoped):
    """A row of a decree's annex, as it was written: a person in, out, or in another's place."""

    class Act(models.TextChoices):
        """What the row does."""

        MASUK = "masuk", _("masuk")
        KELUAR = "keluar", _("keluar")

    scope = Scope(
        "penetapan.view", region="village", opd="opd_code", organisation="unit_code", group="group_code"
    )

    decree = models.ForeignKey(Decree, on_delete=models.PROTECT, related_name="rows")
    ordinal = models.IntegerField()
    act = models.CharField(max_length=8, choices=Act.choices, default=Act.MASUK)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="decree_rows")
    nama_ktp = models.CharField(max_length=200)
    nama_sebutan = models.CharField(max_length=200, blank=True)
    nik = EncryptedField(blank=True)
    birth_date = models.DateField(null=True)
    village = models.CharField(max_length=13, blank=True)
    opd_code = models.CharField(max_length=64, blank=True)
    unit_code = models.CharField(max_length=64, blank=True)
    group_code = models.CharField(max_length=32, blank=True)
    line_id = models.BigIntegerField(null=True)
    since = models.DateField()
    until = models.DateField()
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    supplement = models.ForeignKey(Supplement, on_delete=models.PROTECT, null=True, related_name="rows")
    reason = models.CharField(max_length=240, blank=True)

    class Meta(Scoped.Meta):
        """An ordinal once, a person once a group and act."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["decree", "ordinal"], name="row_ordinal_once"),
            models.UniqueConstraint(fields=["decree", "person", "group_code", "act"], name="row_person_once"),
            models.CheckConstraint(condition=models.Q(until__gte=models.F("since")), name="row_ends_later"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person"]),
            models.Index(fields=["village", "decree"]),  # which decrees name a village's people
            models.Index(fields=["opd_code", "decree"]),
            models.Index(fields=["unit_code", "decree"]),
        ]

    def __str__(self) -> str:
        return f"{self.decree_id} {self.ordinal}"


class Cover(Scoped):
    """Who is covered, by whom, from when until when: what the decrees in force say."""

    scope = Scope(
        "penetapan.view", region="village", opd="opd_code", organisation="unit_code", group="group_code"
    )

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="covers")
    row = models.ForeignKey(Row, on_delete=models.PROTECT, related_name="covers")
    payer = models.CharField(max_length=12)
    programmes = models.CharField(max_length=32)
    village = models.CharField(max_length=13, blank=True)
    opd_code = models.CharField(max_length=64, blank=True)
    unit_code = models.CharField(max_length=64, blank=True)
    group_code = models.CharField(max_length=32, blank=True)
    since = models.DateField()
    until = models.DateField()
    ended_by = models.ForeignKey(Row, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(Scoped.Meta):
        """Read by person and by day."""

        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person", "since"]),
            models.Index(fields=["since", "until"]),
            models.Index(fields=["village", "since"]),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(payer__in=PAYERS), name="cover_payer_known")
        ]

    @property
    def payer_name(self) -> str:
        """Return who pays, in words."""
        return str(PAYER_NAMES[self.payer])

    def __str__(self) -> str:
        return f"{self.person_id} {self.since} {self.until}"
