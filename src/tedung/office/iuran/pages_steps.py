"""The steps of a bill, each a form on its page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.base.refusals import said_in
from tedung.office.iuran import differences, leaving, printing, returning, services
from tedung.office.iuran.forms import (
    Answer,
    ChoosePos,
    Code,
    Confirmed,
    Paper,
    Proof,
    Reason,
    Refund,
    Step,
    Unpay,
)
from tedung.office.iuran.models import Difference, Rest
from tedung.office.iuran.pages import one
from tedung.office.iuran.showing import shown


@page("iuran.prepare", methods=("POST",))
def choose_pos(request: HttpRequest, key: int) -> HttpResponse:
    """Say which line of the budget pays."""
    rincian = one(key)
    form = ChoosePos(rincian, request.POST)
    if not form.is_valid():
        return shown(request, rincian, 422, choose_pos=form, form=form)
    services.set_pos(rincian, form.cleaned_data["pos"])
    return redirect("rincian", key)


@page("iuran.prepare", methods=("POST",))
def send(request: HttpRequest, key: int) -> HttpResponse:
    """Send a bill."""
    rincian, form = one(key), Step(request.POST)
    with said_in(form):
        services.send(rincian)
    if form.errors:
        return shown(request, one(key), 422, form=form)
    messages.success(
        request, _("Rincian tercatat dikirim. Catat kode iurannya di sini bila BPJS sudah memberi.")
    )
    return redirect("rincian", key)


@page("iuran.code", methods=("POST",))
def code(request: HttpRequest, key: int) -> HttpResponse:
    """Record the payment code."""
    rincian = one(key)
    form = Code(request.POST)
    if not form.is_valid():
        return shown(request, rincian, 422, code=form, form=form)
    given = form.cleaned_data
    services.record_code(
        rincian,
        given["number"],
        given["amount"],
        first=given["first"],
        last=given["last"],
        valid_until=given["valid_until"],
    )
    if differences.open_difference(rincian):
        messages.warning(request, _("Jumlah kode berbeda dari rincian. Jawab selisihnya sebelum dibayar."))
    else:
        messages.success(request, _("Kode iuran dicatat; jumlahnya sama dengan rincian."))
    return redirect("rincian", key)


@page("iuran.prepare", methods=("POST",))
def answer(request: HttpRequest, key: int) -> HttpResponse:
    """Answer a difference."""
    rincian = one(key)
    form = Answer(request.POST)
    if not form.is_valid():
        return shown(request, rincian, 422, answer=form, form=form)
    acts: dict[str, Callable[..., Any]] = {
        Difference.Answer.KODE_BARU: differences.ask_new_code,
        Difference.Answer.DITERIMA: differences.accept,
        Difference.Answer.KREDIT: differences.use_credit,
    }
    acts[form.cleaned_data["answer"]](rincian, form.cleaned_data["reason"])
    messages.success(request, _("Selisih dijawab dan dicatat."))
    return redirect("rincian", key)


def _paper(request: HttpRequest, key: int, record: Callable[..., None]) -> HttpResponse:
    rincian = one(key)
    form = Paper(request.POST)
    if not form.is_valid():
        return shown(request, rincian, 422, paper=form, form=form)
    record(rincian, form.cleaned_data["number"], form.cleaned_data["day"])
    return redirect("rincian", key)


@page("iuran.prepare", methods=("POST",))
def spp(request: HttpRequest, key: int) -> HttpResponse:
    """Record the SPP-LS."""
    return _paper(request, key, services.record_spp)


@page("iuran.pay", methods=("POST",))
def spm(request: HttpRequest, key: int) -> HttpResponse:
    """Record the SPM."""
    return _paper(request, key, services.record_spm)


@page("iuran.pay", methods=("POST",))
def sp2d(request: HttpRequest, key: int) -> HttpResponse:
    """Record the SP2D."""
    return _paper(request, key, services.record_sp2d)


@page("iuran.pay", methods=("POST",))
def proof(request: HttpRequest, key: int) -> HttpResponse:
    """Keep the proof of payment."""
    rincian = one(key)
    form = Proof(request.POST, request.FILES)
    if not form.is_valid():
        return shown(request, rincian, 422, proof=form, form=form)
    services.record_proof(rincian, form.cleaned_data["proof"], form.cleaned_data["day"])
    messages.success(request, _("Bukti bayar disimpan."))
    return redirect("rincian", key)


@page("mandiri.pay", methods=("POST",))
def collected(request: HttpRequest, key: int) -> HttpResponse:
    """Record that members paid the code with their own money."""
    rincian = one(key)
    form = Proof(request.POST, request.FILES)
    if form.is_valid():
        with said_in(form):
            services.record_collected(rincian, form.cleaned_data["proof"], form.cleaned_data["day"])
            messages.success(request, _("Setoran anggota dicatat."))
            return redirect("rincian", key)
    return shown(request, rincian, 422, proof=form, form=form)


@page("iuran.confirm", methods=("POST",))
def confirm(request: HttpRequest, key: int) -> HttpResponse:
    """Record the agency's confirmation."""
    rincian = one(key)
    form = Confirmed(request.POST)
    if not form.is_valid():
        return shown(request, rincian, 422, confirmed=form, form=form)
    services.confirm(rincian, form.cleaned_data["day"])
    messages.success(request, _("Iuran bulan-bulan ini dikonfirmasi BPJS."))
    return redirect("rincian", key)


@page("iuran.unpay", methods=("GET", "POST"))
def unpay(request: HttpRequest, key: int) -> HttpResponse:
    """Take a payment back that was returned or wrongly recorded."""
    rincian = one(key)
    form = Unpay(rincian, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with said_in(form):
            returning.unpay(rincian, given["cause"], given["back_to"], given["reason"])
            messages.success(request, _("Pembayaran dibatalkan dan dibalik di buku pembantu."))
            return redirect("rincian", key)
    status = 422 if request.method == "POST" else 200
    return render(request, "iuran/unpay.html", {"form": form, "rincian": rincian}, status=status)


@page("iuran.prepare", methods=("POST",))
def cancel(request: HttpRequest, key: int) -> HttpResponse:
    """Take a bill back."""
    rincian = one(key)
    form = Reason(request.POST)
    if not form.is_valid():
        return shown(request, rincian, 422, cancel=form, form=form)
    services.cancel(rincian, form.cleaned_data["reason"])
    messages.success(request, _("Rincian dibatalkan; bulan-bulannya dapat ditagih lagi."))
    return redirect("rincian", key)


@page("iuran.prepare", methods=("POST",))
def papers(request: HttpRequest, key: int) -> HttpResponse:
    """Print the annex and the agency's file."""
    if printing.prepare_papers(one(key)):
        messages.success(request, _("Lampiran dan berkas BPJS siap diunduh."))
    else:
        messages.success(request, _("Lampiran sedang disiapkan. Muat ulang halaman ini sebentar lagi."))
    return redirect("rincian", key)


@page("iuran.prepare", methods=("POST",))
def letter(request: HttpRequest, key: int) -> HttpResponse:
    """Draft the letter to the agency."""
    return redirect("letter_detail", printing.write_letter(one(key)).pk)


@page("iuran.prepare", methods=("POST",))
def set_aside(request: HttpRequest, key: int) -> HttpResponse:
    """Reckon with whoever ended or died."""
    count = leaving.set_aside(one(key))
    messages.success(
        request,
        _("%(count)s orang-bulan setelah kematian atau keluar sudah diperhitungkan.") % {"count": count},
    )
    return redirect("rincian", key)


@page("iuran.pay", methods=("GET", "POST"))
def rest(request: HttpRequest, key: int) -> HttpResponse:
    """Record that the agency gave a month back."""
    row = get_object_or_404(Rest.objects.select_related("line__person", "line__rincian", "wadah"), pk=key)
    form = Refund(request.POST or None, initial={"day": clock.today(row.wadah.region), "together": True})
    if request.method == "POST" and form.is_valid():
        record = leaving.refunded_together if form.cleaned_data["together"] else leaving.refunded
        record(row, form.cleaned_data["number"], form.cleaned_data["day"])
        messages.success(request, _("Pengembalian dicatat di buku pembantu."))
        return redirect("rincian", row.line.rincian_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "iuran/rest.html", {"form": form, "row": row}, status=status)
