"""The audit: a context for each change, and an entry for each row that changed."""

from typing import Any, ClassVar

from django.apps import apps
from django.db import models


class Context(models.Model):
    """Who changed something, in which request, by which act; made in the same transaction."""

    user_id = models.BigIntegerField(null=True)
    label = models.CharField(max_length=150)
    request_id = models.CharField(max_length=32, blank=True)
    reason = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        """Read by user and by time."""

        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["user_id", "at"]),
            models.Index(fields=["at", "id"], name="audit_context_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.at:%Y-%m-%d %H:%M}"


class Current(models.Model):
    """The context of the transaction that is open, one row; SQLite's triggers read it."""

    context_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return str(self.context_id)


class Entry(models.Model):
    """A row that was made, changed or deleted; written by triggers, changed by nobody."""

    table = models.CharField(max_length=64)
    row_id = models.BigIntegerField()
    act = models.CharField(max_length=6)  # INSERT UPDATE DELETE
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    context_id = models.BigIntegerField(null=True)

    class Meta:
        """Read by row and by context."""

        verbose_name_plural = "entries"
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["table", "row_id"]),
            models.Index(fields=["context_id", "id"], name="audit_entry_by_context"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.table} {self.row_id}"


class StateChange(models.Model):
    """A step of a procedure: what, from which state to which, by whom, why; never changed."""

    kind = models.CharField(max_length=32)
    row_id = models.BigIntegerField()
    before = models.CharField(max_length=32, blank=True)
    after = models.CharField(max_length=32)
    user_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        """Read by row."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["kind", "row_id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.row_id}: {self.before} – {self.after}"

    @property
    def says(self) -> str:
        """Return the state after the step as people read it, its code where the part is gone."""
        try:
            model: Any = apps.get_model(self.kind)
        except LookupError:
            return self.after
        return str(dict(model._meta.get_field("state").flatchoices).get(self.after, self.after))
