"""The steps of a bill: prepared, sent, coded, paid by the treasury, proved, confirmed; or taken back."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from tedung.dates import Month
from tedung.law import law_version
from tedung.office.access.actor import current
from tedung.office.access.change import change, four_eyes
from tedung.office.access.scope import require
from tedung.office.anggaran import queries as anggaran
from tedung.office.anggaran.models import Pos
from tedung.office.audit.steps import begun, step
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.base.templatetags.tedung import rupiah
from tedung.office.documents.services import store
from tedung.office.iuran import computing, posting
from tedung.office.iuran.arrears import revive
from tedung.office.iuran.differences import compared, must_be_answered
from tedung.office.iuran.dues import SEGMENT, due_of, must_have_come
from tedung.office.iuran.leaving import put_back, rests_taken_back
from tedung.office.iuran.lines import given_up, taken_off
from tedung.office.iuran.models import OPEN, STEPS, Rest, Rincian, State
from tedung.office.iuran.telling import told
from tedung.office.jobs.services import enqueue
from tedung.office.tasks.services import cancel_tasks, close_tasks
from tedung.office.wadah.models import ALONE_KIND, Wadah

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

AT_ONCE = 2_000
"""Lines that are computed while one waits; more are a job."""

FIRST = Month(2016, 1)
"""The first month of a bill: due days of who receives no wage are law since July 2015 (PP 44/2015)."""

KIND = posting.KIND


@change("iuran.prepare")
def prepare(wadah: Wadah, first_month: str, months: int, pos: Pos | None = None) -> Rincian:
    """Begin the bill of a wadah for some months; large ones are computed by a job."""
    require("wadah.view", wadah)
    Wadah.everything.select_for_update().get(pk=wadah.pk)
    first = Month.parse(first_month)
    _must_fit(wadah, first, first + (months - 1), pos)
    rincian = a_bill(wadah, first, months, pos)
    rincian.save()
    begun(rincian, State.MENGHITUNG)
    close_tasks("wadah.wadah", wadah.pk, "iuran.prepare")
    if computing.members(rincian).count() * months <= AT_ONCE:
        computing.compute(rincian.pk)
        rincian.refresh_from_db()
        if rincian.state == State.DIBATALKAN:
            raise Refusal(_("Tidak ada peserta aktif yang belum ditagih untuk bulan-bulan itu."), "nobody")
    else:
        enqueue("iuran.compute", rincian_id=rincian.pk)
    return rincian


def a_bill(wadah: Wadah, first: Month, months: int, pos: Pos | None) -> Rincian:
    """Return the bill of a wadah as it begins, not yet written."""
    if first < FIRST:
        raise Refusal(_("Bulan itu terlalu lama. Periksa tahunnya."), "months")
    return Rincian(
        wadah=wadah,
        region=wadah.region,
        opd_code=wadah.opd_code,
        unit_code=wadah.unit_code,
        group_code=wadah.group_code,
        payer=wadah.payer,
        pos=pos,
        first_month=str(first),
        last_month=str(first + (months - 1)),
        months=months,
        due_day=due_of(first),
        law_day=first.first_day,
        law_version=law_version(),
        prepared_by=current().user_id,
        made_at=clock.now(),
    )


def _must_fit(wadah: Wadah, first: Month, last: Month, pos: Pos | None) -> None:
    if wadah.kind == ALONE_KIND:
        raise Refusal(_("Peserta di sini membayar sendiri-sendiri; catat pembayarannya di halaman orangnya."))
    if wadah.segment != SEGMENT:
        raise Refusal(_("Rincian ini hanya untuk peserta bukan penerima upah."))
    if Rincian.everything.filter(wadah=wadah, state=State.MENGHITUNG).exists():
        raise Refusal(_("Rincian lain untuk wadah ini masih dihitung. Tunggu sampai selesai."), "computing")
    if pos is None:
        return
    if pos.payer != wadah.payer:
        raise Refusal(_("Pos ini milik pembayar lain; pilih pos yang membayar wadah ini."), "payer")
    if first.year != pos.year or last.year != pos.year:
        raise Refusal(_("Bulan-bulan rincian harus di dalam tahun anggaran posnya."), "year")


@change("iuran.prepare")
def set_pos(rincian: Rincian, pos: Pos) -> None:
    """Say which line of the budget pays a bill that has not been sent."""
    if rincian.state != State.RINCIAN:
        raise Refusal(_("Pos dipilih sebelum rincian dikirim."), "step")
    _must_fit_pos(rincian, pos)
    rincian.pos = pos
    rincian.save(update_fields=["pos"])


def _must_fit_pos(rincian: Rincian, pos: Pos) -> None:
    if pos.payer != rincian.payer:
        raise Refusal(_("Pos ini milik pembayar lain; pilih pos yang membayar wadah ini."), "payer")
    if {rincian.first_month[:4], rincian.last_month[:4]} != {str(pos.year)}:
        raise Refusal(_("Bulan-bulan rincian harus di dalam tahun anggaran posnya."), "year")


@change("iuran.prepare")
def send(rincian: Rincian) -> None:
    """Send a bill to the agency: from here on it binds its line of the budget."""
    if rincian.pos is not None:
        Pos.everything.select_for_update().get(pk=rincian.pos.pk)
        rest = anggaran.figures([rincian.pos])[rincian.pos.pk].rest
        if rest < rincian.payable:
            raise Refusal(
                _("Sisa pos anggaran %(rest)s, rincian ini %(due)s. Kurangi bulannya atau ubah anggarannya.")
                % {"rest": rupiah(rest), "due": rupiah(rincian.payable)},
                "budget",
            )
    elif rincian.payer != "self":
        raise Refusal(_("Pilih dahulu pos anggaran yang membayar rincian ini."), "pos")
    step(rincian, State.DIKIRIM, STEPS)
    told("iuran.code", rincian, people=rincian.people)


@change("iuran.code")
def record_code(
    rincian: Rincian, number: str, amount: int, *, first: str, last: str, valid_until: date
) -> None:
    """Record the agency's payment code; an amount that is not ours is a question that must be answered.

    A code that replaces one with the same amount changes nothing else; with another amount the treasury's
    papers begin again, and the months of who ended or died are no rest any more: they may be taken off.
    """
    _lock(rincian)
    if not number.strip() or amount <= 0:
        raise Refusal(_("Isi nomor dan jumlah kode iuran seperti tertulis di kode BPJS."))
    if valid_until < clock.today(rincian.region):
        raise Refusal(_("Kode iuran ini sudah tidak berlaku. Minta kode baru kepada BPJS."), "expired")
    if (first, last) != (rincian.first_month, rincian.last_month):
        raise Refusal(
            _("Bulan kode (%(first)s – %(last)s) bukan bulan rincian ini. Minta kode untuk bulan yang sama.")
            % {"first": first, "last": last},
            "months",
        )
    _must_be_new(rincian, number.strip())
    code = {
        "code_number": number.strip(),
        "code_amount": amount,
        "code_first": first,
        "code_last": last,
        "code_valid_until": valid_until,
    }
    _coded(rincian, amount, code)
    close_tasks(KIND, rincian.pk, "iuran.code")
    close_tasks(KIND, rincian.pk, "iuran.expired")
    compared(rincian)


def _coded(rincian: Rincian, amount: int, code: dict[str, Any]) -> None:
    if rincian.state in {State.KODE, State.SPP, State.SPM} and amount == rincian.code_amount:
        for name, value in code.items():
            setattr(rincian, name, value)
        rincian.save(update_fields=list(code))
        begun(rincian, rincian.state, _("kode iuran diganti"))
        return
    put_back(Rest.everything.filter(line__rincian=rincian), _("kode iuran diganti"))
    if rincian.state == State.KODE:
        step(rincian, State.DIKIRIM, STEPS, _("kode iuran diganti"))
    if rincian.state in {State.SPP, State.SPM}:
        code |= {"spp_number": "", "spp_day": None, "spm_number": "", "spm_day": None}
    step(rincian, State.KODE, STEPS, code["code_number"], **code)


def _must_be_new(rincian: Rincian, number: str) -> None:
    others = Rincian.everything.filter(code_number=number).exclude(state=State.DIBATALKAN)
    if others.exclude(pk=rincian.pk).exists():
        raise Refusal(_("Kode iuran ini sudah dicatat untuk rincian lain. Periksa nomornya."), "twice")


@change("iuran.prepare")
def record_spp(rincian: Rincian, number: str, day: date) -> None:
    """Record the request for payment (SPP-LS)."""
    if rincian.payer == "self":
        raise Refusal(_("Iuran anggota tidak lewat SPP-LS; catat setorannya dengan bukti bayar."), "payer")
    must_be_answered(rincian)
    _must_be_valid(rincian)
    must_have_come(rincian, day)
    step(rincian, State.SPP, STEPS, number, spp_number=_given(number), spp_day=day)


@change("iuran.pay")
def record_spm(rincian: Rincian, number: str, day: date) -> None:
    """Record the order to pay (SPM)."""
    _four_eyes(rincian)
    _must_be_valid(rincian)
    must_have_come(rincian, day)
    _in_order(rincian.spp_day, day, _("SPM"), _("SPP-LS"))
    step(rincian, State.SPM, STEPS, number, spm_number=_given(number), spm_day=day)


@change("iuran.pay")
def record_sp2d(rincian: Rincian, number: str, day: date) -> None:
    """Record the treasury's order of disbursement (SP2D): from here on it is paid."""
    _lock(rincian)
    _four_eyes(rincian)
    must_be_answered(rincian)
    _must_be_valid(rincian, day)
    must_have_come(rincian, day)
    _in_order(rincian.spm_day, day, _("SP2D"), _("SPM"))
    rincian.paid_by = current().user_id
    step(
        rincian,
        State.SP2D,
        STEPS,
        number,
        sp2d_number=_given(number),
        sp2d_day=day,
        paid_by=current().user_id,
    )
    posting.paid(rincian, day)
    revive(rincian)
    for kind in ("iuran.code", "iuran.due", "iuran.expired"):
        close_tasks(KIND, rincian.pk, kind)
    told("iuran.confirm", rincian, people=rincian.people)


@change("iuran.pay")
def record_proof(rincian: Rincian, upload: "UploadedFile[Any] | bytes", day: date) -> None:
    """Keep the proof of a payment by SP2D; what members pay themselves has `record_collected`."""
    _lock(rincian)
    if rincian.state != State.SP2D:
        raise Refusal(_("Catat dahulu SP2D-nya; bukti bayar menyusul."), "step")
    _four_eyes(rincian)
    must_have_come(rincian, day)
    _in_order(rincian.sp2d_day, day, _("Pembayaran"), _("SP2D"))
    proof = store(
        upload,
        "evidence",
        region=rincian.region,
        opd_code=rincian.opd_code,
        group_code=rincian.group_code,
        organisation_code=rincian.unit_code,
    )
    step(rincian, State.BUKTI, STEPS, proof=proof, paid_on=day)


@change("mandiri.pay")
def record_collected(rincian: Rincian, upload: "UploadedFile[Any] | bytes", day: date) -> None:
    """Record that a wadah paid the code with its members' own money: no treasury, no budget."""
    _lock(rincian)
    if rincian.payer != "self":
        raise Refusal(_("Rincian ini dibayar lewat SP2D, bukan oleh anggotanya."), "payer")
    must_have_come(rincian, day)
    _four_eyes(rincian)
    must_be_answered(rincian)
    _must_be_valid(rincian, day)
    proof = store(
        upload,
        "evidence",
        region=rincian.region,
        opd_code=rincian.opd_code,
        group_code=rincian.group_code,
        organisation_code=rincian.unit_code,
    )
    step(rincian, State.BUKTI, STEPS, proof=proof, paid_on=day, paid_by=current().user_id)
    posting.paid(rincian, day)
    revive(rincian)
    for kind in ("iuran.code", "iuran.due", "iuran.expired"):
        close_tasks(KIND, rincian.pk, kind)
    told("iuran.confirm", rincian, people=rincian.people)
    enqueue("mandiri.daily")  # how each of its members stands now


@change("iuran.confirm")
def confirm(rincian: Rincian, day: date) -> None:
    """Record that the agency has the money and counts the months."""
    four_eyes(rincian.prepared_by, _("Rincian ini Anda susun; orang lain yang mencatat konfirmasinya."))
    four_eyes(rincian.paid_by, _("Pembayaran ini Anda catat; orang lain yang mencatat konfirmasinya."))
    must_have_come(rincian, day)
    _in_order(rincian.paid_on, day, _("Konfirmasi"), _("pembayaran"))
    step(rincian, State.DIKONFIRMASI, STEPS, confirmed_on=day)
    close_tasks(KIND, rincian.pk, "iuran.confirm")


@change("iuran.prepare")
def cancel(rincian: Rincian, reason: str) -> None:
    """Take back a bill that was not paid: its lines are free again, the book takes its entries back."""
    _lock(rincian)
    if not reason.strip():
        raise Refusal(_("Tulis mengapa rincian dibatalkan; alasannya dibaca saat pemeriksaan."))
    step(rincian, State.DIBATALKAN, STEPS, reason.strip())
    rests_taken_back(rincian)
    posting.taken_back(rincian, reason.strip()[:240])
    given_up([rincian])
    rincian.differences.filter(answer="").update(
        answer="kode_baru", reason=_("rincian dibatalkan"), answered_at=clock.now(), by=current().label
    )
    cancel_tasks(KIND, rincian.pk)


@change("iuran.prepare")
def take_off(rincian: Rincian, lines: list[int], reason: str) -> int:
    """Take lines off a bill that is not coded, or that the code leaves out; return how many."""
    _lock(rincian)
    if rincian.state not in {*OPEN, State.KODE}:
        raise Refusal(_("Baris hanya dapat dibatalkan sebelum SPP dibuat."), "step")
    if not reason.strip():
        raise Refusal(_("Tulis mengapa baris ini tidak ditagih."))
    count = taken_off(rincian, lines)
    if count == 0:
        raise Refusal(_("Pilih baris yang ditagih."), "none")
    compared(rincian, answer="baris", reason=reason.strip()[:240])
    return count


def _lock(rincian: Rincian) -> None:
    Rincian.everything.select_for_update().get(pk=rincian.pk)
    rincian.refresh_from_db()


def _four_eyes(rincian: Rincian) -> None:
    four_eyes(rincian.prepared_by, _("Rincian ini Anda susun; orang lain yang mencatat pembayarannya."))


def _given(number: str) -> str:
    if not number.strip():
        raise Refusal(_("Isi nomor seperti tertulis di dokumennya."))
    return number.strip()


def _must_be_valid(rincian: Rincian, day: date | None = None) -> None:
    on = day or clock.today(rincian.region)
    if rincian.code_valid_until is not None and rincian.code_valid_until < on:
        raise Refusal(_("Kode iuran ini sudah tidak berlaku. Minta kode baru kepada BPJS."), "expired")


def _in_order(before: date | None, day: date, what: str, after: str) -> None:
    if before is not None and day < before:
        raise Refusal(
            _("%(what)s tidak mungkin lebih dahulu dari %(after)s. Periksa tanggalnya.")
            % {"what": what, "after": after},
            "order",
        )
