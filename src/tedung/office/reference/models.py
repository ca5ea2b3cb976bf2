"""Settings, regions and groups, each a dated or coded row."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Standing(models.Manager[Any]):
    """Dated rows but for those that were withdrawn before they held."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """Leave out what was withdrawn."""
        return super().get_queryset().filter(withdrawn_at__isnull=True)


class Dated(models.Model):
    """What holds from a day on: never laid over, taken back only before it has held."""

    since = models.DateField()
    user_id = models.BigIntegerField(null=True, db_default=None)
    by = models.CharField(max_length=150, blank=True, db_default="")
    at = models.DateTimeField(null=True, db_default=None)
    withdrawn_at = models.DateTimeField(null=True, db_default=None)

    written: "models.Manager[Any]" = models.Manager()
    objects = Standing()

    class Meta:
        """A setting, a policy."""

        default_manager_name = "objects"

        abstract = True


class Setting(Dated):
    """A value that the office sets for itself, from a day on."""

    key = models.CharField(max_length=64)
    value = models.JSONField()
    reason = models.CharField(max_length=200, blank=True, db_default="")

    class Meta:
        """One value a day."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["key", "since"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="setting_once_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.since}"


class Region(models.Model):
    """A province, regency, district or village by its Kemendagri code."""

    code = models.CharField(max_length=13, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16)
    parent = models.CharField(max_length=10, blank=True, db_index=True)

    def __str__(self) -> str:
        return self.name


class Group(models.Model):
    """A target group (kelompok sasaran) and the office that looks after it."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(_("nama"), max_length=120)
    opd = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="groups")
    is_office = models.BooleanField(default=False)  # held by decree or paruman, with a term
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Policy(Dated):
    """What a group asks of its members, from a day on: which evidence, and what excludes."""

    class Basis(models.TextChoices):
        """By what one belongs to the group."""

        OFFICE = "office", _("jabatan")
        DESIL = "desil", _("desil DTSEN")
        INCOME = "income", _("penghasilan")
        NONE = "none", _("tanpa syarat tambahan")

    class Answer(models.TextChoices):
        """What the group says to a second job or membership."""

        ALLOWED = "allowed", _("boleh")
        ASK = "ask", _("tanyakan")
        REFUSED = "refused", _("tidak boleh")

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="policies")
    basis = models.CharField(max_length=8, choices=Basis.choices, default=Basis.NONE)
    desil_max = models.SmallIntegerField(null=True, blank=True)
    income_max = models.BigIntegerField(null=True, blank=True)
    other_job = models.CharField(max_length=8, choices=Answer.choices, default=Answer.ASK)
    pays_himself = models.CharField(max_length=8, choices=Answer.choices, default=Answer.ASK)
    source = models.TextField()

    class Meta:
        """One policy a group and day."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["group", "since"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="policy_once_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(desil_max__isnull=True) | models.Q(desil_max__range=(1, 10)),
                name="policy_desil_within_ten",
            ),
            models.CheckConstraint(
                condition=models.Q(income_max__isnull=True) | models.Q(income_max__gte=0),
                name="policy_income_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.since}"


class Format(models.Model):
    """The form of a file that goes to or comes from another house: columns as data, with a version."""

    code = models.CharField(max_length=32)
    version = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    columns = models.JSONField()  # [{heading, field, is_required, fixed, date, values}]: reference/sheets.py
    note = models.TextField(blank=True)  # e.g. not yet compared with the branch
    since = models.DateField()
    sheet = models.CharField(max_length=31, default="Data", db_default="Data")  # of what goes out
    file_name = models.CharField(max_length=120, blank=True, db_default="")  # with {wadah} {day} {part}
    most_rows = models.IntegerField(null=True, db_default=None)  # of one file; none: no limit is known
    is_compared = models.BooleanField(default=False, db_default=False)  # with the other house's own template

    class Meta:
        """One form a version."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["code", "version"], name="format_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"
