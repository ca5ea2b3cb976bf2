"""Pages of bills: the list, a new one, one with its steps, its lines."""

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.dates import Month
from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.base.paging import asked, cut, key
from tedung.office.iuran import queries, services, together
from tedung.office.iuran.forms import Prepare, PrepareAll
from tedung.office.iuran.models import PAID, Difference, Line, Rincian, State
from tedung.office.iuran.reasons import sentence
from tedung.office.iuran.showing import shown
from tedung.office.wadah.models import Wadah


@page("iuran.view")
def listing(request: HttpRequest) -> HttpResponse:
    """Show the bills in scope: of a wadah, in a state, with the deadline and what comes next."""
    asks = Difference.objects.filter(rincian=OuterRef("pk"), answer="")
    found = Rincian.objects.select_related("wadah__organisation").annotate(asks=Exists(asks)).order_by("-pk")
    state, wadah = request.GET.get("keadaan", ""), key(request.GET.get("wadah", ""))
    if state in State.values:
        found = found.filter(state=state)
    if wadah is not None:
        found = found.filter(wadah=wadah)
    if before := asked(request, "sebelum"):
        found = found.filter(pk__lt=before)
    rows, last = cut(found)
    today = clock.today()
    context = {
        "rows": [_line(row, today) for row in rows],
        "next": last and last.pk,
        "states": State.choices,
        "state": state,
        "wadah": wadah and Wadah.objects.filter(pk=wadah).select_related("organisation").first(),
        "waiting": queries.waiting(today),
        "may_prepare": current().may("iuran.prepare"),
    }
    return render(request, "iuran/listing.html", context)


def _line(row: Rincian, today: Any) -> dict[str, Any]:
    is_open = row.state not in {*PAID, State.DIBATALKAN}
    is_late = is_open and row.due_day is not None and row.due_day < today
    return {"row": row, "next": queries.next_of(row, today), "is_open": is_open, "is_late": is_late}


@page("iuran.prepare", methods=("GET", "POST"))
def prepare(request: HttpRequest) -> HttpResponse:
    """Begin a bill."""
    month = Month.of(clock.today()) + 1
    first = {"wadah": request.GET.get("wadah"), "first_month": str(month), "months": 1}
    form = Prepare(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = services.prepare(given["wadah"], given["first_month"], given["months"], given["pos"])
        return redirect("rincian", made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "iuran/prepare.html", {"form": form}, status=status)


@page("iuran.prepare", methods=("GET", "POST"))
def prepare_all(request: HttpRequest) -> HttpResponse:
    """Begin the bills of every wadah that has none."""
    first = {"first_month": str(Month.of(clock.today()) + 1), "months": 1}
    form = PrepareAll(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        count = together.prepare_all(given["first_month"], given["months"])
        messages.success(
            request,
            _("%(count)s rincian sedang dihitung. Muat ulang daftar ini sebentar lagi.") % {"count": count},
        )
        return redirect("iuran")
    status = 422 if request.method == "POST" else 200
    return render(request, "iuran/prepare_all.html", {"form": form}, status=status)


@page("iuran.view")
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show a bill: where it stands, what comes next, its papers."""
    return shown(request, one(key))


def one(key: int) -> Rincian:
    """Return a bill that the actor sees."""
    rows = Rincian.objects.select_related("wadah__organisation", "pos", "proof", "annex", "file")
    found: Rincian = get_object_or_404(rows, pk=key)
    return found


def _month(given: str) -> str:
    """Return a month as it is kept, nothing for what is none."""
    try:
        return str(Month.parse(given))
    except ValueError:
        return ""


@page("iuran.view")
def lines(request: HttpRequest, key: int) -> HttpResponse:
    """Show the lines of a bill: everybody's months, or those with one reason."""
    rincian = one(key)
    why, month = request.GET.get("sebab"), _month(request.GET.get("bulan", ""))
    found = Line.objects.filter(rincian=rincian).select_related("person", "member").order_by("pk")
    if why is not None:
        found = found.filter(why_not=why[:24], is_cancelled=False)
    if request.GET.get("batal"):
        found = found.filter(is_cancelled=True)
    if month:
        found = found.filter(month=month)
    if after := asked(request, "sesudah"):
        found = found.filter(pk__gt=after)
    rows, last = cut(found)
    may_take_off = current().may("iuran.prepare") and rincian.state in {
        State.RINCIAN,
        State.DIKIRIM,
        State.KODE,
    }
    context = {
        "rincian": rincian,
        "rows": [(row, sentence(row.why_not) if row.why_not else "") for row in rows],
        "next": last and last.pk,
        "why": why,
        "why_said": sentence(why) if why else "",
        "month": month,
        "may_take_off": may_take_off,
    }
    return render(request, "iuran/lines.html", context)


@page("iuran.prepare", methods=("POST",))
def take_off(request: HttpRequest, key: int) -> HttpResponse:
    """Take the ticked lines off a bill."""
    rincian = one(key)
    given = [
        int(value) for value in request.POST.getlist("baris")[:50] if value.isdecimal() and len(value) < 19
    ]
    seen = list(Line.objects.filter(Q(rincian=rincian) & Q(pk__in=given)).values_list("pk", flat=True))
    count = services.take_off(rincian, seen, request.POST.get("alasan", "")[:240])
    messages.success(
        request, _("%(count)s baris dibatalkan dan rinciannya dihitung ulang.") % {"count": count}
    )
    return redirect("rincian", key)
