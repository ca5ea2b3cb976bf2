"""How much anybody may send at once: asked before a byte of it is read or lies on the disk."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

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
            most = SIGNED_IN if request.user.is_authenticated else STRANGER
            if size > most * MEGABYTE:
                return render(request, "documents/too_large.html", {"most": most}, status=413)
        return self.get_response(request)
