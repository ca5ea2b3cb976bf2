"""The month on one screen, a line a wadah; behind each number the people and why."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tedung.dates import Month
from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.base.paging import asked, cut
from tedung.office.base.templatetags.tedung import month as month_in_words
from tedung.office.iuran.models import State as BillState
from tedung.office.iuran.reasons import sentence
from tedung.office.kepesertaan import counting, queries
from tedung.office.kepesertaan.models import Count
from tedung.office.padan.models import Result
from tedung.office.wadah.formats import REASONS
from tedung.office.wadah.models import Member, MemberState, Wadah

WHAT = {
    "people": gettext_lazy("semua yang ditetapkan atau mendaftar sendiri"),
    "padan": gettext_lazy("padan dengan data kependudukan"),
    "not_padan": gettext_lazy("belum padan"),
    "aktif": gettext_lazy("aktif di BPJS"),
    "not_aktif": gettext_lazy("belum aktif di BPJS"),
    "dibayar": gettext_lazy("sudah dibayar SP2D"),
    "mandiri": gettext_lazy("sudah membayar sendiri"),
    "not_dibayar": gettext_lazy("belum dibayar"),
}


class Which(forms.Form):
    """Which month."""

    bulan = forms.CharField(
        label=gettext_lazy("Bulan"), max_length=7, widget=forms.TextInput(attrs={"type": "month"})
    )


def _month(given: str) -> str:
    """Return the month asked for, this one where it is none."""
    try:
        return str(Month.parse(given))
    except ValueError:
        return f"{clock.today():%Y-%m}"


@page("wadah.view")
def month(request: HttpRequest) -> HttpResponse:
    """Show every wadah's month."""
    which = _month(request.GET.get("bulan", ""))
    at = queries.counted_at(which)
    if at is None or clock.now() - at > timedelta(minutes=counting.STALE_MINUTES):
        counting.ask(which)
    found = Count.objects.filter(month=which).select_related("wadah__organisation").order_by("wadah_id")
    if after := asked(request, "sesudah"):
        found = found.filter(wadah_id__gt=after)
    rows, last = cut(found)
    known = queries.beside(rows, which)
    context = {
        "month": which,
        "at": at,
        "rows": [(row, known[row.wadah_id]) for row in rows],
        "totals": queries.totals(which),
        "next": last and last.wadah_id,
        "which": Which(initial={"bulan": which}),
    }
    return render(request, "kepesertaan/month.html", context)


@page("wadah.view", methods=("POST",))
def again(request: HttpRequest) -> HttpResponse:
    """Have the month counted anew."""
    which = _month(request.POST.get("bulan", ""))
    counting.ask(which)
    return redirect(f"/kepesertaan/?bulan={which}")


@page("wadah.view")
def people(request: HttpRequest, key: int, month: str, what: str) -> HttpResponse:
    """Show the people behind a number, each with the reason."""
    wadah = get_object_or_404(Wadah.objects.select_related("organisation"), pk=key)
    if what not in WHAT or _month(month) != month:
        raise Http404
    rows, following = counting.page_of(wadah.pk, month, what, asked(request, "sesudah") or 0)
    may_see = current().may("people.view")
    context = {
        "wadah": wadah,
        "month": month,
        "what": WHAT[what],
        "rows": [(row, _why(row, what)) for row in rows],
        "next": following,
        "may_see": may_see,
    }
    return render(request, "kepesertaan/people.html", context)


def _why(member: Member, what: str) -> str:
    """Return why somebody is, or is not, in a number."""
    if what.endswith("padan"):
        result = member.last_padan  # type: ignore[attr-defined]  # annotated
        return str(Result(result).label) if result else _("belum ditanyakan ke data kependudukan")
    if what in {"mandiri", "dibayar", "not_dibayar"}:
        return _paid(member)
    if what == "aktif" and member.state == MemberState.KELUAR:
        return _("aktif sampai %(month)s") % {"month": month_in_words(member.until)}
    state = str(MemberState(member.state).label)
    if member.refused_for:
        return f"{state}: {REASONS[member.refused_for].says}"
    return state


def _paid(member: Any) -> str:
    """Return how far the money of a month is, or why none is asked; member: with what the query adds."""
    if member.paid_by == "self":
        return _("dibayar sendiri")
    if member.why_not:
        return _("tidak ditagih: %(why)s") % {"why": sentence(member.why_not)}
    if member.bill_state is not None:
        return str(BillState(member.bill_state).label)
    return _("belum membayar sendiri") if member.payer == "self" else _("belum ada rincian iuran bulan ini")
