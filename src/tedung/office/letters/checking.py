"""The public page behind a letter's QR: number, office, day, valid or replaced; nothing about a person.

Anybody may open it without signing in, a few times a minute.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base.limits import is_within
from tedung.office.letters.kinds import KINDS
from tedung.office.letters.models import Letter, State

MOST = 30
SECONDS = 60


def check(request: HttpRequest, token: str) -> HttpResponse:
    """Say whether a letter was issued and is still valid."""
    if not is_within(request, "letters.check", MOST, SECONDS):
        return _answer(render(request, "letters/too_often.html", status=429), retry=SECONDS)
    with acting(SYSTEM):
        letter = (
            Letter.everything.filter(token=token.upper())
            .exclude(state=State.DRAFT)
            .values("kind", "number", "day", "state", "organisation__name")
            .first()
        )
    context = {"letter": letter, "kind": KINDS[letter["kind"]].name if letter else ""}
    return _answer(render(request, "letters/check.html", context, status=200 if letter else 404))


def _answer(answer: HttpResponse, retry: int = 0) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    if retry:
        answer["Retry-After"] = str(retry)
    return answer
