"""A page and who may open it.

    @page("usulan.view")
    def listing(request): ...

Without a sign-in one is led to it; without the permission the answer is 403; a row out of scope is
not found at all (404), so that nobody learns what exists elsewhere.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from tedung.office.access.actor import current
from tedung.office.access.scope import require

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def page(permission: str, methods: tuple[str, ...] = ("GET",)) -> Callable[[View[P]], View[P]]:
    """Open a page to whoever holds `permission`, by `methods` alone."""
    allowed = {*methods, "HEAD"} if "GET" in methods else set(methods)  # a look takes no step

    def wrap(view: View[P]) -> View[P]:
        @wraps(view)
        def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if current().user_id is None:
                return redirect_to_login(request.get_full_path())
            require(permission)
            if request.method not in allowed:
                return HttpResponseNotAllowed(methods)
            return view(request, *args, **kwargs)

        run.permission, run.methods = permission, methods  # type: ignore[attr-defined]  # the walk reads them
        return run

    return wrap
