"""A token that carries one grant, the answers that were given to writes, and who asked about whom."""

from typing import Any, ClassVar

from django.db import models

from tedung.office.access.models import Grant
from tedung.office.people.models import Person


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


class Question(models.Model):
    """Who asked whether people are covered on a day: how many, how many of them by number; never changed."""

    token = models.ForeignKey(Token, on_delete=models.PROTECT, null=True, related_name="questions")
    user_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=150)
    day = models.DateField()
    asked = models.SmallIntegerField()
    by_number = models.SmallIntegerField()
    known = models.SmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        """Counts add up; read by time."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["at", "id"])]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(known__lte=models.F("asked")) & models.Q(by_number__lte=models.F("asked")),
                name="question_counts_add_up",
            )
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.day:%Y-%m-%d}"


class Questioned(models.Model):
    """About whom a question was, of those whom the asker may see."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="about")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Once a question."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["question", "person"], name="questioned_once")
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.person_id}"
