"""The page that a machine asks, the page that an administrator reads, the numbers for a monitoring system."""

from hmac import compare_digest

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.access.pages import page
from tedung.office.base.limits import is_within
from tedung.office.health import metrics
from tedung.office.health.asking import answers

MOST, SECONDS = 60, 60
UNWELL = 503


def alive(request: HttpRequest) -> HttpResponse:
    """Say to anybody whether the office answers: 200, or 503 where a vital part does not."""
    with acting(SYSTEM):
        found = answers()
    is_open = all(answer.is_well for question, answer in found if question.is_vital)
    told = {question.name: answer.is_well for question, answer in found if question.is_vital}
    answered = JsonResponse({"ok": is_open, **told}, status=200 if is_open else UNWELL)
    answered["Cache-Control"] = "no-store"
    return answered


@page("health.view")
def detail(request: HttpRequest) -> HttpResponse:
    """Show an administrator what works and what to do about the rest."""
    with acting(SYSTEM):
        found = [(question.title(), answer) for question, answer in answers()]
    unwell = sum(not answer.is_well for _, answer in found)
    return render(request, "health/detail.html", {"answers": found, "unwell": unwell})


def numbers(request: HttpRequest) -> HttpResponse:
    """Hand the numbers to whoever knows the token of TEDUNG_METRICS; without one the page is not there."""
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not compare_digest(given.encode(), token.encode()):
        raise Http404
    if not is_within(request, "health.numbers", MOST, SECONDS):
        return HttpResponse(status=429, headers={"Retry-After": str(SECONDS)})
    with acting(SYSTEM):
        told = metrics.text()
    return HttpResponse(told, content_type="text/plain; version=0.0.4; charset=utf-8")
