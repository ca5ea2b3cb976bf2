"""A token that carries one grant, and the answers that were given to writes."""

from typing import Any, ClassVar

from django.db import models

from tedung.office.access.models import Grant


class Token(models.Model):
    """A token for a program: it may do what one grant allows, until a day; only its hash is kept."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)
    until = models.DateField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Answered(models.Model):
    """The answer to a write under an idempotency key: asked again, it is given again."""

    token = models.ForeignKey(Token, on_delete=models.PROTECT, related_name="answers")
    key = models.CharField(max_length=80)
    asked = models.CharField(max_length=64)  # hash of the operation and its body
    status = models.SmallIntegerField()
    body = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        """One answer a key."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["token", "key"], name="answered_once")
        ]

    def __str__(self) -> str:
        return self.key
