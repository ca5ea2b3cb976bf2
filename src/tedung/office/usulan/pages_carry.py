"""Pages of next year's proposal: begun with whom the decree in force covers, confirmed by the operator."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.base.paging import asked, cut
from tedung.office.base.refusals import said_in
from tedung.office.usulan import carrying, queries
from tedung.office.usulan.forms import TakeOut
from tedung.office.usulan.models import OPEN, Berkas, Line, Usulan


@page("usulan.prepare", methods=("POST",))
def carry(request: HttpRequest, key: int) -> HttpResponse:
    """Begin with whom the decree in force covers."""
    berkas = carrying.begin(get_object_or_404(Usulan.objects, pk=key))
    if berkas is not None:
        return redirect("usulan_carried", berkas.pk)
    messages.info(
        request,
        _(
            "Daftarnya panjang dan sedang disiapkan. Anda boleh meninggalkan halaman ini; "
            "muat ulang sebentar lagi."
        ),
    )
    return redirect("usulan_detail", key)


@page("usulan.view")
def carried(request: HttpRequest, key: int) -> HttpResponse:
    """Show whom the decree in force covers, to be confirmed or taken out."""
    berkas = get_object_or_404(Berkas.objects.select_related("usulan"), pk=key)
    rows = Line.objects.filter(berkas=berkas, is_current=True).select_related("person").order_by("pk")
    if after := asked(request, "sesudah"):
        rows = rows.filter(pk__gt=after)
    listed, last = cut(rows)
    counts = queries.counts(berkas.usulan)
    may = current().may("usulan.prepare") and berkas.usulan.state in OPEN
    context = {
        "berkas": berkas,
        "usulan": berkas.usulan,
        "rows": listed,
        "next": last and last.pk,
        "kept": counts.people,
        "out": counts.by_outcome[carrying.OUT],
        "may_prepare": may,
        "waits": berkas.state == Berkas.State.CARRIED,
    }
    return render(request, "usulan/carried.html", context)


@page("usulan.prepare", methods=("POST",))
def confirm(request: HttpRequest, key: int) -> HttpResponse:
    """Confirm whoever was not taken out."""
    berkas = get_object_or_404(Berkas.objects.select_related("usulan"), pk=key)
    people = carrying.confirm(berkas)
    messages.success(request, _("Dipastikan: %(people)s orang diusulkan lagi.") % {"people": people})
    return redirect("usulan_detail", berkas.usulan_id)


@page("usulan.prepare", methods=("GET", "POST"))
def take_out(request: HttpRequest, key: int) -> HttpResponse:
    """Take a person out."""
    row = get_object_or_404(Line.objects.select_related("usulan", "berkas", "person"), pk=key)
    form = TakeOut(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with said_in(form):
            carrying.take_out(row, form.cleaned_data["why"], form.cleaned_data["note"])
            messages.success(request, _("Dikeluarkan dari usulan; barisnya tetap tersimpan dengan sebabnya."))
            if form.cleaned_data["why"] == "meninggal":
                messages.info(
                    request, _("Laporkan juga kejadiannya di halaman orang ini, supaya haknya diurus.")
                )
            return redirect("usulan_carried", row.berkas_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "usulan/take_out.html", {"form": form, "row": row}, status=status)


@page("usulan.prepare", methods=("POST",))
def keep(request: HttpRequest, key: int) -> HttpResponse:
    """Keep a person after all."""
    row = get_object_or_404(Line.objects.select_related("usulan", "berkas"), pk=key)
    carrying.keep(row)
    return redirect("usulan_carried", row.berkas_id)
