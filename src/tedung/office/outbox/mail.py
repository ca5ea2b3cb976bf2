"""Mail by the office's own server, if the environment names one: TEDUNG_SMTP=smtps://user:password@host:465.

`smtp://` asks the server for TLS and goes on without only where it stands on this machine.  A message is
marked before it is handed over and again after: if the machine stops in between, nobody knows, and it says so
instead of being sent twice.
"""

import hashlib
import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.access.change import changing
from tedung.office.audit.steps import step
from tedung.office.base import clock
from tedung.office.outbox.models import STEPS, Channel, Message, State
from tedung.office.reference.queries import setting

AT_ONCE = 200
MOST_ATTEMPTS = 5
SECONDS = 20
ENDS = {State.SENT: "sent", State.WAITING: "later", State.FAILED: "refused", State.SENDING: "unknown"}
HERE = {"127.0.0.1", "localhost", "::1"}


def server() -> str:
    """Return the address of the mail server; empty: mail is sent by hand."""
    return str(getattr(settings, "SMTP", ""))


def send_waiting() -> dict[str, int]:
    """Send the mails that wait, each at most once; the handler of the job `outbox.mail`."""
    counts = dict.fromkeys(ENDS.values(), 0)
    if not server():
        return counts
    with acting(SYSTEM):
        waiting = Message.everything.filter(channel=Channel.EMAIL, state=State.WAITING)
        for message in list(waiting.order_by("pk")[:AT_ONCE]):
            counts[_sent(message)] += 1
    return counts


def _sent(message: Message) -> str:
    """Hand one message over; `sending` is committed before, so that a second sender leaves it alone."""
    with changing("outbox.mail"):
        found = Message.everything.select_for_update().filter(pk=message.pk, state=State.WAITING).first()
        if found is None:
            return "later"
        step(found, State.SENDING, STEPS, attempts=found.attempts + 1)
    end, reason = _handed_over(found)
    if end == State.WAITING and found.attempts >= MOST_ATTEMPTS:
        end = State.FAILED
    if end != State.SENDING:
        with changing("outbox.mail"):
            step(found, end, STEPS, reason, **({"sent_at": clock.now()} if end == State.SENT else {}))
    return ENDS[end]


def _handed_over(message: Message) -> tuple[State, str]:
    """Return in which state the server leaves a message; `sending` where it fell silent and nobody knows."""
    try:
        smtp = _connected()
    except (OSError, smtplib.SMTPException):
        return State.WAITING, _("server surel tidak menjawab")
    try:
        smtp.send_message(_mail(message))
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as fault:
        is_for_now = all(400 <= code < 500 for code in _codes(fault))
        return (State.WAITING if is_for_now else State.FAILED), _("server surel menolak")
    except (OSError, smtplib.SMTPException):
        return State.SENDING, ""
    finally:
        smtp.close()  # what it says to a farewell changes nothing
    return State.SENT, ""


def _codes(fault: smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException) -> list[int]:
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return [code for code, _words in fault.recipients.values()]
    return [fault.smtp_code]


def _connected() -> smtplib.SMTP:
    parts: SplitResult = urlsplit(server())
    host, context = parts.hostname or "", ssl.create_default_context()
    if parts.scheme == "smtps":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=SECONDS, context=context)
    else:
        smtp = smtplib.SMTP(host, parts.port or 587, timeout=SECONDS)
    if parts.scheme != "smtps" and host not in HERE:
        smtp.starttls(context=context)
    if parts.username:
        smtp.login(unquote(parts.username), unquote(parts.password or ""))
    return smtp


def _mail(message: Message) -> EmailMessage:
    made = EmailMessage()
    made["From"] = setting("office.email")
    made["To"] = message.to
    made["Subject"] = " ".join(message.subject.split()) or setting("office.name")
    domain = setting("office.email").rpartition("@")[2]
    made["Message-ID"] = f"<{hashlib.sha256(message.key.encode()).hexdigest()[:32]}@{domain}>"
    made.set_content(message.text)
    return made
