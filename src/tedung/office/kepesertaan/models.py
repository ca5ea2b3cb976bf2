"""How many of a wadah are how far in a month, as last counted."""

from typing import Any, ClassVar

from django.db import models

from tedung.office.access.scope import Scope, Scoped
from tedung.office.wadah.models import Wadah


class Count(Scoped):
    """A wadah and month: who belongs to it, who is padan, active with the agency, paid for by whom."""

    scope = Scope("wadah.view", region="region", opd="opd_code", organisation="unit_code", group="group_code")

    wadah = models.ForeignKey(Wadah, on_delete=models.PROTECT, related_name="month_counts")
    month = models.CharField(max_length=7)
    people = models.IntegerField()  # whose months hold this one: by decree, or paying themselves
    padan = models.IntegerField()
    aktif = models.IntegerField()
    dibayar = models.IntegerField()  # by SP2D
    mandiri = models.IntegerField(default=0)  # by the members' own money
    reserve = models.IntegerField(
        default=0
    )  # who waits in the year's announced reserves, where this wadah would take them
    at = models.DateTimeField()
    region = models.CharField(max_length=13)
    opd_code = models.CharField(max_length=64, blank=True)
    unit_code = models.CharField(max_length=64, blank=True)
    group_code = models.CharField(max_length=32, blank=True)

    class Meta(Scoped.Meta):
        """Once a wadah and month; no part is more than the whole."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["wadah", "month"], name="count_once_a_month"),
            models.CheckConstraint(
                condition=models.Q(padan__range=(0, models.F("people")))
                & models.Q(aktif__range=(0, models.F("people")))
                & models.Q(dibayar__range=(0, models.F("people"))),
                name="count_parts_within_the_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(mandiri__gte=0)
                & models.Q(people__gte=models.F("dibayar") + models.F("mandiri")),
                name="count_paid_once",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["month", "wadah"])]

    def __str__(self) -> str:
        return f"{self.wadah_id} {self.month}"

    @property
    def unpaid(self) -> int:
        """Return how many of the whole nobody has paid for: the difference that is to be explained."""
        return self.people - self.dibayar - self.mandiri
