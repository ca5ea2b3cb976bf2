"""Pages of a month's changes: one screen, each change with its source; handed in, approved by another."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.base.paging import asked, cut
from tedung.office.mutasi import letters, queries, services
from tedung.office.mutasi.forms import Exit, Note, Office, Open
from tedung.office.mutasi.models import Act, Change, Mutasi, State
from tedung.office.wadah.models import Member


@page("mutasi.view")
def listing(request: HttpRequest) -> HttpResponse:
    """Show the months, the newest first."""
    return _listing(request, Open(initial={"month": f"{clock.today():%Y-%m}"}))


def _listing(request: HttpRequest, form: Open, status: int = 200) -> HttpResponse:
    found = Mutasi.objects.select_related("wadah__organisation").order_by("-pk")
    if before := asked(request, "sebelum"):
        found = found.filter(pk__lt=before)
    rows, last = cut(found)
    context = {"rows": rows, "next": last and last.pk, "form": form}
    context["may_prepare"] = current().may("mutasi.prepare")
    return render(request, "mutasi/listing.html", context, status=status)


@page("mutasi.prepare", methods=("POST",))
def begin(request: HttpRequest) -> HttpResponse:
    """Look for a month's changes."""
    form = Open(request.POST)
    if not form.is_valid():
        return _listing(request, form, 422)
    row = services.open_month(form.cleaned_data["wadah"], form.cleaned_data["month"])
    return redirect("mutasi_detail", row.pk)


def _one(key: int) -> Mutasi:
    row: Mutasi = get_object_or_404(Mutasi.objects.select_related("wadah__organisation", "exchange"), pk=key)
    return row


@page("mutasi.view")
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show a month: how many come and go and why, each of them, the next step."""
    return _detail(request, _one(key), Office())


def _detail(request: HttpRequest, row: Mutasi, office: Office, status: int = 200) -> HttpResponse:
    act = request.GET.get("jenis", "")
    found = queries.listed(row, act)
    if after := asked(request, "sesudah"):
        found = found.filter(pk__gt=after)
    rows, last = cut(found)
    counts, is_draft = queries.counts(row), row.state == State.KONSEP
    context = {
        "row": row,
        "counts": [(act, Act(act).label, counts[act]) for act in Act.values],
        "postponed": counts["ditunda"],
        "taken": queries.taken(row),
        "reasons": queries.reasons(row),
        "rows": rows,
        "next": last and last.pk,
        "act": act if act in Act.values else "",
        "may_prepare": current().may("mutasi.prepare") and is_draft,
        "may_approve": current().may("mutasi.approve") and row.state == State.DIAJUKAN,
        "letters": len(letters.waiting(row)) if row.state == State.DISETUJUI else 0,
        "may_write": current().may("mutasi.prepare"),
        "office": office,
        "form": office,
    }
    return render(request, "mutasi/detail.html", context, status=status)


@page("mutasi.prepare", methods=("POST",))
def look(_request: HttpRequest, key: int) -> HttpResponse:
    """Look for changes again."""
    services.look_again(_one(key))
    return redirect("mutasi_detail", key)


@page("mutasi.prepare", methods=("POST",))
def leave(request: HttpRequest, key: int) -> HttpResponse:
    """Leave a change for later, or take it after all."""
    one = get_object_or_404(Change.objects.select_related("mutasi"), pk=key)
    if one.is_taken:
        services.leave(one, request.POST.get("note", ""))
        messages.success(request, _("Ditunda. Bulan depan muncul lagi selama sebabnya masih ada."))
    else:
        services.take(one)
        messages.success(request, _("Diambil lagi."))
    return redirect("mutasi_detail", one.mutasi_id)


@page("mutasi.prepare", methods=("POST",))
def begin_exit(_request: HttpRequest, key: int) -> HttpResponse:
    """Lead from a membership to the form of its exit, in the month that is at work or else in this one."""
    member = get_object_or_404(Member.objects.select_related("person", "wadah"), pk=key)
    row = services.open_month(member.wadah, f"{clock.today(member.wadah.region):%Y-%m}")
    return redirect("mutasi_exit", row.pk, member.person.public_id)


@page("mutasi.prepare", methods=("GET", "POST"))
def exit_of(request: HttpRequest, key: int, public_id: str) -> HttpResponse:
    """Write an exit that no list knows."""
    row = _one(key)
    member = get_object_or_404(
        Member.objects.select_related("person").exclude(state="keluar"),
        wadah=row.wadah_id,
        person__public_id=public_id,
    )
    form = Exit(request.POST or None, initial={"last_month": row.month})
    if request.method == "POST" and form.is_valid():
        services.add_exit(row, member, **form.cleaned_data)
        return redirect("mutasi_detail", key)
    status = 422 if request.method == "POST" else 200
    return render(request, "mutasi/exit.html", {"row": row, "member": member, "form": form}, status=status)


@page("mutasi.prepare", methods=("POST",))
def submit(request: HttpRequest, key: int) -> HttpResponse:
    """Hand the month in."""
    services.submit(_one(key))
    messages.success(request, _("Diajukan. Kepala dinas memeriksa dan menyetujuinya."))
    return redirect("mutasi_detail", key)


@page("mutasi.prepare", methods=("POST",))
def cancel(request: HttpRequest, key: int) -> HttpResponse:
    """Give a draft up."""
    services.cancel(_one(key), request.POST.get("note", ""))
    return redirect("mutasi")


@page("mutasi.approve", methods=("POST",))
def approve(request: HttpRequest, key: int) -> HttpResponse:
    """Approve the month: it is done."""
    row = services.approve(_one(key))
    if row.exchange:
        messages.success(request, _("Disetujui. Berkas perubahan untuk BPJS sudah dibuat; unduh dan kirim."))
    else:
        messages.success(request, _("Disetujui. Tidak ada yang perlu dikirim ke BPJS."))
    return redirect("mutasi_detail", key)


@page("mutasi.approve", methods=("POST",))
def give_back(request: HttpRequest, key: int) -> HttpResponse:
    """Give the month back."""
    form = Note(request.POST)
    services.give_back(_one(key), form.data.get("note", ""))
    messages.success(request, _("Dikembalikan kepada penyiapnya."))
    return redirect("mutasi_detail", key)


@page("mutasi.prepare", methods=("POST",))
def write_letters(request: HttpRequest, key: int) -> HttpResponse:
    """Draft the letters to those who may go on alone."""
    row, form = _one(key), Office(request.POST)
    if not form.is_valid():
        return _detail(request, row, form, 422)
    count = letters.write_letters(row, form.cleaned_data["office"])
    messages.success(request, _("%(n)s surat disiapkan; terbitkan di halaman Surat.") % {"n": count})
    return redirect("mutasi_detail", key)
