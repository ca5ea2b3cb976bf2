"""Pages of bank details: one officer prepares, another approves."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.audit.steps import taken
from tedung.office.base.refusals import Refusal
from tedung.office.organisations import queries, services
from tedung.office.organisations.forms import BankForm, RefusalForm
from tedung.office.organisations.models import BankChange, BankState, Organisation


@page("organisations.bank", methods=("GET", "POST"))
def propose(request: HttpRequest, key: int) -> HttpResponse:
    """Prepare new bank details."""
    one = get_object_or_404(Organisation, pk=key)
    form = BankForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.propose_bank(one, **form.cleaned_data)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Perubahan rekening menunggu persetujuan orang lain."))
            return redirect("bank_change", made.pk)
    status = 422 if request.method == "POST" else 200
    return _private(render(request, "organisations/bank.html", {"form": form, "one": one}, status=status))


@page("organisations.bank_see")
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show a change of bank details beside what holds now."""
    proposed = _one(key)
    return _shown(request, proposed, RefusalForm())


def _shown(request: HttpRequest, proposed: BankChange, form: RefusalForm, status: int = 200) -> HttpResponse:
    actor = current()
    is_open, is_own = proposed.state == BankState.PROPOSED, proposed.prepared_by == actor.user_id
    context = {
        "row": proposed,
        "before": queries.bank_of(proposed.organisation, in_full=True),
        "after": queries.bank_of(proposed, in_full=True),
        "steps": taken(proposed)[:10],
        "is_own": is_own,
        "may_decide": is_open and not is_own and actor.may("organisations.bank_approve"),
        "may_withdraw": is_open and is_own and actor.may("organisations.bank"),
        "form": form,
    }
    return _private(render(request, "organisations/bank_change.html", context, status=status))


@page("organisations.bank_approve", methods=("POST",))
def approve(request: HttpRequest, key: int) -> HttpResponse:
    """Let new bank details hold."""
    proposed = _one(key)
    services.approve_bank(proposed)
    messages.success(request, _("Rekening baru berlaku mulai sekarang."))
    return redirect("bank_change", key)


@page("organisations.bank_approve", methods=("POST",))
def refuse(request: HttpRequest, key: int) -> HttpResponse:
    """Leave the bank details as they are."""
    proposed, form = _one(key), RefusalForm(request.POST)
    if not form.is_valid():
        return _shown(request, proposed, form, status=422)
    services.refuse_bank(proposed, form.cleaned_data["reason"])
    messages.success(request, _("Perubahan rekening ditolak; rekening lama tetap berlaku."))
    return redirect("bank_change", key)


@page("organisations.bank", methods=("POST",))
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """Take back what one prepared."""
    services.withdraw_bank(_one(key))
    messages.success(request, _("Perubahan rekening ditarik kembali."))
    return redirect("bank_change", key)


def _one(key: int) -> BankChange:
    found: BankChange = get_object_or_404(BankChange.objects.select_related("organisation"), pk=key)
    return found


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer
