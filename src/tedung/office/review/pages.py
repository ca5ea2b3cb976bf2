"""Pages of the pairs: the queue, one pair side by side, the decision, the way back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.base.paging import asked, cut
from tedung.office.reference.queries import setting
from tedung.office.review import queries, services, trust
from tedung.office.review.models import Pair


@page("review.view")
def listing(request: HttpRequest) -> HttpResponse:
    """Show the pairs that wait."""
    state = request.GET.get("keadaan", "")
    state = state if state in Pair.State.values else Pair.State.OPEN
    rows, last = cut(queries.after(queries.queue(state), asked(request, "sesudah")))
    context = {
        "rows": rows,
        "next": last and last.pk,
        "state": state,
        "states": Pair.State.choices,
        "waiting": queries.queue().count(),
        "labels": queries.labels(),
        "enough": queries.ENOUGH,
        "may_ask": current().may("people.merge"),
    }
    return render(request, "review/listing.html", context)


@page("review.view")
def pair(request: HttpRequest, key: int) -> HttpResponse:
    """Show a pair side by side, with its reasons."""
    found = get_object_or_404(Pair.objects.select_related("first", "second"), pk=key)
    context = {
        "pair": found,
        "sides": queries.sides(found),
        "reasons": queries.reasons(found),
        "guard": queries.guard(found),
        "verdicts": found.verdicts.order_by("-pk"),
        "waiting": queries.queue().count(),
        "may_decide": current().may("review.decide"),
    }
    return render(request, "review/pair.html", context)


@page("settings.change", methods=("GET", "POST"))
def machine(request: HttpRequest) -> HttpResponse:
    """Say how much the machine may merge by itself."""
    if request.method == "POST":
        trust.set_trust(request.POST.get("kepercayaan", "")[:16])
        messages.success(request, _("Disimpan. Berlaku untuk berkas yang dibaca mulai sekarang."))
        return redirect("review_trust")
    context = {
        "labels": queries.labels(),
        "enough": queries.ENOUGH,
        "percent": round(100 * queries.labels().least),
        "trust": setting(trust.KEY),
    }
    return render(request, "review/trust.html", context)


@page("review.decide", methods=("POST",))
def decide(request: HttpRequest, key: int) -> HttpResponse:
    """Take a decision and go on to the next pair."""
    found = get_object_or_404(Pair.objects, pk=key)
    said = request.POST.get("putusan", "")
    services.decide(found, said, request.POST.get("alasan", "")[:2_000])
    if said == Pair.State.OPEN:
        messages.success(request, _("Putusan dibatalkan. Pasangan ini kembali ke antrean."))
        return redirect("review_pair", key)
    after = queries.following(found)
    messages.success(request, _decided(key, said, is_last=after is None))
    if after is None:
        return redirect("review")
    return redirect("review_pair", after.pk)


def _decided(key: int, said: str, *, is_last: bool) -> SafeString:
    """Say what was decided of the pair before, and lead back to it."""
    return format_html(
        '{} <a href="{}">{}</a> {}',
        _("Disimpan: %(said)s.") % {"said": Pair.State(said).label},
        reverse("review_pair", args=[key]),
        _("Lihat lagi atau batalkan"),
        _("Tidak ada lagi pasangan yang menunggu.") if is_last else "",
    )
