"""The page of the rules: how long each kind stays, on what ground, what would go today, what went."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.retention import queries
from tedung.office.retention.rules import NEVER

MOST = 20


@page("settings.view")
def overview(request: HttpRequest) -> HttpResponse:
    """Show the rules, a trial run, and the proofs."""
    context = {
        "rows": queries.standings(),
        "never": NEVER,
        "removals": queries.removals(MOST),
        "may_change": current().may("settings.change"),
        "most": queries.MOST,
    }
    return render(request, "retention/overview.html", context)
