"""Pages of what was shared and of the printed study."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.pages import page
from tedung.office.access.roles import ROLES
from tedung.office.documents.kinds import MEDIA_TYPES
from tedung.office.documents.pages import as_file
from tedung.office.documents.services import fetched
from tedung.office.kajian import forms, queries, services
from tedung.office.kajian.models import Scenario
from tedung.office.kajian.pages import result_context
from tedung.office.kajian.workbook import workbook
from tedung.office.reference.models import Region


@page("kajian.share", methods=("GET", "POST"))
def share(request: HttpRequest, key: int) -> HttpResponse:
    """Choose with whom a scenario is shared; show its links."""
    scenario = get_object_or_404(Scenario.objects, pk=key)
    form = forms.Link(request.POST or None, region=scenario.region)
    if request.method == "POST" and form.is_valid():
        services.share(scenario, form.cleaned_data["role"], form.cleaned_data["region"])
        messages.success(request, _("Kajian ini dibagikan dan tidak berubah lagi."))
        return redirect("kajian_share", key)
    links = list(scenario.shares.filter(ended_at=None).order_by("pk"))
    names = dict(Region.objects.filter(code__in=[one.region for one in links]).values_list("code", "name"))
    rows = [
        (link, ROLES[link.role].name if link.role else _("semua peran"), names.get(link.region, link.region))
        for link in links
    ]
    context = {"scenario": scenario, "form": form, "rows": rows}
    return render(request, "kajian/share.html", context, status=422 if request.method == "POST" else 200)


@page("kajian.share", methods=("POST",))
def end_share(request: HttpRequest, key: int, link: int) -> HttpResponse:
    """End a link."""
    services.end_share(get_object_or_404(Scenario.objects, pk=key), link)
    messages.success(request, _("Tautan diakhiri. Yang sudah membaca tetap sudah membaca."))
    return redirect("kajian_share", key)


@page("kajian.read")
def shared(request: HttpRequest) -> HttpResponse:
    """Show what was shared with the actor."""
    return render(request, "kajian/shared.html", {"rows": queries.shared()})


@page("kajian.read")
def shared_one(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a scenario that was shared with the actor."""
    found = queries.shared_one(public_id)
    if found is None:
        raise Http404
    link, result = found
    return render(request, "kajian/shared_one.html", {**result_context(link.scenario, result), "link": link})


@page("kajian.read")
def shared_tables(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand out the tables of what was shared, with what the reader may see of them."""
    found = queries.shared_one(public_id)
    if found is None:
        raise Http404
    link, result = found
    name = f"kajian-{link.public_id}.xlsx"
    return as_file(workbook(link.scenario, result), name, MEDIA_TYPES["xlsx"])


@page("kajian.read")
def shared_paper(request: HttpRequest, public_id: str, form: str) -> HttpResponse:
    """Hand out the printed study of what was shared: small cells are hidden in it from everybody."""
    found = queries.shared_paper(public_id, form)
    if found is None:
        raise Http404
    link, row = found
    content = fetched(row.document)
    return as_file(content, f"naskah-kajian-{link.public_id}.{form}", row.document.media_type)


@page("kajian.prepare", methods=("POST",))
def ask_paper(request: HttpRequest, key: int) -> HttpResponse:
    """Ask for the printed study."""
    services.ask_paper(get_object_or_404(Scenario.objects, pk=key))
    messages.info(request, _("Naskah sedang dibuat. Tautannya muncul di halaman ini setelah selesai."))
    return redirect("kajian_detail", key)


@page("kajian.view")
def paper(request: HttpRequest, key: int, form: str) -> HttpResponse:
    """Hand out the printed study of a scenario's result."""
    scenario = get_object_or_404(Scenario.objects, pk=key)
    result = scenario.result
    row = result.papers.select_related("document").filter(form=form).first() if result else None
    if row is None:
        raise Http404
    return as_file(fetched(row.document), f"naskah-kajian-{scenario.pk}.{form}", row.document.media_type)
