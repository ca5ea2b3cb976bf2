"""What a person asked for and may not have, or not yet: a sentence and what to do, never a stack of calls."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class Refusal(Exception):  # noqa: N818 - it is an answer, not an error
    """Say in the reader's language why something is not done and what to do instead."""

    def __init__(self, sentence: str, code: str = "refused") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code


class NotAllowed(PermissionDenied):
    """The actor holds no grant for this; pages answer 403, the API too."""


class RefusalMiddleware:
    """Turn a refusal that no page caught into a page of its own, status 409."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Answer a refusal; leave everything else to Django."""
        if not isinstance(fault, Refusal):
            return None
        return render(request, "refusal.html", {"sentence": fault.sentence}, status=409)
