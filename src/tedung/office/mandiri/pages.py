"""Pages of those who pay themselves: the list, a new one, one with its months."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.dates import Month
from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.base.paging import asked, cut
from tedung.office.base.refusals import said_in
from tedung.office.mandiri import loss, queries, services
from tedung.office.mandiri.forms import Change, Pay, Register, Said, Stop, collectors
from tedung.office.mandiri.models import Mood
from tedung.office.people.models import Person
from tedung.office.wadah.models import ALONE_KIND, BEFORE_ACTIVE, Member, MemberState

COLLECTORS = 20
"""Wadah that collect, named above the list."""


@page("mandiri.view", methods=("GET", "POST"))
def listing(request: HttpRequest) -> HttpResponse:
    """Show who pays oneself and how each stands; a name asked for travels in the body."""
    mood, relief = request.GET.get("keadaan", ""), request.GET.get("keringanan") == "1"
    wanted = request.POST.get("cari", "")[:200]
    found = queries.listed(mood, relief=relief)
    if wanted.strip():
        found = queries.named(found, wanted)
    elif after := asked(request, "sesudah"):
        found = found.filter(pk__gt=after)
    keys, last = cut(found.values_list("pk", flat=True))
    context = {
        "rows": queries.whole(keys),
        "next": None if wanted.strip() else last,
        "wanted": wanted,
        "mood": mood if mood in Mood.values else "",
        "relief": relief,
        "counts": queries.counts(),
        "collectors": collectors()[:COLLECTORS],
        "may_change": current().may("mandiri.change"),
    }
    return render(request, "mandiri/listing.html", context)


@page("mandiri.change", methods=("GET", "POST"))
def register(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take somebody up."""
    person = get_object_or_404(Person.objects.select_related("merged_into"), public_id=public_id)
    first = {"since": str(Month.of(clock.today())), "programmes": "jkk+jkm", "bpu_kind": "self_employed"}
    form = Register(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        with said_in(form):
            made = services.register(person, **form.cleaned_data)
            messages.success(request, _("Tercatat. Iuran tiap bulan terlihat di bawah."))
            return redirect("mandiri_detail", made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "mandiri/register.html", {"form": form, "person": person}, status=status)


def one(key: int) -> Member:
    """Return a membership that is paid by oneself and that the actor sees."""
    (found,) = queries.whole([get_object_or_404(Member.objects.filter(payer="self"), pk=key).pk])
    return found


@page("mandiri.view")
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show a member: what is declared, what is due, what is paid, what the family would miss."""
    return shown(request, one(key))


def shown(request: HttpRequest, row: Member, status: int = 200, **forms: Any) -> HttpResponse:
    """Show a member's page, with a form that was sent and refused."""
    actor, day = current(), clock.today()
    account, declared = queries.account_of(row, day), queries.declarations(row)
    is_live = row.state != MemberState.KELUAR
    may_pay = actor.may("mandiri.pay") and is_live and bool(account.payable)
    may_change = actor.may("mandiri.change") and is_live
    context = {
        "row": row,
        "account": account,
        "terms": declared[0] if declared else None,
        "declared": declared,
        "payments": queries.payments(row),
        "loss": loss.of(row, account, day) if is_live else None,
        "consent": queries.consent_of([row.person_id]).get(row.person_id),
        "is_alone": row.wadah.kind == ALONE_KIND,
        "is_known": row.state not in BEFORE_ACTIVE,
        "may_pay": may_pay,
        "may_note": actor.may("mandiri.pay"),
        "may_change": may_change,
        "may_see_wadah": actor.may("wadah.view"),
        "today": day,
        "pay": forms.get("pay") or Pay(initial=_first(account, day)),
        "change": forms.get("change") or Change(initial=_as_declared(row, declared)),
        "stop": forms.get("stop") or Stop(initial={"month": str(Month.of(day))}),
        "said": forms.get("said") or Said(),
        "form": next(iter(forms.values()), None),
    }
    return render(request, "mandiri/detail.html", context, status=status)


def _first(account: queries.Account, day: Any) -> dict[str, Any]:
    """Return what a payment would be that pays what can be paid up to now."""
    this = str(Month.of(day))
    now = [one for one in account.payable if one.month <= this] or account.payable[:1]
    if not now:
        return {"paid_on": day}
    return {
        "paid_on": day,
        "amount": sum(one.due.total for one in now),
        "first_month": now[0].month,
        "last_month": now[-1].month,
    }


def _as_declared(row: Member, declared: list[Any]) -> dict[str, Any]:
    told = declared[0] if declared else None
    return {
        "since": str(Month.of(clock.today()) + 1),
        "income": told.income if told else row.income,
        "programmes": told.programmes if told else row.programmes,
        "bpu_kind": told.bpu_kind if told else "self_employed",
        "is_transport": told.is_transport if told else False,
    }
