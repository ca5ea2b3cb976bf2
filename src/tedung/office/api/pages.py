"""The pages on which an administrator makes tokens for programs and ends them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.forms import shown
from tedung.office.access.models import User
from tedung.office.access.pages import page
from tedung.office.api import services
from tedung.office.api.forms import TokenForm
from tedung.office.api.models import Token
from tedung.office.base import clock
from tedung.office.base.refusals import said_in

MOST = 50


@page("users.change", methods=("GET", "POST"))
def tokens(request: HttpRequest, key: int) -> HttpResponse:
    """Show the tokens of a user's grants; make one and show it, this once."""
    user = get_object_or_404(User, pk=key)
    form = TokenForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with said_in(form):
            made = services.make_token(given["grant"], given["name"], given["until"])
            answer = render(request, "api/token.html", {"one": user, "token": made, "name": given["name"]})
            answer["Cache-Control"] = "no-store"
            return answer
    status = 422 if request.method == "POST" else 200
    context = {"one": user, "rows": _rows(user), "form": form}
    return render(request, "api/tokens.html", context, status=status)


def _rows(user: User) -> list[dict[str, Any]]:
    today = clock.today()
    found = list(Token.objects.filter(grant__user=user).select_related("grant").order_by("-pk")[:MOST])
    named = {row.grant.pk: row for row in shown([token.grant for token in found])}
    return [
        {
            "token": token,
            "grant": named[token.grant_id],
            "is_open": token.ended_at is None and token.until >= today,
        }
        for token in found
    ]


@page("users.change", methods=("POST",))
def end(request: HttpRequest, key: int) -> HttpResponse:
    """End a token at once."""
    token = get_object_or_404(Token.objects.select_related("grant"), pk=key)
    services.end_token(token)
    messages.success(request, _("Token diakhiri; programnya tidak dapat masuk lagi."))
    return redirect("user_tokens", token.grant.user_id)
