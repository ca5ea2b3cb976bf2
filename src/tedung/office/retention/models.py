"""The proof that a rule was carried out."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q


class Removal(models.Model):
    """What one rule removed in one go: by which period and on what ground, how many rows; never changed."""

    kind = models.CharField(max_length=24)
    days = models.IntegerField()
    basis = models.CharField(max_length=200)
    before = models.DateTimeField()  # what is older went
    found = models.BigIntegerField()
    removed = models.BigIntegerField()
    user_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        """Nothing goes that was not found; read by kind."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["kind", "id"])]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(removed__lte=F("found"), removed__gt=0), name="removal_of_what_was_found"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"
