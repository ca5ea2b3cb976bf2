"""What members pay to the agency by themselves: written down as the receipt says, compared with the law."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from tedung.dates import Month
from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.audit.steps import begun, step
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.documents.services import store
from tedung.office.iuran.models import Line
from tedung.office.mandiri.keeping import AHEAD, months_of, refresh
from tedung.office.mandiri.models import STEPS, PaidMonth, Payment, State
from tedung.office.mandiri.reminding import unneeded
from tedung.office.mandiri.standing import Placed, is_lapsed, payable
from tedung.office.tasks.services import close_tasks, open_task
from tedung.office.wadah import members
from tedung.office.wadah.models import Member, MemberState

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

ABOUT = "mandiri.payment"
MOST = 10**12
EARLIEST = date(2016, 1, 1)
"""The first day of a receipt: due days of those who pay themselves are law since July 2015 (PP 44/2015)."""


@change("mandiri.pay")
def pay(
    member: Member,
    paid_on: date,
    amount: int,
    first: str,
    last: str,
    *,
    number: str,
    proof: "UploadedFile[Any] | bytes | None" = None,
) -> Payment:
    """Write a payment down; an amount that the law does not ask covers the months that it reaches.

    The months begin with the first that can be paid on that day: arrears come before what is coming.
    """
    member = _held(member)
    _must_be_some(amount, number, paid_on)
    chosen = _chosen(member, paid_on, first, last)
    _must_be_free(member, chosen, number.strip())
    due = sum(one.due.total for one in chosen)
    months, rest = _reached(chosen, amount)
    state = State.TERCATAT if due == amount else State.SELISIH
    made = Payment.everything.create(
        member=member,
        paid_on=paid_on,
        amount=amount,
        first_month=first,
        last_month=last,
        number=number.strip(),
        proof=_kept(member, proof),
        due=due,
        months=months,
        rest=rest,
        state=state,
        village=member.village,
        opd_code=member.opd_code,
        unit_code=member.unit_code,
        group_code=member.group_code,
        user_id=current().user_id,
        made_at=clock.now(),
    )
    begun(made, state)
    _cover(made, chosen[:months])
    for one in chosen[:months]:
        unneeded([member.pk], _("sudah dibayar"), one.month)
    follow(member)
    if state == State.SELISIH:
        _ask(made)
    return made


def _held(member: Member) -> Member:
    """Return a membership that is paid by oneself, held until the change is over."""
    row = Member.everything.select_for_update().get(pk=member.pk)
    if row.payer != "self":
        raise Refusal(_("Keanggotaan ini dibayar pihak lain, bukan oleh orangnya sendiri."), "payer")
    return row


def _must_be_some(amount: int, number: str, paid_on: date) -> None:
    if not 0 < amount < MOST:
        raise Refusal(_("Tulis jumlah yang dibayar seperti di bukti bayar."), "amount")
    if not number.strip() or len(number.strip()) > 80:
        raise Refusal(_("Isi nomor bukti bayar, paling banyak 80 huruf."), "number")
    if not EARLIEST <= paid_on <= clock.today():
        raise Refusal(_("Tanggal bayar belum tiba, atau terlalu lama. Periksa tanggalnya."), "day")


def _chosen(member: Member, paid_on: date, first: str, last: str) -> list[Placed]:
    """Return the months that a receipt names; Refusal where they could not be paid that day."""
    try:
        count = Month.parse(last) - Month.parse(first) + 1
    except ValueError:
        raise Refusal(_("Tulis tahun dan bulan, misalnya 2027-01."), "months") from None
    if not 1 <= count <= AHEAD:
        raise Refusal(_("Bulan terakhir harus sesudah bulan pertama, paling banyak 12 bulan."), "months")
    open_then = payable(months_of([member], paid_on)[member.pk], paid_on)
    if not open_then:
        raise Refusal(_("Tidak ada bulan yang dapat dibayar pada tanggal itu."), "months")
    if open_then[0].month != first:
        raise Refusal(
            _("Pembayaran pada tanggal itu mulai dari bulan %(month)s: tunggakan lebih dahulu.")
            % {"month": open_then[0].month},
            "order",
        )
    chosen = [one for one in open_then if first <= one.month <= last]
    if len(chosen) != count:
        raise Refusal(_("Ada bulan di antaranya yang sudah dibayar atau tidak ditagih."), "months")
    return chosen


def _must_be_free(member: Member, chosen: list[Placed], number: str) -> None:
    months = [one.month for one in chosen]
    if Line.everything.filter(member=member, month__in=months, is_cancelled=False, total__gt=0).exists():
        raise Refusal(_("Bulan itu sudah ada di rincian wadahnya; pembayarannya dicatat di sana."), "billed")
    twice = Payment.everything.filter(member=member, number=number).exclude(state=State.DIBATALKAN)
    if twice.exists():
        raise Refusal(_("Bukti bayar dengan nomor itu sudah dicatat untuk orang ini."), "twice")


def _reached(chosen: list[Placed], amount: int) -> tuple[int, int]:
    """Return how many of the months an amount covers whole, from the first on, and what is left of it."""
    count = 0
    for one in chosen:
        if one.due.total > amount:
            break
        amount -= one.due.total
        count += 1
    return count, amount


def _kept(member: Member, proof: "UploadedFile[Any] | bytes | None") -> Any:
    if proof is None:
        return None
    return store(
        proof,
        "evidence",
        region=member.village,
        opd_code=member.opd_code,
        group_code=member.group_code,
        organisation_code=member.unit_code,
    )


def _cover(payment: Payment, months: list[Placed]) -> None:
    PaidMonth.objects.bulk_create(
        PaidMonth(
            payment=payment,
            member_id=payment.member_id,
            month=one.month,
            jkk=one.due.jkk,
            jkm=one.due.jkm,
            jht=one.due.jht,
            total=one.due.total,
            relief=one.due.relief,
        )
        for one in months
    )


def follow(member: Member) -> None:
    """Let the membership follow what is paid now: resting, active again, or as it was; inside a change."""
    day = clock.today()
    lapsed = is_lapsed(months_of([member], day)[member.pk])
    if member.state == MemberState.NONAKTIF and not lapsed:
        members.reactivate(member)
    elif member.state == MemberState.AKTIF and lapsed:
        members.lapse(member)
    refresh(member, day)


def _ask(payment: Payment) -> None:
    member = payment.member
    open_task(
        "mandiri.difference",
        "verifikator",
        about=(ABOUT, payment.pk),
        path=f"/mandiri/{member.pk}/",
        region=member.village,
        opd_code=member.opd_code,
        organisation_code=member.unit_code,
        group_code=member.group_code,
        params={"months": payment.months},
    )


@change("mandiri.pay")
def explain(payment: Payment, answer: str) -> None:
    """Say why an amount differs from what the law asks; the months that it covers stay."""
    if not answer.strip():
        raise Refusal(_("Tulis mengapa jumlahnya berbeda, misalnya kata kantor cabang."), "reason")
    step(payment, State.TERCATAT, STEPS, answer.strip()[:240], answer=answer.strip()[:240])
    close_tasks(ABOUT, payment.pk)


@change("mandiri.pay")
def cancel(payment: Payment, reason: str) -> None:
    """Take back a payment that was written down wrongly; its months are free again."""
    if not reason.strip():
        raise Refusal(
            _("Tulis mengapa pembayaran ini dibatalkan; alasannya dibaca saat pemeriksaan."), "reason"
        )
    member = _held(payment.member)
    step(payment, State.DIBATALKAN, STEPS, reason.strip()[:240])
    PaidMonth.objects.filter(payment=payment).update(is_cancelled=True)
    close_tasks(ABOUT, payment.pk)
    follow(member)
