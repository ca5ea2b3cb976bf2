"""Tasks."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tedung.office.access.scope import Scope, Scoped


class State(models.TextChoices):
    """Whether it still waits."""

    OPEN = "open", _("Menunggu")
    DONE = "done", _("Selesai")
    CANCELLED = "cancelled", _("Dibatalkan")


class Task(Scoped):
    """One thing to do about one row of another part; `params` holds counts alone, never a name."""

    scope = Scope(
        "tasks.view",
        region="region",
        opd="opd_code",
        group="group_code",
        organisation="organisation_code",
    )

    kind = models.CharField(max_length=48)
    role = models.CharField(max_length=24, blank=True)  # empty: for one user alone
    user_id = models.BigIntegerField(null=True, blank=True)
    region = models.CharField(max_length=13, blank=True)
    opd_code = models.CharField(max_length=64, blank=True)
    organisation_code = models.CharField(max_length=64, blank=True)
    group_code = models.CharField(max_length=32, blank=True)
    about_kind = models.CharField(max_length=48)
    about_id = models.BigIntegerField()
    path = models.CharField(max_length=200)
    params = models.JSONField(default=dict)
    due = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.BigIntegerField(null=True, blank=True)

    class Meta(Scoped.Meta):
        """One open task a kind, a thing and a role or user."""

        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["state", "role", "region"]),
            models.Index(fields=["state", "role", "opd_code"]),
            models.Index(fields=["state", "role", "organisation_code"]),
            models.Index(fields=["state", "role", "due", "id"]),
            models.Index(fields=["state", "user_id"]),
            models.Index(fields=["about_kind", "about_id"]),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["kind", "about_kind", "about_id", "role"],
                condition=Q(state="open", user_id__isnull=True),
                name="task_open_once_for_a_role",
            ),
            models.UniqueConstraint(
                fields=["kind", "about_kind", "about_id", "role", "user_id"],
                condition=Q(state="open", user_id__isnull=False),
                name="task_open_once_for_a_user",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="task_state_known"),
            models.CheckConstraint(
                condition=~Q(role="") | Q(user_id__isnull=False), name="task_is_for_somebody"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="task_closed_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about_kind}:{self.about_id}"
