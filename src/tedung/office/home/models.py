"""Counts of people and of cover, made by a job so that no page grows with the table.

A figure is derived and holds no person: a new count takes the place of the old one, so it is not
audited.
"""

from typing import Any, ClassVar

from django.db import models

from tedung.office.access.scope import Scope, Scoped

GUARDED = {"region": "village", "opd": "opd_code", "organisation": "unit_code", "group": "group_code"}


class Counting(models.Model):
    """The last count: when, for which day, and after which step of any procedure."""

    day = models.DateField()
    last_step = models.BigIntegerField(default=0)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.day}"


class Figure(Scoped):
    """People of a village, sex and age: how many are known, covered, and uncovered from 1 January on.

    `persons` rows count everybody once; `groups` rows count a person once a group that names them, and
    bear the codes by which an office or a unit sees its own.
    """

    class Kind(models.TextChoices):
        """What is counted."""

        PERSONS = "persons", "persons"
        GROUPS = "groups", "groups"

    scope = Scope("figures.view", **GUARDED)

    kind = models.CharField(max_length=8, choices=Kind.choices)
    village = models.CharField(max_length=13, blank=True)
    opd_code = models.CharField(max_length=64, blank=True)
    unit_code = models.CharField(max_length=64, blank=True)
    group_code = models.CharField(max_length=32, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    band = models.SmallIntegerField()
    people = models.BigIntegerField()
    covered = models.BigIntegerField()
    ending = models.BigIntegerField()
    coming = models.BigIntegerField(default=0)  # covered on the next 1 January

    class Meta(Scoped.Meta):
        """Parts never exceed the whole; read by kind and village."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["kind", "village"])]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(
                    covered__gte=0, covered__lte=models.F("people"), ending__lte=models.F("covered")
                ),
                name="figure_parts_within_whole",
            ),
            models.CheckConstraint(condition=models.Q(ending__gte=0), name="figure_ending_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.village} {self.group_code}"


class Round(models.Model):
    """A step of the daily round that is done: once a day, whoever else begins it at the same time."""

    day = models.DateField()
    name = models.CharField(max_length=32)
    at = models.DateTimeField()
    result = models.JSONField(default=dict)  # counts alone

    class Meta:
        """Once a day."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["day", "name"], name="round_step_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
