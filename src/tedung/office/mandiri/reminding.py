"""Reminders by text before the due day: one a member and month, to who agreed and has not said *berhenti*.

A wadah that collects gets one message for all its members instead.  A text names nobody.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from tedung.dates import Month
from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.audit.steps import step
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.base.templatetags.tedung import day as written
from tedung.office.base.templatetags.tedung import month as month_name
from tedung.office.base.templatetags.tedung import rupiah
from tedung.office.iuran.dues import due_of
from tedung.office.mandiri.models import Consent, Standing
from tedung.office.mandiri.queries import consent_of
from tedung.office.mandiri.standing import ARREARS, OPEN, Placed
from tedung.office.outbox.models import STEPS, Message, State
from tedung.office.outbox.services import write
from tedung.office.people.models import Person
from tedung.office.reference.queries import setting
from tedung.office.wadah.models import ALONE_KIND, Member, MemberState, Wadah
from tedung.roster import phone

ABOUT, ABOUT_WADAH = "wadah.member", "wadah.wadah"


@dataclass(frozen=True)
class Coming:
    """The month whose due day is near."""

    month: str
    due_day: date

    @classmethod
    def on(cls, day: date) -> "Coming | None":
        """Return the month to be reminded of on a day; None where none is near, or no holidays are known."""
        month = Month.of(day)
        due = due_of(month)
        before = timedelta(days=int(setting("mandiri.reminder_days", day)))
        return cls(str(month), due) if due is not None and due - before <= day <= due else None


@change("mandiri.change")
def agree(member: Member, how: str) -> None:
    """Write down that somebody wants to be reminded, and how that is known."""
    if not phone.read(_person(member).phone).number:
        raise Refusal(_("Orang ini belum mempunyai nomor telepon. Betulkan datanya lebih dahulu."), "phone")
    _say(member, how, is_given=True)


@change("mandiri.change")
def withdraw(member: Member, how: str) -> None:
    """Write down that somebody wants no more reminders (*berhenti*); what waits is not sent."""
    _say(member, how, is_given=False)
    unneeded([member.pk], _("penerima meminta berhenti diingatkan"))


def _say(member: Member, how: str, *, is_given: bool) -> None:
    if not how.strip():
        raise Refusal(_("Tulis bagaimana orang ini mengatakannya, misalnya surat di loket."), "reason")
    who = current()
    Consent.objects.create(
        person=_person(member),
        is_given=is_given,
        how=how.strip()[:120],
        user_id=who.user_id,
        by=who.label,
        at=clock.now(),
    )


def _person(member: Member) -> Person:
    return member.person.merged_into or member.person


def unneeded(members: Collection[int], reason: str, month: str = "") -> int:
    """Take back the reminders of members that wait to be sent, of one month or all; inside a change."""
    found = Message.everything.filter(about_kind=ABOUT, about_id__in=list(members), state=State.WAITING)
    if month:
        found = found.filter(key__endswith=f":{month}")
    for message in (rows := list(found)):
        step(message, State.CANCELLED, STEPS, reason)
    return len(rows)


def remind(rows: Sequence[tuple[Member, Sequence[Placed]]], coming: Coming) -> int:
    """Write what is not written yet of a month's reminders to members of no collector; return how many."""
    open_now = [row for row in rows if _is_asked(*row, coming.month)]
    agreed = consent_of([_person(member).pk for member, _months in open_now])
    keys = {member.pk: f"mandiri:{member.pk}:{coming.month}" for member, _months in open_now}
    there = set(Message.everything.filter(key__in=keys.values()).values_list("key", flat=True))
    count = 0
    for member, months in open_now:
        consent, number = agreed.get(_person(member).pk), phone.read(_person(member).phone).number
        if keys[member.pk] in there or consent is None or not consent.is_given or not number:
            continue
        write(
            "sms",
            number,
            text(months, coming),
            key=keys[member.pk],
            subject=_("Pengingat iuran"),
            about=(ABOUT, member.pk),
            region=member.village,
            opd_code=member.opd_code,
            organisation_code=member.unit_code,
        )
        count += 1
    return count


def _is_asked(member: Member, months: Sequence[Placed], month: str) -> bool:
    if member.state != MemberState.AKTIF or member.wadah.kind != ALONE_KIND:
        return False
    return any(one.month == month and one.place == OPEN for one in months)


def text(months: Sequence[Placed], coming: Coming) -> str:
    """Return the sentence of a reminder: what is to be paid up to the month, arrears among it."""
    asked = sum(one.due.total for one in months if one.place in {ARREARS, OPEN} and one.month <= coming.month)
    said: str = setting("mandiri.reminder_text")
    return said.format(month=month_name(coming.month), amount=rupiah(asked), day=written(coming.due_day))


def remind_collectors(coming: Coming) -> int:
    """Write one message to each wadah that collects, with how many owe how much; return how many are new."""
    found = owing(coming.month)
    wadah = Wadah.everything.filter(pk__in=list(found), is_active=True).order_by("pk")
    keys = {row.pk: f"mandiri:wadah:{row.pk}:{coming.month}" for row in wadah}
    there = set(Message.everything.filter(key__in=keys.values()).values_list("key", flat=True))
    count = 0
    for row in wadah:
        number = phone.read(row.pic_phone).number
        if keys[row.pk] in there or not number:
            continue
        people, amount = found[row.pk]
        said: str = setting("mandiri.collector_text")
        write(
            "sms",
            number,
            said.format(
                month=month_name(coming.month),
                people=people,
                amount=rupiah(amount),
                day=written(coming.due_day),
            ),
            key=keys[row.pk],
            subject=_("Pengingat iuran anggota"),
            about=(ABOUT_WADAH, row.pk),
            region=row.region,
            opd_code=row.opd_code,
            organisation_code=row.unit_code,
        )
        count += 1
    return count


def owing(month: str) -> dict[int, tuple[int, int]]:
    """Return (people, rupiah) that are to be paid up to a month, by wadah that collects."""
    found = Standing.objects.filter(
        Q(next_month__lte=month) & ~Q(next_month=""),
        member__state=MemberState.AKTIF,
        member__wadah__payer="self",
    ).exclude(member__wadah__kind=ALONE_KIND)
    rows = found.values_list("member__wadah").annotate(people=Count("pk"), amount=Sum("payable_now"))
    return {key: (people, amount or 0) for key, people, amount in rows.order_by()}
