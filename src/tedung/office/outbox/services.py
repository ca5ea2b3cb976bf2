"""Write a message, say that it was sent by hand, cancel it, let it wait again."""

import re

from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.audit.steps import begun, step
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.jobs.services import enqueue
from tedung.office.outbox import mail
from tedung.office.outbox.models import STEPS, Channel, Message, State
from tedung.roster import phone

EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
NIK = re.compile(r"(?<!\d)\d{16}(?!\d)")
LONGEST = {Channel.SMS: 459, Channel.WHATSAPP: 1_000, Channel.EMAIL: 5_000, Channel.PAPER: 5_000}


@change("outbox.add")
def write(
    channel: str,
    to: str,
    text: str,
    *,
    key: str,
    subject: str = "",
    about: tuple[str, int] | None = None,
    region: str = "",
    opd_code: str = "",
    organisation_code: str = "",
) -> Message:
    """Write a message that waits to be sent; the same key again returns the first and changes nothing.

    subject: shown in the list of all messages, so never a name.  Refusal where the address is none or the
    text holds a NIK.  A mail goes by the server, if there is one.
    """
    values = {
        "subject": subject,
        "about_kind": about[0] if about else "",
        "about_id": about[1] if about else None,
    }
    message, is_new = Message.everything.get_or_create(
        key=key,
        defaults={
            **values,
            "channel": Channel(channel),
            "to": _address(Channel(channel), to),
            "text": _text(Channel(channel), text),
            "region": region,
            "opd_code": opd_code,
            "organisation_code": organisation_code,
            "made_at": clock.now(),
        },
    )
    if is_new:
        begun(message, State.WAITING)
        if message.channel == Channel.EMAIL and mail.server():
            enqueue("outbox.mail")
    return message


@change("outbox.send")
def sent_by_hand(message: Message) -> None:
    """Say that somebody sent a message."""
    step(message, State.SENT, STEPS, sent_at=clock.now(), sent_by=current().label)


@change("outbox.send")
def not_sent(message: Message, reason: str) -> None:
    """Say that a message could not be sent, and why."""
    if not reason.strip():
        raise Refusal(_("Tulis mengapa pesan ini tidak terkirim, misalnya nomornya tidak aktif."))
    step(message, State.FAILED, STEPS, reason)


@change("outbox.send")
def wait_again(message: Message) -> None:
    """Let a message wait once more that was not sent, or of which it is not known."""
    step(message, State.WAITING, STEPS, attempts=0)


@change("outbox.send")
def cancel(message: Message) -> None:
    """Let a message go that is not needed any more."""
    step(message, State.CANCELLED, STEPS)


def _address(channel: Channel, to: str) -> str:
    """Return an address without what people put between its figures; Refusal where it is none."""
    clean = to.strip()
    if channel in {Channel.SMS, Channel.WHATSAPP}:
        clean = phone.read(clean).number
    if not clean or "\0" in clean or (channel == Channel.EMAIL and not EMAIL.fullmatch(clean)):
        raise Refusal(
            _("Alamat tujuan pesan ini tidak lengkap. Periksa nomor telepon atau surelnya."), "address"
        )
    return clean


def _text(channel: Channel, text: str) -> str:
    if not text.strip() or "\0" in text:
        raise Refusal(_("Pesan ini kosong. Tulis isinya."), "empty")
    if len(text) > LONGEST[channel]:
        told = _("Pesan ini lebih panjang daripada %(most)s huruf. Perpendek.")
        raise Refusal(told % {"most": LONGEST[channel]}, "too_long")
    if NIK.search(text):
        raise Refusal(_("Pesan tidak boleh memuat NIK. Hapus NIK dari teksnya."), "nik")
    return text
