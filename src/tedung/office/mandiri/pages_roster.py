"""The page that registers the persons of an accepted proposal as members who pay themselves."""

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.dates import Month
from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.base.paging import PAGE
from tedung.office.base.refusals import said_in
from tedung.office.mandiri import roster as rosters
from tedung.office.mandiri.forms import Roster
from tedung.office.mandiri.roster import AT_ONCE, HERE, Wish, said, told
from tedung.office.usulan.models import Line, Usulan
from tedung.office.wadah.queries import collectors_of


@page("mandiri.change", methods=("GET", "POST"))
def roster(request: HttpRequest, key: int) -> HttpResponse:
    """Show every line with its outcome as counts that add up, and register whom nothing stands against."""
    usulan = get_object_or_404(Usulan.objects.select_related("unit"), pk=key)
    among = collectors_of(usulan.unit_code)
    first = {"since": str(Month.of(clock.today())), "programmes": "jkk+jkm", "bpu_kind": "self_employed"}
    form = Roster(request.POST or None, initial=first, among=among)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        wadah = given.pop("wadah")
        with said_in(form):
            made = rosters.register_all(usulan, wadah, Wish(**given))
            if made is None:
                messages.success(request, _("Daftar sedang dicatat. Anda boleh meninggalkan halaman ini."))
            else:
                said_so = _("Terdaftar di wadah ini: %(people)s orang.")
                messages.success(request, said_so % {"people": made[HERE]})
            return redirect("mandiri_roster", key)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "usulan": usulan, "wadah": among.first(), **_outcomes(usulan, first["since"])}
    return render(request, "mandiri/roster.html", context, status=status)


def _outcomes(usulan: Usulan, since: str) -> dict[str, object]:
    """Return lines by outcome, and the first of those that are not registered; of a large list none."""
    wadah = collectors_of(usulan.unit_code).first()
    lines = rosters.size(usulan)
    if wadah is None or lines > AT_ONCE:
        return {"lines": lines, "is_large": lines > AT_ONCE}
    rows = list(told(usulan, wadah, Wish(since)))
    left = [one for one in rows if one.why not in {HERE, rosters.FIT}][:PAGE]
    shown = Line.objects.in_bulk([one.line_id for one in left])
    return {
        "lines": lines,
        "counts": [(said(why), count) for why, count in sorted(Counter(one.why for one in rows).items())],
        "left": [(shown[one.line_id], one.says) for one in left if one.line_id in shown],
    }
