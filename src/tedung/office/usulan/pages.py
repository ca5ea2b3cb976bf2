"""Pages of a proposal: the list, one of them, its papers, and each step."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.audit.steps import taken
from tedung.office.base import clock
from tedung.office.base.paging import PAGE, asked, cut
from tedung.office.base.refusals import said_in
from tedung.office.usulan import carrying, following, offices, papers, queries, services, stages
from tedung.office.usulan.forms import NewUsulan, Office, Reason
from tedung.office.usulan.models import OPEN, Berkas, State, Usulan
from tedung.office.usulan.pages_check import may_follow, sum_of
from tedung.office.wadah.queries import collectors_of


@page("usulan.view")
def listing(request: HttpRequest) -> HttpResponse:
    """Show the proposals in scope, the newest first, 50 a page."""
    found = Usulan.objects.select_related("unit").order_by("-pk")
    state = request.GET.get("keadaan", "")
    if state in State.values:
        found = found.filter(state=state)
    if before := asked(request, "sebelum"):
        found = found.filter(pk__lt=before)
    rows, last = cut(found)
    context = {
        "rows": stages.listed(rows, clock.today()),
        "next": last and last.pk,
        "states": State.choices,
        "state": state,
        "may_prepare": current().may("usulan.prepare"),
    }
    return render(request, "usulan/listing.html", context)


@page("usulan.prepare", methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Make a proposal."""
    form = NewUsulan(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        unit = form.units[given["unit"]]
        opd = unit if unit.kind == "office" else None
        usulan = services.prepare(unit, given["year"], given["title"], opd)
        return redirect("usulan_detail" if _may_carry(usulan) else "usulan_upload", usulan.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "usulan/new.html", {"form": form}, status=status)


@page("usulan.view")
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show a proposal: counts that add up, its files, its papers, the next step."""
    usulan = get_object_or_404(Usulan.objects.select_related("unit", "opd", "before"), pk=key)
    return render(request, "usulan/detail.html", _detail(usulan))


def _detail(usulan: Usulan) -> dict[str, object]:
    actor = current()
    is_open = usulan.state in OPEN
    counts = queries.counts(usulan)
    required = papers.told(usulan, counts.people)
    reached = stages.reached_by([usulan], clock.today())[usulan.pk]
    return {
        "usulan": usulan,
        "counts": counts,
        "sum": sum_of(usulan, counts),
        "stages": stages.row_of(reached),
        "files": usulan.files.select_related("document", "marked").order_by("-pk")[:PAGE],
        "papers": required,
        "lacking": papers.still_to_do(required),
        "may_follow": may_follow(usulan, counts),
        "followers": Usulan.objects.filter(before=usulan).order_by("pk")[:PAGE],
        "tried": usulan.files.filter(state=Berkas.State.TRIED).order_by("pk").first() if is_open else None,
        "is_carrying": is_open and carrying.is_being_made(usulan),
        "steps": taken(usulan)[:PAGE],
        "may_prepare": is_open and actor.may("usulan.prepare"),
        "may_send": is_open and actor.may("usulan.send"),
        "may_verify": actor.may("usulan.verify") and actor.user_id != usulan.prepared_by,
        "reason": Reason(),
        "offices": actor.may("people.evidence") and offices.has_groups(usulan),
        "may_self_pay": actor.may("mandiri.change")
        and usulan.state == State.DITERIMA
        and collectors_of(usulan.unit_code).exists(),
        "may_carry": is_open and actor.may("usulan.prepare") and _may_carry(usulan),
        "may_village": actor.may("penetapan.village_prepare")
        and usulan.unit.kind == "village"
        and usulan.state != State.DITARIK,
    }


def _may_carry(usulan: Usulan) -> bool:
    if usulan.before_id is not None or carrying.is_being_made(usulan):
        return False
    return carrying.carried(usulan) is None and carrying.in_force(usulan).exists()


@page("usulan.prepare", methods=("POST",))
def paper(request: HttpRequest, key: int, kind: str) -> HttpResponse:
    """Write one of the papers as a draft to be printed and signed."""
    usulan = get_object_or_404(Usulan.objects.select_related("unit"), pk=key)
    letter = papers.write(usulan, kind)
    return redirect("letter_detail", letter.pk)


@page("usulan.send", methods=("POST",))
def send(request: HttpRequest, key: int) -> HttpResponse:
    """Send a proposal."""
    usulan = get_object_or_404(Usulan.objects, pk=key)
    services.send(usulan)
    counts = queries.counts(usulan)
    told = _("Usulan dikirim: %(people)s orang. Verifikator memeriksanya; hasilnya muncul di halaman ini.")
    messages.success(request, told % {"people": counts.people})
    if counts.to_mend:
        left = _("%(lines)s baris belum diperbaiki. Perbaiki kapan saja, lalu kirim sebagai susulan.")
        messages.info(request, left % {"lines": counts.to_mend})
    return redirect("usulan_detail", key)


@page("usulan.prepare", methods=("POST",))
def follow(request: HttpRequest, key: int) -> HttpResponse:
    """Take the lines left to mend into a proposal that follows."""
    follower = following.follow_up(get_object_or_404(Usulan.objects, pk=key))
    messages.success(
        request, _("Baris yang tersisa ada di usulan susulan ini. Perbaiki, lengkapi suratnya, lalu kirim.")
    )
    return redirect("usulan_check", follower.pk)


@page("usulan.withdraw", methods=("POST",))
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """Take a proposal back."""
    usulan, form = get_object_or_404(Usulan.objects, pk=key), Reason(request.POST)
    if form.is_valid():
        services.withdraw(usulan, form.cleaned_data["reason"])
        messages.success(request, _("Usulan ditarik. Barisnya tetap tersimpan dan dapat dilihat."))
    else:
        messages.error(request, _("Tulis alasannya, lalu tekan lagi."))
    return redirect("usulan_detail", key)


@page("usulan.verify", methods=("POST",))
def begin_check(request: HttpRequest, key: int) -> HttpResponse:
    """Begin to check a proposal."""
    services.begin_check(get_object_or_404(Usulan.objects, pk=key))
    return redirect("usulan_detail", key)


@page("usulan.verify", methods=("POST",))
def give_back(request: HttpRequest, key: int) -> HttpResponse:
    """Give a proposal back."""
    form = Reason(request.POST)
    usulan = get_object_or_404(Usulan.objects, pk=key)
    services.give_back(usulan, form.cleaned_data["reason"] if form.is_valid() else "")
    messages.success(request, _("Usulan dikembalikan kepada unit pengusul."))
    return redirect("usulan_detail", key)


@page("usulan.verify", methods=("POST",))
def accept(request: HttpRequest, key: int) -> HttpResponse:
    """Accept a proposal."""
    people = services.accept(get_object_or_404(Usulan.objects, pk=key))
    messages.success(request, _("Usulan diterima: %(people)s orang.") % {"people": people})
    return redirect("usulan_detail", key)


@page("people.evidence", methods=("GET", "POST"))
def office(request: HttpRequest, key: int) -> HttpResponse:
    """Record the paper by which a group of a proposal holds its office."""
    usulan = get_object_or_404(Usulan.objects, pk=key)
    form = Office(request.POST or None, groups=offices.groups(usulan))
    if request.method == "POST" and form.is_valid():
        with said_in(form):
            new = offices.record_office(usulan, **form.cleaned_data)
            messages.success(request, _("Dasar jabatan dicatat untuk %(people)s orang.") % {"people": new})
            return redirect("usulan_detail", key)
    status = 422 if request.method == "POST" else 200
    return render(request, "usulan/offices.html", {"form": form, "usulan": usulan}, status=status)
