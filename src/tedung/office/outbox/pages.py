"""What waits to be sent by hand, and what was sent: nothing here pretends."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.audit.steps import taken
from tedung.office.base.paging import PAGE, asked, cut
from tedung.office.outbox import mail, services
from tedung.office.outbox.forms import Reason
from tedung.office.outbox.models import STEPS, Message, State

ACTS = {
    # word of the address: the service, and what is said then
    "terkirim": (services.sent_by_hand, _lazy("Pesan ditandai terkirim.")),
    "tunggu": (services.wait_again, _lazy("Pesan ini menunggu dikirim lagi.")),
    "batal": (services.cancel, _lazy("Pesan ini dibatalkan.")),
}


@page("outbox.view")
def listing(request: HttpRequest) -> HttpResponse:
    """Show the messages in scope by state, those that wait longest first, 50 a page."""
    state = request.GET.get("keadaan", State.WAITING)
    state = state if state in State.values else State.WAITING
    found = Message.objects.filter(state=state).order_by("pk")
    if after := asked(request, "setelah"):
        found = found.filter(pk__gt=after)
    rows, last = cut(found.defer("text", "to"))
    context = {
        "rows": rows,
        "next": last and last.pk,
        "states": State.choices,
        "state": state,
        "has_server": bool(mail.server()),
    }
    return render(request, "outbox/listing.html", context)


@page("outbox.view")
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show a message whole to whoever is going to send it."""
    return _detail(request, get_object_or_404(Message.objects, pk=key), Reason())


def _detail(request: HttpRequest, message: Message, form: Reason, status: int = 200) -> HttpResponse:
    may_send = current().may("outbox.send")
    context = {
        "message": message,
        "steps": [{"step": step, "label": State(step.after).label} for step in taken(message)[:PAGE]],
        "may": {str(to) for to in STEPS[State(message.state)]} if may_send else set(),
        "form": form,
    }
    return render(request, "outbox/detail.html", context, status=status)


@page("outbox.send", methods=("POST",))
def act(request: HttpRequest, key: int, word: str) -> HttpResponse:
    """Take a step with a message."""
    service, told = ACTS[word]
    service(get_object_or_404(Message.objects, pk=key))
    messages.success(request, told)
    return redirect("message", key)


@page("outbox.send", methods=("POST",))
def fail(request: HttpRequest, key: int) -> HttpResponse:
    """Say that a message could not be sent, and why."""
    message, form = get_object_or_404(Message.objects, pk=key), Reason(request.POST)
    if not form.is_valid():
        return _detail(request, message, form, status=422)
    services.not_sent(message, form.cleaned_data["reason"])
    messages.success(request, _("Tercatat: pesan ini tidak terkirim."))
    return redirect("message", key)
