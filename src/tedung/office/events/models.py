"""Events."""

from typing import Any, ClassVar

from django.db import models


class Event(models.Model):
    """Something that happened to a person on a day, and where it is written."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=48)
    day = models.DateField()
    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=150)
    source_kind = models.CharField(max_length=48, blank=True)
    source_id = models.BigIntegerField(null=True)
    params = models.JSONField(default=dict)

    class Meta:
        """Read by person, newest first."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["person", "-day", "-id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"
