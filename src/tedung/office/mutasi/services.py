"""Open the month, leave or take each change, hand it in, approve it: then it is done."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from tedung.dates import Month
from tedung.office.access.actor import current
from tedung.office.access.change import change, four_eyes
from tedung.office.audit.steps import begun, step
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.events.services import record_select
from tedung.office.iuran import leaving
from tedung.office.iuran.models import Rincian
from tedung.office.mutasi import delta, queries
from tedung.office.mutasi.gathering import forget, gather
from tedung.office.mutasi.models import STEPS, Act, Change, Mutasi, Source, State
from tedung.office.tasks.services import close_tasks, open_task
from tedung.office.wadah.members import ENDED
from tedung.office.wadah.models import Member, MemberState, Wadah
from tedung.office.wadah.states import move_members

ABOUT = "mutasi.mutasi"


@change("mutasi.prepare")
def open_month(wadah: Wadah, month: str) -> Mutasi:
    """Begin the changes of a month with all that is known, or return those at work."""
    _must_be_near(wadah, month)
    Wadah.everything.select_for_update().get(pk=wadah.pk)
    at_work = Mutasi.everything.filter(wadah=wadah, state__in=[State.KONSEP, State.DIAJUKAN]).first()
    if at_work:
        return at_work
    row = Mutasi.everything.create(
        wadah=wadah,
        month=month,
        region=wadah.region,
        opd_code=wadah.opd_code,
        unit_code=wadah.unit_code,
        group_code=wadah.group_code,
        prepared_by=current().user_id,
        made_at=clock.now(),
    )
    begun(row, State.KONSEP)
    gather(row)
    _tell(row)
    return row


def _must_be_near(wadah: Wadah, month: str) -> None:
    """Changes are of this month or the next two: what is further ahead is not known yet."""
    now = Month.of(clock.today(wadah.region))
    if not now <= Month.parse(month) <= now + 2:
        raise Refusal(_("Pilih bulan ini atau dua bulan berikutnya."), "month")


@change("mutasi.prepare")
def look_again(row: Mutasi) -> None:
    """Look for changes anew; what an officer wrote or left for later stays."""
    _must_be_draft(row)
    forget(row)
    gather(row)
    _tell(row)


@change("mutasi.prepare")
def leave(one: Change, note: str) -> None:
    """Leave a change for later, with the reason."""
    _must_be_draft(one.mutasi)
    if not note.strip():
        raise Refusal(_("Tulis mengapa perubahan ini ditunda."), "note")
    Change.everything.filter(pk=one.pk).update(is_taken=False, note=note.strip()[:240])
    _tell(one.mutasi)


@change("mutasi.prepare")
def take(one: Change) -> None:
    """Take a change after all."""
    _must_be_draft(one.mutasi)
    Change.everything.filter(pk=one.pk).update(is_taken=True)
    _tell(one.mutasi)


@change("mutasi.prepare")
def add_exit(row: Mutasi, member: Member, reason: str, last_month: str, note: str) -> Change:
    """Write an exit that no list knows: somebody resigns, a village reports a move."""
    _must_be_draft(row)
    if reason not in ENDED:
        raise Refusal(_("Pilih sebab keluar."), "reason")
    if member.wadah_id != row.wadah_id or member.state == MemberState.KELUAR:
        raise Refusal(_("Orang ini bukan peserta wadah ini, atau sudah keluar."), "member")
    last = Month.parse(last_month)
    if not Month.parse(member.since) + -1 <= last <= Month.parse(row.month):
        raise Refusal(
            _("Bulan terakhir harus antara bulan sebelum mulai dan bulan mutasi ini."), "last_month"
        )
    if not note.strip():
        raise Refusal(_("Tulis dari mana hal ini diketahui."), "note")
    codes = {code: getattr(member, code) for code in ("village", "opd_code", "unit_code", "group_code")}
    told = {
        "act": Act.KELUAR,
        "reason": reason,
        "source": Source.PETUGAS,
        "last_month": last_month,
        "note": note.strip()[:240],
        "is_taken": True,
        **codes,
    }
    made, _is_new = Change.everything.update_or_create(mutasi=row, member=member, defaults=told)
    _tell(row)
    return made


@change("mutasi.prepare")
def submit(row: Mutasi) -> None:
    """Hand a month's changes in to be approved."""
    if not queries.taken(row):
        raise Refusal(_("Belum ada perubahan yang diambil, jadi tidak ada yang diajukan."), "empty")
    step(row, State.DIAJUKAN, STEPS)
    close_tasks(ABOUT, row.pk)
    _task(row, "mutasi.approve", "kepala", {"people": queries.taken(row)})


@change("mutasi.approve")
def give_back(row: Mutasi, reason: str) -> None:
    """Give the changes back to be looked at again."""
    if not reason.strip():
        raise Refusal(_("Tulis apa yang perlu diperiksa lagi."), "reason")
    step(row, State.KONSEP, STEPS, reason.strip()[:240])
    close_tasks(ABOUT, row.pk)
    _tell(row)


@change("mutasi.prepare")
def cancel(row: Mutasi, reason: str) -> None:
    """Give a draft up."""
    step(row, State.DIBATALKAN, STEPS, reason.strip()[:240])
    close_tasks(ABOUT, row.pk)


@change("mutasi.approve")
def approve(row: Mutasi) -> Mutasi:
    """Do what was handed in: memberships end, the delta file for the agency is written, bills follow."""
    four_eyes(row.prepared_by, _("Yang menyiapkan mutasi tidak menyetujuinya. Mintalah orang lain."))
    Mutasi.everything.select_for_update().get(pk=row.pk)
    counts = queries.counts(row)
    exchange = delta.write(row)
    _end(row)
    step(
        row,
        State.DISETUJUI,
        STEPS,
        counts=counts,
        exchange=exchange,
        approved_by=current().user_id,
        approved_on=clock.today(row.region),
    )
    _bills_follow(row)
    close_tasks(ABOUT, row.pk)
    if exchange:
        _task(
            row, "mutasi.send", "verifikator", {"people": exchange.lines_out}, f"/wadah/berkas/{exchange.pk}/"
        )
    return row


def _end(row: Mutasi) -> None:
    """End the memberships that leave, as a set for each reason and last month."""
    exits = Change.everything.filter(mutasi=row, act=Act.KELUAR, is_taken=True)
    for reason, last in exits.values_list("reason", "last_month").distinct().order_by("reason", "last_month"):
        chosen = (
            "SELECT member_id FROM mutasi_change WHERE mutasi_id = %s AND act = 'keluar' "
            "AND is_taken = %s AND reason = %s AND last_month = %s"
        )
        given = [row.pk, True, reason, last]
        record_select(
            f"SELECT m.person_id FROM wadah_member m WHERE m.id IN ({chosen}) AND m.state <> 'keluar'",
            given,
            "wadah.ended",
            clock.today(row.region),
            row,
        )
        sets = {"until": last, "ended_reason": reason}
        move_members(chosen, given, MemberState.KELUAR, reason, sets=sets)


def _bills_follow(row: Mutasi) -> None:
    """Take months after an exit off the bills of the wadah, or set them aside as a rest."""
    found = Rincian.everything.filter(pk__in=leaving.ended(row.wadah_id))
    for rincian in found.order_by("pk"):
        leaving.release(rincian)


def _must_be_draft(row: Mutasi) -> None:
    stands = Mutasi.everything.values_list("state", flat=True).get(pk=row.pk)
    if stands != State.KONSEP:
        raise Refusal(
            _("Mutasi ini sudah diajukan, jadi isinya tidak diubah. Minta dikembalikan dulu."), "step"
        )


def _tell(row: Mutasi) -> None:
    """Keep the task of a draft."""
    _task(row, "mutasi.submit", "verifikator", {"people": queries.taken(row)})


def _task(row: Mutasi, kind: str, role: str, params: Mapping[str, int], path: str = "") -> None:
    open_task(
        kind,
        role,
        about=(ABOUT, row.pk),
        path=path or f"/mutasi/{row.pk}/",
        region=row.region,
        opd_code=row.opd_code,
        organisation_code=row.unit_code,
        group_code=row.group_code,
        params=params,
    )
