"""The steps of a membership that is paid by oneself."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from tedung.office.access.pages import page
from tedung.office.base.refusals import said_in
from tedung.office.mandiri import paying, reminding, services
from tedung.office.mandiri.forms import Change, Pay, Said, Stop
from tedung.office.mandiri.models import Payment, State
from tedung.office.mandiri.pages import one, shown
from tedung.office.wadah.models import Member


@page("mandiri.change", methods=("POST",))
def declare(request: HttpRequest, key: int) -> HttpResponse:
    """Write down another income or other programmes."""
    row, form = one(key), Change(request.POST)
    if form.is_valid():
        with said_in(form):
            services.declare(row, **form.cleaned_data)
            messages.success(request, _("Perubahan dicatat; yang lama tetap tersimpan."))
            return redirect("mandiri_detail", key)
    return shown(request, row, 422, change=form)


@page("mandiri.change", methods=("POST",))
def stop(request: HttpRequest, key: int) -> HttpResponse:
    """Let a membership end."""
    row, form = one(key), Stop(request.POST)
    if form.is_valid():
        with said_in(form):
            services.stop(row, **form.cleaned_data)
            messages.success(request, _("Keanggotaan berakhir dengan bulan itu."))
            return redirect("mandiri_detail", key)
    return shown(request, row, 422, stop=form)


@page("mandiri.pay", methods=("POST",))
def pay(request: HttpRequest, key: int) -> HttpResponse:
    """Write a payment down."""
    row, form = one(key), Pay(request.POST, request.FILES)
    if form.is_valid():
        given = dict(form.cleaned_data)
        first, last = given.pop("first_month"), given.pop("last_month")
        with said_in(form):
            made = paying.pay(row, first=first, last=last, **given)
            _told(request, made)
            return redirect("mandiri_detail", key)
    return shown(request, row, 422, pay=form)


def _told(request: HttpRequest, made: Payment) -> None:
    if made.state == State.SELISIH:
        messages.warning(
            request,
            _("Dicatat, tetapi jumlahnya berbeda dari peraturan: cukup untuk %(months)s bulan.")
            % {"months": made.months},
        )
    else:
        messages.success(request, _("Pembayaran dicatat."))


@page("mandiri.change", methods=("POST",))
def agree(request: HttpRequest, key: int) -> HttpResponse:
    """Write down that reminders are wanted."""
    return _said(request, key, reminding.agree, _("Dicatat. Pengingat dikirim sebelum jatuh tempo."))


@page("mandiri.change", methods=("POST",))
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """Write down that reminders are wanted no longer."""
    return _said(request, key, reminding.withdraw, _("Dicatat. Orang ini tidak diingatkan lagi."))


def _said(request: HttpRequest, key: int, write: Callable[[Member, str], None], done: str) -> HttpResponse:
    row, form = one(key), Said(request.POST)
    if form.is_valid():
        with said_in(form):
            write(row, form.cleaned_data["how"])
            messages.success(request, done)
            return redirect("mandiri_detail", key)
    return shown(request, row, 422, said=form)


def _payment(key: int) -> Payment:
    found: Payment = get_object_or_404(Payment.objects.select_related("member"), pk=key)
    return found


@page("mandiri.pay", methods=("POST",))
def explain(request: HttpRequest, key: int) -> HttpResponse:
    """Say why an amount differs."""
    row = _payment(key)
    paying.explain(row, request.POST.get("alasan", "")[:240])
    messages.success(request, _("Penjelasannya dicatat."))
    return redirect("mandiri_detail", row.member_id)


@page("mandiri.pay", methods=("POST",))
def cancel(request: HttpRequest, key: int) -> HttpResponse:
    """Take a payment back."""
    row = _payment(key)
    paying.cancel(row, request.POST.get("alasan", "")[:240])
    messages.success(request, _("Pembayaran dibatalkan; bulan-bulannya belum dibayar lagi."))
    return redirect("mandiri_detail", row.member_id)
