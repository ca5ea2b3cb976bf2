"""Each answered request, told to the log and counted: the name of its page, never its address."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tedung.office.health import metrics

LOG = logging.getLogger("tedung.requests")


class WatchMiddleware:
    """Tell page, method, status and milliseconds, and the key under which the audit keeps the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on and tell what became of it."""
        began = time.perf_counter()
        answer = self.get_response(request)
        took = round((time.perf_counter() - began) * 1000)
        page = request.resolver_match.view_name if request.resolver_match else ""
        metrics.count(page, request.method or "", answer.status_code, took)
        told = {"page": page, "method": request.method, "status": answer.status_code, "ms": took}
        LOG.info("request", extra={"told": {**told, "request": getattr(request, "audit_key", "")}})
        return answer
