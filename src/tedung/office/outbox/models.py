"""Messages."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tedung.office.access.scope import Scope, Scoped
from tedung.office.base.crypto import EncryptedField


class Channel(models.TextChoices):
    """How a message travels."""

    SMS = "sms", _("SMS")
    WHATSAPP = "whatsapp", _("WhatsApp")
    EMAIL = "email", _("Surel")
    PAPER = "paper", _("Kertas")


class State(models.TextChoices):
    """How far a message is; `sending` is what a machine that stopped in between leaves."""

    WAITING = "waiting", _("Menunggu dikirim")
    SENDING = "sending", _("Tidak pasti terkirim")
    SENT = "sent", _("Terkirim")
    FAILED = "failed", _("Tidak terkirim")
    CANCELLED = "cancelled", _("Dibatalkan")


STEPS = {
    State.WAITING: {State.SENDING, State.SENT, State.FAILED, State.CANCELLED},
    State.SENDING: {State.SENT, State.WAITING, State.FAILED},
    State.FAILED: {State.WAITING, State.CANCELLED},
    State.SENT: set(),
    State.CANCELLED: set(),
}


class Message(Scoped):
    """A message to one address; `key` says what it is about, so that it is written once."""

    scope = Scope("outbox.view", region="region", opd="opd_code", organisation="organisation_code")

    key = models.CharField(max_length=120, unique=True)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    to = EncryptedField()
    subject = models.CharField(max_length=120, blank=True)
    text = EncryptedField()
    about_kind = models.CharField(max_length=48, blank=True)
    about_id = models.BigIntegerField(null=True, blank=True)
    region = models.CharField(max_length=13, blank=True)
    opd_code = models.CharField(max_length=64, blank=True)
    organisation_code = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    attempts = models.SmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.CharField(max_length=150, blank=True)  # who sent it by hand; empty: the mail server
    made_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        """Listed by state."""

        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["state", "id"]),
            models.Index(fields=["about_kind", "about_id"]),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="message_state_known"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="message_channel_known"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="message_sent_has_its_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"
