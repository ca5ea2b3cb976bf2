"""What a person asked for and may not have, or not yet: a sentence and what to do, never a stack of calls."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _


class Refusal(Exception):  # noqa: N818 - it is an answer, not an error
    """Say in the reader's language why something is not done and what to do instead."""

    def __init__(self, sentence: str, code: str = "refused") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code


class NotAllowed(PermissionDenied):
    """The actor holds no grant for this; pages answer 403, the API too."""


@contextmanager
def said_in(form: Any) -> Iterator[None]:
    """Say a refusal at the head of the form that asked: what was typed stays, the caller shows it again."""
    try:
        yield
    except Refusal as fault:
        form.add_error(None, fault.sentence)


class RefusalMiddleware:
    """Turn a refusal that no page caught into a page of its own, status 409."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_given: Any
    ) -> HttpResponse | None:
        """Refuse NUL bytes, which no keyboard types, before a page hands them to a database.

        The API (it is exempt from CSRF) reads its own body and is answered as it describes itself.
        """
        is_api = getattr(view, "csrf_exempt", False)
        if is_api and _has_nul(request.GET):
            return JsonResponse({"code": "unread", "sentence": _("Isi permintaan belum benar.")}, status=400)
        if _has_nul(request.GET) or (not is_api and _has_nul(request.POST)):
            raise BadRequest
        return None

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Answer a refusal; leave everything else to Django."""
        if not isinstance(fault, Refusal):
            return None
        return render(request, "refusal.html", {"sentence": fault.sentence}, status=409)


def _has_nul(given: QueryDict) -> bool:
    return any("\0" in value for values in given.lists() for value in (values[0], *values[1]))
