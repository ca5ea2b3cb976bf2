"""A pair of persons, and the verdicts on it: a list that only grows.

The state of a pair is that of its last verdict; a later run of the linkage may change a weight,
never a verdict.
"""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tedung.office.access.scope import Scope, Scoped
from tedung.office.people.models import Person


class Pair(Scoped):
    """Two persons who may be one; `first` has the lower key."""

    class State(models.TextChoices):
        """What is known of it."""

        OPEN = "open", _("menunggu")
        SAME = "same", _("orang yang sama")
        DIFFERENT = "different", _("orang berbeda")
        LATER = "later", _("nanti")

    scope = Scope("review.view", region="region", opd="opd_code", organisation="unit_code")

    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    weight = models.FloatField()  # bits, as the linkage gives them
    reasons = models.JSONField()  # the waterfall, the tier, the guard
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    region = models.CharField(max_length=13, blank=True)
    opd_code = models.CharField(max_length=64, blank=True)
    unit_code = models.CharField(max_length=64, blank=True)
    found_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        """One row a pair; the queue goes from the surest to the least."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="pair_in_order_of_keys"
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["state", "-weight", "id"])]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"


class Verdict(models.Model):
    """What somebody said of a pair; undoing is another verdict."""

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="verdicts")
    said = models.CharField(max_length=12, choices=Pair.State.choices)
    user_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.pair_id} {self.said}"
