"""Jobs."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tedung.office.access.actor import Actor, current


class State(models.TextChoices):
    """How far it is."""

    QUEUED = "queued", _("Menunggu giliran")
    RUNNING = "running", _("Sedang dikerjakan")
    DONE = "done", _("Selesai")
    FAILED = "failed", _("Berhenti")


STEPS = {
    State.QUEUED: {State.RUNNING},
    State.RUNNING: {State.DONE, State.FAILED, State.QUEUED},  # queued: the worker died or was told to stop
    State.FAILED: {State.QUEUED},  # asked again
    State.DONE: set(),
}


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs, by who may see them."""

    def visible(self, actor: Actor | None = None) -> "JobQuerySet":
        """Keep what the actor asked for; an administrator sees all."""
        who = actor or current()
        if who.is_system or who.may("jobs.all"):
            return self
        return self.filter(user_id=who.user_id) if who.user_id is not None else self.none()


class OwnManager(models.Manager["Job"]):
    """The jobs that the current actor may see, none without one."""

    def get_queryset(self) -> JobQuerySet:
        """Return the rows in scope."""
        return JobQuerySet(self.model, using=self._db).visible()


class Job(models.Model):
    """A piece of work: what, for whom, how far, and what came of it."""

    kind = models.CharField(max_length=48)
    arguments = models.JSONField(default=dict)  # keys of rows, never names or numbers of persons
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    worker = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.IntegerField(default=0)  # also tells a worker that lost its lease from the next one
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    user_id = models.BigIntegerField(null=True)  # none: the system asked
    by = models.CharField(max_length=150)
    request_id = models.CharField(max_length=32, blank=True)
    result = models.JSONField(default=dict)  # counts, and `path`: where to go on
    sentence = models.TextField(blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    everything = models.Manager()
    objects = OwnManager()

    class Meta:
        """Taken in order; listed by who asked."""

        base_manager_name = "everything"
        default_manager_name = "objects"
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["state", "id"]),
            models.Index(fields=["user_id", "-id"]),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="job_state_known"),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False), name="job_running_has_a_lease"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def percent(self) -> int | None:
        """How far it is, when it has said how much there is."""
        return min(100, 100 * self.done // self.total) if self.total else None

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state in {State.DONE, State.FAILED}
