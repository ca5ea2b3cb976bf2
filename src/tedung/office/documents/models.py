"""Documents and who fetched them."""

from typing import Any, ClassVar

from django.db import models

from tedung.office.access.scope import Scope, Scoped, is_held_within
from tedung.office.documents.kinds import DOORS
from tedung.office.people.models import new_public_id


class Document(Scoped):
    """A file as it was handed in; its bytes lie encrypted beside the database, and are never deleted."""

    scope = Scope(
        "documents.view",
        region="region",
        opd="opd_code",
        group="group_code",
        organisation="organisation_code",
    )

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id)
    kind = models.CharField(max_length=24)
    name = models.CharField(max_length=140)  # as given, made harmless
    media_type = models.CharField(max_length=100)  # told from the content
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=64, unique=True)  # a random name under settings.DOCUMENTS
    region = models.CharField(max_length=13, blank=True)
    opd_code = models.CharField(max_length=64, blank=True)
    group_code = models.CharField(max_length=32, blank=True)
    organisation_code = models.CharField(max_length=64, blank=True)
    uploaded_by = models.BigIntegerField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta(Scoped.Meta):
        """Found by content and by scope."""

        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["sha256"]),
            models.Index(fields=["region"]),
            models.Index(fields=["organisation_code"]),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="document_not_empty"),
        ]

    def __str__(self) -> str:
        return self.public_id  # a file's name may hold a person's

    @property
    def is_open(self) -> bool:
        """Say whether the actor passes the door of its kind: a file of full numbers has one of its own."""
        permissions = DOORS.get(self.kind)
        return permissions is None or any(self._is_held(permission) for permission in permissions)

    def _is_held(self, permission: str) -> bool:
        return is_held_within(
            permission,
            region=self.region,
            opd=self.opd_code,
            group=self.group_code,
            organisation=self.organisation_code,
        )


class Fetch(models.Model):
    """Who fetched which document, and when; append-only."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="fetches")
    user_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.document_id} {self.at:%Y-%m-%d}"
