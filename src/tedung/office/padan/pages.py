"""Pages of the comparison with the registry: ask, send, read the answer, give a reason."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.base.paging import asked, cut
from tedung.office.padan import asking, monthly, queries, services
from tedung.office.padan.forms import Answer, Sent, Waive
from tedung.office.padan.models import Request, Result, State
from tedung.office.people.models import Person


@page("padan.view")
def listing(request: HttpRequest) -> HttpResponse:
    """Show the files to the registry and how many people wait for one."""
    found = Request.objects.order_by("-pk")
    if before := asked(request, "sebelum"):
        found = found.filter(pk__lt=before)
    rows, last = cut(found)
    context = {
        "rows": rows,
        "next": last and last.pk,
        "to_ask": queries.some_to_ask(clock.today()),
        "is_writing": asking.is_being_written(),
        "may_ask": current().may("padan.ask"),
        "month": monthly.asked_this_month(),
        "in_force": monthly.some_in_force(),
    }
    return render(request, "padan/listing.html", context)


@page("padan.ask", methods=("POST",))
def ask(request: HttpRequest) -> HttpResponse:
    """Write a file over everybody who waits."""
    made = asking.ask_waiting()
    if made is not None:
        return redirect("padan_detail", made.pk)
    told = _("Berkas untuk semua yang belum ditanyakan sedang disiapkan. Muat ulang halaman ini.")
    messages.success(request, told)
    return redirect("padan")


@page("padan.ask", methods=("POST",))
def ask_month(request: HttpRequest) -> HttpResponse:
    """Have this month's file written over everybody in force."""
    services.ask_month()
    messages.success(
        request, _("Berkas bulan ini sedang disiapkan untuk semua yang ditanggung. Muat ulang halaman ini.")
    )
    return redirect("padan")


@page("padan.view")
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show a file: the next step, and the answer line by line."""
    row = get_object_or_404(Request.objects.select_related("form", "document", "answer"), pk=key)
    return _detail(request, row, Sent(initial={"day": clock.today()}), Answer(initial={"day": clock.today()}))


def _detail(
    request: HttpRequest, row: Request, sent_form: Sent, answer_form: Answer, status: int = 200
) -> HttpResponse:
    wanted = request.GET.get("hasil", "")
    checks = row.checks.select_related("person").exclude(result="").order_by("ordinal")
    checks = checks.filter(result=wanted) if wanted in Result.values else checks.exclude(result=Result.PADAN)
    if after := asked(request, "sesudah"):
        checks = checks.filter(ordinal__gt=after)
    rows, last = cut(checks)
    context = {
        "row": row,
        "counts": queries.counts(row),
        "rows": rows,
        "next": last and last.ordinal,
        "wanted": wanted,
        "sent_form": sent_form,
        "answer_form": answer_form,
        "form": sent_form if row.state == State.DIBUAT else answer_form,
        "may_ask": current().may("padan.ask"),
    }
    return render(request, "padan/detail.html", context, status=status)


@page("padan.ask", methods=("POST",))
def sent(request: HttpRequest, key: int) -> HttpResponse:
    """Record that the file went out."""
    row = get_object_or_404(Request.objects, pk=key)
    form = Sent(request.POST)
    if not form.is_valid():
        return _detail(request, row, form, Answer(), 422)
    services.sent(row, form.cleaned_data["number"], form.cleaned_data["day"])
    messages.success(request, _("Dicatat. Unggah jawabannya di halaman ini bila sudah diterima."))
    return redirect("padan_detail", key)


@page("padan.ask", methods=("POST",))
def answer(request: HttpRequest, key: int) -> HttpResponse:
    """Read the answer."""
    row = get_object_or_404(Request.objects, pk=key)
    form = Answer(request.POST, request.FILES)
    if not form.is_valid():
        return _detail(request, row, Sent(), form, 422)
    given = form.cleaned_data
    counts = services.read_answer(row, given["file"], given["number"], given["day"])
    messages.success(
        request,
        _("%(padan)s orang padan, %(other)s perlu dilihat, %(unread)s baris tidak terbaca.")
        % {
            "padan": counts[Result.PADAN],
            "other": sum(counts[result] for result in Result.values if result != Result.PADAN),
            "unread": counts["unread"],
        },
    )
    return redirect("padan_detail", key)


@page("padan.ask", methods=("POST",))
def cancel(request: HttpRequest, key: int) -> HttpResponse:
    """Give a file up."""
    services.cancel(get_object_or_404(Request.objects, pk=key), request.POST.get("alasan", "")[:500])
    return redirect("padan_detail", key)


@page("padan.waive", methods=("GET", "POST"))
def waive(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give a reason to go on without padan."""
    person = get_object_or_404(Person.objects, public_id=public_id)
    today = clock.today()
    form = Waive(request.POST or None, latest=date(today.year + 1, today.month, 1))
    if request.method == "POST" and form.is_valid():
        services.waive(person, form.cleaned_data["reason"], form.cleaned_data["until"])
        messages.success(request, _("Alasan Anda dicatat dan tampak di halaman orang ini."))
        return redirect("person", public_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "padan/waive.html", {"form": form, "person": person}, status=status)
