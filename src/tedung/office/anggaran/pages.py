"""Pages of the budget: its lines of a year, a new one, one with its amounts and cash."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.anggaran import queries, services
from tedung.office.anggaran.forms import Cash, ChangeAmount, Open
from tedung.office.anggaran.models import CashPlan, Pos
from tedung.office.base import clock
from tedung.office.base.paging import asked, cut, key
from tedung.office.iuran.models import Rincian
from tedung.office.organisations.models import Organisation

SHOWN = 50


@page("anggaran.view")
def listing(request: HttpRequest) -> HttpResponse:
    """Show the lines of a year with what is left of each."""
    year = key(request.GET.get("tahun", "")) or _usual_year()
    found = Pos.objects.filter(year=min(year, 9_999)).order_by("opd_code", "pk")
    if after := asked(request, "sesudah"):
        found = found.order_by("pk").filter(pk__gt=after)
    rows, last = cut(found.order_by("pk"))
    figures = queries.figures(rows)
    offices = dict(Organisation.objects.filter(kind="office").values_list("code", "name"))
    context = {
        "rows": [
            {"pos": row, "office": offices.get(row.opd_code, row.opd_code), **_told(row, figures[row.pk])}
            for row in rows
        ],
        "next": last and last.pk,
        "year": year,
        "years": [clock.today().year + 1, clock.today().year, clock.today().year - 1],
        "may_change": current().may("anggaran.change"),
    }
    return render(request, "anggaran/listing.html", context)


def _usual_year() -> int:
    """Return the year of the latest line: in December that of the next year, once it is there."""
    last = Pos.objects.filter(year__lte=clock.today().year + 1).order_by("-year").first()
    return last.year if last else clock.today().year


def _told(pos: Pos, figures: queries.Figures) -> dict[str, Any]:
    month = queries.first_left(pos, clock.today())
    enough = queries.enough_for(pos, month, figures.rest) if month else 0
    return {"figures": figures, "month": str(month) if month else "", "enough": enough}


@page("anggaran.change", methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Open a line."""
    form = Open(request.POST or None, initial={"year": clock.today().year, "day": clock.today()})
    if request.method == "POST" and form.is_valid():
        made = services.open_pos(settings.HOME_REGION, **form.cleaned_data)
        return redirect("pos", made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "anggaran/new.html", {"form": form}, status=status)


@page("anggaran.view")
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show a line: its amounts, what was paid and is bound, for how many the rest suffices."""
    return _shown(request, get_object_or_404(Pos.objects, pk=key))


def _shown(request: HttpRequest, pos: Pos, status: int = 200, **filled: Any) -> HttpResponse:
    figures = queries.figures([pos])[pos.pk]
    plan = dict(CashPlan.objects.filter(pos=pos).values_list("quarter", "amount"))
    paid = queries.paid_by_quarter(pos)
    context = {
        "pos": pos,
        "office": Organisation.objects.filter(code=pos.opd_code).first(),
        **_told(pos, figures),
        "amounts": queries.by_day([pos.pk]).select_related("document"),
        "in_force": queries.in_force([pos.pk]).get(pos.pk),
        "today": clock.today(),
        "quarters": [(number, plan.get(number, 0), paid[number]) for number in services.QUARTERS],
        "bills": Rincian.objects.filter(pos=pos)
        .select_related("wadah__organisation")
        .order_by("-pk")[:SHOWN],
        "may_change": current().may("anggaran.change"),
        "change": ChangeAmount(initial={"day": clock.today()}, auto_id="ubah_%s"),
        "cash": Cash(
            initial={f"q{number}": plan.get(number) for number in services.QUARTERS}, auto_id="kas_%s"
        ),
        **filled,
    }
    return render(request, "anggaran/detail.html", context, status=status)


@page("anggaran.change", methods=("POST",))
def change(request: HttpRequest, key: int) -> HttpResponse:
    """Give a line another amount."""
    pos = get_object_or_404(Pos.objects, pk=key)
    form = ChangeAmount(request.POST, request.FILES, auto_id="ubah_%s")
    if not form.is_valid():
        return _shown(request, pos, 422, change=form, form=form)
    given = form.cleaned_data
    services.change_amount(
        pos, given["version"], given["amount"], given["day"], number=given["number"], upload=given["upload"]
    )
    messages.success(request, _("Jumlah anggaran dicatat; jumlah sebelumnya tetap terbaca."))
    return redirect("pos", key)


@page("anggaran.change", methods=("POST",))
def cash(request: HttpRequest, key: int) -> HttpResponse:
    """Plan the cash of a line."""
    pos = get_object_or_404(Pos.objects, pk=key)
    form = Cash(request.POST, auto_id="kas_%s")
    if not form.is_valid():
        return _shown(request, pos, 422, cash=form, form=form)
    services.plan_cash(pos, [form.cleaned_data[f"q{number}"] for number in services.QUARTERS])
    messages.success(request, _("Anggaran kas per triwulan disimpan."))
    return redirect("pos", key)
