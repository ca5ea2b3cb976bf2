"""Take somebody up who pays oneself, write down what is declared, let the membership end."""

from datetime import date

from django.conf import settings
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from tedung.columns import BPU_KINDS
from tedung.dates import Month
from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.iuran.models import Line
from tedung.office.iuran.reasons import sentence
from tedung.office.mandiri.dues import History, Terms, declared, due_by, terms_in
from tedung.office.mandiri.keeping import AHEAD, refresh
from tedung.office.mandiri.models import Declaration, PaidMonth
from tedung.office.organisations.models import Kind, Organisation
from tedung.office.people.models import Person
from tedung.office.wadah import members
from tedung.office.wadah.models import ALONE_KIND, Member, MemberState, Wadah

ALONE = "mandiri:perorangan"
"""The organisation of those who pay through nobody; no wadah that an officer makes has a code like it."""

PROGRAMMES = ("jkk+jkm", "jkk+jkm+jht")
BEHIND = 3
"""Months back that can still be paid: earlier ones say nothing of whether somebody was covered."""

LARGEST_INCOME = 10**12


def by_oneself() -> Wadah:
    """Return what keeps those who pay through nobody, made when it is first asked for."""
    found = Wadah.everything.filter(organisation__code=ALONE).first()
    if found is not None:
        return found
    organisation, _is_new = Organisation.objects.get_or_create(
        code=ALONE,
        defaults={
            "kind": Kind.WADAH,
            "name": _("Peserta mandiri perorangan"),
            "region": settings.HOME_REGION,
        },
    )
    made, _is_new = Wadah.everything.get_or_create(
        organisation=organisation,
        defaults={
            "kind": ALONE_KIND,
            "payer": "self",
            "region": settings.HOME_REGION,
            "unit_code": ALONE,  # so that a wadah of the whole city may stand beside it
            "since": clock.today(),
            "made_at": clock.now(),
        },
    )
    return made


@change("mandiri.change")
def register(
    person: Person,
    since: str,
    income: int,
    *,
    programmes: str = "jkk+jkm",
    wadah: Wadah | None = None,
    bpu_kind: str = "self_employed",
    is_transport: bool = False,
    kpj: str = "",
    registered_on: date | None = None,
    note: str = "",
) -> Member:
    """Take up somebody who pays oneself from a month on, through a wadah or through nobody.

    kpj: of who is a member already, with the day since when; without, the agency is yet to be told.
    """
    who = person.merged_into or person
    if who.died_on is not None:
        raise Refusal(_("Orang ini tercatat meninggal."), "died")
    through = wadah or by_oneself()
    if through.payer != "self" or not through.is_active:
        raise Refusal(_("Wadah ini bukan untuk peserta yang membayar sendiri."), "payer")
    terms = terms_of(income, programmes, bpu_kind, is_transport=is_transport)
    must_begin(since)
    _must_fit(who, terms, since, registered_on)
    Person.everything.select_for_update().get(pk=who.pk)
    _must_be_new(who, since)
    member = members.start(who, through, since, programmes=terms.programmes, income=terms.income)
    _write(member, since, terms, note)
    if kpj:
        members.accept(member, kpj, registered_on or clock.today())
    refresh(member, clock.today())
    return member


def _must_be_new(person: Person, since: str) -> None:
    """Refuse a second one: two kinds of work may be declared, but by one number and one payment a month.

    Of whom was found to be the same person the membership counts too.
    """
    same = Q(person=person) | Q(person__merged_into=person)
    own = Member.everything.filter(same, payer="self")
    if own.exclude(state=MemberState.KELUAR).exists():
        raise Refusal(_("Orang ini sudah tercatat sebagai peserta mandiri."), "twice")
    last = own.aggregate(last=Max("until"))["last"] or ""
    if since <= last:
        raise Refusal(
            _("Keanggotaan yang lama berlaku sampai %(month)s. Mulailah dari bulan sesudahnya.")
            % {"month": last},
            "months",
        )


def terms_of(income: int, programmes: str, bpu_kind: str, *, is_transport: bool) -> Terms:
    """Return what is declared; Refusal where it cannot be."""
    if isinstance(income, bool) or not isinstance(income, int) or not 0 <= income < LARGEST_INCOME:
        raise Refusal(_("Tulis penghasilan sebulan dalam rupiah utuh."), "income")
    if programmes not in PROGRAMMES or bpu_kind not in BPU_KINDS:
        raise Refusal(_("Pilih program dan cara bekerja."), "programmes")
    if bpu_kind == "employer" and "jht" not in programmes:
        raise Refusal(
            _("Pemilik usaha wajib ikut JHT juga (PP 46/2015 Pasal 2 dan 6). Pilih JKK, JKM dan JHT."), "jht"
        )
    return Terms(income, programmes, bpu_kind, bool(is_transport))


def must_begin(since: str) -> None:
    """Refuse a first month that is no month, long past or far ahead."""
    try:
        away = Month.parse(since) - Month.of(clock.today())
    except ValueError:
        raise Refusal(_("Tulis tahun dan bulan, misalnya 2027-01."), "months") from None
    if not -BEHIND <= away <= AHEAD:
        raise Refusal(
            _("Bulan pertama paling lama tiga bulan yang lalu dan paling jauh setahun lagi."), "months"
        )


def _must_fit(person: Person, terms: Terms, since: str, registered_on: date | None) -> None:
    """Refuse whom the law does not let enrol, with its reason."""
    month = Month.parse(since)
    begun = month.first_day
    due = due_by(terms, month, person.birth_date, min(registered_on or begun, begun))
    if due.why_not:
        raise Refusal(_("Belum dapat menjadi peserta: %(why)s.") % {"why": sentence(due.why_not)}, "law")


def _write(member: Member, since: str, terms: Terms, note: str) -> None:
    who = current()
    Declaration.objects.create(
        member=member,
        since=since,
        income=terms.income,
        programmes=terms.programmes,
        bpu_kind=terms.bpu_kind,
        is_transport=terms.is_transport,
        note=note.strip()[:240],
        user_id=who.user_id,
        by=who.label,
        at=clock.now(),
    )


@change("mandiri.change")
def declare(
    member: Member,
    since: str,
    income: int,
    *,
    programmes: str,
    bpu_kind: str = "self_employed",
    is_transport: bool = False,
    note: str = "",
) -> None:
    """Write down another income, or other programmes, from a month on; what was before stays as it was."""
    _must_be_live(member)
    terms = terms_of(income, programmes, bpu_kind, is_transport=is_transport)
    must_begin(since)
    earliest = _earliest(member)
    if since < earliest:
        raise Refusal(
            _("Perubahan berlaku paling cepat mulai %(month)s: bulan sebelumnya sudah dibayar atau lewat.")
            % {"month": earliest},
            "months",
        )
    if terms_in(declared([member.pk])[member.pk], since, member) == terms:
        raise Refusal(_("Tidak ada yang berbeda dari yang sudah tercatat untuk bulan itu."), "same")
    _write(member, since, terms, note)
    settle(member, clock.today())
    refresh(member, clock.today())


def _earliest(member: Member) -> str:
    """Return the first month that may be declared anew: not past, not before the membership, not paid."""
    paid = PaidMonth.objects.filter(member=member, is_cancelled=False).aggregate(last=Max("month"))["last"]
    billed = Line.everything.filter(member=member, is_cancelled=False, total__gt=0)
    last = max(paid or "", billed.aggregate(last=Max("month"))["last"] or "")
    after = str(Month.parse(last) + 1) if last else ""
    return max(member.since, str(Month.of(clock.today())), after)


def settle(member: Member, day: date, history: History | None = None) -> bool:
    """Let the membership say what is declared for a day's month; return whether it changed."""
    known = declared([member.pk])[member.pk] if history is None else history
    terms = terms_in(known, str(Month.of(day)), member)
    if (member.income, member.programmes) == (terms.income, terms.programmes):
        return False
    member.income, member.programmes = terms.income, terms.programmes
    member.save(update_fields=["income", "programmes"])
    return True


@change("mandiri.change")
def stop(member: Member, month: str, reason: str) -> None:
    """Let the membership end with a month; months that are paid after it are kept but after a death."""
    _must_be_live(member)
    last = PaidMonth.objects.filter(member=member, is_cancelled=False).aggregate(last=Max("month"))["last"]
    if last and last > month and reason != "meninggal":
        raise Refusal(
            _("Iuran sudah dibayar sampai %(month)s. Keanggotaan berakhir paling cepat dengan bulan itu.")
            % {"month": last},
            "months",
        )
    members.end(member, month, reason)
    from tedung.office.mandiri.reminding import unneeded

    unneeded([member.pk], _("keanggotaan berakhir"))
    refresh(member, clock.today())


def _must_be_live(member: Member) -> None:
    row = Member.everything.select_for_update().get(pk=member.pk)
    if row.payer != "self":
        raise Refusal(_("Keanggotaan ini dibayar pihak lain, bukan oleh orangnya sendiri."), "payer")
    if row.state == MemberState.KELUAR:
        raise Refusal(_("Keanggotaan ini sudah berakhir."), "step")
