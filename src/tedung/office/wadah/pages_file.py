"""Pages of the files to the agency: write, send, read the answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.audit.steps import taken
from tedung.office.base import clock
from tedung.office.base.paging import asked, cut
from tedung.office.wadah import answering, queries, sending
from tedung.office.wadah.formats import REASONS
from tedung.office.wadah.forms import Answer, Sent
from tedung.office.wadah.models import Exchange, ExchangeFile, ExchangeState, Result, Wadah


@page("wadah.exchange", methods=("POST",))
def prepare(_request: HttpRequest, key: int) -> HttpResponse:
    """Write a file over everybody of a wadah who waits."""
    made = sending.prepare(get_object_or_404(Wadah.objects, pk=key))
    return redirect("wadah_file", made.pk)


def _found(key: int) -> Exchange:
    found: Exchange = get_object_or_404(
        Exchange.objects.select_related("wadah__organisation", "form"), pk=key
    )
    return found


@page("wadah.view")
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show a file: the next step, and the answer line by line."""
    day = {"day": clock.today()}
    return _detail(request, _found(key), Sent(initial=day), Answer(initial=day))


def _detail(
    request: HttpRequest, row: Exchange, sent: Sent, answer: Answer, status: int = 200
) -> HttpResponse:
    wanted, actor = request.GET.get("hasil", ""), current()
    lines = row.lines(manager="objects").select_related("member__person").order_by("ordinal")
    lines = (
        lines.filter(result=wanted)
        if wanted in Result.values
        else lines.filter(result__in=["ditolak", "sudah_peserta"])
    )
    if after := asked(request, "sesudah"):
        lines = lines.filter(ordinal__gt=after)
    rows, last = cut(lines)
    files = list(row.files.select_related("document").order_by("way", "ordinal"))
    context = {
        "row": row,
        "parts": [file for file in files if file.way == ExchangeFile.Way.OUT],
        "answers": [file for file in files if file.way == ExchangeFile.Way.IN],
        "acts": queries.acts_of(row),
        "counts": queries.results_of(row),
        "rows": [(line, REASONS.get(line.reason_code)) for line in rows],
        "next": last and last.ordinal,
        "wanted": wanted,
        "sent_form": sent,
        "answer_form": answer,
        "form": sent if row.state == ExchangeState.DIBUAT else answer,
        "steps": list(taken(row)[:20]),
        "may_exchange": actor.may("wadah.exchange"),
        "may_answer": actor.may("wadah.answer"),
        "is_open": row.state in {ExchangeState.DIBUAT, ExchangeState.DIKIRIM},
    }
    return render(request, "wadah/file.html", context, status=status)


@page("wadah.exchange", methods=("POST",))
def sent(request: HttpRequest, key: int) -> HttpResponse:
    """Record that the file went out."""
    row, form = _found(key), Sent(request.POST)
    if not form.is_valid():
        return _detail(request, row, form, Answer(), 422)
    sending.sent(row, form.cleaned_data["number"], form.cleaned_data["day"])
    messages.success(request, _("Dicatat. Unggah jawabannya di halaman ini bila sudah diterima."))
    return redirect("wadah_file", key)


@page("wadah.answer", methods=("POST",))
def answer(request: HttpRequest, key: int) -> HttpResponse:
    """Read the agency's answer."""
    row, form = _found(key), Answer(request.POST, request.FILES)
    if not form.is_valid():
        return _detail(request, row, Sent(), form, 422)
    given = form.cleaned_data
    counts = answering.read_answer(row, given["file"], given["number"], given["day"])
    messages.success(request, _said(counts))
    return redirect("wadah_file", key)


def _said(counts: dict[str, int] | None) -> str:
    if counts is None:
        return _("Jawaban ini besar dan sedang dibaca. Muat ulang halaman ini sebentar lagi.")
    if not any(counts[result] for result in [*Result.values, "unread"]):
        return _("Jawaban ini sudah pernah dibaca. Tidak ada yang berubah.")
    return _(
        "%(diterima)s orang diterima, %(ditolak)s ditolak, %(sudah_peserta)s sudah peserta, "
        "%(same)s sudah tercatat, %(unread)s baris tidak terbaca."
    ) % {key: str(count) for key, count in counts.items()}


@page("wadah.exchange", methods=("POST",))
def cancel(request: HttpRequest, key: int) -> HttpResponse:
    """Give a file up."""
    row = _found(key)
    sending.cancel(row, request.POST.get("alasan", "")[:500])
    return redirect("wadah_detail", row.wadah_id)
