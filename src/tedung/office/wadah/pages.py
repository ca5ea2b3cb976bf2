"""Pages of wadah and their members."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.audit.steps import taken
from tedung.office.base import clock
from tedung.office.base.paging import asked, cut
from tedung.office.base.refusals import Refusal
from tedung.office.wadah import members, queries, sending, services
from tedung.office.wadah.formats import OUT, REASONS, in_force
from tedung.office.wadah.forms import Accepted, AgreementForm, Rejected, WadahForm
from tedung.office.wadah.models import BEFORE_ACTIVE, Exchange, Member, MemberState, Wadah

MISSING = 8
"""Sets of covers without a wadah that the list names."""
REGISTERED = {MemberState.DIKIRIM, MemberState.AKTIF, MemberState.NONAKTIF}
FIELDS = (
    *("kind", "agency_code", "payer", "sumber_dana", "group_code", "opd_code", "unit_code"),
    *("region", "pic_name", "pic_phone", "since", "is_active"),
)


@page("wadah.view")
def listing(request: HttpRequest) -> HttpResponse:
    """Show the wadah with how many are in which state, and the covers that none takes."""
    found = Wadah.objects.select_related("organisation").order_by("-is_active", "pk")
    if after := asked(request, "sesudah"):
        found = found.filter(pk__gt=after)
    rows, last = cut(found.order_by("pk"))
    counts = queries.counts_of([row.pk for row in rows])
    actor = current()
    missing = queries.missing(MISSING) if queries.sees_all(actor, "wadah.change") else []
    codes = {code for one in missing for code in (one.group_code, one.opd_code, one.unit_code)}
    codes |= {code for row in rows for code in (row.group_code, row.opd_code, row.unit_code, row.region)}
    names = queries.names_of(codes)
    context = {
        "rows": [(row, counts[row.pk], queries.takes(row, names)) for row in rows],
        "next": last and last.pk,
        "missing": [(one, queries.takes(one, names)) for one in missing],
        "missing_people": queries.missing_people() if missing else 0,
        "may_change": actor.may("wadah.change"),
    }
    return render(request, "wadah/listing.html", context)


@page("wadah.change", methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Make a wadah; what is asked for in the address fills the form."""
    given = {key: request.GET.get(key, "")[:64] for key in services.TAKES if key in request.GET}
    form = WadahForm(
        request.POST or None,
        initial={"since": clock.today(), "is_active": True, "payer": "apbd_kota", **given},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make(form.cleaned_data["name"], **_fields(form))
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Wadah dibuat. Pesertanya sedang ditempatkan."))
            return redirect("wadah_detail", made.pk)
    context = {"form": form, "title": _("Wadah baru"), "verb": _("Buat wadah")}
    return render(request, "wadah/form.html", context, status=422 if form.errors else 200)


@page("wadah.change", methods=("GET", "POST"))
def change(request: HttpRequest, key: int) -> HttpResponse:
    """Change a wadah."""
    row = get_object_or_404(Wadah.objects.select_related("organisation"), pk=key)
    form = WadahForm(
        request.POST or None, initial={"name": row.name, **{field: getattr(row, field) for field in FIELDS}}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.alter(row, form.cleaned_data["name"], **_fields(form))
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect("wadah_detail", key)
    context = {"form": form, "row": row, "title": _("Ubah wadah"), "verb": _("Simpan")}
    return render(request, "wadah/form.html", context, status=422 if form.errors else 200)


def _fields(form: WadahForm) -> dict[str, Any]:
    return {field: form.cleaned_data[field] for field in FIELDS}


@page("wadah.view")
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show a wadah: its agreement, who looks after it, its members by state, its files."""
    row = get_object_or_404(Wadah.objects.select_related("organisation"), pk=key)
    actor, counts = current(), queries.counts_of([key])[key]
    wanted = request.GET.get("keadaan", "")
    found = Member.objects.filter(wadah=row).select_related("person").order_by("pk")
    found = found.filter(state=wanted) if wanted in MemberState.values else found.exclude(state="keluar")
    if after := asked(request, "sesudah"):
        found = found.filter(pk__gt=after)
    rows, last = cut(found)
    may_exchange = actor.may("wadah.exchange")
    waiting = sending.waiting(row).count() if may_exchange and counts.get("calon") else 0
    context = {
        "row": row,
        "takes": queries.takes(
            row, queries.names_of({row.group_code, row.opd_code, row.unit_code, row.region})
        ),
        "states": [(state.value, state.label, counts.get(state.value, 0)) for state in MemberState],
        "live": sum(counts.get(state.value, 0) for state in queries.LIVE),
        "wanted": wanted,
        "rows": [(member, REASONS.get(member.refused_for)) for member in rows],
        "next": last and last.pk,
        "agreements": queries.agreements_of(row),
        "exchanges": list(Exchange.objects.filter(wadah=row).order_by("-pk")[:10]),
        "form_out": in_force(OUT, row.kind, clock.today(row.region)) if waiting else None,
        "waiting": waiting,
        "without_nik": sending.without_nik(row) if may_exchange and counts.get("calon") else 0,
        "may_change": actor.may("wadah.change"),
        "may_exchange": may_exchange,
        "collects": row.collects and actor.may("mandiri.view"),
    }
    return render(request, "wadah/detail.html", context)


@page("wadah.change", methods=("GET", "POST"))
def agree(request: HttpRequest, key: int) -> HttpResponse:
    """Write an agreement down."""
    row = get_object_or_404(Wadah.objects.select_related("organisation"), pk=key)
    form = AgreementForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            services.agree(row, signed=given.pop("signed"), **given)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Perjanjian dicatat."))
            return redirect("wadah_detail", key)
    context = {"form": form, "row": row, "title": _("Perjanjian kerja sama"), "verb": _("Simpan perjanjian")}
    return render(request, "wadah/form.html", context, status=422 if form.errors else 200)


@page("wadah.view")
def member(request: HttpRequest, key: int) -> HttpResponse:
    """Show a membership: how far, why refused and what to do about it, its steps."""
    return _member(request, _found(key), Accepted(initial={"day": clock.today()}), Rejected())


def _found(key: int) -> Member:
    found: Member = get_object_or_404(Member.objects.select_related("person", "wadah__organisation"), pk=key)
    return found


def _member(
    request: HttpRequest, row: Member, accepted: Accepted, rejected: Rejected, status: int = 200
) -> HttpResponse:
    actor, is_open = current(), row.state in BEFORE_ACTIVE
    context = {
        "row": row,
        "reason": REASONS.get(row.refused_for),
        "ended": members.ENDED.get(row.ended_reason, row.ended_reason),
        "line": row.lines(manager="objects").exclude(result="").order_by("-pk").first(),
        "steps": list(taken(row)[:20]),
        "accepted": accepted,
        "rejected": rejected,
        "form": accepted,
        "may_answer": actor.may("wadah.answer") and is_open,
        "may_send": actor.may("wadah.change") and row.state == MemberState.DITOLAK,
        "may_exit": actor.may("mutasi.prepare") and row.state in REGISTERED,
        "may_leave": actor.may("wadah.change") and row.state in {MemberState.CALON, MemberState.DITOLAK},
    }
    return render(request, "wadah/member.html", context, status=status)


@page("wadah.answer", methods=("POST",))
def accept(request: HttpRequest, key: int) -> HttpResponse:
    """Record that the agency took somebody in."""
    row, form = _found(key), Accepted(request.POST)
    if form.is_valid():
        try:
            members.accept(row, form.cleaned_data["kpj"], form.cleaned_data["day"])
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect("wadah_member", key)
    return _member(request, row, form, Rejected(), 422)


@page("wadah.answer", methods=("POST",))
def reject(request: HttpRequest, key: int) -> HttpResponse:
    """Record that the agency refused somebody."""
    row, form = _found(key), Rejected(request.POST)
    if not form.is_valid():
        return _member(request, row, Accepted(initial={"day": clock.today()}), form, 422)
    members.reject(row, form.cleaned_data["reason"])
    return redirect("wadah_member", key)


@page("wadah.change", methods=("POST",))
def send_again(request: HttpRequest, key: int) -> HttpResponse:
    """Let somebody who was refused be in the next file."""
    row = _found(key)
    members.send_again(row)
    messages.success(request, _("Orang ini ikut dalam berkas berikutnya."))
    return redirect("wadah_member", key)


@page("wadah.change", methods=("POST",))
def leave(request: HttpRequest, key: int) -> HttpResponse:
    """Take somebody out whom the agency never took in."""
    row = _found(key)
    if row.state not in {MemberState.CALON, MemberState.DITOLAK}:
        raise Refusal(_("Peserta yang sudah terdaftar keluar lewat mutasi bulanan."), "step")
    members.end(row, row.since, "salah_daftar")
    messages.success(request, _("Orang ini keluar dari wadah. Keputusannya tidak berubah."))
    return redirect("wadah_detail", row.wadah_id)
