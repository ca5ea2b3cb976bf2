"""How much anybody may send at once: asked before a byte of it is read or lies on the disk."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext

MEGABYTE = 1 << 20
SIGNED_IN = 64
STRANGER = 1


class UploadLimitMiddleware:
    """Answer 413 to what is larger than any document may be; a stranger has nothing large to send."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on what is within the limit."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        size = int(length) if length.isdecimal() and len(length) < len(str(1 << 63)) else 1 << 62
        if size > STRANGER * MEGABYTE:
            is_known = request.user.is_authenticated or _shows_a_token(request)
            most = SIGNED_IN if is_known else STRANGER
            if size > most * MEGABYTE:
                return _too_large(request, most)
        return self.get_response(request)


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _shows_a_token(request: HttpRequest) -> bool:
    """Say whether a program shows a token that opens something; its grant is asked later."""
    from tedung.office.api.services import actor_with

    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return _is_api(request) and kind.casefold() == "bearer" and actor_with(token.strip()) is not None


def _too_large(request: HttpRequest, most: int) -> HttpResponse:
    if _is_api(request):
        told = gettext("Terlalu besar; paling banyak %(most)s MB.") % {"most": most}
        return JsonResponse({"code": "too_large", "sentence": told}, status=413)
    return render(request, "documents/too_large.html", {"most": most}, status=413)
