"""The list of a collector: on a page, and as a workbook to be handed to it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.base.paging import asked, cut
from tedung.office.base.workbook import MEDIA_TYPE
from tedung.office.mandiri import collecting
from tedung.office.wadah.models import COLLECTS, Wadah


def _collector(key: int) -> Wadah:
    among = Wadah.objects.filter(COLLECTS).select_related("organisation")
    found: Wadah = get_object_or_404(among, pk=key)
    return found


@page("mandiri.view")
def dues(request: HttpRequest, key: int) -> HttpResponse:
    """Show who owes which months, 50 a page; with all, also who is paid."""
    wadah, day = _collector(key), clock.today()
    is_all = request.GET.get("semua") == "1"
    found = collecting.members_of(wadah, owing=not is_all)
    if after := asked(request, "sesudah"):
        found = found.filter(pk__gt=after)
    keys, last = cut(found.values_list("pk", flat=True))
    parts, since = collecting.parts(wadah)
    context = {
        "wadah": wadah,
        "rows": collecting.owed(keys, day),
        "next": last,
        "is_all": is_all,
        "parts": parts,
        "people": sum(one.people for one in parts),
        "amount": sum(one.amount for one in parts),
        "since": since,
        "today": day,
    }
    return render(request, "mandiri/dues.html", context)


@page("mandiri.view")
def dues_file(_request: HttpRequest, key: int) -> HttpResponse:
    """Hand out the list as a workbook; its numbers are masked."""
    wadah, day = _collector(key), clock.today()
    answer = HttpResponse(collecting.list_as_workbook(wadah, day), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="tagihan-{wadah.pk}-{day:%Y-%m-%d}.xlsx"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
