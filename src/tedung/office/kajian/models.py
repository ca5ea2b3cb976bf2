"""The people that are studied, a scenario with its choices, what came of it, with whom it is shared.

Nobody is named here: a source of people has no names and no numbers, a result only counts.
"""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tedung.office.access.scope import Scope, Scoped
from tedung.office.documents.models import Document
from tedung.office.people.models import new_public_id

SEALED = "kajian_people"
"""The kind of document in which the people of a source lie, as Parquet."""


class SourceState(models.TextChoices):
    """How far a source is."""

    MENUNGGU = "menunggu", _("Sedang disiapkan")
    SIAP = "siap", _("Siap dipakai")
    GAGAL = "gagal", _("Tidak terbaca")


SOURCE_STEPS = {
    SourceState.MENUNGGU: {SourceState.SIAP, SourceState.GAGAL},
    SourceState.SIAP: set(),  # a later look at the registry is another source
    SourceState.GAGAL: {SourceState.SIAP},  # asked again
}


class Source(Scoped):
    """People as they were on a day: of the office's registry, of a table handed in, or invented."""

    class Kind(models.TextChoices):
        """Where they come from."""

        REGISTRY = "registry", _("Registri kantor ini")
        UPLOAD = "upload", _("Tabel yang diunggah")
        INVENTED = "invented", _("Penduduk rekaan")

    scope = Scope("kajian.view", region="region")

    region = models.CharField(max_length=13)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(_("nama"), max_length=120)
    day = models.DateField(_("keadaan pada"))
    made_of = models.JSONField(default=dict)  # invented: the seed and the scale
    handed_in = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    people = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    count = models.BigIntegerField(default=0)
    summary = models.JSONField(default=dict)  # columns that say something, and how sure its margins are
    state = models.CharField(max_length=8, choices=SourceState.choices, default=SourceState.MENUNGGU)
    sentence = models.TextField(blank=True)  # why it could not be made
    prepared_by = models.BigIntegerField(null=True)
    by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        """What is ready has its people."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(state__in=SourceState.values), name="source_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="siap") | models.Q(people__isnull=False),
                name="source_ready_is_there",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_invented(self) -> bool:
        """Say whether these are nobody: a synthetic population."""
        return self.kind == self.Kind.INVENTED


class ScenarioState(models.TextChoices):
    """How far a scenario is."""

    KONSEP = "konsep", _("Konsep")
    DIHITUNG = "dihitung", _("Dihitung")
    DIBAGIKAN = "dibagikan", _("Dibagikan")


SCENARIO_STEPS = {
    ScenarioState.KONSEP: {ScenarioState.KONSEP, ScenarioState.DIHITUNG},
    ScenarioState.DIHITUNG: {ScenarioState.KONSEP, ScenarioState.DIHITUNG, ScenarioState.DIBAGIKAN},
    ScenarioState.DIBAGIKAN: set(),  # whoever reads it reads what was shared
}


class Scenario(Scoped):
    """What if: who, for how long, from which purse, under which floors and weights."""

    scope = Scope("kajian.view", region="region")

    region = models.CharField(max_length=13)
    name = models.CharField(_("nama"), max_length=120)
    note = models.TextField(_("catatan"), blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="scenarios")
    choices = models.JSONField(default=dict)  # kajian/choices.py
    state = models.CharField(max_length=12, choices=ScenarioState.choices, default=ScenarioState.KONSEP)
    sentence = models.TextField(blank=True)  # why the last computation found nothing
    result_pk = models.BigIntegerField(null=True)  # of `results`, the one that stands
    job_id = models.BigIntegerField(null=True)  # the computation asked for last
    prepared_by = models.BigIntegerField(null=True)
    by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        """What is shared has its result."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(state__in=ScenarioState.values), name="scenario_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state="konsep") | models.Q(result_pk__isnull=False),
                name="scenario_computed_has_a_result",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def result(self) -> "Result | None":
        """What came of the choices as they stand; None where they changed since."""
        return self.results.filter(pk=self.result_pk).first() if self.result_pk else None


class Result(models.Model):
    """What came of a scenario's choices: tables of counts; never changed."""

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="results")
    inputs_sha256 = models.CharField(max_length=64)  # of the choices, the people and the law
    sha256 = models.CharField(max_length=64)  # of the facts and the tables
    choices = models.JSONField()
    source_id_then = models.BigIntegerField()
    facts = models.JSONField()
    tables = models.JSONField()
    law_day = models.DateField()
    law_version = models.CharField(max_length=64)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        """The same inputs once: a job that is run again finds what it made."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["scenario", "inputs_sha256"], name="result_once")
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class Paper(models.Model):
    """The printed study of a result; never changed."""

    class Form(models.TextChoices):
        """To be read, or to be edited."""

        PDF = "pdf", "PDF"
        ODT = "odt", "ODT"

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="papers")
    form = models.CharField(max_length=4, choices=Form.choices)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        """One a form."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["result", "form"], name="paper_once")
        ]

    def __str__(self) -> str:
        return f"{self.result_id} {self.form}"


class Share(models.Model):
    """A link to a scenario for the holders of a role within a region; read only."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id)
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="shares")
    role = models.CharField(max_length=24, blank=True)  # empty: every role
    region = models.CharField(max_length=13)
    user_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Read by role; one open link a role and region."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["role", "region"])]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["scenario", "role", "region"],
                condition=models.Q(ended_at__isnull=True),
                name="share_open_once",
            )
        ]

    def __str__(self) -> str:
        return self.public_id


class ReformRun(models.Model):
    """Values of the law changed for a try, and what it does to the same people; never changed."""

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="reforms")
    name = models.CharField(max_length=160)
    text = models.TextField()  # the TOML as it was handed in
    sha256 = models.CharField(max_length=64)
    tables = models.JSONField()
    law_day = models.DateField()
    law_version = models.CharField(max_length=64)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        """The same file once a scenario and law."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["scenario", "sha256"], name="reform_run_once")
        ]

    def __str__(self) -> str:
        return self.sha256[:12]
