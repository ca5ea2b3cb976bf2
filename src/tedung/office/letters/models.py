"""Letters and their numbers."""

import secrets
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tedung.office.access.scope import Scope, Scoped
from tedung.office.people.models import ALPHABET

TOKEN = 20


def new_token() -> str:
    """Return what the QR of a letter leads to: 100 random bits, nothing of the letter in it."""
    return "".join(secrets.choice(ALPHABET) for _ in range(TOKEN))


class State(models.TextChoices):
    """How far a letter is."""

    DRAFT = "draft", _("Konsep")
    ISSUED = "issued", _("Terbit, menunggu tanda tangan")
    SIGNED = "signed", _("Ditandatangani")
    REPLACED = "replaced", _("Diganti")


STEPS = {
    State.DRAFT: {State.ISSUED},
    State.ISSUED: {State.SIGNED, State.REPLACED},
    State.SIGNED: {State.SIGNED, State.REPLACED},  # a better scan of the same paper
    State.REPLACED: set(),
}


class Letter(Scoped):
    """A letter of one organisation; it has a number, a day and a document from the moment it is issued."""

    scope = Scope("letters.view", region="region", opd="opd_code", organisation="organisation_code")

    kind = models.CharField(max_length=32)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="letters"
    )
    organisation_code = models.CharField(max_length=64)
    region = models.CharField(max_length=13, blank=True)
    opd_code = models.CharField(max_length=64, blank=True)
    year = models.SmallIntegerField(null=True, blank=True)
    ordinal = models.IntegerField(null=True, blank=True)
    number = models.CharField(max_length=80, blank=True)
    place = models.CharField(max_length=80, blank=True)
    day = models.DateField(null=True, blank=True)
    addressee = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=200)
    data = models.JSONField(default=dict)  # what its template asks for; never a NIK
    about_kind = models.CharField(max_length=48, blank=True)
    about_id = models.BigIntegerField(null=True, blank=True)
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    token = models.CharField(max_length=TOKEN, unique=True, default=new_token)
    prepared_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        """One number once; an issued letter has all that makes it one."""

        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["about_kind", "about_id"]),
            models.Index(fields=["organisation_code", "-id"]),
            models.Index(fields=["region", "-id"]),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organisation_code", "kind", "year", "ordinal"],
                condition=Q(ordinal__isnull=False),
                name="letter_number_once",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="letter_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft", ordinal__isnull=True, number="")
                | (
                    ~Q(state="draft")
                    & Q(ordinal__gt=0, year__isnull=False, day__isnull=False, document__isnull=False)
                    & ~Q(number="")
                ),
                name="letter_issued_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_document__isnull=False),
                name="letter_signed_has_its_scan",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.kind} {self.pk}"


class Sequence(models.Model):
    """The last number that an organisation gave to a kind of letter in a year."""

    organisation_code = models.CharField(max_length=64)
    kind = models.CharField(max_length=32)
    year = models.SmallIntegerField()
    last = models.IntegerField(default=0)

    class Meta:
        """One row to lock."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organisation_code", "kind", "year"], name="sequence_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_code} {self.kind} {self.year}: {self.last}"
